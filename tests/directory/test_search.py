from functools import reduce
from operator import and_

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directory.finding.search import ranked, read_words
from initiatives.models import Initiative
from tests.builders import make_audience, make_commune, make_initiative, make_organisation

pytestmark = pytest.mark.django_db


def lexical_of(words):
    return reduce(and_, [group.lexical for group in words.groups])


def having_all(words):
    rows = Initiative.objects.published()
    return rows.filter(search_vector=lexical_of(words)) if words else rows


def titles(text):
    rows = having_all(read_words(text))
    return sorted(rows.values_list("title", flat=True))


@pytest.fixture
def masks():
    return make_initiative("Des couturières assemblent des masques", summary="À l’hôpital, grâce aux gens de Nœux.")


@pytest.mark.parametrize(
    "text",
    [
        "couturieres",
        "COUTURIÈRES",
        "couturière",
        "masque",
        "masques",
        "les masques",
        "ils assemblent",
        "l’hôpital",
        "l'hopital",
        "hôpitaux",
        "Nœux",
        "noeux",
        '"assemblent des masques"',
        '"assemblent des masques',
        "masques -gel",
        "gel OU masques",
        "masques OR gel",
        "« assemblent des masques »",
    ],
)
def test_words_find_whatever_accents_case_or_number(masks, text):
    assert titles(text) == [masks.title]


@pytest.mark.parametrize("text", ["gel", "masques gel", "masques -hôpital", "masques -hopital", '"masques assemblent"'])
def test_words_leave_out_what_does_not_match(masks, text):
    assert titles(text) == []


@pytest.mark.parametrize(("typed", "written"), [
    ("bethune", "Béthune"), ("Béthune", "Béthune"), ("saint omer", "Saint-Omer"), ("Saint-Omer", "Saint-Omer"),
    ("d’Arras", "Arras"), ("saint-omer", "Saint Omer"),
])  # fmt: skip
def test_words_find_the_commune(typed, written):
    row = make_initiative(communes=(make_commune(written),))
    make_initiative(communes=(make_commune("Lens"),))
    assert titles(typed) == [row.title]


@pytest.mark.parametrize(("typed", "written"), [
    ("coudre", "Des couturières à l’œuvre"), ("couture", "Elles cousent"), ("couturieres", "Un masque cousu main"),
    ("écoute", "Des appels téléphoniques"), ("appel téléphonique", "Une ligne d’écoute"),
    ("camions", "Des repas pour les routiers"), ("vieux", "Pour les personnes âgées"), ("seule", "Personnes seules"),
    ("personnes agees", "Pour nos aînés"), ("seule", "Un homme seul"),
])  # fmt: skip
def test_words_find_what_says_the_same_otherwise(typed, written):
    row = make_initiative(written)
    make_initiative("Des livres")
    assert titles(typed) == [row.title]


def test_quoted_and_excluded_words_are_not_widened():
    row = make_initiative("Des couturières")
    assert titles('"coudre"') == titles("couturières -couturières") == titles("coudre livres") == []
    assert titles("couturières -coudre") == titles("livres OU coudre") == [row.title]


def test_words_find_organisation_audience_and_figure():
    row = make_initiative(
        organisations=(make_organisation("Tissages de l’Aa"),),
        audiences=(make_audience("routiers"),),
        figures=({"item": "visières", "amount": 3, "unit": "pièces"},),
    )
    assert titles("tissage") == titles("routier") == titles("visiere") == [row.title]


def test_pas_de_calais_is_not_calais():
    row = make_initiative("Pour tout le Pas-de-Calais")
    make_initiative("À Calais seulement")
    assert titles("Pas-de-Calais") == [row.title]


def test_number_is_found_behind_a_hyphen():
    row = make_initiative("Entraide Covid-19")
    assert titles("covid 19") == titles("covid-19") == [row.title]


@pytest.mark.parametrize("text", ["les", "les ils est", "à la", "été", "!!!", "-", '""', "«»", "", "   ", "OU", "🙂"])
def test_query_without_any_word_is_no_query(text):
    assert not read_words(text)


def test_grammar_alone_does_not_empty_the_result(masks):
    assert titles("les") == [masks.title]


def test_what_is_over_comes_after_what_goes_on(client):
    make_initiative("Masques cousus, puis tous donnés", state="over")
    make_initiative("Couture", summary="Un atelier coud des masques.")
    results = client.get("/initiatives.json?q=masques").json()["results"]
    assert [row["title"] for row in results] == ["Couture", "Masques cousus, puis tous donnés"]


def test_rank_puts_the_title_first():
    low = make_initiative("Entraide", summary="On y coud des masques.")
    high = make_initiative("Masques pour tous")
    words = read_words("masques")
    rows = ranked(having_all(words), [lexical_of(words)]).order_by("-rank")
    assert list(rows) == [high, low]


def test_query_is_cut_and_bounded():
    words = read_words("masque " * 200_000)
    assert words.was_cut
    assert len(words.text) <= 200
    assert len(words.terms) <= 16
    assert not read_words("masques").was_cut


@pytest.mark.parametrize(
    "text", ["a\x00b", "\x01\x02\x1b[31m", "\ud7ff\ufeff\u202emasque", "%00", "'; DROP TABLE", "a:*&|!()<->\\"]
)
def test_odd_characters_are_harmless(text):
    list(having_all(read_words(text)))


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=300))
def test_no_text_breaks_the_search(text):
    words = read_words(text)
    assert list(having_all(words)) == []
    assert len(words.text) <= 200
