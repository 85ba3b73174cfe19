"""What is shouted, put in sentence case."""

import pytest

from french.capitals import calmed, names_in, shouted

NAMES = {"marck": "Marck", "portel": "Portel", "saint omer": "Saint-Omer", "ville de calais": "Ville de Calais"}


@pytest.mark.parametrize(
    ("text", "calm"),
    [
        ("LA VILLE DE MARCK COUD DES MASQUES.", "La ville de Marck coud des masques."),
        ("Merci aux COUTURIÈRES de Marck.", "Merci aux couturières de Marck."),
        ("LE CCAS DE SAINT OMER LIVRE 200 REPAS. Il sert.", "Le CCAS de Saint-Omer livre 200 repas. Il sert."),
        ("L’EHPAD DE SAINT-OMER REMERCIE JEAN DUPONT !", "L’EHPAD de Saint-Omer remercie Jean Dupont !"),
        ("MASQUES COUSUS A MARCK PAR LES VOISINS", "Masques cousus à Marck par les voisins"),
        ("DES REPAS AU PORTEL POUR LE SMUR", "Des repas au Portel pour le SMUR"),
        ("Hier, LA VILLE DE CALAIS A DONNÉ DES GANTS à tous.", "Hier, la Ville de Calais a donné des gants à tous."),
        ("**UN GRAND MERCI** À TOUS LES VOISINS", "**Un grand merci** à tous les voisins"),
        ("Le CHU et la CARSAT HAUTS-DE-FRANCE remercient.", "Le CHU et la CARSAT HAUTS-DE-FRANCE remercient."),
        ("Rien ne crie ici.", "Rien ne crie ici."),
    ],
)
def test_what_is_shouted_comes_in_sentence_case_and_names_stay(text, calm):
    assert calmed(text, NAMES, places=["marck", "portel", "saint omer"]) == calm
    assert calmed(calm, NAMES, places=["marck"]) == calm
    assert not shouted(calm)


def test_told_acronyms_keep_their_capitals():
    assert calmed("LE BIDULE AIDE TOUS LES VOISINS", {}, acronyms=["BIDULE"]) == "Le BIDULE aide tous les voisins"


def test_names_are_looked_for_in_what_is_shouted_alone():
    assert "saint omer" in names_in("DES REPAS A SAINT-OMER CE SOIR. Calais dort.")
    assert "calais" not in names_in("DES REPAS A SAINT-OMER CE SOIR. Calais dort.")
