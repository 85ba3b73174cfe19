"""Spaces, quotation marks and apostrophes as a French printer sets them."""

import pytest
from django.utils.safestring import mark_safe
from hypothesis import given
from hypothesis import strategies as st

from french.templatetags.french import unbroken
from french.typography import in_french_type


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("L'aide d'Arras", "L’aide d’Arras"),
        ("Merci!", "Merci\u00a0!"),
        ("Merci ! Vraiment ?!", "Merci\u00a0! Vraiment\u00a0?!"),
        ("Contact : la mairie", "Contact\u00a0: la mairie"),
        ("Contact: la mairie", "Contact\u00a0: la mairie"),
        ('Il dit "merci" à tous', "Il dit «\u00a0merci\u00a0» à tous"),
        ("Il dit « merci » et «bravo»", "Il dit «\u00a0merci\u00a0» et «\u00a0bravo\u00a0»"),
        ("Des masques,des blouses", "Des masques, des blouses"),
        ("Des masques , des blouses .", "Des masques, des blouses."),
        ("Des masques ,des blouses", "Des masques, des blouses"),
        ("Deux  espaces", "Deux espaces"),
        ("Le bulletin n°7, N ° 8", "Le bulletin n°\u00a07, N°\u00a08"),
        ("À suivre...", "À suivre…"),
        ("**Merci**!", "**Merci**\u00a0!"),
    ],
)
def test_typed_text_is_set_in_french(typed, printed):
    assert in_french_type(typed) == printed
    assert in_french_type(printed) == printed


@pytest.mark.parametrize(
    "text",
    [
        "De 14:30 à 15:00, à 2,5 km, 10 000 masques.",
        "https://exemple.fr/?a=1:2;b=3 et don@exemple.fr",
        "[le site](https://exemple.fr/l'aide?x=1)",
        "- une liste\n- de choses\n\n* et d’autres",
        "Ligne  \nsuivante",
        "«\u00a0Merci\u00a0»\u00a0!",
        "Les années 1990… ou 2,5",
    ],
)
def test_what_is_right_or_no_sentence_stays(text):
    assert in_french_type(text) == text


@given(st.text(alphabet="aé 1,.;:!?\"'«»()[]*_-\n\u00a0n°@/", max_size=40))
def test_done_twice_nothing_more_changes(text):
    once = in_french_type(text)
    assert in_french_type(once) == once


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Vide : à la fin ; « Arras » !", "Vide\u00a0: à la fin\u00a0; «\u00a0Arras\u00a0»\u00a0!"),
        (mark_safe('Voir <a title="a : b" href="/?q=a ;b">ici</a> : oui'), '<a title="a : b" href="/?q=a ;b">ici</a>'),
        ("<b> : x", "&lt;b&gt;\u00a0: x"),
        ("10:30, 1;2", "10:30, 1;2"),
    ],
)
def test_sentence_of_ours_is_shown_unbroken_and_escaped(written, shown):
    assert shown in unbroken(written)
