"""Every commune of the Pas-de-Calais, in each way that a bulletin names one: short names, words, saints, articles."""

import re
from bisect import bisect_right
from collections import defaultdict

import pytest

from french.accents import without_accents
from recognition.actors.announced import of
from recognition.assemble import propose
from recognition.blocks import Block, BlockKind, Document
from recognition.proposal import Role
from tests.recognition.recognising import GAZETTEER, pasted, told

COMMUNES = sorted((c for c in GAZETTEER.communes if c.in_territory), key=lambda c: c.insee)
NAMED_BESIDE = {"Lens", "Bapaume"}
TOLD = Block("Le club Alpha coud 300 masques pour tous les habitants.")
COLUMNS = [Block(name, BlockKind.CELL, column) for column, name in enumerate(("Commune", "Action"))]


def at(name):
    """“À Lens”, “Au Portel”, “Aux Attaques”."""
    first, _, rest = name.partition(" ")
    return f"{ {'Le': 'Au', 'Les': 'Aux'}[first] } {rest}" if first in ("Le", "Les") else f"À {name}"


def item(text):
    return [Block(text, BlockKind.ITEM, marker="-")]


def bare(name):
    return re.sub(r"[-’']", " ", without_accents(name))


WAYS = {
    "at the head": lambda name: item(f"{at(name)}, le club Alpha coud 300 masques pour tous."),
    "after its town hall": lambda name: item(f"La ville {of(name)} livre 120 repas aux aînés."),
    "after its mayor": lambda name: item(f"Le maire {of(name)} remet 300 masques à chacun."),
    "in brackets": lambda name: item(f"L’association Alpha ({name}) livre 120 repas aux aînés."),
    "before a colon": lambda name: item(f"{name} : le club Alpha coud 300 masques pour tous."),
    "before a dash": lambda name: item(f"{name} – le club Alpha coud 300 masques pour tous."),
    "as a heading": lambda name: [Block(name, BlockKind.HEADING, 3), TOLD],
    "in capitals on a line": lambda name: [Block(name.upper()), TOLD],
    "alone on a line": lambda name: [Block(name), TOLD],
    "in a cell": lambda name: [Block(name, BlockKind.CELL, 0), Block(TOLD.text, BlockKind.CELL, 1)],
    "where a firm sits": lambda name: item(f"L’entreprise Alpha, basée {at(name).lower()[:1]}{at(name)[1:]}, aide."),
    "in a list": lambda name: item(f"Les communes de Lens, {name} et Bapaume livrent des repas."),
    "at the end of a list": lambda name: item(f"L’association Alpha livre des repas à Lens, Bapaume et {name}."),
    "typed without marks": lambda name: item(f"A {bare(name)}, le club Alpha coud 300 masques."),
    "after who receives": lambda name: item(f"Le club Alpha livre 300 masques aux habitants {of(name)}."),
}


def proposed(way):
    """What each commune is read as, all told in one document."""
    blocks = [Block("Solidaires avec tous :", BlockKind.HEADING, 2), *(COLUMNS if way == "in a cell" else ())]
    starts = []
    for commune in COMMUNES:
        starts.append(len(blocks))
        blocks += WAYS[way](commune.name)
    document = Document.of(blocks)
    found = defaultdict(set)
    for initiative in propose(document, GAZETTEER).initiatives:
        block = bisect_right(document.starts, initiative.span[0]) - 1
        named = {c.name for c in initiative.communes if c.role is not Role.LANDMARK}
        found[bisect_right(starts, block) - 1] |= named
    return [found[number] - (NAMED_BESIDE if "list" in way else set()) for number in range(len(COMMUNES))]


@pytest.mark.parametrize("way", WAYS)
def test_each_commune_is_read_and_no_other(way):
    read = zip(COMMUNES, proposed(way), strict=True)
    wrong = {c.name: names for c, names in read if names != {c.name} - (NAMED_BESIDE if "list" in way else set())}
    assert wrong == {}


def test_there_are_887_of_them():
    assert len(COMMUNES) == 887


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Doullens : le club Alpha prête sa salle.", ["Doullens"]),
        ("À Crécy-en-Ponthieu, le club Alpha prête sa salle.", ["Crécy-en-Ponthieu"]),
        ("Le foyer Alpha (Frévent, Auxi-le-Château) prête sa salle.", ["Frévent", "Auxi-le-Château"]),
        ("Le club Alpha aide Contes, Marquise et Vimy.", ["Contes", "Marquise", "Vimy"]),
        ("Rue : le club Alpha prête sa salle.", []),  # a commune next door, and a word
        ("Contre : le club Alpha prête sa salle.", []),
    ],
)
def test_names_next_door_and_names_that_are_words(text, names):
    assert [commune.name for commune in told(text).communes] == names


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("Le club Alpha, 12 rue de Lens à Avion, aide.", {"Lens": "landmark", "Avion": "acts"}),
        ("Le club Alpha, route d’Arras, aide.", {"Arras": "landmark"}),
        ("Le club Alpha, au 3, place de Boulogne à Lens, aide.", {"Boulogne-sur-Mer": "landmark", "Lens": "acts"}),
        ("Les voisins de Lens aident.", {"Lens": "acts"}),
        ("Les proches de Vimy aident.", {"Vimy": "acts"}),
        ("Dans la commune voisine de Vimy, le club Alpha aide.", {"Vimy": "landmark"}),
        ("La mise en place de Bapaume se passe bien.", {"Bapaume": "acts"}),
    ],
)
def test_only_nouns_of_places_make_a_landmark(text, roles):
    assert {commune.name: str(commune.role) for commune in told(text).communes} == roles


def test_an_area_gives_way_to_a_commune_with_a_longer_name():
    (initiative,) = pasted("Solidaires avec tous :\n\n- À Saint-Martin-Choquel, le club Alpha aide.\n").initiatives
    assert ([c.name for c in initiative.communes], initiative.areas) == (["Saint-Martin-Choquel"], [])
