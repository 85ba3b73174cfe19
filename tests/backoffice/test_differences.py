"""Two texts, word by word; and the history page that shows them."""

import pytest
from django.urls import reverse

from backoffice.differences import Piece, abridged, by_words, plain_lines
from tests.backoffice.forms import form_of, save
from tests.builders import make_contact, make_initiative, make_organisation

LONG = " ".join(f"mot{number}" for number in range(200))


def _told(pieces):
    return [(piece.kind, piece.text.strip()) for piece in pieces]


@pytest.mark.parametrize(
    ("old", "new"),
    [("a\nb", "a\r\nb"), ("a\rb", "a\nb"), ("a  \nb", "a\nb"), ("a\n", "a"), ("a\u00a0\n\nb", "a\n\nb"), ("", "\r\n")],
)
def test_line_endings_are_no_difference(old, new):
    assert plain_lines(old) == plain_lines(new)


def test_only_the_words_that_changed_are_marked():
    pieces = by_words("Des habitants cousent des masques.", "Des habitants de Marck cousent 100 masques.")
    assert _told(pieces) == [
        ("same", "Des habitants"), ("added", "de Marck"), ("same", "cousent"), ("removed", "des"), ("added", "100"),
        ("same", "masques."),
    ]  # fmt: skip


def test_texts_with_nothing_in_common_are_shown_whole():
    assert _told(by_words("Un deux trois", "Rouge vert")) == [("removed", "Un deux trois"), ("added", "Rouge vert")]


def test_word_that_ends_a_line_is_the_same_word():
    assert {kind for kind, _ in _told(by_words("un deux trois", "un deux\ntrois"))} == {"same"}


def test_long_unchanged_stretches_are_cut_around_the_change():
    pieces = abridged(by_words(f"{LONG} avant {LONG}", f"{LONG} après {LONG}"))
    assert [piece.kind for piece in pieces] == ["same", "removed", "added", "same"]
    assert pieces[0].text.startswith("[…] mot190")
    assert pieces[-1].text.rstrip().endswith("mot9 […]")
    assert abridged([Piece("same", LONG), Piece("added", "fin")])[0].text.count("mot") == 10


def test_history_shows_words_and_lists(client, editor):
    client.force_login(editor)
    left, joined = make_contact("ancien@exemple.fr"), make_contact("nouveau@exemple.fr")
    row = make_initiative(summary="Des habitants cousent des masques.", contacts=(left,), published=False)
    url = reverse("admin:initiatives_initiative_change", args=[row.pk])
    save(client, url, "initiative_form", summary="Des habitants cousent 100 masques.", contacts=[joined.pk])
    page = client.get(reverse("admin:initiatives_initiative_history", args=[row.pk])).content.decode()
    assert '<del><span class="visually-hidden"> (retiré : </span>des ' in page
    assert '<ins><span class="visually-hidden"> (ajouté : </span>100 ' in page
    assert "<li><del>Retiré : ancien@exemple.fr</del></li>" in page
    assert "<li><ins>Ajouté : nouveau@exemple.fr</ins></li>" in page


def test_history_keeps_silent_about_line_endings(client, officer):
    client.force_login(officer)
    row = make_organisation("Meloko", description="Une ligne  \nune autre")
    url = reverse("admin:organisations_organisation_change", args=[row.pk])
    save(client, url, "organisation_form", description="Une ligne\r\nune autre\r\n")
    assert row.history.count() > 1  # it was written
    page = client.get(reverse("admin:organisations_organisation_history", args=[row.pk])).content.decode()
    assert "Création" in page
    assert "Modification" not in page


def test_history_escapes_what_was_typed(client, officer):
    client.force_login(officer)
    row = make_organisation("Meloko", description="avant")
    url = reverse("admin:organisations_organisation_change", args=[row.pk])
    save(client, url, "organisation_form", description="avant <b>gras</b>")
    page = client.get(reverse("admin:organisations_organisation_history", args=[row.pk])).content.decode()
    assert "&lt;b&gt;gras" in page
    assert "<b>gras" not in page


def test_two_versions_mark_the_words_that_differ(client, officer):
    client.force_login(officer)
    row = make_organisation("Meloko", description="Des légumes frais")
    url = reverse("admin:organisations_organisation_change", args=[row.pk])
    typed = form_of(client.get(url), "organisation_form") | {"description": "Des légumes bio frais"}
    save(client, url, "organisation_form", description="Des légumes très frais")
    page = client.post(url, {**typed, "_save": "1"}).content.decode()
    assert "(ajouté : </span>bio " in page
    assert "(retiré : </span>très " in page
