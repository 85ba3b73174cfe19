import pytest

from directory.cards.telling import cards, with_cards
from directory.finding.reasons import PlaceReasons
from initiatives.models import Initiative
from tests.builders import make_area, make_commune, make_initiative

pytestmark = pytest.mark.django_db


def why(row, **chosen):
    rows = list(with_cards(Initiative.objects.filter(pk=row.pk)))
    return cards(rows, reasons=PlaceReasons(rows, **chosen))[0].why


def test_acting_in_the_commune_needs_no_reason():
    arras = make_commune("Arras")
    row = make_initiative(communes=(arras,), areas=(make_area(communes=(arras,)),))
    assert why(row, communes=[arras.pk]) == ""
    assert why(row) == ""


def test_benefit_is_told_from_action():
    marck = make_commune("Marck")
    row = make_initiative(communes=(make_commune("Calais"),), beneficiary_communes=(marck,))
    assert why(row, communes=[marck.pk]) == "au bénéfice de Marck"


def test_area_that_covers_the_commune_is_named():
    beaurains = make_commune("Beaurains")
    area = make_area("CU d'Arras", kind="epci", locative="dans la CU d'Arras", communes=(beaurains,))
    other = make_area("Calaisis", communes=(make_commune(),))
    row = make_initiative(areas=(area, other))
    assert why(row, communes=[beaurains.pk]) == "agit dans la CU d’Arras"
    row.coverages.update(role="benefits")
    assert why(row, communes=[beaurains.pk]) == "au bénéfice de personnes dans la CU d’Arras"


def test_territory_by_itself_or_by_its_commune():
    marck = make_commune("Marck")
    area = make_area("Calaisis", locative="dans le Calaisis", communes=(marck,))
    assert why(make_initiative(areas=(area,)), areas=[area.slug]) == "agit dans le Calaisis"
    assert why(make_initiative(communes=(marck,)), areas=[area.slug]) == "agit à Marck, dans le Calaisis"
    helped = make_initiative(beneficiary_communes=(marck,))
    assert why(helped, areas=[area.slug]) == "au bénéfice de Marck, dans le Calaisis"


def test_verb_is_said_once_for_several_areas():
    arras = make_commune("Arras")
    sector = make_area("Arrageois", locative="dans le secteur d’Arras", communes=(arras,))
    epci = make_area("CU d'Arras", kind="epci", locative="dans la CU d'Arras", communes=(arras,))
    told = why(make_initiative(areas=(sector, epci)), communes=[arras.pk])
    assert told == "agit dans le secteur d’Arras, dans la CU d’Arras"


def test_card_says_that_a_commune_benefits_and_names_it_once():
    marck, calais = make_commune("Marck"), make_commune("Calais")
    make_initiative(communes=(marck,), beneficiary_communes=(marck, calais))
    card = cards(with_cards(Initiative.objects.all()))[0]
    assert [place["name"] for place in card.where] == ["Marck", "Calais (bénéficie)"]


def test_area_without_preposition_is_quoted():
    marck = make_commune("Marck")
    area = make_area("Opale", communes=(marck,))
    assert why(make_initiative(areas=(area,)), communes=[marck.pk]) == "agit sur le territoire «\u00a0Opale\u00a0»"


def test_card_names_a_few_places_and_counts_the_others():
    communes = tuple(make_commune(f"Commune {letter}") for letter in "ABCDEFG")
    make_initiative(communes=communes)
    card = cards(with_cards(Initiative.objects.all()))[0]
    assert [place["name"] for place in card.where][-2:] == ["Commune D", "et 3 autres"]
