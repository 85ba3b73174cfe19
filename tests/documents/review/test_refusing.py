"""What the review refuses, and keeps while it refuses: bad input, stale corrections, people without rights."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group

from tests.builders import make_user
from tests.documents.review.desk import card, correct, find, ids, url


def test_contact_of_a_wrong_form_is_refused(desk, review):
    first = ids(review)[0]
    data = card(review, first, **{"contacts-0-kind": "phone", "contacts-0-value": "12 rue de la Paix"})
    response = correct(desk, review, data)
    assert response.status_code == 422
    assert "numéro de téléphone" in response.content.decode()
    assert "12 rue de la Paix" in response.content.decode()


@pytest.mark.parametrize(
    "changes",
    [
        {"date": "31/02/2020"},
        {"date": "hier"},
        {"number": "sept"},
        {"number": "-1"},
        {"title": "x" * 251},
        {"intro": "a\x00b"},
    ],
)
def test_refused_head_keeps_what_was_typed(desk, review, changes):
    response = correct(desk, review, {"act": "head", "version": 1, "title": "Titre tapé", **changes})
    assert response.status_code == 422
    if "title" not in changes:
        assert "Titre tapé" in response.content.decode()
    review.refresh_from_db()
    assert review.version == 1


def test_refused_card_keeps_what_was_typed(desk, review):
    first = ids(review)[0]
    data = card(review, first, "add", title="Titre tapé", add_kind="communes", add_text="Xyzville")
    response = correct(desk, review, data)
    assert response.status_code == 422
    body = response.content.decode()
    for words in ("Aucune commune ne s’appelle « Xyzville »", "Titre tapé", 'value="Xyzville"'):
        assert words in body


def test_stale_correction_is_refused_and_keeps_what_was_typed(desk, review):
    first, second, _ = ids(review)
    stale = card(review, first, title="Titre tapé pendant ce temps")
    correct(desk, review, card(review, second, "accept"))
    response = correct(desk, review, stale)
    assert response.status_code == 409
    body = response.content.decode()
    assert "Quelqu’un a corrigé" in body
    assert "Titre tapé pendant ce temps" in body
    assert find(review, first)["title"] != "Titre tapé pendant ce temps"


def test_stale_correction_of_a_vanished_card_still_shows_the_words(desk, review):
    first = ids(review)[0]
    correct(desk, review, card(review, first, "split", cut=review.text.index("Plus d’informations")))
    second = ids(review)[1]
    stale = card(review, second, text="Mots à ne pas perdre")
    correct(desk, review, card(review, second, "merge"))
    response = correct(desk, review, stale)
    assert response.status_code == 409
    assert "Mots à ne pas perdre" in response.content.decode()


@pytest.mark.parametrize(
    "changes",
    [
        {"initiative": "i999"},
        {"initiative": ""},
        {"act": "explode"},
        {"act": "remove:communes:99"},
        {"act": "remove:titre:0"},
        {"act": "remove:communes:-1"},
        {"act": "split", "cut": "9" * 40},
        {"act": "split", "cut": "a"},
        {"act": "place:99", "target": "intro"},
        {"act": "place:0", "target": "i999"},
        {"act": "section:s999", "heading": "x"},
        {"act": "add", "add_kind": "secret", "add_text": "x"},
        {"act": "add", "add_kind": "persons", "add_text": "a\x00b"},
        {"act": "add", "add_kind": "communes", "add_start": "5", "add_end": "999999999"},
        {"link": "same:1"},
        {"section": "s999"},
        {"section": "theme:inconnu"},
        {"title": ""},
        {"title": "x" * 300},
        {"text": "x" * 20_001},
        {"text": "a\x00b"},
        {"version": "0"},
        {"version": "deux"},
        {"version": "9" * 30},
    ],
)
def test_bad_input_is_refused_without_a_change(desk, review, changes):
    first = ids(review)[0]
    response = correct(desk, review, card(review, first) | changes)
    assert response.status_code in (409, 422)
    before = review.proposal
    review.refresh_from_db()
    assert (review.version, review.proposal) == (1, before)


@pytest.mark.parametrize("name", ["correction", "accepter", "reprendre"])
def test_get_changes_nothing(desk, review, name):
    assert desk.get(url(review, name)).status_code == 405


@pytest.mark.parametrize("name", ["change", "correction", "accepter", "annuler", "original", "reprendre"])
def test_anonymous_visitors_see_nothing(client, review, name):
    for response in (client.get(url(review, name)), client.post(url(review, name), {})):
        assert "Vasseur" not in response.content.decode()
        assert response.status_code in (302, 401)  # to the login page, or its form in place of what was sent
    review.refresh_from_db()
    assert (review.status, review.version) == ("review", 1)


@pytest.mark.parametrize("name", ["change", "correction", "accepter", "annuler", "original", "reprendre"])
def test_role_without_rights_is_refused(client, review, name):
    Group.objects.create(name="sans droits")
    client.force_login(make_user("sans-droit", group="sans droits"))
    method = client.get if name in ("change", "annuler", "original") else client.post
    assert method(url(review, name)).status_code == 403


def test_unknown_or_forged_imports_are_no_error(desk, review):
    assert desk.get("/admin/documents/documentimport/999999/change/").status_code == 302
    assert desk.get("/admin/documents/documentimport/a%00b/change/").status_code == 400
    assert desk.post(f"/admin/documents/documentimport/{10**30}/correction/", {}).status_code == 403
    assert desk.post(f"/admin/documents/documentimport/relire/{10**30}/", {}).status_code == 302
    assert desk.get(f"/admin/documents/documentimport/{review.pk}/delete/").status_code == 403
