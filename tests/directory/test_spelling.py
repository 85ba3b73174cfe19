import pytest

from directory.finding import spelling
from directory.finding.places import read_place
from directory.finding.search import read_words
from directory.finding.spelling import Known, corrected
from directory.keeping.kept import Kept
from initiatives.services import withdraw_initiative
from tests.builders import make_area, make_commune, make_initiative, make_organisation, make_user
from tests.directory.index.beginning import begin_anew

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "meant"), [("couturire", "couturière"), ("des maskes", "des masques"), ("masques", "")]
)
def test_misspelt_word_gets_the_nearest_known_one(typed, meant):
    make_initiative("Une couturière coud des masques")
    assert corrected(read_words(typed)) == meant


def test_suggestions_know_only_what_is_published():
    make_initiative("Zorglubique", published=False)
    withdrawn = make_initiative("Bulgroz")
    assert corrected(read_words("bulgros")) == "bulgroz"
    withdraw_initiative(initiative=withdrawn, by=make_user(), reason="Demande")
    assert corrected(read_words("bulgros")) == ""
    assert corrected(read_words("zorglubiqe")) == ""


def test_suggestions_forget_a_renamed_organisation_at_once():
    organisation = make_organisation("Bulgroz")
    make_initiative(organisations=(organisation,))
    assert corrected(read_words("bulgros")) == "bulgroz"
    organisation.name = "Autre nom"
    organisation.save()
    assert corrected(read_words("bulgros")) == ""


@pytest.fixture
def kept_words(transactional_db, monkeypatch):
    """The words that a process keeps, as one that begins."""
    begin_anew(monkeypatch)
    monkeypatch.setattr(spelling, "VOCABULARY", Kept(Known.read, Known.with_words_of))


def test_kept_words_are_as_fresh_as_the_database(kept_words):
    """A word that came is proposed at once, one that nobody says any more is not; there is no reading of all again."""
    row = make_initiative("Bulgroz", organisations=(make_organisation("Les Zorglub"),))
    assert corrected(read_words("bulgros")) == "bulgroz"
    other = make_initiative("Tintemarre")
    assert corrected(read_words("tintemare bulgros")) == "tintemarre bulgroz"
    assert not spelling.VOCABULARY.now().is_whole
    withdraw_initiative(initiative=row, by=make_user(), reason="Demande")
    assert corrected(read_words("tintemare bulgros zorglubs")) == "tintemarre bulgros zorglubs"
    withdraw_initiative(initiative=other, by=make_user(), reason="Demande")
    assert corrected(read_words("tintemare")) == ""


def test_word_that_nobody_says_any_more_is_one_to_mend(kept_words):
    row = make_initiative("Bulgroz")
    make_initiative("Bulgros")
    assert corrected(read_words("bulgroz")) == ""
    withdraw_initiative(initiative=row, by=make_user(), reason="Demande")
    assert corrected(read_words("bulgroz")) == "bulgros"


def test_unchanged_words_cost_a_look_at_the_log(kept_words, django_assert_num_queries):
    make_initiative("Bulgroz")
    corrected(read_words("bulgros"))
    words = read_words("bulgros")
    with django_assert_num_queries(1):
        assert corrected(words) == "bulgroz"


def test_very_many_words_are_read_beside_the_request(kept_words, monkeypatch):
    make_initiative("Bulgroz")
    monkeypatch.setattr(spelling, "MOST_AWAITED", 0)
    assert corrected(read_words("bulgros")) == ""
    spelling.VOCABULARY.wait()
    assert corrected(read_words("bulgros")) == "bulgroz"


def test_words_of_the_latest_are_read_and_the_others_asked(kept_words, monkeypatch):
    """Where much is published: a word that only an earlier one says is no slip, but none is led to it."""
    make_initiative("Bulgroz")
    make_initiative("Tintemarre")
    make_initiative("Bulgrog", published=False)
    monkeypatch.setattr(spelling, "MOST_READ", 1)
    assert not spelling.vocabulary().is_all
    assert corrected(read_words("tintemare")) == "tintemarre"
    assert corrected(read_words("bulgros")) == ""
    assert [spelling.vocabulary().says(key) for key in ("bulgroz", "tintemarre", "bulgrog")] == [True, True, False]
    make_initiative("Bulgros")
    assert corrected(read_words("bulgroz")) == ""
    assert corrected(read_words("bulgross")) == "bulgros"


def test_typed_place_is_resolved():
    arras = make_commune("Arras", insee="62041", postal_codes=["62000"])
    near, other = make_commune("Saint-Omer"), make_commune("Saint-Pol")
    assert read_place("arras").only_commune == arras
    assert read_place("Arras (62000)").only_commune == arras
    assert read_place("62000").only_commune == arras
    assert set(read_place("st").communes) == {near, other}
    assert read_place("Saint Omert").nearest == near
    assert read_place("62").only_commune is None  # the beginning of a code is none
    assert read_place("   ").text == ""
    assert read_place("\x01" * 1000).communes == []


def test_typed_area_is_resolved_only_when_something_public_is_there():
    area = make_area("Calaisis", communes=(make_commune("Marck"),))
    assert read_place("calaisis").areas == []
    make_initiative(areas=(area,))
    assert read_place("calaisis").only_area == area


def test_beginning_of_a_name_leads_nowhere_by_itself(client):
    """“Lille” is no “Lillers”, “Amiens” no “Ames”."""
    lillers = make_commune("Lillers")
    typed = read_place("Lille")
    assert (typed.only_commune, typed.communes, typed.outside) == (None, [lillers], "Lille (Nord)")
    response = client.get("/initiatives/?commune_nom=Lille")
    assert response.status_code == 200
    assert "Lille (Nord) est hors du territoire" in response.content.decode()
    assert read_place("lillers").only_commune == lillers


@pytest.mark.parametrize("typed", ["Amiens", "croix rouge", "violences conjugales"])
def test_no_commune_is_guessed_from_far(typed):
    for name in ("Ames", "Rougefay", "Violaines"):
        make_commune(name)
    place = read_place(typed)
    assert (place.communes, place.nearest) == ([], None)
