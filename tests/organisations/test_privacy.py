"""Names and contacts leave a text however they are written, and nothing else does."""

import random
import time
import unicodedata

import pytest

from organisations import privacy
from organisations.privacy import hide_contacts, hide_coordinates, hide_families, hide_names, hide_passages


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


def test_hiding_takes_linear_time():
    text = "Mme " * 50_000 + "0" * 50_000
    started = time.monotonic()
    hide_contacts(hide_names(text, ["Jeanne Martin"]), [("phone", "+33321855370")])
    assert time.monotonic() - started < 2


CONTACTS = [
    ("phone", "+33321000203"),
    ("phone", "3919"),
    ("phone", "+202021234567"),
    ("email", "kiosk.is@asso-lens.fr"),
    ("email", "solidarité@cu-arras.org"),
    ("website", "https://www.Exemple-kiosk.fr/Aide/"),
    ("website", "https://exemple.fr/été"),
    ("twitter", "https://twitter.com/Ville_sk"),
    ("facebook", "https://www.facebook.com/ville.is"),
    ("other", "auprès  des mairies"),
    ("other", "Kiosk des isles"),
]
NAMES = ["Jeanne Kisling", "Mme Œuvrard", "Éloïse D’Aïssk", "Søren Ørsk", "Ирина Волкова", "Li", "Anne-Marie Des Ifs"]
ODD_LETTERS = {"k": "kK\u212a", "s": "sS\u017f", "i": "iI\u0131\u0130", "e": "eEéÉè", "'": "'’", "’": "'’"}


def _written_oddly(value: str, draw: random.Random) -> str:
    """In letters, spaces and codes that somebody may write it in; not always one in which it is still found."""
    gaps = ["", "", "", " ", "\u00a0", ".", "%20", "&nbsp;", "**", "\u00ad"]
    digits = sum(sign.isdigit() for sign in value) > 3
    written = "".join(
        draw.choice(ODD_LETTERS.get(sign.lower(), sign + sign.upper()[:1])) + (draw.choice(gaps) if digits else "")
        for sign in value.replace("+33", draw.choice(["0", "+33", "(+33) ", "%2B33"]))
    )
    written = written.replace("@", draw.choice(["@", " [at] ", "%40"])).replace(" ", draw.choice([" ", "\n", "\u00a0"]))
    return unicodedata.normalize(draw.choice(["NFC", "NFC", "NFD"]), written)


def test_a_text_is_searched_wherever_a_pattern_finds_something():
    """Whether the letters are there is looked at first: nothing that is hidden may be lost by that."""
    draw, found = random.Random(62), 0
    for turn in range(1_500):
        kind, value = CONTACTS[turn % len(CONTACTS)]
        text = f"Voir {_written_oddly(value, draw)} !"
        pattern = privacy._contact_pattern(kind, unicodedata.normalize("NFC", value))
        assert hide_contacts(text, [(kind, value)]) == pattern.sub("[coordonnée retirée]", text), (value, text)
        found += bool(pattern.search(text))
        name = NAMES[turn % len(NAMES)]
        text = unicodedata.normalize("NFC", f"Avec {_written_oddly(name, draw)}, on coud.")
        assert hide_names(text, [name]) == privacy._name_pattern(name).sub("[nom retiré]", text), (name, text)
        found += bool(privacy._name_pattern(name).search(text))
    assert found > 1_000  # the control: they were written so as to be found


def test_no_pattern_is_made_for_what_a_text_does_not_have():
    privacy._contact_pattern.cache_clear()
    privacy._name_pattern.cache_clear()
    text = "À Lens, des couturières donnent 1 600 masques."
    assert hide_contacts(text, [one for one in CONTACTS if one[1].isascii()]) == text
    assert hide_names(text, ["Jeanne Kisling", "Mme Œuvrard"]) == text
    assert not privacy._contact_pattern.cache_info().currsize
    assert not privacy._name_pattern.cache_info().currsize
