"""Names behind words that nothing has: misspelt places, initials, words typed without spaces."""

import pytest
from django.http import QueryDict

from directory.finding.filters import DirectoryFilter
from directory.finding.mending.names import misspelt_place, spelt_out_initials
from directory.finding.reading import read
from directory.finding.search import read_words
from directory.models import SynonymFamily
from organisations.models import Organisation
from tests.builders import make_area, make_commune, make_initiative, make_organisation

pytestmark = pytest.mark.django_db


def titles(text):
    query = QueryDict(mutable=True)
    query["q"] = text
    return [row.title for row in DirectoryFilter(query).ordered()]


@pytest.mark.parametrize(
    ("typed", "meant"), [("Isbergue", "Isbergues"), ("d’isbergue", "Isbergues"), ("lense", "Lens")]
)
def test_misspelt_commune_is_meant(typed, meant):
    make_commune("Isbergues")
    make_commune("Lens")
    assert misspelt_place(typed.replace("’", "'")) == meant


def test_misspelt_area_and_inhabitants_are_meant():
    area = make_area("Ternois", communes=(make_commune("Calais", insee="62193"),))
    assert misspelt_place("Ternoi") == ""
    make_initiative("Quelque chose", areas=(area,))
    assert misspelt_place("Ternoi") == "Ternois"
    assert misspelt_place("calaisiene") == "calaisienne"


def test_place_that_is_spelt_well_or_lies_elsewhere_is_not_mended():
    make_commune("Isbergues")
    make_commune("Rennes", in_territory=False)
    assert misspelt_place("Isbergues") == misspelt_place("Renne") == ""


def test_misspelt_place_is_told_and_searched():
    make_initiative("Des masques", areas=(make_area("Secteur", communes=(make_commune("Isbergues"),)),))
    make_initiative("Des gants", communes=(make_commune("Carvin"),))
    reading = read(read_words("masques isburgues"))
    assert (reading.typed, reading.words.text) == ("masques isburgues", "masques Isbergues")
    assert titles("masques isburgues") == ["Des masques"]


def test_initials_stand_for_the_one_organisation_that_bears_them():
    house = make_organisation("Maison du numérique et de l’innovation du Calaisis")
    make_initiative("Des visières", organisations=(house,))
    assert titles("MDNI") == titles("MDNIC") == ["Des visières"]
    assert spelt_out_initials("mdni") == spelt_out_initials("MDX") == spelt_out_initials("MD") == ""
    make_initiative("Autre", organisations=(make_organisation("Mission des nouvelles idées"),))
    assert spelt_out_initials("MDNI") == ""


def test_initials_tell_nothing_of_drafts_nor_of_people():
    make_initiative("Brouillon", published=False, organisations=(make_organisation("Maison du numérique"),))
    someone = make_organisation("Marie Dupont Nolens", kind=Organisation.Kind.PARTICULIER)
    make_initiative("Des visières", organisations=(someone,))
    assert spelt_out_initials("MDN") == ""


def test_words_typed_together_are_taken_apart():
    make_initiative("Avenir des cités répare")
    make_initiative("Autre avenir")
    assert titles("avenirdescites") == ["Avenir des cités répare"]
    assert titles("avenirdespoir") == []


def test_swapped_first_letters_are_a_slip():
    make_initiative("Des masques")
    assert titles("amsques") == ["Des masques"]
    assert titles("casques") == []


def test_slip_is_seen_where_it_changes_the_sound():
    make_initiative("Un élastique, des médicaments, une boutique")
    for typed in ("elaqtique", "medicments", "boutiue"):
        assert len(titles(typed)) == 1, typed


def test_slip_of_a_synonym_is_mended_where_the_synonym_finds_something():
    SynonymFamily.objects.create(words="coiffeur\nbarbier")
    make_initiative("Les Imprimeurs de cœur")
    assert titles("coifeur") == ["Les Imprimeurs de cœur"]
    make_initiative("Un barbier à l’hôpital")
    assert titles("coifeur") == ["Un barbier à l’hôpital"]
    assert read(read_words("coifeur")).words.text == "coiffeur"


def test_ordinary_word_is_no_slip():
    make_initiative("Le sort des aînés")
    assert titles("sport") == []
    assert titles("spurt") == []


def test_initials_of_an_intercommunalite_are_its_name():
    area = make_area("CC de la Région d’Audruicq", kind="epci", communes=(make_commune("Audruicq"),))
    make_initiative("Des masques", areas=(area,))
    assert titles("masques ccra") == titles("masques CCRA") == ["Des masques"]
    make_area("CC de la Rive d’Arques", kind="epci", communes=(make_commune("Arques"),))
    assert titles("masques ccra") == ["Des masques"]
    assert read(read_words("masques ccra")).missed == ["ccra"]


def test_few_letters_are_not_mended_by_their_sound():
    make_initiative("Un atelier créé à Lens")
    assert titles("ccra") == []


def test_verb_is_not_taken_for_the_slip_of_another_word():
    make_initiative("Des habitants", summary="Un sort heureux.")
    make_initiative("Des masques")
    assert read(read_words("qui habitent sert")).typed == ""


def test_slip_in_a_word_of_asking_asks_all_the_same():
    make_initiative("Des masques")
    assert titles("je chercche des masques") == titles("qui m'apelle ? des masques") == ["Des masques"]


def test_slip_behind_an_elision_is_mended():
    make_initiative("Un ordinateur")
    assert read(read_words("l'ordinnateur")).words.text == "ordinateur"


def test_town_whose_name_is_a_rare_word_needs_no_capital_where_no_text_says_the_word():
    area = make_area("Les Deux Caps", communes=(make_commune("Marquise", insee="62560"), make_commune("Bus")))
    make_initiative("Des masques", areas=(area,))
    assert titles("masques marquise") == titles("marquise") == ["Des masques"]
    assert [meant.label for meant in read(read_words("bus scolaire")).meant] == []
    make_initiative("Une marquise au-dessus de la porte")
    assert titles("marquise") == ["Une marquise au-dessus de la porte"]


def test_family_is_found_by_the_word_with_a_hyphen():
    SynonymFamily.objects.create(words="fablab\natelier partagé")
    make_initiative("Un atelier partagé")
    assert titles("fab-lab") == titles("fablab") == ["Un atelier partagé"]


def test_town_without_its_last_letter_is_the_town():
    make_initiative("Des gants", communes=(make_commune("Calais"),))
    make_initiative("Un calaisien")
    assert titles("calai") == ["Des gants"]
    assert titles("calaisi") == ["Un calaisien"]


def test_word_of_the_texts_comes_before_that_of_a_family():
    SynonymFamily.objects.create(words="mask\nvisage")
    make_initiative("Des masques")
    assert read(read_words("maske")).words.text == "masques"
