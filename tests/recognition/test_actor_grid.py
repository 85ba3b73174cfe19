"""A hundred sentences of other crises and other offices, and every example of the vocabulary."""

from pathlib import Path

import pytest

from recognition.actors.known import NETWORKS
from recognition.vocabulary import rows
from tests.recognition.recognising import told
from tests.recognition.scoring import is_heard, plain

GRID = Path(__file__).with_name("actors.txt")


def sentences(part: str) -> list[tuple[str, list[str], list[str]]]:
    """Each sentence of a part with who must be found in it and who may be."""
    body = GRID.read_text(encoding="utf-8").partition(f"## {part}\n")[2].partition("\n## ")[0]
    records = [record.splitlines() for record in body.strip().split("\n\n")]
    return [
        (
            record[0],
            [line[2:] for line in record[1:] if line[0] == "+"],
            [line[2:] for line in record[1:] if line[0] == "~"],
        )
        for record in records
    ]


def named(sentence: str) -> list[str]:
    initiative = told(sentence)
    return [one.name for one in (*initiative.organisations, *initiative.persons)]


@pytest.mark.parametrize("part", ["tuned", "kept apart"])
def test_actors_of_the_grid_are_found_and_nobody_else(part):
    missed, wrong, must_all, found_all = [], [], 0, 0
    for sentence, must, may in sentences(part):
        found = [plain(name) for name in named(sentence)]
        must_all += len(must)
        found_all += len(found)
        missed += [(sentence, name) for name in must if not is_heard(plain(name), found)]
        wrong += [(sentence, name) for name in found if not any(is_heard(plain(n), [name]) for n in (*must, *may))]
    assert len(sentences(part)) == 50
    assert len(missed) <= 0.05 * must_all, missed
    assert len(wrong) <= 0.05 * found_all, wrong


@pytest.mark.parametrize("row", rows("nouns.csv"), ids=lambda row: row["forms"])
def test_noun_announces_its_example(row):
    example = row["example"]
    article = "l’" if plain(example[0]) in "aeiouyh" else "la "
    organisations = told(f"À Lens, {article}{example} distribue 40 colis aux familles.").organisations
    assert any(
        plain(example).endswith(plain(one.name)) or plain(one.name).startswith(plain(example)) for one in organisations
    ), [one.name for one in organisations]
    assert row["kind"] in [one.kind for one in organisations]


@pytest.mark.parametrize("row", rows("networks.csv"), ids=lambda row: row["name"])
def test_network_is_found_without_a_noun(row):
    for name in (row["name"], *filter(None, row["spellings"].split("|"))):
        assert plain(name) in [plain(found) for found in named(f"À Lens, 40 colis ont été remis par {name}.")]


def test_networks_are_told_once():
    names = [row["name"] for row in rows("networks.csv")]
    assert len(names) == len(set(names))
    assert NETWORKS.by_key


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("À Lens, la salle reste fermée et le café fermé.", []),
        ("À Lens, les masques marqués du logo sont offerts.", []),
        ("À Lens, les enfants groupés par âge jouent.", []),
    ],
)
def test_accents_of_the_text_are_respected(sentence, names):
    assert named(sentence) == names


@pytest.mark.parametrize(
    "sentence",
    [
        "À Lens, des repas sont livrés aux résidents de l’Ehpad Les Iris.",
        "À Lens, 40 colis ont été remis à l’association Alpha.",
        "À Lens, des lits sont montés dans la salle de l’association Alpha.",
        "À Lens, les dons sont destinés au Secours populaire.",
        "À Lens, une collecte est faite au profit de la Croix-Rouge.",
    ],
)
def test_who_receives_does_not_act(sentence):
    assert named(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("À Berck, Martine et Roger Lefranc hébergent deux étudiants.", ["Martine Lefranc", "Roger Lefranc"]),
        ("À Desvres, le père Benoît Caulier ouvre le presbytère.", ["Benoît Caulier"]),
        ("À Lens, des colis. Demander Sylvie Obry.", ["Sylvie Obry"]),
        ("À Lens, des colis. Contact : Loïc, 06 39 98 12 73", ["Loïc"]),
        ("À Lens, des colis. Tél. 03 21 00 55 90 (Jean-Claude).", ["Jean-Claude"]),
        ("À Lens, M. et Mme Hanquez prêtent leur gîte.", ["M. et Mme Hanquez"]),
    ],
)
def test_persons_by_title_by_two_and_to_ask_for(sentence, names):
    assert [person.name for person in told(sentence).persons] == names


@pytest.mark.parametrize(
    "sentence",
    [
        "À Lens, l’école Rostand a été évacuée.",
        "L’hôtel Mercure est complet : 50 sinistrés de Lens y dorment.",
        "La Lys et l’Aa ont débordé à Aire-sur-la-Lys.",
        "Les Lensois ont donné 3 tonnes de vêtements.",
        "À Lens, le père Noël passe dans les rues samedi.",
        "À Lens, le défi « Zéro déchet » continue jusqu’en juin.",
        "Le Plan Grand froid est activé à Lens.",
        "À Lens, les dons sont à déposer au magasin Carrefour.",
        "La Fête des voisins aura lieu à Lens le 27 mai.",
        "À Lens, rendez-vous place Saint-Léonard, près de l’église Saint-Léger.",
        "À Lens, l’accueil se fait au Foyer Joliot-Curie, rue Voltaire.",
        "Réservations possibles à Lens. Livraison et branchement à domicile.",
        "Rien à prévoir, tout est gratuit à Lens. Dossier à retirer lundi.",
    ],
)
def test_things_places_events_and_inhabitants_do_not_act(sentence):
    assert named(sentence) == []
