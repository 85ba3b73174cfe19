"""Where stories happen that a mairie tells without naming its commune."""

from tests.recognition.recognising import pasted

LETTER = """{office}

Berck, le 20 avril 2020

Vos voisins mobilisés

Le club Aiguille d’or a cousu 900 masques pour les habitants.

L’association Le Filet, à Verton, livre 30 repas par jour aux personnes seules.
"""


def communes_of(text: str) -> list[list[str]]:
    return [[commune.name for commune in initiative.communes] for initiative in pasted(text).initiatives]


def test_a_story_of_a_mairie_happens_in_its_commune():
    initiatives = pasted(LETTER.format(office="Lettre de la mairie de Berck")).initiatives
    assert [[commune.name for commune in i.communes] for i in initiatives] == [["Berck"], ["Verton"]]
    assert any("d’où vient le bulletin" in remark.message for remark in initiatives[0].remarks)


def test_the_mayor_who_signs_tells_too():
    assert communes_of(LETTER.format(office="Lettre aux habitants") + "\nPaul Exemple, maire de Berck\n")[0] == [
        "Berck"
    ]


def test_a_wider_office_names_its_places():
    assert communes_of(LETTER.format(office="Préfecture du Pas-de-Calais"))[0] == []
