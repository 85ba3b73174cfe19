"""“Sans lieu” is kept beside the searched text: it follows every change of the places, whatever path it takes."""

import pytest

from initiatives.models import Coverage, Initiative, Place, PlaceRole
from initiatives.services import withdraw_initiative
from initiatives.upkeep import without_place
from tests.builders import make_area, make_commune, make_initiative, make_organisation

pytestmark = pytest.mark.django_db


def unplaced():
    return set(without_place(Initiative.objects.all()))


def test_initiative_without_commune_and_area_is_without_place():
    row = make_initiative()
    make_initiative(communes=(make_commune(),))
    make_initiative(areas=(make_area(),))
    make_initiative(beneficiary_communes=(make_commune("Lens"),))
    assert unplaced() == {row}


def test_each_change_of_the_places_is_seen_at_once():
    row, other = make_initiative(), make_initiative()
    place = Place.objects.create(initiative=row, commune=make_commune(), role=PlaceRole.ACTS)
    assert unplaced() == {other}
    Place.objects.filter(pk=place.pk).update(initiative=other)
    assert unplaced() == {row}
    Coverage.objects.create(initiative=row, area=make_area(), role=PlaceRole.ACTS)
    assert unplaced() == set()
    Place.objects.all().delete()
    assert unplaced() == {other}


def test_place_that_adds_no_name_is_seen_too():
    """The names searched stay as they were: an organisation is called like the commune."""
    row = make_initiative(organisations=(make_organisation("Lens"),))
    place = Place.objects.create(initiative=row, commune=make_commune("Lens"), role=PlaceRole.ACTS)
    assert unplaced() == set()
    place.delete()
    assert unplaced() == {row}


def test_withdrawn_initiative_lacks_nothing(editor):
    withdraw_initiative(initiative=make_initiative(), reason="Terminé.", by=editor)
    assert unplaced() == set()
