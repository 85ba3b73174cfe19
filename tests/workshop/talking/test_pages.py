"""Exchanges on the form of a record and on their own page: who may, what is kept when it is refused."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from django.utils import timezone

from tests.builders import make_bulletin, make_initiative, make_section, make_user
from workshop.models import Assignment, Comment
from workshop.talking.services import entrust, resolve, say

SOON = f"{timezone.localdate() + timedelta(days=3):%d/%m/%Y}"


def _record(kind):
    return make_initiative("Des masques") if kind == "initiative" else make_bulletin("Le pays solidaire")


def _talk(record):
    return reverse("workshop:talk", args=[record._meta.model_name, record.pk])


def _form(record):
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk])


@pytest.mark.parametrize("role", ["officer", "editor", "administrator"])
@pytest.mark.parametrize("kind", ["initiative", "bulletin"])
def test_whoever_reads_a_record_speaks_of_it(client, request, role, kind):
    user, record = request.getfixturevalue(role), _record(kind)
    client.force_login(user)
    answer = client.post(_talk(record), {"acte": "dire", "text": "Qui sait ?"})
    assert (answer.status_code, answer.url) == (302, f"{_form(record)}#echanges")
    comment = Comment.objects.get()
    client.post(_talk(record), {"acte": "repondre", "message": comment.pk, "text": "Moi."})
    client.post(_talk(record), {"acte": "confier", "person": user.pk, "due_on": SOON, "note": "relire"})
    page = client.get(_form(record)).content.decode()
    assert all(words in page for words in ("Qui sait ?", "Moi.", "Échanges (2)", "relire"))
    client.post(_talk(record), {"acte": "regler", "message": comment.pk})
    client.post(_talk(record), {"acte": "faite", "tache": Assignment.objects.get().pk})
    page = client.get(_form(record)).content.decode()
    assert "Qui sait ?" not in page
    assert "1 échange réglé" in page
    assert "Qui sait ?" in client.get(_talk(record)).content.decode()
    client.post(_talk(record), {"acte": "rouvrir", "message": comment.pk})
    assert "Qui sait ?" in client.get(_form(record)).content.decode()


def test_others_neither_read_nor_speak(client, db):
    record = _record("bulletin")
    say(about=record, by=make_user(), text="Entre nous")
    group = Group.objects.create(name="fiches seules")
    group.permissions.add(Permission.objects.get(codename="view_initiative"))
    for user, status in ((None, 302), (make_user("lectrice"), 302), (make_user("partielle", group=group.name), 403)):
        client.logout()
        if user:
            client.force_login(user)
        assert client.get(_talk(record)).status_code == status
        answer = client.post(_talk(record), {"acte": "dire", "text": "x"})
        assert "Entre nous" not in answer.content.decode()
    assert Comment.objects.count() == 1


def test_refused_words_stay_in_their_form(client, officer, editor):
    client.force_login(officer)
    record = _record("initiative")
    first = say(about=record, by=editor, text="Combien ?")
    for data, refusal in (
        ({"acte": "dire", "text": "Mon long texte", "passage": "absent"}, "n’est pas dans le texte"),
        ({"acte": "dire", "text": "Mon long texte @personne"}, "identifiant"),
        ({"acte": "confier", "person": editor.pk, "due_on": "01/01/2020", "note": "Mon long texte"}, "déjà passé"),
        ({"acte": "repondre", "message": first.pk, "text": "Mon long texte @personne"}, "identifiant"),
    ):
        answer = client.post(_talk(record), data)
        page = answer.content.decode()
        assert answer.status_code == 422
        assert refusal in page
        assert "Mon long texte" in page
    resolve(comment=first, by=editor)
    assert client.post(_talk(record), {"acte": "regler", "message": first.pk}, follow=True).status_code == 200
    assert (Comment.objects.count(), Assignment.objects.count()) == (1, 0)


def test_forged_requests_are_not_found(client, officer, editor):
    client.force_login(officer)
    record, other = _record("initiative"), make_initiative()
    elsewhere = say(about=other, by=editor, text="Ailleurs")
    task = entrust(about=other, person=officer, due_on=timezone.localdate(), by=editor)
    for data in (
        {},
        {"acte": "zzz"},
        {"acte": "regler", "message": elsewhere.pk},
        {"acte": "regler", "message": "²"},
        {"acte": "repondre", "message": elsewhere.pk, "text": "x"},
        {"acte": "faite", "tache": task.pk},
    ):
        assert client.post(_talk(record), data).status_code == 404
    assert client.get("/admin/atelier/echanges/section/1/").status_code == 404
    assert client.get("/admin/atelier/echanges/initiative/99999999999999999999/").status_code == 404
    assert client.post(_talk(record), {"acte": "dire", "text": "a\x00b"}).status_code in (400, 422)
    elsewhere.refresh_from_db()
    assert elsewhere.resolved_at is None


def test_words_are_never_read_as_markup(client, officer):
    client.force_login(officer)
    record = _record("initiative")
    client.post(_talk(record), {"acte": "dire", "text": "<script>alert(1)</script>"})
    assert "<script>alert" not in client.get(_form(record)).content.decode()


def test_first_page_tells_what_waits_for_me_and_nothing_of_others(client, officer, editor):
    mine, other = make_initiative("Des masques", created_by=officer), make_initiative("Des repas")
    say(about=mine, by=editor, text="Combien ?")
    say(about=other, by=editor, text="Rien pour elle")
    entrust(about=make_bulletin("Le prochain"), person=officer, due_on=timezone.localdate(), by=editor, note="signer")
    client.force_login(officer)
    page = client.get(reverse("admin:index")).content.decode()
    assert "editrice vous a écrit\u00a0: «\u00a0Des masques\u00a0»" in page
    assert "signer\u00a0: «\u00a0Le prochain\u00a0»" in page
    assert "Des repas" not in page
    client.force_login(editor)
    assert "Pour vous" not in client.get(reverse("admin:index")).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_panel_asks_a_fixed_number_of_queries(client, officer, editor, count, django_assert_num_queries, rf):
    from workshop.talking.panel import panel_of

    bulletin = make_bulletin("Le prochain", introduction="Chaque semaine.")
    make_section(bulletin, *(make_initiative() for _ in range(count)))
    for number in range(count):
        first = say(about=bulletin, by=editor, text=f"Question {number}", passage="Chaque semaine")
        Comment.objects.create(bulletin=bulletin, answers=first, text="Oui", author=officer)
    entrust(about=bulletin, person=officer, due_on=timezone.localdate(), by=editor)
    request = rf.get("/")
    request.user = officer
    officer.has_perm("bulletins.view_bulletin")
    with django_assert_num_queries(7):
        panel = panel_of(request, bulletin)
    assert panel.count == count + 1
