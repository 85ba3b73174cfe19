"""Words found are marked as PostgreSQL marks them, in texts that it is not asked about."""

import re

import pytest
from django.db import connection

from directory.cards.keeping import told_of
from directory.cards.telling import marks_of
from directory.finding.grammar import PLAIN_GRAMMAR
from directory.finding.search import beginning, read_words
from directory.index.lexical import parse, written
from directory.index.words import nodes
from directory.marking.lexemes import LEXEMES, Lexemes
from directory.marking.marks import NO_MARKS, Marks
from french.accents import without_accents
from tests.builders import make_initiative

pytestmark = pytest.mark.django_db

TEXTS = [
    "Des couturières de Nœux-les-Mines cousent des masques et des sur-blouses ; elles en ont cousu 1 200.",
    "Portage de repas à l’hôpital de Saint-Omer, au lycée et à l’Ehpad : appelez le CCAS, 03 21 00 00 00.",
    "L’atelier « Jet’Sac » offre du gel hydro-alcoolique ; l’usine, elle, hydroalcoolise à Étaples.",
    "Covid-19 : l’entraide CRS 9 et la CRS9 livrent des ŒUFS et du pain aux personnes âgées isolées.",
    "Un entrepreneur imprime en 3D des visières ; le musée, fermé, prête ses imprimantes aux soignants.",
]
SEARCHES = [
    "couturiere", "coudre", "cousu", "masque", "blouses", "nœux", "noeux les mines", "hopital", "l’hôpital", "repas",
    "saint-omer", "jetsac", "Jet'Sac", "hydroalcoolique", "hydro-alcoolique", "covid-19", "19", "crs9", "CRS 9",
    "âgées OU soignants", '"portage de repas"', "masques -gel", "3d visière", "etaples", "imprimer", "musée",
    "oeufs", "rien",
]  # fmt: skip


def marked(search: str, text: str) -> set[str]:
    words = read_words(search)
    marks = Marks.of([group.lexical for group in words.groups if not group.is_excluded], [text])
    return {word.lower() for word in re.findall("<mark>(.*?)</mark>", marks.within(text))}


def marked_by_postgresql(search: str, text: str) -> set[str]:
    groups = [group.lexical for group in read_words(search).groups if not group.is_excluded]
    query = " | ".join(f"({written(node)})" for node in nodes(groups) if node)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT ts_headline('french', solidaire_plain(%s), %s::tsquery, %s)",
            [text, query, "HighlightAll=true, StartSel=<, StopSel=>"],
        )
        pieces = re.findall("<(.*?)>", cursor.fetchone()[0])
    return {word.lower() for piece in pieces for word in re.findall(r"\w+", piece)} - PLAIN_GRAMMAR


def plain(words: set[str]) -> set[str]:
    return {without_accents(word) for word in words}


@pytest.mark.parametrize("search", SEARCHES)
def test_marks_are_those_of_postgresql(search):
    for text in TEXTS:
        assert plain(marked(search, text)) == marked_by_postgresql(search, text), text


def test_marks_are_sought_by_their_beginning():
    text = "Les visières et la visite"
    assert Marks.of([beginning("visi")], [text]).within(text) == "Les <mark>visières</mark> et la <mark>visite</mark>"


def test_words_are_asked_once(django_assert_num_queries):
    text, lexicals = TEXTS[0], [group.lexical for group in read_words("masques").groups]
    Marks.of(lexicals, [text])
    with django_assert_num_queries(0):
        assert Marks.of(lexicals, [text, text])
    assert not Marks.of([], [text])


def test_words_known_are_bounded():
    known = Lexemes(most=3)
    known.learn({"masque", "masques"})
    assert known.having({"masque", "gel"}, ["masqu"]) == {"masque"}
    known.learn({"gel", "savons"})
    assert known.having({"masque", "savons"}, ["masqu", "savon"]) == {"savons"}
    known.forget()
    assert known.having({"savons"}, ["savon"]) == set()


def test_marked_text_is_escaped():
    marks = Marks(["couturières", "a"])
    assert marks.within("Des <b>couturières</b> & co") == "Des &lt;b&gt;<mark>couturières</mark>&lt;/b&gt; &amp; co"
    assert marks.within("à la masure") == "à la masure"
    assert NO_MARKS.within("<a>") == "&lt;a&gt;"


def test_excerpt_shows_the_place_of_the_word():
    text = "mot " * 100 + "masques à la fin"
    shown = Marks(["masques"]).excerpt(text, length=60)
    assert shown.startswith("…")
    assert "<mark>masques</mark>" in shown
    assert NO_MARKS.excerpt("court") == "court"


@pytest.mark.parametrize(
    "text",
    ["'masqu'", "'a''b':*", "!'gel' & 'savon'", "'masqu' & ( 'gel' | 'savon' <-> 'lav' )", r"'a\\b' | !( 'c' & 'd' )"],
)
def test_query_written_again_asks_the_same(text):
    assert parse(written(parse(text))) == parse(text)


def test_texts_of_a_card_are_looked_through_once(django_assert_num_queries):
    """Until all words are forgotten; pages of the same cards are marked alike by either way."""
    told = told_of([make_initiative("Des masques tricolores", summary="Masques, gel, masque").pk]).values()
    lexicals, start = [group.lexical for group in read_words("masques").groups], beginning("tric")
    nodes([*lexicals, start])
    LEXEMES.forget()
    for asks in (1, 0):
        with django_assert_num_queries(asks):
            marks = marks_of(lexicals, told)
        assert marks.within("Des masques, du gel, le masque, démasque") == (
            "Des <mark>masques</mark>, du gel, le <mark>masque</mark>, démasque"
        )
    with django_assert_num_queries(0):
        assert marks_of([start], told).within("Tricolores tricolores") == ("Tricolores <mark>tricolores</mark>")
        assert not marks_of([], told)
    LEXEMES.forget()
    with django_assert_num_queries(1):
        assert marks_of(lexicals, told).within("masques") == "<mark>masques</mark>"
