"""Names and contacts leave a text however they are written, and nothing else does."""

import re
import time
from random import Random

import pytest

from organisations.contacts import ContactKind
from organisations.privacy import (
    CONTACT_REMOVED,
    UNLIKE,
    _contact_pattern,
    hide_contacts,
    hide_coordinates,
    hide_families,
    hide_names,
    hide_passages,
)


@pytest.mark.parametrize(
    "written",
    [
        "Jeanne Martin",
        "JEANNE MARTIN",
        "Jeanne\u00a0Martin",
        "Jeanne\nMartin",
        "Martin Jeanne",
        "J. Martin",
        "Mme Martin",
        "Madame MARTIN",
        "Jeanne **Martin",
    ],
)
def test_name_is_hidden_however_it_is_written(written):
    assert hide_names(f"Avec {written}, on coud.", ["Jeanne Martin"]) == "Avec [nom retiré], on coud."


def test_name_between_marks_of_emphasis_is_hidden():
    assert hide_names("_Jeanne Martin_ et **Jeanne Martin**", ["Jeanne Martin"]) == "_[nom retiré]_ et **[nom retiré]**"


def test_accents_and_apostrophes_do_not_save_a_name():
    assert hide_names("Eloise D'Orval et Éloïse D’ORVAL", ["Éloïse d’Orval"]) == "[nom retiré] et [nom retiré]"


@pytest.mark.parametrize("name", ["Læticia Lebœuf", "Laeticia Leboeuf", "LAETICIA LEBŒUF"])
@pytest.mark.parametrize("written", ["Læticia Lebœuf", "Laeticia LEBOEUF", "M. Leboeuf", "L. Lebœuf"])
def test_letters_that_are_joined_do_not_save_a_name(name, written):
    assert hide_names(f"Avec {written}, on coud.", [name]) == "Avec [nom retiré], on coud."
    assert hide_families("Chez Leboeuf et Lebœuf", [name]) == "Chez [nom retiré] et [nom retiré]"


@pytest.mark.parametrize(("name", "written"), [("Zoë Śliwińska", "Zoe Sliwinska"), ("Zoe Sliwinska", "Zoé Śliwińska")])
def test_accents_of_other_languages_do_not_save_a_name(name, written):
    assert hide_names(f"Avec {written}.", [name]) == "Avec [nom retiré]."


@pytest.mark.parametrize("text", ["La rue Martin", "Jeanne coud", "Jeanne Martinez", "Café Martin", "mme martin"])
def test_words_of_others_stay(text):
    assert hide_names(text, ["Jeanne Martin"]) == text


def test_empty_or_strange_names_are_harmless():
    assert hide_names("Texte (.*) intact", ["", "  ", "(.*", "M. "]) == "Texte [nom retiré]) intact"


@pytest.mark.parametrize(
    ("kind", "value", "written"),
    [
        ("phone", "+33321855370", "03 21 85 53 70"),
        ("phone", "+33321855370", "03.21.85.53.70"),
        ("phone", "+33321855370", "+33 3 21 85 53 70"),
        ("phone", "+33321855370", "+33 (0)3 21 85 53 70"),
        ("phone", "3919", "3919"),
        ("email", "solidarité.grandarras@cu-arras.org", "Solidarité.GrandArras@cu-arras.org"),
        ("website", "https://www.meloko.fr", "www.meloko.fr/"),
        ("website", "https://meloko.fr/aide", "http://www.meloko.fr/aide"),
        ("facebook", "https://www.facebook.com/ville.marck", "facebook.com/ville.marck"),
        ("other", "auprès des mairies", "auprès des mairies"),
    ],
)
def test_contact_is_hidden_however_it_is_written(kind, value, written):
    assert hide_contacts(f"Contact : {written} !", [(kind, value)]) == "Contact : [coordonnée retirée] !"


@pytest.mark.parametrize("text", ["Contact : 03 21 85 53 71", "Contact : 003 21 85 53 70 99", "www.meloko.france"])
def test_other_contacts_stay(text):
    assert hide_contacts(text, [("phone", "+33321855370"), ("website", "https://www.meloko.fr")]) == text


@pytest.mark.parametrize(
    ("written", "left"),
    [
        ("appeler (06 12 34 56 78)", "appeler ([coordonnée retirée])"),
        ("appeler (+33 6 12 34 56 78)", "appeler ([coordonnée retirée])"),
        ("appeler (+33) 6 12 34 56 78", "appeler [coordonnée retirée]"),
        ("appeler (0)6 12 34 56 78", "appeler [coordonnée retirée]"),
        ("appeler +33 (0)6 12 34 56 78 (le soir)", "appeler [coordonnée retirée] (le soir)"),
    ],
)
def test_brackets_stay_balanced(written, left):
    assert hide_contacts(written, [("phone", "+33612345678")]) == left
    assert hide_coordinates(written) == (left if "(0)6 12" not in written or "+33" in written else written)


def test_passage_is_hidden_across_white_space():
    assert hide_passages("au 3 rue\n des Lilas.", ["3 rue des Lilas"]) == "au [passage retiré]."


def test_patterns_that_are_not_made_would_have_found_nothing():
    """Pieces of contacts put together at random: whether a pattern is worth its making is asked first."""
    random = Random(7)
    contacts = [
        (ContactKind.PHONE, "0321000000"),
        (ContactKind.PHONE, "+442071234567"),
        (ContactKind.EMAIL, "aide@exemple.fr"),
        (ContactKind.EMAIL, "sans-arobase"),
        (ContactKind.WEBSITE, "https://www.Exemple.fr/aide"),
        (ContactKind.WEBSITE, "https://mairie-béthune.fr"),
        (ContactKind.TWITTER, "https://twitter.com/exemple_ks"),
    ]
    pieces = [
        "03 21 00 00 00", "+33 3 21 00%2000 00", "(0)3.21.00.00.00", "03 21", "+44 20 7123 4567", "12", "AIDE", "aide",
        "@", "(at)", "[ arobase ]", "arobaſe", "%40", "&#64;", "exemple.fr", "Exemple.FR", "/aide", "https://www.",
        "@exemple_ks", "@Exemple_\u212aſ", "mairie-b%C3%A9thune.fr", ". ", " ", "\n",
    ]  # fmt: skip
    found = 0
    for _ in range(3_000):
        text = "".join(random.choice(pieces) for _ in range(random.randint(1, 6)))
        for kind, value in contacts:
            expected = _contact_pattern(kind, value).sub(CONTACT_REMOVED, text)
            assert hide_contacts(text, [(kind, value)]) == expected
            found += expected != text
    assert found > 500


def test_letters_unlike_their_lower_case_are_known():
    letters = [chr(code) for code in range(128, 0x10000) if re.fullmatch("[a-z0-9]", chr(code), re.IGNORECASE)]
    assert all(UNLIKE.fullmatch(letter) for letter in letters)


def test_hiding_takes_linear_time():
    text = "Mme " * 50_000 + "0" * 50_000
    started = time.monotonic()
    hide_contacts(hide_names(text, ["Jeanne Martin"]), [("phone", "+33321855370")])
    assert time.monotonic() - started < 2
