import pytest

from directory.finding.places import places_named, read_place
from directory.finding.search import read_words
from directory.finding.spelling import corrected
from initiatives.services import withdraw_initiative
from tests.builders import make_area, make_commune, make_initiative, make_organisation, make_user

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


def test_place_named_among_the_words():
    lens, area = make_commune("Lens"), make_area("Calaisis", communes=(make_commune("Calais"),))
    make_initiative(areas=(area,))
    assert places_named(read_words("masques lens")) == ([lens], [])
    assert places_named(read_words("gel dans le Calaisis")) == ([], [area])
    assert places_named(read_words("masques -lens")) == ([], [])


def test_place_inside_a_longer_name_is_not_named():
    make_commune("Calais")
    area = make_area("Pas-de-Calais", kind="department")
    assert places_named(read_words("pas-de-calais")) == ([], [area])


def test_typed_place_is_resolved():
    arras = make_commune("Arras", insee="62041", postal_codes=["62000"])
    near, other = make_commune("Saint-Omer"), make_commune("Saint-Pol")
    assert read_place("arras").only_commune == arras
    assert read_place("Arras (62000)").only_commune == arras
    assert read_place("62000").only_commune == arras
    assert set(read_place("st").communes) == {near, other}
    assert read_place("Saint Omert").nearest == near
    assert read_place("   ").text == ""
    assert read_place("\x01" * 1000).communes == []


def test_typed_area_is_resolved_only_when_something_public_is_there():
    area = make_area("Calaisis", communes=(make_commune("Marck"),))
    assert read_place("calaisis").areas == []
    make_initiative(areas=(area,))
    assert read_place("calaisis").only_area == area
