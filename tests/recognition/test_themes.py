"""The theme of a heading or of a story, from the data of the themes; no fit gives none."""

import re

import pytest

from recognition.assemble import propose
from recognition.blocks import Block, BlockKind, Document
from recognition.gazetteer import Theme
from recognition.layout.theme_words import pattern_of
from recognition.layout.themes import Certainty, ThemeReader, reader_of
from recognition.normalise import fold, lower
from recognition.proposal import ProposedSection
from tests.recognition.recognising import GAZETTEER, pasted


@pytest.mark.parametrize(
    ("story", "slug"),
    [
        ("Des collégiens cousent 300 masques pour les infirmières de l’hôpital.", "protection"),
        ("La commune a distribué 2 000 masques aux commerçants et aux habitants du centre.", "protection"),
        ("La crêperie du port a livré 60 galettes à la clinique.", "soignants"),
        ("Un coiffeur offre une coupe aux aides-soignantes.", "soignants"),
        ("L’orchestre joue chaque samedi sous les fenêtres du quartier.", "confinees"),
        ("M. Hecquet répond aux appels des personnes qui vivent seules.", "isolees"),
        ("Le boulanger livre des brioches aux pensionnaires de la maison de retraite.", "isolees"),
        ("Les pâtissiers Roger préparent deux fois par mois des tartes pour l’Ehpad de Guînes.", "isolees"),
        ("Le lycée fabrique des visières pour les Ehpad et les personnes âgées.", "protection"),
        ("Un libraire lit des contes : www.facebook.com/libraire", "jeunes"),
        ("La ludothèque prépare des sacs de jeux et des coloriages pour les familles.", "jeunes"),
        ("Deux professeurs retraités aident aux devoirs par visioconférence.", "continuite-pedagogique"),
        ("Le club ouvre ses douches aux conducteurs de poids lourds.", "routiers"),
    ],
)
def test_theme_of_a_story(story, slug):
    assert reader_of(GAZETTEER.themes).of_story(story) == slug


def headed(heading: str, *stories: str) -> ProposedSection:
    """The one section that a heading with its bullets makes."""
    head = [Block("Solidarité n° 2", BlockKind.HEADING, 1), Block("Un mot pour ouvrir la semaine.")]
    items = [Block(story, BlockKind.ITEM, marker="-") for story in stories]
    document = Document.of([*head, Block(heading, BlockKind.HEADING, 2), *items])
    (section,) = propose(document, GAZETTEER).sections
    assert section.heading.value == heading
    return section


def test_stories_without_heading_stand_under_their_own_theme():
    proposal = pasted(
        "Saint-Omer, le 20 avril 2020\n\nL’arrondissement solidaire\n\n"
        "1. À Arques, l’atelier Dubrulle a fabriqué 400 visières.\n\n"
        "2. À Blendecques, la mairie téléphone chaque matin aux personnes isolées.\n\n"
        "3. À Lumbres, deux enseignantes corrigent les devoirs des élèves sans ordinateur.\n"
    )
    assert [(section.heading, section.theme.value) for section in proposal.sections] == [
        (None, "protection"),
        (None, "isolees"),
        (None, "continuite-pedagogique"),
    ]


def test_a_story_that_tells_no_theme_takes_the_one_of_all_others():
    proposal = pasted(
        "Saint-Omer, le 20 avril 2020\n\nL’arrondissement solidaire\n\n"
        "1. À Arques, l’atelier Dubrulle a fabriqué 400 visières.\n\n"
        "2. À Wizernes, l’entreprise Morel a pris contact avec ses clients.\n\n"
        "3. À Lumbres, le club Les Aiguilles coud des masques.\n"
    )
    (section,) = proposal.sections
    assert (section.theme.value, section.theme.confidence) == ("protection", Certainty.BY_NEIGHBOURS)
    assert [remark.level for remark in section.remarks] == ["warning"]
    assert len(section.initiatives) == 3


def test_stories_that_mostly_tell_no_theme_have_none():
    """A few words of another crisis are chance: one section, its theme to be chosen."""
    proposal = pasted(
        "Saint-Omer, le 20 mars 2022\n\nL’arrondissement accueille\n\n"
        "1. À Arques, la paroisse Saint-Martin loge deux familles.\n\n"
        "2. À Lumbres, l’association Pas à pas aide aux devoirs.\n\n"
        "3. À Wizernes, l’entreprise Morel embauche six personnes.\n"
    )
    (section,) = proposal.sections
    assert section.theme is None
    assert [(remark.field, remark.level) for remark in section.remarks] == [("theme", "warning")]


OTHER_CRISES = (
    "Héberger et reloger",
    "Pomper, nettoyer, remettre en état",
    "Se mettre à l’abri",
    "Logement",
    "Collecte de dons",
    "Petits commerces",
    "Eau, ombre et lieux frais",
    "Accueillir les familles déplacées",
    "Solidaires avec les animaux",
    "Rétablir l’électricité",
    "Ramasser les déchets",
    "Déneiger",
)


@pytest.mark.parametrize("heading", OTHER_CRISES)
def test_heading_of_another_crisis_has_no_theme(heading):
    """Its stories hold words of our themes: they decide nothing below a heading that nobody knows."""
    section = headed(
        heading,
        "À Arques, l’association Pas à pas offre des repas aux familles.",
        "À Lumbres, le club Gamma prête sa salle aux personnes âgées.",
    )
    assert section.theme is None
    assert section.as_dict()["theme"] is None
    assert "choisissez un thème" in section.remarks[0].message


FLOOD = Theme("logement", "Se loger", words=("hébergement",), headings=("Héberger et reloger", "Un toit pour tous"))


def test_exact_heading_of_a_theme_beats_all_words():
    reader = ThemeReader([*GAZETTEER.themes, Theme("couture", "Couture", headings=("Des masques pour les soignants",))])
    fit = reader.of_heading("- DES MASQUES pour les soignants :")
    assert (fit.slug, fit.certainty) == ("couture", Certainty.PRINTED)


@pytest.mark.parametrize(
    ("heading", "certainty"),
    [
        ("Héberger et reloger", Certainty.PRINTED),
        ("2. HEBERGER ET RELOGER :", Certainty.PRINTED),
        ("Se loger", Certainty.PRINTED),
        ("Solidaires pour reloger et héberger", Certainty.NEARLY_PRINTED),
        ("L’hébergement", Certainty.BY_WORDS),
    ],
)
def test_heading_of_a_new_theme_is_known_by_its_data_alone(heading, certainty):
    fit = ThemeReader([*GAZETTEER.themes, FLOOD]).of_heading(heading)
    assert (fit.slug, fit.certainty) == ("logement", certainty)


def test_heading_that_two_themes_claim_has_none():
    assert reader_of(GAZETTEER.themes).of_heading("Soignants et routiers") is None


def test_single_word_of_a_heading_needs_its_stories():
    helped = headed("Du côté de l’école", "À Lens, l’association Alpha aide aux devoirs.")
    emptied = headed("Du côté de l’école", "À Lens, l’association Alpha vide une cave.")
    assert (helped.theme.value, helped.theme.confidence) == ("continuite-pedagogique", Certainty.BY_HINT)
    assert [remark.level for remark in helped.remarks] == ["warning"]
    assert emptied.theme is None


@pytest.mark.parametrize(
    ("entry", "found", "not_found"),
    [
        ("masque", ["un masque", "des MASQUES"], ["démasqué", "masquer"]),
        ("isolé", ["isolée", "isolés", "isolees"], ["isolement"]),
        ("gel", ["du gel", "gels"], ["gelée"]),
        ("hôpital", ["l’hôpital", "les hôpitaux"], ["hospitalier"]),
        ("pédagog*", ["pédagogie", "pédagogiques"], ["démagogie"]),
        ("personne seul/âgée", ["personnes seules", "personnes âgées"], ["personne d’autre"]),
        ("restos du coeur", ["Restos du cœur", "restos du coeur"], ["restos"]),
        ("masque, visière", ["visières", "masque"], ["gel"]),
        ("don, repas … hôpital", ["un repas pour l’hôpital"], ["repas. À l’hôpital", "hôpital : repas"]),
    ],
)
def test_entry_of_a_theme_finds_its_words(entry, found, not_found):
    pattern = re.compile(pattern_of(entry))
    assert all(pattern.search(lower(fold(text))) for text in found)
    assert not any(pattern.search(lower(fold(text))) for text in not_found)


@pytest.mark.parametrize("entry", ["", "…", " , ", "*", "… *"])
def test_entry_without_a_letter_finds_nothing(entry):
    assert pattern_of(entry) is None
