"""What a number counts: the words of `recognition/data/figures.csv`, and nouns in the plural.

12 EHPAD · 4 000 m³ · 80 t · 60 stères · 40 rendez-vous · 8 ordinateurs      a unit
350 livres                                                                  books; “350 livrés” is what was done
20 pouces · 50 centimes · 3 étages à gauche                                  nothing
"""

from __future__ import annotations

from collections import defaultdict

from recognition.normalise import Source, fold, lower
from recognition.vocabulary import rows


def _parts() -> dict[str, dict[str, str]]:
    """Each part with its words, as the file writes them, and the unit that each stands for."""
    parts: dict[str, dict[str, str]] = defaultdict(dict)
    for row in rows("figures.csv"):
        parts[row["part"]][row["word"]] = row["unit"]
    return parts


_PARTS = _parts()
MEASURES = _PARTS["measure"]
LENGTHS = frozenset(_PARTS["length"])
DURATIONS = frozenset(_PARTS["duration"])
LONG_DURATIONS = frozenset(_PARTS["long duration"])
# Where one may stay: they are there every night, and are not given every night.
PLACES_TO_STAY = frozenset(_PARTS["place to stay"])
PEOPLE = frozenset(_PARTS["people"])
# Below ten, only what is plainly counted: “deux entreprises” is a turn of phrase, “8 ordinateurs” is a figure.
COUNTED = PEOPLE | frozenset(_PARTS["counted below ten"])
BEFORE_NOUN = frozenset(_PARTS["before a noun"])
NEVER = frozenset(_PARTS["never counted"])
# The same without accents, each with the accented word it stands for.
PARTICIPLES = {lower(fold(word)): word for word in _PARTS["participle"]}
_INVARIABLE = frozenset(_PARTS["invariable"])


def is_unit(word: str) -> bool:
    """A word, folded and in lower case, that is counted: in the plural, or one that has none."""
    return word in _INVARIABLE or (len(word) > 3 and word[-1] in "sxz" and word not in NEVER)


def is_invariable(word: str) -> bool:
    return word in _INVARIABLE


def is_participle(source: Source, start: int, end: int) -> bool:
    """“livrés”, and “livres” only in a text without accents: “350 livres” are books."""
    meant = PARTICIPLES.get(source.low[start:end])
    return meant is not None and (source.text[start:end].lower() == meant or not source.has_accents)
