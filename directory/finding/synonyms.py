"""Other words for the same thing, by which a search is widened.

Stemming brings “masques” and “masque” together, not “coudre” and “couturière”: whoever looks for help uses another word
than the bulletin. The list is short on purpose: only words that mean the same in these texts, each read in a bulletin
or typed by someone who found nothing. A widened word finds more, never less; quotes or a minus sign keep it as typed.
"""

from __future__ import annotations

from french.accents import sort_key

FAMILIES = (
    ("coudre", "coud", "cousent", "cousu", "cousus", "couture", "couturière", "couturières", "couturier"),
    ("écoute", "écouter", "appel téléphonique", "appels téléphoniques"),
    ("camion", "camionneur", "poids lourd", "routier", "chauffeur routier"),
    ("vieux", "vieille", "personne âgée", "personnes âgées", "âgé", "aîné", "senior"),
)


def _key(text: str) -> str:
    """Without accents or plural marks: “Routiers” and “routier” are one."""
    return " ".join(word if word == "vieux" else word.rstrip("sx") for word in sort_key(text).split())


_FAMILY_OF = {_key(word): family for family in FAMILIES for word in family}


def synonyms(text: str) -> tuple[str, ...]:
    """The family of a word or of two words in a row; nothing for most."""
    return _FAMILY_OF.get(_key(text), ())
