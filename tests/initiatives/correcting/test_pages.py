"""An officer's save of a public record becomes a proposal; an editor reads the difference and decides."""

from __future__ import annotations

import pytest
from django.urls import reverse

from initiatives.correcting.models import Correction
from initiatives.models import Initiative
from tests.backoffice.forms import form_of, save
from tests.builders import make_commune, make_initiative, make_user

FORM = "initiative_form"


@pytest.fixture
def row(db):
    return make_initiative(
        "Des masques",
        summary="Deux couturières de Marck cousent des masques.",
        communes=(make_commune("Arras"),),
        figures=({"item": "masques", "amount": 1600, "unit": "masques"},),
    )


@pytest.fixture
def proposed(client, officer, row):
    client.force_login(officer)
    save(client, _change(row), FORM, summary="Trois couturières de Marck cousent des masques.", title="Des blouses")
    client.logout()
    return Correction.objects.get()


def _change(row):
    return reverse("admin:initiatives_initiative_change", args=[row.pk])


def _page(correction):
    return reverse("admin:initiatives_initiative_correction", args=[correction.initiative_id, correction.pk])


def test_save_of_an_officer_becomes_a_proposal(client, officer, row):
    client.force_login(officer)
    page = client.get(_change(row))
    assert "devient une proposition de correction" in page.content.decode()
    assert 'value="Proposer la correction"' in page.content.decode()
    typed = form_of(page, FORM) | {"title": "Des blouses", "figures-0-amount": "2 000"}
    answer = client.post(_change(row), {**typed, "_save": "1"})
    correction = Correction.objects.get()
    assert answer.url == _page(correction)
    assert set(correction.changes) == {"title", "figures"}
    row.refresh_from_db()
    assert (row.title, row.version, row.figures.get().amount) == ("Des masques", 1, 1600)
    assert row.history.count() == 1  # what was saved and undone left nothing behind
    shown = client.get(answer.url).content.decode()
    assert '<ins><span class="visually-hidden"> (ajouté\u00a0: </span>blouses' in shown
    assert "Accepter ce qui est coché" not in shown


def test_editor_saves_at_once(client, editor, row):
    client.force_login(editor)
    save(client, _change(row), FORM, title="Des blouses")
    row.refresh_from_db()
    assert (row.title, Correction.objects.count()) == ("Des blouses", 0)


def test_save_without_a_change_proposes_nothing(client, officer, row):
    client.force_login(officer)
    answer = save(client, _change(row), FORM)
    assert answer.url == _change(row)
    assert "Rien n’a changé" in client.get(answer.url).content.decode()
    assert Correction.objects.count() == 0


def test_what_the_form_refuses_is_kept_and_proposed_later(client, officer, row):
    client.force_login(officer)
    answer = save(client, _change(row), FORM, title="", summary="Un long texte que je viens d’écrire")
    assert answer.status_code == 200
    assert "Un long texte que je viens d’écrire" in answer.content.decode()
    assert Correction.objects.count() == 0


def test_stale_save_of_an_officer_shows_both_and_loses_nothing(client, officer, row):
    client.force_login(officer)
    typed = form_of(client.get(_change(row)), FORM) | {"title": "Des blouses"}
    Initiative.objects.filter(pk=row.pk).update(version=5, title="Des visières")
    answer = client.post(_change(row), {**typed, "_save": "1"})
    assert answer.status_code == 409
    assert "visières" in answer.content.decode()
    typed = form_of(answer, FORM)
    assert client.post(_change(row), {**typed, "_save": "1"}).status_code == 302
    assert Correction.objects.get().changes["title"] == {"old": "Des visières", "new": "Des blouses"}


@pytest.mark.parametrize("role", ["editor", "administrator"])
def test_difference_is_shown_by_words_and_accepted_in_part(client, request, proposed, row, role):
    client.force_login(request.getfixturevalue(role))
    page = client.get(_page(proposed)).content.decode()
    assert '<del><span class="visually-hidden"> (retiré\u00a0: </span>Deux' in page
    assert page.count('name="champ"') == 2
    data = {"acte": "accepter", "champ": ["summary"], "version": row.version}
    refused = client.post(_page(proposed), data)
    assert refused.status_code == 409
    assert "Dites en un mot" in refused.content.decode()
    answer = client.post(_page(proposed), data | {"reason": "Ce sont bien des masques"})
    assert answer.url == _change(row)
    row.refresh_from_db()
    assert (row.title, row.summary[:5]) == ("Des masques", "Trois")
    told = client.get(_change(row)).content.decode()
    assert "acceptée en partie" in told
    assert "Ce sont bien des masques" in told


def test_refusal_keeps_the_record_and_is_told(client, editor, proposed, row):
    client.force_login(editor)
    client.post(_page(proposed), {"acte": "refuser", "reason": "Déjà juste"})
    row.refresh_from_db()
    proposed.refresh_from_db()
    assert (row.title, proposed.status) == ("Des masques", "refused")


@pytest.mark.parametrize("act", ["accepter", "refuser"])
def test_officer_does_not_decide(client, officer, proposed, row, act):
    client.force_login(officer)
    data = {"acte": act, "champ": ["title", "summary"], "version": row.version, "reason": "x"}
    assert client.post(_page(proposed), data).status_code == 403
    proposed.refresh_from_db()
    assert proposed.is_open


def test_author_gives_it_up_and_others_cannot(client, officer, editor, proposed):
    client.force_login(editor)
    assert "Abandonner" not in client.get(_page(proposed)).content.decode()
    assert client.post(_page(proposed), {"acte": "abandonner"}).status_code == 409
    client.force_login(officer)
    assert "Abandonner" in client.get(_page(proposed)).content.decode()
    assert client.post(_page(proposed), {"acte": "abandonner"}).status_code == 302


def test_account_without_a_role_and_forged_addresses_get_nothing(client, editor, proposed):
    client.force_login(make_user("lectrice"))
    assert client.get(_page(proposed)).status_code == 302
    client.force_login(editor)
    elsewhere = reverse("admin:initiatives_initiative_correction", args=[make_initiative().pk, proposed.pk])
    assert client.get(elsewhere).status_code == 404
    assert client.post(_page(proposed), {"acte": "zzz"}).status_code == 404
    gone = reverse("admin:initiatives_initiative_correction", args=[proposed.initiative_id, 10**19])
    assert client.get(gone).status_code == 404


def test_stale_field_is_told_and_not_ticked(client, editor, proposed, row):
    Initiative.objects.filter(pk=row.pk).update(title="Des visières", version=2)
    client.force_login(editor)
    page = client.get(_page(proposed)).content.decode()
    assert "Quelqu’un a changé ce champ depuis la proposition" in page
    assert 'value="title" id="champ-title">' in page
    assert 'value="summary" id="champ-summary" checked>' in page


def test_get_decides_nothing(client, editor, proposed):
    client.force_login(editor)
    client.get(_page(proposed) + "?acte=accepter&champ=title")
    proposed.refresh_from_db()
    assert proposed.is_open
