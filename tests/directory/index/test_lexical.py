"""Queries over words as PostgreSQL writes them."""

import pytest
from pyroaring import BitMap

from directory.index.lexical import Both, Either, Not, Phrase, Word, answered, parse


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("'masqu'", Word("masqu")),
        ("'mas':*", Word("mas", is_beginning=True)),
        ("'a' & 'b' | 'c'", Either(Both(Word("a"), Word("b")), Word("c"))),
        ("'a' & ( 'b' | 'c' )", Both(Word("a"), Either(Word("b"), Word("c")))),
        ("!'a' & !( 'b' | 'c' )", Both(Not(Word("a")), Not(Either(Word("b"), Word("c"))))),
        ("'a' <-> 'b' & 'c'", Both(Phrase("'a' <-> 'b'"), Word("c"))),
        ("( 'a' <-> 'b' ) <2> 'c'", Phrase("( 'a' <-> 'b' ) <2> 'c'")),
        (r"'l''a' | 'x\\y'", Either(Word("l'a"), Word("x\\y"))),
        ("", None),
    ],
)
def test_query_is_read_as_postgresql_writes_it(text, node):
    assert parse(text) == node


@pytest.mark.parametrize("text", ["'a' &", "( 'a'", "'a' 'b'", "a"])
def test_what_is_no_query_is_refused(text):
    with pytest.raises(ValueError, match=r"quer|missing|parenthesis"):
        parse(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("'a' & 'b'", {2}),
        ("'a' | 'b'", {1, 2, 3}),
        ("'a' & !'b'", {1}),
        ("!'a'", {3, 4}),
        ("'a' <-> 'b' | 'a'", {1, 2, 4}),
        ("", set()),
    ],
)
def test_query_is_answered_by_sets(text, found):
    words = {"a": BitMap([1, 2]), "b": BitMap([2, 3])}
    told = answered(
        parse(text),
        word=lambda one: words[one.lexeme],
        phrase=lambda one: BitMap([4]),
        everything=lambda: BitMap([1, 2, 3, 4]),
    )
    assert set(told) == found
