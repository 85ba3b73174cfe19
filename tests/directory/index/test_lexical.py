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
    assert set(answered(parse(text), Told())) == found


class Told:
    """A handful of documents."""

    words = {"a": BitMap([1, 2]), "b": BitMap([2, 3])}

    def word(self, word: Word) -> BitMap:
        return self.words[word.lexeme]

    def phrase(self, phrase: Phrase) -> BitMap:
        return BitMap([4])

    def everything(self) -> BitMap:
        return BitMap([1, 2, 3, 4])
