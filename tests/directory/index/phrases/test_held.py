"""Phrases found by the index: those of synonyms and places are known beforehand, what visitors type is asked once."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.http import QueryDict

from directory.finding.filters import DirectoryFilter
from directory.index.answers import IndexedFilter
from directory.index.current import Index
from directory.index.lexical import Phrase, certain, parse
from directory.index.phrases.held import Phrases
from directory.index.phrases.known import learn
from directory.index.sets import NAME, TITLE, WORD
from directory.index.storing import store, stored
from directory.models import SynonymFamily
from initiatives.models import Initiative
from tests.builders import make_commune, make_initiative, make_organisation

SEAMSTRESSES = "'petit' <-> 'main'"  # of the family “couture”


@pytest.fixture
def families(db):
    """One, so that what is asked can be counted."""
    SynonymFamily.objects.all().delete()
    return SynonymFamily.objects.create(words="couture\npetites mains")


def _found(index: Index, query: str) -> list[int]:
    address = f"q={query}&tri=pertinence"
    found = IndexedFilter(QueryDict(address), state=index.fresh()).keys(0, 100)
    assert found == [row.pk for row in DirectoryFilter(QueryDict(address)).ordered()]
    return found


def _asks(index: Index, text: str, part: str = WORD) -> list[int]:
    sets = index.state.sets
    return sorted(sets.cut(index.state.words.phrases.documents(text, part) & sets.alive, 0, 100))


def _texts() -> dict[str, Initiative]:
    return {
        "title": make_initiative("Les petites mains du quartier"),
        "name": make_initiative(organisations=(make_organisation("Petites Mains"),)),
        "text": make_initiative(summary="Avec les petites mains de la ville."),
        "apart": make_initiative("Petites boutiques", summary="De petites choses faites à la main."),
        "secret": make_initiative("Petites mains", published=False),
    }


def test_phrases_of_synonyms_are_known_before_anybody_asks(families, django_assert_num_queries):
    rows = _texts()
    index = Index.read()
    with django_assert_num_queries(0):
        assert _asks(index, SEAMSTRESSES) == [rows[name].pk for name in ("title", "name", "text")]
        assert _asks(index, SEAMSTRESSES, TITLE) == [rows["title"].pk]
        assert _asks(index, SEAMSTRESSES, NAME) == [rows["name"].pk]
    assert _found(index, "couture") == [rows[name].pk for name in ("title", "name", "text")]


def test_names_of_places_are_known_as_written_and_as_typed(families, django_assert_num_queries):
    row = make_initiative(communes=(make_commune("Saint-Omer"),))
    index = Index.read()
    with django_assert_num_queries(0):
        assert _asks(index, "'saint-om' <-> 'saint' <-> 'omer'") == [row.pk]
        assert _asks(index, "'saint' <-> 'omer'") == [row.pk]
        assert _asks(index, "'pas-de-cal' <3> 'cal'") == []


def test_late_documents_are_asked_about_where_they_have_all_the_words(families, django_assert_num_queries):
    rows = _texts()
    index = Index.read()
    Initiative.objects.filter(pk=rows["title"].pk).update(title="Les petits quartiers")
    index.fresh()
    with django_assert_num_queries(0):
        assert _asks(index, SEAMSTRESSES) == [rows["name"].pk, rows["text"].pk]
    Initiative.objects.filter(pk=rows["apart"].pk).update(title="De petites mains")
    index.fresh()
    with django_assert_num_queries(1):
        assert _asks(index, SEAMSTRESSES, TITLE) == [rows["apart"].pk]
    with django_assert_num_queries(0):
        assert _asks(index, SEAMSTRESSES, TITLE) == [rows["apart"].pk]
    assert _found(index, "couture") == [rows[name].pk for name in ("apart", "name", "text")]


def test_document_that_is_being_taken_in_is_not_passed_over(families, monkeypatch):
    """Whoever asks between a document's number and its words is not to take it for looked at."""
    index, text = Index.read(), "'gant' <-> 'neuf'"
    sets, fill = index.state.sets, index.state.sets.fill

    def filled_while_somebody_asks(found: dict) -> dict:
        assert (len(sets.ids), _asks(index, text)) == (1, [])
        return fill(found)

    row = make_initiative("Gants neufs")
    monkeypatch.setattr(sets, "fill", filled_while_somebody_asks)
    index.fresh()
    assert _asks(index, text) == [row.pk]


def test_what_visitors_type_is_asked_once_and_kept_in_no_file(
    families, django_assert_num_queries, monkeypatch, tmp_path: Path
):
    row = make_initiative("Des gants neufs pour tous")
    make_initiative("Des gants pour tous", summary="Neufs, solides")
    index, text = Index.read(), "'gant' <-> 'neuf'"
    with django_assert_num_queries(1):
        assert _asks(index, text) == [row.pk]
    with django_assert_num_queries(0):
        assert (_asks(index, text, TITLE), _asks(index, text, NAME)) == ([row.pk], [])
        assert _asks(index, "'gant' <-> 'jamaisvu'") == []
    path = tmp_path / "directory"
    store(index.state.sets, index.state.position, path)
    assert b"petit' <-> 'main" in path.read_bytes()
    assert b"gant' <-> 'neuf" not in path.read_bytes()
    monkeypatch.setattr("directory.index.phrases.held.MOST_TYPED", 1)
    phrases = Phrases(index.state.sets)
    with django_assert_num_queries(3):
        for asked in (text, "'neuf' <3> 'tous'", text):
            phrases.documents(asked)


def test_phrases_come_back_from_their_file(families, django_assert_num_queries, tmp_path: Path):
    rows = _texts()
    index = Index.read()
    path = tmp_path / "directory"
    store(index.state.sets, index.state.position, path)
    late = make_initiative("Petites mains encore")
    sets, position = stored(path)
    assert sets.phrases == index.state.sets.phrases
    again = Index.of(sets, position)
    again.fresh()
    with django_assert_num_queries(1):
        assert _asks(again, SEAMSTRESSES) == [*(rows[name].pk for name in ("title", "name", "text")), late.pk]


def test_new_family_is_answered_at_once_and_known_when_all_is_put_in_order(families, django_assert_num_queries):
    row, other = make_initiative("Coup de fil"), make_initiative("Un fil de coton")
    late = make_initiative()
    index = Index.read()
    text = "'coup' <2> 'fil'"
    assert text not in index.state.sets.phrases
    SynonymFamily.objects.create(words="téléphoner\ncoup de fil")
    assert _found(index, "téléphoner") == [row.pk]
    Initiative.objects.filter(pk=late.pk).update(title="Un coup de fil", summary="Petites mains")
    families.delete()
    index.fresh()
    tidy = index.tidy()
    assert SEAMSTRESSES not in tidy.state.sets.phrases
    with django_assert_num_queries(0):
        assert _asks(tidy, text) == [row.pk, late.pk]
    Initiative.objects.filter(pk=other.pk).update(title="Un coup de fil aussi")
    assert _found(tidy, "téléphoner") == [late.pk, other.pk, row.pk]


def test_what_is_known_is_not_asked_again(families, django_assert_num_queries):
    _texts()
    state = Index.read().state
    with django_assert_num_queries(0):
        learn(state.sets, state.vocabulary)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("'saint-om' <-> 'saint' <2> 'omer'", ["saint-om", "saint", "omer"]),
        ("'l''a' <-> 'mas':*", ["l'a"]),
        ("( 'a' | 'b' ) <-> 'c'", []),
    ],
)
def test_words_that_a_phrase_is_sure_to_have(text, words):
    assert parse(text) == Phrase(text)
    assert certain(text) == words


def test_phrase_with_a_choice_is_asked_of_all(families):
    rows = [make_initiative("Gants neufs"), make_initiative("Bottes neuves"), make_initiative("Rien")]
    assert _asks(Index.read(), "( 'gant' | 'bott' ) <-> 'neuf'") == [rows[0].pk]
