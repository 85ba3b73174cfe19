"""Patterns of names and contacts are made only where a text has the letters; nothing that is hidden is lost by that."""

import random
import unicodedata

from organisations import privacy
from organisations.privacy import hide_contacts, hide_names

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
    text = "À Lens, des couturières donnent mille masques."
    assert hide_contacts(text, [one for one in CONTACTS if one[1].isascii() and one[0] != "other"]) == text
    assert hide_names(text, ["Jeanne Kisling", "Mme Œuvrard"]) == text
    assert not privacy._contact_pattern.cache_info().currsize
    assert not privacy._name_pattern.cache_info().currsize
