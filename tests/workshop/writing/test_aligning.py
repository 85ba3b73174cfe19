"""Words keep their place between the text as typed and the text as read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.readers.text import read_pasted
from workshop.writing.aligning import Alignment

TYPED = """Bonjour,

 - À Marck,   l’association
   Les Petites Mains coud
 - Calais donne du pain : 1 600 repas.
* contact@exemple.fr"""


@pytest.mark.parametrize("words", ["Marck", "Petites Mains", "Calais", "1 600 repas", "contact@exemple.fr"])
def test_words_are_found_where_they_were_typed(words):
    read = read_pasted(TYPED).text
    start = read.index(words)
    span = Alignment(read, TYPED).span([start, start + len(words)])
    assert TYPED[slice(*span)] == words


def test_words_over_a_line_end_keep_it():
    typed = "À Marck, l’asso-\nciation\n   Les Petites Mains"
    span = Alignment("À Marck, l’association Les Petites Mains", typed).span([11, 26])
    assert typed[slice(*span)] == "asso-\nciation\n   Les"


@pytest.mark.parametrize("span", [None, [3, 3], [5, 2], [-1, 4], [0, 10_000]])
def test_what_is_no_stretch_has_no_place(span):
    assert Alignment("Marck coud", "Marck coud").span(span) is None


def test_words_that_were_not_typed_have_no_place():
    assert Alignment("Marck coud", "Calais livre").span([0, 5]) is None


@given(st.text(max_size=120))
def test_any_text_aligns_without_error(typed):
    read = read_pasted(typed).text
    alignment = Alignment(read, typed)
    span = alignment.span([0, len(read)])
    assert span is None or 0 <= span[0] < span[1] <= len(typed)
