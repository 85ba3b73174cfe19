"""What stands around the stories: heads of mails and letters, imprints, lists of recipients, words of leave."""

import re
from datetime import date

import pytest

from recognition.assemble import propose
from recognition.blocks import Block, BlockKind, Document
from recognition.layout.margins import IMPRINT
from recognition.normalise import fold, lower
from recognition.proposal import Role
from recognition.vocabulary import rows
from tests.recognition.recognising import GAZETTEER, pasted

HEAD = "Lens, le 5 mai 2021\n\nLes nouvelles solidaires\n\nVoici ce que font nos communes pour leurs habitants.\n\n"
STORIES = (
    "- À Avion, le club Alpha a cousu 300 masques. Contact : alpha@exemple.fr\n\n"
    "- À Méricourt, l’association Bêta livre 40 repas. Contact : beta@exemple.fr\n\n"
)


@pytest.mark.parametrize(
    "foot",
    [
        "Directeur de la publication : Paul Lemaire – Rédaction : service communication – Tirage : 900 exemplaires",
        "Directrice de la publication : Anne Caron - ISSN en cours - Ne pas jeter sur la voie publique",
        "Lettre de la ville de Vimy – 5, rue du Marais, 62580 Vimy – Directeur de la publication : Paul Lemaire – "
        "Tirage : 900 exemplaires. Une initiative à signaler ? vimy@exemple.fr",
        "Crédits photos : mairie de Vimy",
        "Relevé établi par le secrétariat du réseau Alpha – 03 21 00 40 40",
        "À toutes et à tous, un grand merci. Les dons pour Vimy sont réunis par le réseau : reseau@exemple.fr.",
        "Partager cette page\n\nÀ lire aussi\n\nLe marché de Vimy : www.exemple.fr/marche\n\n"
        "Mairie de Vimy – 1, rue du Lac – 62580 Vimy – Tél. 03 21 00 40 40",
        "Cette lettre est aussi la vôtre : envoyez vos nouvelles à lettre@exemple.fr !",
        "La lettre de Vimy est publiée par le centre social, 8 rue du Lac. 03 21 47 00 00. Rédaction : Paul et Nadia.",
        "© Ville de Vimy 2021 – Tous droits réservés",
        "Vous recevez ce message parce que vous êtes abonné : www.exemple.fr/lettre",
        "Si vous ne souhaitez plus recevoir cette lettre, écrivez à lettre@exemple.fr",
        "Diffusion : mairies et CCAS ; paroisse de Vimy ; Secours catholique ; presse",
        "Copie : archives de Vimy",
        "PJ : un plan de Vimy",
        "Destinataires :\nMairie de Vimy\nParoisse de Lens",
        "Cordialement,\n\nAnne Caron\nChargée de mission\nRéseau Alpha\n15, place du Marché - 62580 Vimy\n"
        "Tél. 03 21 00 40 40 - www.exemple.fr",
        "Bonne lecture et belle journée,\n\n--\nAnne Caron\nRéseau Alpha (association)\nwww.exemple.fr",
        "Si vous en connaissez d’autres, répondez à ce mail : reseau@exemple.fr",
        "Pour nous contacter : reseau@exemple.fr",
        "Nous contacter : 03 21 00 40 40",
        "Les communes qui souhaitent proposer un logement peuvent le signaler à reseau@exemple.fr.\n\n"
        "Je vous remercie de cet élan qui honore notre territoire.",
        "En cas d’urgence : le 115 (hébergement), le 15 (SAMU). Ces appels sont gratuits.",
        "www.pas-de-calais.gouv.fr",
        "Numéros utiles : 115, 112.",
        "La sous-préfecture reste à votre écoute au 03 21 13 47 00.",
        "ALPHA – 2 rue du Lac, CS 20079, 62580 Vimy Cedex",
        "EN PRATIQUE\nMairie de Vimy, 1 rue du Lac, 62580 Vimy\nTél. : 03 21 00 40 40 – www.vimy.exemple.fr",
        "Rappel : boire régulièrement. Info service : 0 800 06 66 66.",
    ],
)
def test_foot_is_neither_a_story_nor_a_contact_of_the_last_one(foot):
    proposal = pasted(HEAD + STORIES + foot + "\n")
    contacts = [[contact.value for contact in one.contacts] for one in proposal.initiatives]
    assert contacts == [["alpha@exemple.fr"], ["beta@exemple.fr"]]
    assert [[c.name for c in one.in_role(Role.ACTS)] for one in proposal.initiatives] == [["Avion"], ["Méricourt"]]


@pytest.mark.parametrize(
    "last",
    [
        "Je veux citer enfin les enfants de Vimy : l’école y a dessiné 140 cartes pour les aînés.",
        "Nous saluons enfin les couturières de Vimy, qui ont cousu 300 masques pour leurs voisins.",
        "La mairie de Vimy rappelle que ses agents livrent 60 repas par jour aux personnes âgées.",
    ],
)
def test_last_story_of_a_letter_is_no_word_of_leave(last):
    proposal = pasted(f"{HEAD}À Avion, le club Alpha a cousu 300 masques.\n\n{last}\n\nJe vous remercie tous.\n")
    assert len(proposal.initiatives) == 2
    assert [passage.text for passage in proposal.bulletin.closing] == ["Je vous remercie tous."]


def test_titles_below_a_way_on_go_on_where_stories_follow():
    proposal = pasted(
        f"{HEAD}{STORIES}Voir aussi\n\nÀ Vimy, le club Gamma livre 50 repas par jour aux aînés du bourg.\n"
    )
    assert len(proposal.initiatives) == 3


def test_who_gets_a_copy_does_not_hide_the_town_hall_that_writes():
    head = "Mairie de Wimereux\nWimereux, le 20/01/2023\n\nObjet : Nos actions\n\n"
    text = f"{head}- Dons\n\n- Le club Alpha a cousu 210 bonnets.\n\n"
    initiative = pasted(f"{text}Je vous remercie.\n\nCopie : sous-préfecture de Boulogne\n").initiatives[-1]
    assert [commune.name for commune in initiative.communes] == ["Wimereux"]


def test_what_the_office_says_under_its_own_title_is_no_story():
    text = "VILLE DE VIMY\nBulletin n° 3\n\nÉDITO\nChers habitants de Vimy, la mairie pense à vous.\n\nBRAVO\n\n"
    proposal = pasted(text + STORIES)
    assert len(proposal.initiatives) == 2
    assert "Chers habitants de Vimy, la mairie pense à vous." in [p.text for p in proposal.bulletin.intro]


def test_first_of_several_headings_in_capitals_is_no_subtitle():
    text = (
        "N° 3 | 9 mai 2022\nL’ÉCHO DE VIMY\n\nEN BREF\nÀ Avion, le club Alpha a cousu 300 masques.\n"
        "À Lens, l’amicale Bêta livre 40 repas.\n\nLE PORTRAIT\nÀ Vimy, "
    )
    proposal = pasted(text + "Germaine Exemple a tricoté 140 bonnets pour les enfants.\n")
    assert proposal.sections[0].heading.value == "EN BREF"
    assert len(proposal.initiatives) == 3


def test_heading_that_looks_like_those_of_sections_opens_one():
    """The third names those who act, as stories do; the others speak of a theme."""
    headings = ("Aider les aînés", "Aider les enfants", "Ce que font les entreprises")
    blocks = [Block("Bulletin", BlockKind.HEADING, 1), Block("Voici nos nouvelles de la semaine, chers habitants.")]
    for heading in headings:
        blocks += [
            Block(heading, BlockKind.HEADING, 2),
            Block("À Avion, le club Alpha a cousu 300 masques pour ses voisins."),
            Block("À Vimy, l’association Bêta a livré 40 repas aux personnes seules."),
        ]
    assert tuple(s.heading.value for s in propose(Document.of(blocks), GAZETTEER).sections) == headings


def test_line_below_the_title_may_head_the_first_story():
    text = (
        "Lille, le 8 mars 2021\n\nElles agissent !\n\nAnne Caron – Roubaix\nDepuis 2015, elle accompagne 40 femmes.\n"
    )
    (initiative,) = pasted(text).initiatives
    assert [commune.name for commune in initiative.communes] == ["Roubaix"]


def test_a_story_may_speak_of_photos_and_printing():
    proposal = pasted(f"{HEAD}- À Avion, le club Alpha imprime en 3D 300 visières. Photos : www.exemple.fr\n")
    assert [contact.value for contact in proposal.initiatives[0].contacts] == ["http://www.exemple.fr"]


MAIL = """De : Anne Caron <a.caron@exemple.fr>
{sent}
À : Liste des partenaires
Objet : TR: Les bonnes nouvelles n° 4

Bonjour à tous,

"""


@pytest.mark.parametrize(
    "sent",
    [
        "Date : jeudi 14 octobre 2021 09:42",
        "Envoyé : jeu. 14 oct. 2021 à 09:42",
        "Date : Thu, 14 Oct 2021 09:42:11 +0200",
        "Date : 2021-10-14 09:42",
        "Envoyé le : 14/10/21 09:42",
    ],
)
def test_head_of_a_mail_gives_day_sender_title_and_number(sent):
    proposal = pasted(MAIL.format(sent=sent) + STORIES)
    bulletin = proposal.bulletin
    assert bulletin.date.value == date(2021, 10, 14)
    assert (bulletin.title.value, bulletin.number.value) == ("Les bonnes nouvelles n° 4", 4)
    assert bulletin.signatory.value == "Anne Caron"
    assert len(proposal.initiatives) == 2
    assert not bulletin.links


def test_forwarded_mail_is_dated_by_who_wrote_it():
    note = (
        "De : Paul Lemaire <p@exemple.fr>\nDate : 18 octobre 2021\nObjet : TR: à lire\n\nPour vous, c’est intéressant."
        "\n\n-------- Message transféré --------\n"
    )
    bulletin = pasted(note + MAIL.format(sent="Date : 14 octobre 2021") + STORIES).bulletin
    assert (bulletin.date.value, bulletin.signatory.value) == (date(2021, 10, 14), "Anne Caron")


def test_older_mail_below_an_answer_does_not_hide_the_answer():
    text = MAIL.format(sent="Date : 14 octobre 2021") + STORIES + "\n" + MAIL.format(sent="Date : 1 mars 2021")
    proposal = pasted(text)
    assert proposal.bulletin.date.value == date(2021, 10, 14)
    assert len(proposal.initiatives) == 2


def test_quoted_mail_is_read_without_its_marks():
    text = "\n".join(
        f"> {line}".rstrip() for line in (MAIL.format(sent="Date : 14 octobre 2021") + STORIES).split("\n")
    )
    proposal = pasted(text)
    assert proposal.bulletin.title.value == "Les bonnes nouvelles n° 4"
    assert [c.value for one in proposal.initiatives for c in one.contacts] == ["alpha@exemple.fr", "beta@exemple.fr"]


def test_day_of_what_happened_is_not_the_day_of_the_letter():
    text = (
        "Madame, Monsieur,\n\nSuite à la tempête Alpha du 2 novembre 2023, je souhaite vous faire part de gestes.\n\n"
    )
    bulletin = pasted(text + STORIES).bulletin
    assert (bulletin.date, bulletin.place) == (None, None)


def test_name_of_a_newsletter_with_its_day_is_its_title():
    bulletin = pasted(
        f"Infolettre « Voisins » - n° 22 - jeudi 11 mai 2023\n\nSOMMAIRE\nMasques - Repas\n\n{STORIES}"
    ).bulletin
    assert bulletin.title.value == "Infolettre « Voisins » - n° 22 - jeudi 11 mai 2023"
    assert (bulletin.number.value, bulletin.date.value) == (22, date(2023, 5, 11))


def test_one_label_of_a_mail_makes_no_head():
    assert pasted("Date : 5 mai 2021\n\nLes nouvelles\n\n" + STORIES).bulletin.title.value == "Les nouvelles"


def test_what_a_letter_is_about_is_its_title():
    text = (
        "Béthune, le 24 mars 2022\n\nLe sous-préfet de Béthune\n\nà\n\nMesdames et Messieurs les maires\n\n"
        "Objet : Accueil des familles – initiatives locales\n\nMesdames, Messieurs,\n\n"
    )
    proposal = pasted(text + STORIES)
    assert proposal.bulletin.title.value == "Accueil des familles – initiatives locales"
    assert len(proposal.initiatives) == 2


@pytest.mark.parametrize("line", ["N° 12", "n°12", "Numéro 12", "N° 12 – avril 2022", "— n° 12 —"])
def test_number_on_the_line_below_the_title(line):
    """As word processors give it: a paragraph of its own."""
    body = [Block("À Avion, le club Alpha a cousu 300 masques.", BlockKind.ITEM, marker="-")]
    title = Block("Le département solidaire", BlockKind.HEADING, 1)
    proposal = propose(Document.of([Block("Arras, le 6 avril 2022"), title, Block(line), *body]), GAZETTEER)
    assert (proposal.bulletin.number.value, proposal.bulletin.kind) == (12, "numbered")


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Arras, le 2022-04-06", date(2022, 4, 6)),
        ("Arras, le 06/04/22", date(2022, 4, 6)),
        ("Arras – 6 avr. 2022", date(2022, 4, 6)),
        ("Arras, le 6.4.2022", date(2022, 4, 6)),
        ("Arras, mer. 6 avril 2022", date(2022, 4, 6)),
        ("Parution : mardi 6 avril 2022", date(2022, 4, 6)),
        ("06.04.22.10.15", None),
        ("Mai 2022", None),
    ],
)
def test_days_in_short(line, day):
    found = pasted(f"{line}\n\nLes nouvelles solidaires\n\n{STORIES}").bulletin.date
    assert (found and found.value) == day


def test_letter_with_its_month_only_has_a_number_and_no_day():
    bulletin = pasted(f"Lettre d’information n° 4 – mai 2022\n\nVoici des nouvelles.\n\n{STORIES}").bulletin
    assert (bulletin.title.value, bulletin.number.value) == ("Lettre d’information n° 4 – mai 2022", 4)
    assert bulletin.date is None


@pytest.mark.parametrize("row", [row for row in rows("edges.csv") if row["example"]], ids=lambda row: row["example"])
def test_each_example_of_the_list_is_read_by_its_words(row):
    pattern = IMPRINT if row["part"] == "imprint" else re.compile(row["words"])
    assert pattern.match(lower(fold(row["example"])))
