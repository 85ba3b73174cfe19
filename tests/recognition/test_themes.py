"""The theme of a story that no heading announces."""

import pytest

from recognition.layout.themes import theme_of_content
from recognition.normalise import fold, lower
from tests.recognition.recognising import pasted


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
    assert theme_of_content(lower(fold(story)))[0] == slug


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


def test_a_story_that_tells_no_theme_takes_the_usual_one():
    proposal = pasted(
        "Saint-Omer, le 20 avril 2020\n\nL’arrondissement solidaire\n\n"
        "1. À Arques, l’atelier Dubrulle a fabriqué 400 visières.\n\n"
        "2. À Wizernes, l’entreprise Morel a pris contact avec ses clients.\n"
    )
    (section,) = proposal.sections
    assert section.theme.value == "protection"
    assert len(section.initiatives) == 2
