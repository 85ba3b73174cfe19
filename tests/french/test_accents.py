import unicodedata

import pytest

from french.accents import MARKS, RARE, slug_of, sort_key, without_accents


@pytest.mark.parametrize(
    ("text", "plain"),
    [("Étaples", "Etaples"), ("Nœux-les-Mines", "Noeux-les-Mines"), ("l’hôpital", "l'hopital"), ("Ça", "Ca")],
)
def test_accents_and_ligatures_are_taken_off(text, plain):
    assert without_accents(text) == plain


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Saint-Étienne-au-Mont", "saint etienne au mont"),
        ("L’Aisne", "l aisne"),
        ("  CU d'Arras ", "cu d arras"),
        ("*", ""),
    ],
)
def test_sort_key_keeps_words_only(text, key):
    assert sort_key(text) == key


@pytest.mark.parametrize(
    ("text", "slug"), [("CU d'Arras", "cu-d-arras"), ("Guînes : écoute & paniers", "guines-ecoute-paniers"), ("…", "")]
)
def test_slug_parts_words_at_apostrophes(text, slug):
    assert slug_of(text) == slug


def test_slug_is_cut_at_the_end_of_a_word():
    assert slug_of("un deux trois", length=9) == "un-deux"
    assert slug_of("a" * 20, length=9) == "a" * 9


def test_marks_of_every_script_are_taken_away():
    marks = [chr(code) for code in range(0x110000) if unicodedata.combining(chr(code))]
    assert all(MARKS.fullmatch(mark) or RARE.fullmatch(mark) for mark in marks)
    assert without_accents("и\u0306ש\u05bce\u20d7é") == "ишee".replace("ш", "ש")
