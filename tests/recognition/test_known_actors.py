"""An organisation of the directory is found wherever a text names it, announced or not."""

import pytest

from recognition.assemble import propose
from recognition.blocks import Block, BlockKind, Document
from recognition.gazetteer import Organisation
from tests.recognition.recognising import GAZETTEER

KNOWN = GAZETTEER.with_organisations(
    [
        Organisation("Rebonds", "association"),
        Organisation("Union sportive des mineurs d’Isbergues", "club", ("USMI",)),
        Organisation("Au fil de l’Aa", "association"),
        Organisation("Ferme", "entreprise"),
        Organisation("Les Restos du cœur de Fruges", "association"),
        Organisation("Martin", "entreprise"),
        Organisation("Ville de Calais", "collectivite"),
        Organisation("Secours populaire", "association"),
    ]
)


def actors(sentence: str, gazetteer=KNOWN) -> list[str]:
    heading = Block("Solidaires avec tous :", BlockKind.HEADING, 2)
    document = Document.of([heading, Block(sentence, BlockKind.ITEM, marker="-")])
    return [one.name for initiative in propose(document, gazetteer).initiatives for one in initiative.organisations]


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("À Lens, 40 colis sont prêts : c’est l’œuvre d’Au fil de l’Aa.", ["Au fil de l’Aa"]),
        ("À Lens, le bois est fendu par Rebonds.", ["Rebonds"]),
        ("À Isbergues, les joueurs de l’USMI font les courses.", ["Union sportive des mineurs d’Isbergues"]),
        ("À Isbergues, l’union sportive des mineurs d’Isbergues court.", ["Union sportive des mineurs d’Isbergues"]),
        ("À Fruges, des repas sont servis avec les Restos du cœur de Fruges.", ["Les Restos du cœur de Fruges"]),
        ("À Lumbres, le Secours populaire de Lumbres donne 40 colis.", ["Secours populaire de Lumbres"]),
        ("À Lens, le Secours populaire donne 40 colis.", ["Secours populaire"]),
    ],
)
def test_known_organisation_is_found_and_named_as_in_the_directory(sentence, names):
    assert actors(sentence) == names


def test_without_the_directory_the_same_sentence_names_nobody():
    assert actors("À Lens, le bois est fendu par Rebonds.", GAZETTEER) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "À Lens, l’idée fait des rebonds.",
        "À Lens, la salle est Fermée.",
        "À Lens, Fermé depuis lundi, le parc rouvre.",
        "À Lens, les colis sont remis à Rebonds.",
        "À Lens, les usmi et les autres.",
        "Rendez-vous rue Martin à Lens.",
        "À Lens, 40 colis pour les habitants de la ville de Calais.",
    ],
)
def test_common_words_receivers_and_streets_are_no_known_organisation(sentence):
    assert actors(sentence) == []


def test_a_person_is_not_the_firm_of_that_name():
    assert actors("À Lens, Odile Martin a cousu 300 masques.") == ["Odile Martin"]


def test_organisations_change_without_building_the_places_again():
    other = KNOWN.with_organisations([Organisation("Sillage", "association")])
    assert other.commune_names is KNOWN.commune_names
    assert other.official is GAZETTEER
    assert actors("À Lens, le bois est fendu par Sillage.", other) == ["Sillage"]
    assert actors("À Lens, le bois est fendu par Rebonds.", other) == []
