"""Asking on the page of a record, confirming on the page of the request."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.contrib.admin.templatetags.admin_urls import admin_urlname
from django.urls import reverse
from django.utils import timezone

from initiatives.models import Initiative
from ledger.models import Erasure
from organisations.models import Contact, Person
from tests.builders import make_contact, make_initiative, make_person, make_user

pytestmark = pytest.mark.django_db

NAME = "Odile Vasseur"


def fields_of(page):
    """What the form of the page sends when nothing is touched."""
    form = page.context["form"]
    return {"version": "", "reason": "asked", "note": "", **form.initial}


@pytest.mark.parametrize("kind", ["person", "contact", "account"])
def test_erasing_stands_last_among_the_buttons_of_a_record(client, administrator, officer, kind):
    make = {"person": make_person, "contact": make_contact, "account": lambda: officer}
    row = make[kind]()
    client.force_login(administrator)
    page = client.get(reverse(admin_urlname(row._meta, "change"), args=[row.pk])).content.decode()
    buttons = page.partition('<ul class="object-tools">')[2].partition("</ul>")[0]
    words = [" ".join(one.split()) for one in re.findall(r">([^<>]*\w[^<>]*)</a>", buttons)]
    assert words[-1] == "Effacer partout"
    assert buttons.count("is-grave") == buttons.partition('class="is-grave"')[2].count("<li>") + 1


@pytest.mark.parametrize("kind", ["person", "contact"])
def test_one_asks_and_another_confirms_on_pages(client, officer, editor, second, kind):
    row = make_person(NAME) if kind == "person" else make_contact("secret@exemple.fr")
    words = NAME if kind == "person" else "secret@exemple.fr"
    make_initiative("Couture", summary=f"Demandez {words}.")
    url = reverse(f"admin:organisations_{kind}_act", args=[row.pk, "effacer"])
    client.force_login(officer)
    assert client.get(url).status_code == 403
    client.force_login(editor)
    page = client.get(url)
    assert "Couture" in page.content.decode()
    asked = client.post(url, fields_of(page), follow=True)
    assert "L’effacement est demandé" in asked.content.decode()
    assert Initiative.objects.filter(summary__contains=words).exists()
    erasure = Erasure.objects.get()
    confirming = reverse("admin:ledger_erasure_act", args=[erasure.pk, "confirmer"])
    again = client.post(confirming, {"version": "", "alone_because": "Pressé"}, follow=True)
    assert "une autre personne le confirme" in again.content.decode()
    client.force_login(second)
    shown = client.get(confirming).content.decode()
    assert "Couture" in shown
    assert f"</strong> {words}." in shown  # whoever confirms reads of whom
    waiting = client.get(reverse("admin:ledger_erasure_change", args=[erasure.pk])).content.decode()
    assert "Le compte rendu" not in waiting
    done = client.post(confirming, {"version": "", "alone_because": ""}, follow=True).content.decode()
    assert "Effacé partout" in done
    assert ("Aucune de celles que le site connaît." in done, "nommées ci-dessous" in done) == (True, False)
    assert "Refusé, parce que" not in done
    assert words not in done
    assert f"{'personne' if kind == 'person' else 'contact'} n°\u00a0{row.pk}" in done
    assert not (Person if kind == "person" else Contact).objects.filter(pk=row.pk).exists()
    assert not Initiative.objects.filter(summary__contains=words).exists()


def test_unticked_text_is_a_namesakes(client, editor, second):
    person = make_person(NAME)
    own, other = (make_initiative(title, summary=f"{NAME} et Vasseur.") for title in ("Couture", "Mairie"))
    own.persons.add(person)
    url = reverse("admin:organisations_person_act", args=[person.pk, "effacer"])
    client.force_login(editor)
    page = client.get(url)
    label = "initiatives.initiative"
    fields = fields_of(page)
    assert fields["named"] == [f"{label}:{other.pk}"]
    assert fields["families"] == [f"{label}:{own.pk}"]
    # Ticking the family name of a record that is spared takes nothing from it.
    client.post(url, fields | {"named": [], "families": [f"{label}:{own.pk}", f"{label}:{other.pk}"]})
    erasure = Erasure.objects.get()
    assert erasure.spared == [[label, other.pk]]
    client.force_login(second)
    client.post(reverse("admin:ledger_erasure_act", args=[erasure.pk, "confirmer"]), {"version": ""})
    own.refresh_from_db()
    other.refresh_from_db()
    assert (own.summary, other.summary) == ("[nom retiré] et [nom retiré].", f"{NAME} et Vasseur.")
    report = client.get(reverse("admin:ledger_erasure_change", args=[erasure.pk])).content.decode()
    assert f"initiative n°\u00a0{other.pk}" in report


def test_page_that_has_grown_old_is_shown_again(client, editor):
    person = make_person(NAME)
    url = reverse("admin:organisations_person_act", args=[person.pk, "effacer"])
    client.force_login(editor)
    fields = fields_of(client.get(url))
    make_initiative("Chorale", summary=f"Merci à {NAME}.")
    page = client.post(url, fields)
    assert "Depuis l’ouverture de cette page" in page.content.decode()
    assert not Erasure.objects.exists()
    fields = fields_of(client.get(url))
    client.post(url, fields)
    assert Erasure.objects.exists()


def test_list_without_requests_says_where_one_is_made(client, editor):
    client.force_login(editor)
    page = client.get(reverse("admin:ledger_erasure_changelist")).content.decode()
    assert "Aucun effacement n’a été demandé. Il se demande sur la page de la personne" in page


def test_request_that_waits_is_told_before_another_is_typed(client, editor):
    person = make_person(NAME)
    url = reverse("admin:organisations_person_act", args=[person.pk, "effacer"])
    client.force_login(editor)
    client.post(url, fields_of(client.get(url)))
    page = client.get(url)
    assert "attend déjà sa confirmation" in page.content.decode()
    assert reverse("admin:ledger_erasure_change", args=[Erasure.objects.get().pk]) in page.content.decode()
    assert page.context["is_blocked"]


def test_request_may_be_taken_back(client, editor):
    person = make_person(NAME)
    url = reverse("admin:organisations_person_act", args=[person.pk, "effacer"])
    client.force_login(editor)
    client.post(url, fields_of(client.get(url)))
    refusing = reverse("admin:ledger_erasure_act", args=[Erasure.objects.get().pk, "refuser"])
    page = client.post(refusing, {"version": "", "because": "Par erreur"}, follow=True).content.decode()
    assert "rien n’est effacé" in page
    assert "Par erreur" in page
    listed = client.get(reverse("admin:ledger_erasure_changelist")).content.decode()
    assert "refusé" in listed


def test_report_names_the_backups_with_their_last_day(client, editor, second, settings, tmp_path):
    settings.BACKUP_FOLDER, settings.BACKUP_KEPT_DAYS = str(tmp_path), 30
    (tmp_path / "solidaire-2026-11-29T023000.tar").write_bytes(b"x")
    person = make_person(NAME)
    url = reverse("admin:organisations_person_act", args=[person.pk, "effacer"])
    client.force_login(editor)
    client.post(url, fields_of(client.get(url)))
    client.force_login(second)
    confirming = reverse("admin:ledger_erasure_act", args=[Erasure.objects.get().pk, "confirmer"])
    client.post(confirming, {"version": ""})
    (backup,) = Erasure.objects.get().report["backups"]
    assert backup["name"] == "solidaire-2026-11-29T023000.tar"
    assert backup["gone_on"] == (timezone.localdate() + timedelta(days=31)).isoformat()
    page = client.get(reverse("admin:ledger_erasure_change", args=[Erasure.objects.get().pk])).content.decode()
    assert "solidaire-2026-11-29T023000.tar, jusqu’au" in page


def test_account_is_erased_by_administrators_alone(client, editor, administrator):
    account = make_user("j.martin", group="édition", first_name="Jeanne", last_name="Martin", email="jm@pref.fr")
    url = reverse("admin:auth_user_act", args=[account.pk, "effacer"])
    client.force_login(editor)
    assert client.get(url).status_code == 403
    client.force_login(administrator)
    client.post(url, fields_of(client.get(url)))
    erasure = Erasure.objects.get()
    confirming = reverse("admin:ledger_erasure_act", args=[erasure.pk, "confirmer"])
    client.force_login(editor)
    assert client.get(confirming).status_code == 403
    client.force_login(make_user("regie-2", group="administration"))
    client.post(confirming, {"version": ""})
    account.refresh_from_db()
    assert account.username == f"compte-{account.pk}-efface"


def test_requests_that_wait_are_counted_on_the_first_page(client, editor, officer):
    Erasure.objects.create(kind="person", key=1, reason="asked", asked_by=editor)
    client.force_login(editor)
    assert "effacements à confirmer" in client.get("/admin/").content.decode()
    client.force_login(officer)
    assert "effacements à confirmer" not in client.get("/admin/").content.decode()


def test_form_of_a_person_leads_to_the_ledger(client, editor, officer):
    person = make_person(NAME)
    url, way = reverse("admin:organisations_person_change", args=[person.pk]), f"/admin/registre/person/{person.pk}/"
    client.force_login(editor)
    assert way in client.get(url).content.decode()
    client.force_login(officer)
    assert way not in client.get(url).content.decode()
