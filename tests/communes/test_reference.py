from collections import Counter

import pytest

from communes import reference
from french.accents import sort_key


def test_the_pas_de_calais_has_its_official_numbers():
    current = reference.current_communes("62")
    assert len(current) == 887
    assert len({commune.epci for commune in current}) == 20
    assert len({commune.arrondissement for commune in current}) == 7
    assert len(reference.merged_communes("62")) == 11


def test_every_code_of_a_commune_leads_somewhere():
    for department, communes in reference.communes_by_department().items():
        assert department in reference.departments()
        current = {commune.insee for commune in communes if commune.kind == reference.CURRENT}
        for commune in communes:
            assert not commune.epci or commune.epci in reference.epci()
            assert not commune.arrondissement or commune.arrondissement in reference.arrondissements()
            assert not commune.parent or commune.parent in current


@pytest.mark.parametrize("areas", [reference.epci, reference.arrondissements, reference.departments, reference.regions])
def test_the_names_of_official_areas_are_unique_in_their_nature(areas):
    assert max(Counter(sort_key(area.name) for area in areas().values()).values()) == 1


def test_names_keep_their_article_and_their_accents():
    names = {commune.insee: commune.name for commune in reference.current_communes("62")}
    assert names["62826"] == "Le Touquet-Paris-Plage"
    assert names["62617"] == "Nœux-les-Mines"


@pytest.mark.parametrize(
    ("insee", "name"),
    [
        ("62193", "Calais"),
        ("62482", "Bruay-la-Buissière"),  # delegated
        ("62110", "Isbergues"),  # associated
        ("62295", "Enquin-lez-Guinegatte"),  # the same code as its delegated commune
        ("75114", "Paris"),  # municipal arrondissement
        ("2A004", "Ajaccio"),
        ("97411", "Saint-Denis"),
    ],
)
def test_find_commune_gives_the_commune_of_today(insee, name):
    assert reference.find_commune(insee).name == name


@pytest.mark.parametrize("insee", ["", "62", "62999", "99999", "abcde"])
def test_find_commune_knows_nothing_of_other_codes(insee):
    assert reference.find_commune(insee) is None


def test_customary_areas_name_only_communes_and_epci_of_their_department():
    inside = {commune.insee for commune in reference.current_communes("62")}
    epci = {commune.epci for commune in reference.current_communes("62")}
    areas = reference.customary_areas("62")
    assert len(areas) == 14
    for area in areas:
        assert set(area.epci) <= epci
        assert set(area.communes) <= inside
        assert area.epci or area.communes
        assert area.note


def test_a_customary_area_never_bears_the_name_of_an_epci():
    official = {sort_key(area.name) for area in reference.epci().values()}
    assert not official & {sort_key(area.name) for area in reference.customary_areas("62")}


def test_hand_made_lists_name_communes_of_today():
    current = {commune.insee: commune.name for commune in reference.current_communes("62")}
    assert set(reference.usage_aliases()) <= set(current)
    assert set(reference.demonyms().values()) <= set(current)
    around = {commune.insee for code in ("59", "80") for commune in reference.current_communes(code)}
    assert reference.names_that_are_words() <= set(current) | around
    assert set(current) <= set(reference.coordinates())


def test_no_usual_name_leads_to_two_communes_or_hides_an_official_name():
    usual = [sort_key(name) for names in reference.usage_aliases().values() for name in names]
    assert len(usual) == len(set(usual))
    assert not set(usual) & {sort_key(commune.name) for commune in reference.current_communes("62")}


def test_demonyms_have_both_genders_and_numbers():
    demonyms = reference.demonyms()
    assert {demonyms[form] for form in ("calaisien", "calaisiens", "calaisienne", "calaisiennes")} == {"62193"}
    assert {demonyms[form] for form in ("arrageois", "arrageoise", "arrageoises")} == {"62041"}


def test_coordinates_of_the_department_lie_within_it():
    inside = {commune.insee for commune in reference.current_communes("62")}
    for insee, (latitude, longitude) in reference.coordinates().items():
        if insee in inside:
            assert 50 < latitude < 51.1
            assert 1.5 < longitude < 3.25


def test_the_reference_files_stay_small():
    assert sum(path.stat().st_size for path in reference.FOLDER.glob("*.csv")) < 4_000_000
