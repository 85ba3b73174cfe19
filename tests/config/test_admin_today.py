"""The first page of the back office: each number is the length of the list behind it."""

import re
from datetime import date

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from backoffice.records.contents import content_of
from initiatives.correcting.services import propose_correction, refuse_correction
from initiatives.shape import SHAPE
from tests.builders import (
    NOW,
    make_bulletin,
    make_commune,
    make_contact,
    make_initiative,
    make_person,
    make_section,
    make_user,
)

INDEX = reverse("admin:index")


@pytest.fixture
def busy_week(db, editor):
    place, contact = make_commune(), make_contact()
    make_initiative(published=False, status="review", communes=(place,), contacts=(contact,))
    seen = {"communes": (place,), "contacts": (contact,), "published": False}
    make_initiative(status="returned", returned_at=NOW, returned_by=editor, return_note="Où\u00a0?", **seen)
    approved = {"status": "approved", "approved_at": NOW, "approved_by": editor}
    make_initiative(**approved, **seen)
    bare = make_initiative(published=False)
    online = make_initiative(communes=(place,))
    propose_correction(initiative=online, content=content_of(SHAPE, online) | {"title": "Mieux"}, by=editor)
    make_initiative("Retirée", published=False, status="withdrawn", withdrawn_at=NOW, withdrawn_by=editor)
    placed = make_initiative(**approved, **seen)
    make_section(make_bulletin("Le prochain", dated_on=date(2020, 5, 7)), bare, placed)
    make_person("Jeanne")
    make_contact("jeanne@exemple.fr", is_personal=True, is_public=False)


def test_each_number_is_the_length_of_its_list(client, editor, busy_week):
    client.force_login(editor)
    tasks = client.get(INDEX).context["tasks"]
    lists = {task["label"]: client.get(task["url"]).context["cl"].result_count for task in tasks}
    assert {task["label"]: task["count"] for task in tasks} == lists
    assert lists == {
        "à relire": 1,
        "à corriger": 1,
        "renvoyées": 1,
        "approuvées, à placer": 1,
        "jamais citées": 6,
        "du prochain bulletin sans lieu": 1,
        "du prochain bulletin sans contact": 1,
        "sans lieu": 1,
        "sans contact public": 2,
        "à vérifier": 1,
        "personnes en attente d’accord": 1,
        "contacts personnels en attente": 1,
        "effacements à confirmer": 0,
    }


def test_drafts_tell_what_they_lack(client, editor, busy_week):
    client.force_login(editor)
    page = client.get(INDEX).content.decode()
    assert "Le prochain" in page
    assert "prêt à publier" in page
    assert "à vérifier" in page


def test_account_with_an_empty_role_learns_what_to_do(client, db):
    Group.objects.create(name="sans droits")
    client.force_login(make_user("nouveau", group="sans droits"))
    response = client.get(INDEX)
    assert "demandez-en un" in response.content.decode()
    assert response.context["tasks"] == []


@pytest.mark.parametrize("fixture", ["officer", "editor", "administrator"])
def test_every_link_of_the_first_page_opens(client, request, fixture):
    client.force_login(request.getfixturevalue(fixture))
    context = client.get(INDEX).context
    urls = [model["admin_url"] for app in context["app_list"] for model in app["models"] if model["admin_url"]]
    urls += [model["add_url"] for app in context["app_list"] for model in app["models"] if model["add_url"]]
    assert len(urls) > 10
    for url in urls:
        assert client.get(url, follow=True).status_code == 200, url


def test_administrator_finds_every_page_of_the_service_on_the_first_page(client, administrator, editor):
    names = ("admin:state", "admin:journal", "admin:retention", "ledger:register", "admin:ledger_erasure_changelist")
    client.force_login(administrator)
    page = client.get(INDEX).content.decode()
    assert [name for name in names if f'<a href="{reverse(name)}">' not in page] == []
    client.force_login(editor)
    page = client.get(INDEX).content.decode()
    assert [name for name in names if f'<a href="{reverse(name)}">' in page] == ["admin:ledger_erasure_changelist"]


def test_back_office_speaks_no_inline_script_or_style(client, administrator):
    client.force_login(administrator)
    context = client.get(INDEX).context
    urls = [model["admin_url"] for app in context["app_list"] for model in app["models"]]
    urls += [model["add_url"] for app in context["app_list"] for model in app["models"] if model["add_url"]]
    for url in [INDEX, reverse("admin:password_change"), *urls]:
        page = client.get(url, follow=True).content.decode()
        assert " style=" not in page, url
        assert "<style" not in page, url
        assert "<script>" not in page, url
        assert "onclick=" not in page, url


def test_officer_reads_what_came_back_and_what_became_of_her_corrections(client, officer, editor):
    fields = {"status": "returned", "returned_at": NOW, "returned_by": editor, "published": False}
    make_initiative("À moi", created_by=officer, return_note="Précisez la commune", **fields)
    make_initiative("À une autre", created_by=editor, return_note="Non", **fields)
    for title, by in (("Refusée", officer), ("De l’édition", editor)):
        row = make_initiative(title)
        content = content_of(SHAPE, row) | {"summary": "Autrement."}
        correction = propose_correction(initiative=row, content=content, by=by)
        refuse_correction(correction=correction, by=editor, reason="Déjà juste")
    old = make_initiative("Il y a longtemps")
    correction = propose_correction(initiative=old, content=content_of(SHAPE, old) | {"summary": "x"}, by=officer)
    refuse_correction(correction=correction, by=editor, reason="Non", now=NOW)
    client.force_login(officer)
    page = client.get(INDEX).content.decode()
    assert "À reprendre\u00a0: «\u00a0À moi\u00a0»" in page
    assert "Précisez la commune" in page
    assert "Votre correction de «\u00a0Refusée\u00a0» est refusée" in page
    assert all(title not in page for title in ("À une autre", "De l’édition", "Il y a longtemps"))


def test_page_of_writing_stands_under_initiatives_and_the_atelier_under_bulletins(client, officer):
    client.force_login(officer)

    def marked(url):
        return re.findall(r'aria-current="true">([^<]+)', client.get(url).content.decode())

    assert marked(reverse("workshop:write")) == ["Initiatives"]
    assert marked(reverse("workshop:new")) == ["Bulletins"]


def test_list_counts_its_results_only_when_it_was_narrowed(client, officer):
    client.force_login(officer)
    page = reverse("admin:initiatives_initiative_changelist")
    assert "tout afficher" not in client.get(page).content.decode()
    assert "0 résultat (" in client.get(page, {"q": "masques"}).content.decode()
    assert "0 résultat (" in client.get(page, {"status__exact": "draft"}).content.decode()
