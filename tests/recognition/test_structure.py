"""Head, sections, stories, closing: which block becomes what."""

import re
from datetime import date

import pytest

from recognition.assemble import propose
from recognition.blocks import Block, BlockKind, Document
from recognition.layout.head import signatory_in
from recognition.layout.themes import reader_of
from tests.recognition.recognising import GAZETTEER, pasted, source_of, whole

BODY = """
- Solidaires avec les soignants :

- À Lens, l’entreprise Alpha offre 300 repas à l’hôpital.
Contact : alpha@exemple.fr

- La ville de Marck a cousu 1 000 masques.
"""


def head_of(line):
    return pasted(f"{line}\n\nUn titre de bulletin\n\n{BODY}").bulletin


@pytest.mark.parametrize(
    ("line", "place", "day"),
    [
        ("Arras, le 6 avril 2020", "Arras", date(2020, 4, 6)),
        ("ARRAS, le 1er mai 2020", "Arras", date(2020, 5, 1)),
        ("Fait à Saint-Omer, le lundi 4 mai 2020", "Saint-Omer", date(2020, 5, 4)),
        ("Lille – 13 mai 2020", "Lille", date(2020, 5, 13)),
        ("Sous-préfecture de Béthune, le 04/05/2020", "Béthune", date(2020, 5, 4)),
        ("Communiqué du 4 mai 2020", None, date(2020, 5, 4)),
        ("Arras, le 31 février 2020", None, None),
    ],
)
def test_place_and_date(line, place, day):
    bulletin = head_of(line)
    assert (bulletin.place.value if bulletin.place else None) == place
    assert (bulletin.date.value if bulletin.date else None) == day


@pytest.mark.parametrize(
    ("title", "number", "kind"),
    [
        ("Le département solidaire n°7", 7, "numbered"),
        ("Le département solidaire n° 12", 12, "numbered"),
        ("Lettre de l’entraide – numéro 3", 3, "numbered"),
        ("Le département solidaire", None, "special"),
        ("Mesures de l’arrêté n° 2020-293", None, "special"),
    ],
)
def test_number_and_kind(title, number, kind):
    bulletin = pasted(f"Arras, le 6 avril 2020\n\n{title}\n\nUn mot pour ouvrir ce bulletin.\n\n{BODY}").bulletin
    assert bulletin.title.value == title
    assert (bulletin.number.value if bulletin.number else None) == number
    assert bulletin.kind == kind


def test_title_on_three_lines():
    bulletin = pasted(
        f"Tous ensemble :\nles voisins du département mobilisés\npour coudre\n\nUn mot pour ouvrir.\n{BODY}"
    ).bulletin
    assert bulletin.title.value == "Tous ensemble : les voisins du département mobilisés pour coudre"


def test_signatory_closing_and_links():
    text = (
        f"Arras, le 6 avril 2020\n\nTitre n° 2\n{BODY}\n*****\n\nLouise EXEMPLE, préfète du Nord, remercie"
        " chacun.\n\nPour participer : https://exemple.gouv.fr"
    )
    bulletin = pasted(text).bulletin
    assert bulletin.signatory.value == "Louise Exemple"
    assert [link.value for link in bulletin.links] == ["https://exemple.gouv.fr"]
    assert "remercie" in bulletin.closing[0].text


@pytest.mark.parametrize(
    ("heading", "slug"),
    [
        ("solidaires dans l'application des mesures de protection", "protection"),
        ("solidaires dans l'approvisionnement et la production de materiel", "protection"),
        ("solidaires avec les personnels soignants", "soignants"),
        ("solidaires avec les personnes confinees", "confinees"),
        ("soutien a nos aines", "isolees"),
        ("solidaires avec les plus jeunes", "jeunes"),
        ("solidaires dans le maintien de la continuite pedagogique", "continuite-pedagogique"),
        ("solidaires avec les routiers", "routiers"),
    ],
)
def test_theme_of_heading(heading, slug):
    assert reader_of(GAZETTEER.themes).of_heading(heading).slug == slug


@pytest.mark.parametrize(
    "printed",
    [
        "- Solidaires avec les personnes isolées :",
        "-Solidaires avec les personnes isolées",
        "Solidaire avec les personnes isolées",
        "SOLIDAIRES AVEC LES PERSONNES ISOLÉES",
    ],
)
def test_heading_as_really_printed(printed):
    text = (
        f"Arras, le 6 avril 2020\n\nTitre n° 2\n\nUn mot pour ouvrir.\n\n{printed}\n\n- À Lens, l’entreprise Alpha"
        " livre 30 repas.\n"
    )
    (section,) = pasted(text).sections
    assert section.theme.value == "isolees"
    assert "isolées" in section.heading.value.lower()
    assert len(section.initiatives) == 1


def test_unknown_heading_is_kept_with_a_remark():
    proposal = pasted(BODY.replace("les soignants", "les animaux"))
    assert proposal.sections[0].heading.value.startswith("Solidaires avec les animaux")
    assert proposal.sections[0].remarks


def test_contact_line_belongs_to_the_story_above():
    first, second = pasted(BODY).initiatives
    assert [contact.value for contact in first.contacts] == ["alpha@exemple.fr"]
    assert not second.contacts


def test_noise_in_mid_section_is_unplaced_and_cuts_nothing():
    proposal = pasted(BODY.replace("\n- La ville", "\n²\n\nCommuniqué de presse\n\n- La ville"))
    assert len(proposal.sections) == 1
    assert [passage.text for passage in proposal.unplaced] == ["²", "Communiqué de presse"]


@pytest.mark.parametrize("row", ["*****", "-----", "_____", "=====", "•••", "* * *", "— — —", "_" * 90])
@pytest.mark.parametrize("glue", ["\n", "\n\n"])
def test_row_of_marks_is_no_text(row, glue):
    proposal = pasted(glue.join([f"Arras, le 6 avril 2020\n\nTitre n° 2\n{BODY.rstrip()}", row, "Merci à tous.", row]))
    assert len(proposal.initiatives) == 2
    assert [passage.text for passage in proposal.bulletin.closing] == ["Merci à tous."]
    assert [passage.text for passage in proposal.unplaced] == ["Arras, le 6 avril 2020"]
    assert row not in str(proposal.as_dict())


def test_row_of_marks_at_the_end_is_no_conclusion():
    assert pasted(f"{BODY}\n*****").bulletin.closing == []


def test_nested_items_are_one_initiative():
    heading = Block("Solidaires avec les soignants", BlockKind.HEADING, 2)
    story = Block("La ville de Lens propose :", BlockKind.ITEM, marker="-")
    details = [Block(text, BlockKind.ITEM, 1, marker="-") for text in ("des repas chauds", "des lits")]
    (initiative,) = propose(Document.of([heading, story, *details]), GAZETTEER).initiatives
    assert len(initiative.passages) == 3


def test_general_remark_introduces_the_section():
    text = BODY.replace("soignants :\n", "soignants :\n\nDe nombreuses actions de soutien méritent d’être citées.\n")
    (section,) = pasted(text).sections
    assert section.intro[0].text.startswith("De nombreuses")
    assert len(section.initiatives) == 2


def test_paragraph_that_goes_on_stays_with_its_story():
    text = BODY.replace("Contact :", "\nCette action durera tout l’été.\n\nContact :")
    assert len(pasted(text).initiatives) == 2


def test_two_stories_of_one_paragraph_are_cut_with_a_remark():
    text = (
        "- Solidaires avec les soignants :\n\nÀ Barlin, le club Alpha fait les courses des voisins âgés. À Vimy,"
        " l’harmonie Bêta joue sous les fenêtres.\n"
    )
    first, second = pasted(text).initiatives
    assert [c.name for c in first.communes] == ["Barlin"]
    assert [c.name for c in second.communes] == ["Vimy"]
    assert any("séparé" in remark.message for remark in second.remarks)


def test_two_labelled_communes_of_one_paragraph_are_two_stories():
    text = (
        "- Solidaires avec les soignants :\n\nAvion : le laboratoire Alpha offre 200 tests aux aînés. "
        "Vimy : la maison de santé ouvre aussi le dimanche.\n"
    )
    assert [[c.name for c in one.communes] for one in pasted(text).initiatives] == [["Avion"], ["Vimy"]]


def test_numbered_records_are_titled_by_what_is_done():
    record = "Fiche n° {}\nQui ? {}, à {}\nQuoi ? {}\nContact : {}@exemple.fr\n\n"
    text = record.format(1, "Le club Alpha", "Avion", "Paniers à 2 euros pour 130 étudiants", "alpha")
    text += record.format(2, "L’amicale Bêta", "Vimy", "Un bus de la santé qui sillonne huit quartiers", "beta")
    first, second = pasted(text).initiatives
    assert (first.title, second.title) == (
        "Paniers à 2 euros pour 130 étudiants",
        "Un bus de la santé qui sillonne huit quartiers",
    )
    assert [[c.name for c in one.communes] for one in (first, second)] == [["Avion"], ["Vimy"]]
    assert [[c.value for c in one.contacts] for one in (first, second)] == [["alpha@exemple.fr"], ["beta@exemple.fr"]]


def test_commune_before_a_full_stop_heads_its_story():
    text = (
        "- Solidaires avec les soignants :\n\nLens. Vingt parents ont repeint deux classes.\n"
        "Avion. La médiathèque a reçu 1 300 livres.\n"
    )
    assert [[c.name for c in one.communes] for one in pasted(text).initiatives] == [["Lens"], ["Avion"]]


def test_second_actor_with_its_place_behind_it_opens_another_story():
    text = (
        "- Solidaires avec les soignants :\n\nÀ Saint-Venant, le docteur Merlin tient une consultation gratuite. "
        "Les employeurs non plus : la société Artois Palettes, à Ruitz, a recruté quatre personnes.\n"
    )
    first, second = pasted(text).initiatives
    assert ([c.name for c in first.communes], [c.name for c in second.communes]) == (["Saint-Venant"], ["Ruitz"])


def test_contacts_listed_at_the_end_go_to_whom_they_name():
    book = "\nCONTACTS UTILES\nVille de Marck : mairie@marck-exemple.fr\nRéseau Inconnu : 03 21 00 00 00\n"
    proposal = pasted(BODY + book)
    assert [contact.value for contact in proposal.initiatives[1].contacts] == ["mairie@marck-exemple.fr"]
    assert [link.value for link in proposal.bulletin.links] == ["+33321000000"]
    assert any("n’a pu être rattaché" in remark.message for remark in proposal.remarks)


def test_press_office_is_unplaced():
    proposal = pasted(BODY + "\nContact presse : bureau de la communication, 03 21 21 20 20\n")
    assert not proposal.initiatives[1].contacts
    assert "Contact presse" in proposal.unplaced[-1].text


def test_empty_document_gives_an_empty_proposal():
    proposal = propose(Document.of([]), GAZETTEER)
    assert not proposal.sections
    assert proposal.remarks


@pytest.mark.parametrize(
    ("text", "office"),
    [
        ("Anne Exemple, préfète du Pas-de-Calais remercie vivement les citoyens.", "préfète du Pas-de-Calais"),
        ("Anne Exemple, préfète du Pas-de-Calais mobilise ses services.", "préfète du Pas-de-Calais"),
        ("Anne Exemple, maire remercie tous les habitants.", "maire"),
        ("Anne Exemple, maire de Villers-au-Bois et ses adjoints saluent", "maire de Villers-au-Bois"),
        ("Anne Exemple, sous-préfète d’Arras a remercié les couturières", "sous-préfète d’Arras"),
        ("Anne Exemple, maire de Boulogne-sur-Mer, salue", "maire de Boulogne-sur-Mer"),
        ("Anne Exemple, directrice de la Fédération des clubs tient à", "directrice de la Fédération des clubs"),
        ("Anne Exemple, présidente de la communauté du Ternois, dit", "présidente de la communauté du Ternois"),
        ("Le préfet du Pas-de-Calais, Paul Exemple", "Le préfet du Pas-de-Calais"),
    ],
)
def test_an_office_ends_before_its_verb(text, office):
    source = source_of(text)
    _, function = signatory_in(source, whole(source))
    assert (function.value, source.text[slice(*function.span)]) == (office, office)


TITLED = """Arras, le 14 avril 2020

Trois initiatives solidaires dans le département

*****

À Liévin, un atelier de couture fabrique des masques
{again}L’association Alpha a ouvert ses portes. Trente couturières ont déjà cousu 2 000 masques pour les soignants.
Renseignements : 03 21 00 11 22

*****

La ville de Saint-Omer livre des repas aux aînés
{again_too}{gap}La mairie livre chaque jour 120 repas aux personnes âgées isolées, avec l’aide de ses agents.
Renseignements : 03 21 00 11 33
"""


@pytest.mark.parametrize("gap", ["", "\n"])
def test_short_line_above_its_paragraph_is_the_title_of_its_story(gap):
    proposal = pasted(TITLED.format(again="", again_too="", gap=gap))
    titles = [
        "À Liévin, un atelier de couture fabrique des masques",
        "La ville de Saint-Omer livre des repas aux aînés",
    ]
    assert [initiative.title for initiative in proposal.initiatives] == titles
    assert [contact.value for one in proposal.initiatives for contact in one.contacts] == [
        "+33321001122",
        "+33321001133",
    ]


def test_title_printed_twice_is_kept_once_and_told():
    title = "À Liévin, un atelier de couture fabrique des masques"
    proposal = pasted(TITLED.format(again=f"\n{title}\n", again_too="", gap="\n"))
    first, second = proposal.initiatives
    assert (first.title, first.text.count(title)) == (title, 1)
    assert [p.text for p in first.passages].count(title) == 2
    assert f"Le titre «\u00a0{title}\u00a0» est imprimé deux fois" in first.remarks[-1].message
    assert not any("deux fois" in remark.message for remark in second.remarks)


def test_titles_that_name_nobody_are_told_by_the_one_printed_twice():
    text = """Des masques cousus pour les soignants
Arras, le 14 avril 2020

Des masques cousus pour les soignants

À Liévin, l’association Alpha a cousu 2 000 masques avec trente voisines.

*****

Des repas portés aux aînés

Des repas portés aux aînés
Le CCAS de Saint-Omer livre chaque jour 120 repas aux personnes âgées isolées.
"""
    proposal = pasted(text)
    titles = ["Des masques cousus pour les soignants", "Des repas portés aux aînés"]
    assert [initiative.title for initiative in proposal.initiatives] == titles
    assert [section.heading for section in proposal.sections] == [None, None]


def test_title_of_the_bulletin_in_capitals_printed_again_is_the_title_of_its_story():
    title = "MASQUES POUR LES SOIGNANTS"
    proposal = pasted(
        f"Arras, le 14 avril 2020\n\n{title}\n{title}\n*****\nÀ Liévin, le club Alpha a cousu 2 000 masques."
    )
    assert [initiative.title for initiative in proposal.initiatives] == [title]
    assert proposal.bulletin.intro == []


CAPITALS = """Arras, le 21 février 2022

La neige et l’entraide

Depuis dimanche, la neige tient et les gestes se multiplient.

{headings[0]}

À Hesdin, la mairie ouvre un gymnase à 40 voyageurs.

À Fruges, le GAEC des Hauts déneige 12 km de routes.

{headings[1]}

À Desvres, l’ADMR visite 60 habitants.

À Samer, des pompiers apportent 120 lampes.

{headings[2]}

À Marck, une association offre 200 sandwichs.

À Coquelles, le relais du Cap ouvre ses douches.
"""


def test_capitals_over_several_stories_are_sections_whatever_name_they_seem_to_hold():
    headings = ["UN LIT ET UNE PELLE", "CHEZ LES ANCIENS DU VILLAGE D’ARDRES", "SUR LE PORT DE CALAIS"]
    sections = pasted(CAPITALS.format(headings=headings)).sections
    assert [(section.heading.value, len(section.initiatives)) for section in sections] == [(one, 2) for one in headings]


def test_capitals_over_one_story_each_are_titles():
    text = re.sub(r"\n\n[^\n]*(?:Fruges|Samer|Coquelles)[^\n]*", "", CAPITALS)
    headings = ["LE GYMNASE DE HESDIN", "L’ADMR DE DESVRES", "DES SANDWICHS À MARCK"]
    (section,) = pasted(text.format(headings=headings)).sections
    assert len(section.initiatives) == 3


TWO_SECTIONS = """\
Arras, le 5 mai 2021

Les nouvelles solidaires

Voici ce que font nos communes pour leurs habitants.

Des masques pour tous

À Avion, le club Alpha a cousu 300 masques pour les habitants.

{line}

À Méricourt, l’association Bêta prête 40 ordinateurs aux élèves.

À Vimy, l’association Gamma imprime les cours de 30 collégiens.
"""


@pytest.mark.parametrize(
    ("line", "theme"),
    [
        ("Pour que l’école continue", "continuite-pedagogique"),
        ("Nos aînés ne restent pas seuls", "isolees"),
        ("Les soignants ne manquent de rien", "soignants"),
    ],
)
def test_line_with_a_verb_heads_the_stories_below_when_it_speaks_of_a_theme(line, theme):
    section = pasted(TWO_SECTIONS.format(line=line)).sections[1]
    assert (section.heading.value, section.theme.value, len(section.initiatives)) == (line, theme, 2)


@pytest.mark.parametrize("line", ["La mairie de Vimy reçoit ses aînés", "Tout le monde fait un geste"])
def test_line_with_a_verb_that_names_someone_or_no_theme_heads_no_section(line):
    assert len(pasted(TWO_SECTIONS.format(line=line)).sections) == 1


def test_first_plain_heading_below_the_title_opens_its_section_as_the_next_one_does():
    text = TWO_SECTIONS.format(line="L’aide aux personnes âgées isolées")
    text = text.replace("Voici ce que font nos communes pour leurs habitants.\n\nDes masques pour tous", "Soutenir")
    soon = pasted(text.replace("Soutenir", "Le soutien aux soignants"))
    assert [section.heading.value for section in soon.sections] == [
        "Le soutien aux soignants",
        "L’aide aux personnes âgées isolées",
    ]
    assert not soon.bulletin.intro
    # What speaks of no theme stays a line below the title.
    assert pasted(text).bulletin.intro[0].text == "Soutenir"


def test_why_a_heading_has_its_theme_is_told_with_the_words_as_they_are_printed():
    text = TWO_SECTIONS.format(line="Avec les personnes ISOLÉES de chez nous")
    (message,) = [one.message for one in pasted(text).sections[1].remarks]
    assert "isolées\u00a0»" in message


def test_commune_and_what_happened_there_open_the_story_of_who_helped():
    text = "Vimy. Sans eau ni chauffage, pas de classe. Le club Alpha a prêté son local de Lens à Avion pour 40 élèves."
    assert len(pasted(f"Arras, le 5 mai 2021\n\nLes nouvelles\n\nVoici des nouvelles.\n\n{text}\n").initiatives) == 1
    told = text.replace("pas de classe", "la mairie a cuisiné 60 repas")
    assert len(pasted(f"Arras, le 5 mai 2021\n\nLes nouvelles\n\nVoici des nouvelles.\n\n{told}\n").initiatives) == 2
