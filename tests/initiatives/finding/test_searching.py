"""The office's search: the same answers as reading every column, from the index, whatever path a change takes."""

import re

import pytest
from django.db import connection

from backoffice.search import containing_words
from initiatives.finding import keys
from initiatives.finding.keys import keys_of, statement
from initiatives.finding.models import SearchedText
from initiatives.finding.searching import holding_words, is_searching
from initiatives.models import Initiative, Participation
from tests.builders import make_area, make_commune, make_initiative, make_organisation

pytestmark = pytest.mark.django_db

KEYS = ("organisations__sort_key", "communes__sort_key", "areas__sort_key")
WORDS = (
    "masques", "ASQU", "cœur", "coeur", "l’hôpital", "l'hopital", "saint-omer", "saint omer", "st-omer", "t-om", "ma",
    "7", "é", "masques calais", "masques chorale", "100%", "a_b", "zzz", "  ", "-", "omer lens",
)  # fmt: skip


@pytest.fixture
def rows():
    make_initiative("Des masques pour l’hôpital", summary="Cousus avec cœur, à 100%.")
    make_initiative(
        "Une chorale", summary="Au téléphone", communes=(make_commune("Saint-Omer"),), areas=(make_area("Le Calaisis"),)
    )
    make_initiative("Repas", summary="N° 7, a_b", organisations=(make_organisation("Les Masqués de Calais"),))
    make_initiative("Lens s’entraide", summary="saint omer et alentour", published=False)


@pytest.mark.parametrize("few", [0, 1, 10_000], ids=["read in order", "either", "read by key"])
@pytest.mark.parametrize("words", WORDS)
def test_search_finds_what_reading_every_column_finds(rows, words, few):
    every = Initiative.objects.order_by("pk")
    read = containing_words(every, words, keys=KEYS, columns=("title", "summary")).distinct()
    assert list(holding_words(every, words, few=few)) == list(read)


@pytest.mark.parametrize("reading", [0, keys.READING], ids=["rows are read", "the index alone"])
def test_keys_are_all_that_hold_the_words_unless_they_are_many(rows, monkeypatch, reading):
    monkeypatch.setattr(keys, "READING", reading)  # 0: no table is too small for it
    every = Initiative.objects.order_by("pk")
    for words in filter(is_searching, WORDS):
        read = containing_words(every, words, keys=KEYS, columns=("title", "summary")).distinct()
        expected = [row.pk for row in read]
        for few in (0, 1, 2, 3, 10_000):
            found = keys_of(words, few=few)
            assert found is None if len(expected) > few else sorted(found) == expected, (words, few)


def test_frequent_words_of_a_large_table_are_counted_without_the_index(rows, monkeypatch):
    def asks_the_index(words):
        sql, parameters = statement(words, few=1)
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN (ANALYZE, TIMING OFF) {sql}", parameters)
            plan = "\n".join(line for (line,) in cursor.fetchall())
        return not re.search(r"\(never executed\)\s+(Recheck Cond|Filter): .*solidaire_trigrams", plan)

    assert asks_the_index("mas")  # two hold it, of four
    monkeypatch.setattr(keys, "READING", 0)
    assert not asks_the_index("mas")
    assert asks_the_index("chorale")


def test_search_knows_every_change_at_once():
    row, other = make_initiative("Avant"), make_organisation("Mercerie du port")
    Initiative.objects.filter(pk=row.pk).update(title="Après la tempête")
    part = Participation.objects.create(initiative=row, organisation=other)

    def found(words):
        return holding_words(Initiative.objects.all(), words).exists()

    assert (found("avant"), found("tempete"), found("mercerie")) == (False, True, True)
    other.name = "Quincaillerie"
    other.save()
    assert (found("mercerie"), found("quincaillerie")) == (False, True)
    part.delete()
    assert not found("quincaillerie")


def test_searched_text_goes_with_its_initiative():
    row = make_initiative()
    assert SearchedText.objects.filter(initiative=row).exists()
    row.delete()
    assert not SearchedText.objects.exists()


def test_search_reads_the_index_and_not_the_table():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert "initiatives_searched_together" in SearchedText.objects.containing("masques").explain()
    assert "initiatives_searched_together" in SearchedText.objects.holding(digits="321855370").explain()
    # The control: without a part that is long enough, no index is asked.
    assert "initiatives_searched_together " not in SearchedText.objects.containing("ma").explain()


def test_search_for_several_words_is_one_question_to_the_index():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = SearchedText.objects.containing("masques calais").explain()
    read = plan.partition("Filter:")[2]
    assert plan.count("Bitmap Index Scan") == 1
    assert "solidaire_trigrams" not in read.partition("Bitmap Index Scan")[0]  # of no row, once it is found


def test_list_opens_without_sorting_all_rows(client, administrator):
    from django.contrib import admin

    ordering = admin.site.get_model_admin(Initiative).ordering
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
    assert "initiatives_office_order" in Initiative.objects.order_by(*ordering).values("pk")[:50].explain()
