import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from communes.models import Area, AreaAlias, Commune, CommuneAlias, Territory
from tests.builders import make_area, make_commune, make_territory


def test_customary_area_and_intercommunalite_of_like_name_stand_apart(db):
    customary = make_area("Boulonnais")
    epci = make_area("Boulonnais", kind=Area.Kind.EPCI, code="246200729")
    assert (customary.slug, epci.slug) == ("boulonnais", "boulonnais-epci")
    assert list(Area.objects.customary()) == [customary]


@pytest.mark.parametrize("exclude", [["sort_key", "slug"], []])
def test_same_area_twice_is_refused_in_a_form(db, exclude):
    make_area("Calaisis")
    with pytest.raises(ValidationError, match="porte déjà ce nom"):
        Area(name="calaisis", slug="autre").full_clean(exclude=exclude)


def test_same_alias_twice_is_refused_in_a_form(db):
    area, commune = make_area(), make_commune()
    AreaAlias.objects.create(area=area, name="Côte d’Opale")
    CommuneAlias.objects.create(commune=commune, name="Le Touquet")
    with pytest.raises(ValidationError, match="déjà cet autre nom"):
        AreaAlias(area=area, name="cote d'opale").full_clean(exclude=["sort_key"])
    with pytest.raises(ValidationError, match="déjà cet autre nom"):
        CommuneAlias(commune=commune, name="le touquet").full_clean(exclude=["sort_key"])


def test_areas_cover_their_communes_once(db):
    calais, marck, arras = make_commune("Calais"), make_commune("Marck"), make_commune("Arras")
    area = make_area("Calaisis", communes=(calais, marck))
    assert list(Area.objects.covering([calais, marck])) == [area]
    assert not Area.objects.covering([arras]).exists()


def test_coordinates_come_together(db):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_commune(latitude="50.5")


def test_commune_outside_the_territory_says_its_department(db):
    assert str(make_commune("Pontoise", insee="95500", in_territory=False)) == "Pontoise (95)"
    assert str(make_commune("Calais")) == "Calais"
    assert [str(commune) for commune in Commune.objects.in_territory()] == ["Calais"]


def test_there_is_one_installation(db):
    make_territory()
    with pytest.raises(IntegrityError), transaction.atomic():
        make_territory()
    assert Territory.objects.count() == 1
