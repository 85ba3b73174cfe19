"""What stands at the end of a document: signatures, lists of addresses, words to the reader."""

from tests.recognition.recognising import pasted

HEAD = "Arras, le 5 mai 2020\n\nLES CENTRES SOCIAUX MOBILISÉS\n\nNos équipes sont au travail depuis sept semaines.\n\n"


def test_last_line_of_who_signs_is_no_story():
    for signature in (
        "Le sous-préfet, Paul Lemaire",
        "Anne Caron, présidente de l’Union",
        "Le président,\n\nRené Petit",
    ):
        proposal = pasted(
            f"{HEAD}À Avion, le club Alpha a cousu 300 masques.\n\nÀ Méricourt, l’association Bêta livre 40 repas.\n\n"
            f"{signature}\n"
        )
        assert len(proposal.initiatives) == 2
        assert signature.split("\n")[-1] in [passage.text for passage in proposal.bulletin.closing]


def test_addresses_of_a_list_go_to_the_organisation_they_name_even_above_a_signature():
    proposal = pasted(
        f"{HEAD}À Avion, le comité des retraités cheminots coud 30 masques par jour.\n\n"
        "À Méricourt, la Maison Pergaud livre 40 repas par semaine.\n\n"
        "CONTACTS\n\n- Comité des retraités cheminots : 03 21 00 11 22\n\n- Maison Pergaud : pergaud@exemple.fr\n\n"
        "Anne Caron, présidente de l’Union\n"
    )
    assert [[c.value for c in i.contacts] for i in proposal.initiatives] == [["+33321001122"], ["pergaud@exemple.fr"]]


def test_a_heading_in_capitals_names_nobody():
    proposal = pasted(
        f"{HEAD}DES MASQUES POUR CHACUN\n\nÀ Avion, le club Alpha a cousu 300 masques.\n\n"
        "À Lens, le club Gamma en a cousu 200.\n\n"
        "L’ÉCOLE AUTREMENT\n\nÀ Méricourt, l’association Bêta aide 40 élèves.\n\n"
        "À Wingles, l’association Delta prête des tablettes.\n"
    )
    assert [section.heading.value for section in proposal.sections] == ["DES MASQUES POUR CHACUN", "L’ÉCOLE AUTREMENT"]


def test_an_idea_taken_up_by_others_is_another_story():
    proposal = pasted(
        f"{HEAD}LES AÎNÉS\n\nÀ Avion, le club Alpha appelle 60 aînés.\n\n"
        "Cette initiative a été reprise par l’amicale Bêta de Méricourt, qui livre aussi des repas.\n"
    )
    assert len(proposal.initiatives) == 2


def test_the_same_actor_elsewhere_goes_on():
    proposal = pasted(
        f"{HEAD}LES AÎNÉS\n\nÀ Avion, le club Alpha appelle chaque jour 60 aînés de la commune. "
        "À Méricourt, le même club a ouvert une bibliothèque de rue pour tous.\n"
    )
    assert len(proposal.initiatives) == 1


def test_a_short_story_right_below_the_title_is_a_story():
    proposal = pasted(
        "Arras, le 5 mai 2020\n\nLe Pas-de-Calais solidaire\n\nÀ Avion, le club Alpha a cousu 300 masques.\n"
    )
    assert len(proposal.initiatives) == 1


def test_the_foot_of_a_page_hides_neither_signature_nor_addresses():
    proposal = pasted(
        f"{HEAD}À Avion, le club Alpha a cousu 300 masques.\n\nAnne Caron, présidente de l’Union\n\n"
        "Union des clubs du bassin minier – page 1\n"
    )
    assert proposal.bulletin.closing[0].text.startswith("Anne Caron")
    assert len(proposal.initiatives) == 1
