"""Themes, the series and many initiatives at once: the acts that make a review short."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, Permission

from bulletins.models import Bulletin, Series
from initiatives.models import Theme
from tests.documents.review.desk import card, correct, find, ids, url


def section_of(review, index=0):
    review.refresh_from_db()
    return review.proposal["sections"][index]


def guess(review, theme, confidence=0.6):
    section_of(review)
    review.proposal["sections"][0] |= {"theme": theme, "theme_confidence": confidence if theme else 0.0}
    review.save()


def act(desk, review, name, **answers):
    review.refresh_from_db()
    return correct(desk, review, {"act": name, "version": review.version, **answers})


def make_draft_of(desk, review):
    for identifier in ids(review):
        correct(desk, review, card(review, identifier, "accept"))
    review.refresh_from_db()
    return desk.post(url(review, "accepter"), {"version": review.version})


@pytest.mark.parametrize(("theme", "words"), [("", "Choisissez le thème"), ("isolees", "confirmez-le")])
def test_theme_that_is_open_or_guessed_stops_the_draft(desk, review, theme, words):
    guess(review, theme)
    page = desk.get(url(review)).content.decode().replace("\u00a0", " ")
    assert "et 1 thème" in page
    response = make_draft_of(desk, review)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not Bulletin.objects.exists()
    act(desk, review, f"theme:{section_of(review)['id']}", theme="soignants")
    assert make_draft_of(desk, review).status_code == 302
    assert Bulletin.objects.get().sections.first().theme.slug == "soignants"


def test_guessed_themes_are_confirmed_together(desk, review):
    guess(review, "isolees")
    assert "Confirmer le thème deviné" in desk.get(url(review)).content.decode()
    act(desk, review, "confirm")
    assert (section_of(review)["theme"], section_of(review)["is_theme_chosen"]) == ("isolees", True)
    assert act(desk, review, "confirm").status_code == 422


def test_new_theme_is_made_in_the_review(desk, review):
    section = section_of(review)["id"]
    act(desk, review, f"theme:{section}", theme="", new_theme=" Se  loger ")
    theme = Theme.objects.get(name="Se loger")
    assert section_of(review)["theme"] == theme.slug == "se-loger"
    assert theme.history.get().history_user.username == "redactrice"
    again = act(desk, review, f"theme:{section}", new_theme="SE LOGER")
    assert again.status_code == 422
    assert "existe déjà" in again.content.decode()


def test_new_theme_and_series_need_the_permission(client, officer, review):
    role = Group.objects.get(name="rédaction")
    role.permissions.remove(*Permission.objects.filter(codename__in=["add_theme", "add_series"]))
    client.force_login(officer)
    page = client.get(url(review)).content.decode()
    assert "Nouveau thème" not in page
    assert "nouvelle série" not in page
    assert act(client, review, f"theme:{section_of(review)['id']}", new_theme="Se loger").status_code == 422
    assert act(client, review, "series", new_series="Grand froid").status_code == 422
    assert not Theme.objects.filter(name="Se loger").exists()


def test_unknown_theme_is_refused(desk, review):
    assert act(desk, review, f"theme:{section_of(review)['id']}", theme="peste").status_code == 422
    assert act(desk, review, "one_theme", theme="peste").status_code == 422
    assert act(desk, review, "one_theme", theme="").status_code == 422


def test_same_theme_for_the_whole_document(desk, review):
    act(desk, review, "one_theme", theme="jeunes")
    assert {section["theme"] for section in review_sections(review)} == {"jeunes"}


def review_sections(review):
    review.refresh_from_db()
    return review.proposal["sections"]


def test_series_is_chosen_or_named_in_the_review(desk, review, series):
    act(desk, review, "series", new_series="Grand froid")
    review.refresh_from_db()
    assert review.proposal["bulletin"]["new_series"] == "Grand froid"
    assert "série à créer" in desk.get(url(review)).content.decode()
    act(desk, review, "series", new_series=series.name.upper())
    review.refresh_from_db()
    assert (review.proposal["bulletin"]["series"], review.proposal["bulletin"]["new_series"]) == (series.pk, "")
    for wrong in ({"series": "987654"}, {"series": "x"}, {"new_series": "x" * 121}):
        assert act(desk, review, "series", **wrong).status_code == 422


def test_undoing_takes_the_new_series_away_unless_it_is_used(desk, review):
    act(desk, review, "series", new_series="Grand froid")
    make_draft_of(desk, review)
    assert Bulletin.objects.get().series.name == "Grand froid"
    desk.post(url(review, "annuler"))
    assert not Series.objects.filter(name="Grand froid").exists()


def test_those_with_one_kind_of_doubt_are_accepted_together(desk, review):
    person = ids(review)[2]
    page = desk.get(url(review)).content.decode()
    assert "dont la seule remarque porte sur une personne nommée" in page
    act(desk, review, "doubt:persons")
    assert find(review, person)["decision"] == "accepted"
    assert find(review, ids(review)[0])["decision"] == "pending"
    assert act(desk, review, "doubt:persons").status_code == 422


def test_title_is_on_the_card_and_its_keys_are_shown(desk, review):
    first = ids(review)[0]
    page = desk.get(url(review)).content.decode()
    assert f'id="{first}-title" name="title"' in page
    assert 'aria-keyshortcuts="a"' in page
