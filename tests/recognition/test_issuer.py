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


DATED = """Ville de Saint-Omer : des repas pour les aînés

Arras, le 14 avril 2020

Le CCAS de Saint-Omer livre 120 repas par jour.

Des bénévoles ont donné 500 visières à l’hôpital de Béthune.

Le club Aiguille d’or a cousu 900 masques.
"""


def test_a_bulletin_dated_elsewhere_does_not_come_from_the_mairie_of_its_first_story():
    proposal = pasted(DATED)
    assert "Saint-Omer" not in [commune.name for one in proposal.initiatives[1:] for commune in one.communes]
    assert not any("d’où vient le bulletin" in r.message for one in proposal.initiatives for r in one.remarks)


def test_a_story_that_names_another_commune_is_not_said_to_name_none():
    text = LETTER.format(office="Lettre de la mairie de Berck").replace("les habitants", "l’hôpital de Béthune")
    first = pasted(text).initiatives[0]
    assert [commune.name for commune in first.communes] == ["Béthune"]
    assert not any("Aucun lieu n’est nommé" in remark.message for remark in first.remarks)
