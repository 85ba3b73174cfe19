"""Short titles: the clause that says what is done, never a bare place."""

import pytest

from recognition.assemble import propose
from recognition.blocks import Block, BlockKind, Document
from recognition.stories.clauses import LONGEST
from recognition.stories.verbs import verb_in
from tests.recognition.recognising import GAZETTEER, pasted, told


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("La halte de nuit. Jusqu’au 31 mars, le CCAS de Vimy ouvre 18 places.", "La halte de nuit"),
        ("À Divion, l’église reste allumée. Le père ouvre la sacristie.", "À Divion, l’église reste allumée"),
        ("Et à Houdain ? L’amicale Alpha ouvre son local à tous.", "L’amicale Alpha ouvre son local à tous"),
        ("Par ailleurs, l’association Alpha (Vimy) livre des repas.", "L’association Alpha livre des repas"),
        ("Dès qu’il gèle, la paroisse de Vimy ouvre sa salle.", "La paroisse de Vimy ouvre sa salle"),
        ("Bonjour à tous, la paroisse de Vimy ouvre sa salle.", "La paroisse de Vimy ouvre sa salle"),
        ("A Divion, l’église reste allumée.", "À Divion, l’église reste allumée"),
        ("Fiefs : Thomas Exemple (garage Alpha) fait le taxi.", "Fiefs\u00a0: Thomas Exemple fait le taxi"),
        (
            "Anvin : les agents de la mairie appellent les aînés.",
            "Anvin\u00a0: les agents de la mairie appellent les aînés",
        ),
        (
            "À Guemps, une habitante, Odile Exemple, téléphone chaque matin à vingt voisins âgés de la commune.",
            "À Guemps, une habitante téléphone chaque matin à vingt voisins âgés",
        ),
        (
            "Je pense d’abord à Lillers, où la ville a remis en état, avec l’association Un toit, six logements vides.",
            "La ville a remis en état six logements vides",
        ),
        (
            "Les agriculteurs de la fédération Alpha et des jeunes du canton de Vimy ont amené 11 tonnes à lisier.",
            "Les agriculteurs de la fédération Alpha ont amené 11 tonnes à lisier",
        ),
        (
            "La mairie de Vimy et l’association Les Roses exemplaires téléphonent deux fois par semaine à 120 voisins.",
            "La mairie de Vimy et l’association Les Roses exemplaires téléphonent deux fois par semaine",
        ),
        (
            "L’association Alpha de Béthune et de Lens et des environs immédiats livre des repas aux voisins âgés.",
            "L’association Alpha de Béthune et de Lens livre des repas",
        ),
        (
            "La langue est le premier obstacle. À Auchel, le centre Alpha donne des cours de français.",
            "À Auchel, le centre Alpha donne des cours de français",
        ),
        (
            "142 objets réparés au café Alpha de Pernes. Il est ouvert le samedi.",
            "142 objets réparés au café Alpha de Pernes",
        ),
        (
            "Visites à la résidence Alpha de Vimy : 15 jeunes y ont passé six jours.",
            "Visites à la résidence Alpha de Vimy",
        ),
        (
            "Barlin, Vimy, Avion – Le camion « Santé » a dépisté 415 personnes en janvier dans les trois communes.",
            "Le camion « Santé » a dépisté 415 personnes en janvier",
        ),
        (
            "Lens, Vimy. Les deux hôpitaux ont reçu 210 jouets neufs.",
            "Lens, Vimy\u00a0: les deux hôpitaux ont reçu 210 jouets neufs",
        ),
        (
            "L’ancien presbytère de Vimy est ouvert de 8h à 18h. Il est chaud.",
            "L’ancien presbytère de Vimy est ouvert de 8h à 18h",
        ),
        ("Une navette pour tous : les deux villages se partagent un minibus.", "Une navette pour tous"),
        ("L’association Alpha de Vimy : elle livre des repas.", "L’association Alpha de Vimy : elle livre des repas"),
        (
            "L’école de Delettes étant fermée, la commune de Vimy lui prête trois salles.",
            "La commune de Vimy lui prête trois salles",
        ),
    ],
)
def test_title_is_what_is_done(text, title):
    assert told(text).title == title


def test_printed_title_comes_first_unless_it_is_a_place():
    story = Block("Les deux villages se partagent une navette pour la pharmacie.")
    for printed, title in (
        ("Une navette pour tous", "Une navette pour tous"),
        ("Verchocq et Rumilly", "Les deux villages se partagent une navette pour la pharmacie"),
    ):
        other = [
            Block("Un frigo pour chacun", BlockKind.HEADING, 3),
            Block("À Vimy, le club Alpha garde 20 kg de vivres."),
        ]
        blocks = [Block("Lettre de mai", BlockKind.HEADING, 1), Block("Voici nos nouvelles, chers habitants.")]
        document = Document.of([*blocks, Block(printed, BlockKind.HEADING, 3), story, *other])
        assert propose(document, GAZETTEER).initiatives[0].title == title


def test_row_of_a_table_is_not_titled_by_its_place():
    cells = [("Commune", "Action"), ("Hermies et Vimy", "Tournée des fermes isolées par l’association Alpha")]
    blocks = [Block(text, BlockKind.CELL, column) for row in cells for column, text in enumerate(row)]
    (initiative,) = propose(Document.of(blocks), GAZETTEER).initiatives
    assert initiative.title == "Tournée des fermes isolées par l’association Alpha"


def test_no_title_is_long_or_ends_on_a_small_word():
    text = (
        "Lens, le 5 mai 2020\n\nNouvelles\n\n- À Vimy, le club Alpha, qui compte trente membres, a cousu dans la salle"
        " des fêtes, pour les écoles et pour les aînés de la commune, 300 masques en tissu lavables.\n\n- La fédération"
        " départementale des associations de Lens et de Liévin organise avec la mairie une collecte de jouets.\n"
    )
    for initiative in pasted(text).initiatives:
        assert len(initiative.title) <= LONGEST
        assert initiative.title.split()[-1] not in ("de", "la", "des", "pour", "à", "et", "avec", "une")


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("la ville livre des repas", "livre"),
        ("une livre de beurre", None),
        ("les agents appellent", "appellent"),
        ("l’établissement de soins", None),
        ("les pompes qui tournent jour et nuit évacuent l’eau", "évacuent"),
        ("maraude à Lens", None),
    ],
)
def test_verb_of_the_main_clause(text, verb):
    found = verb_in(text)
    assert (text[slice(*found)] if found else None) == verb
