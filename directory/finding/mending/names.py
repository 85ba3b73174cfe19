"""Names behind a word that nothing has: a misspelt place, the organisation whose initials were typed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from django.db.models import Exists, OuterRef

from communes import reference
from directory.finding.forms.ordinary import is_ordinary
from directory.finding.grammar import PLAIN_GRAMMAR
from directory.finding.meaning import DATABASE_NAMES, Names
from directory.finding.spelling import Sounds, nearest
from french.accents import sort_key, spelt_out
from initiatives.models import Participation
from organisations.models import Organisation

INITIALS = re.compile(r"[A-Z]{3,8}")
SHORTEST_NAME = 4  # letters: one less, and nearly every beginning would be a town’s
KINDS_OF_GROUPING = frozenset(["ca", "cc", "cu"])
SMALL_WORDS = "(?: (?:a|au|aux|d|de|des|du|en|et|l|la|le|les|pour|sur))*"


def name_behind(typed: str, known: Names = DATABASE_NAMES) -> str:
    """The name that a word stands for; empty where there is none. One query for capitals, and those of `known`."""
    return _grouping_of_initials(typed, known) or spelt_out_initials(typed) or misspelt_place(typed, known)


def _grouping_of_initials(typed: str, known: Names) -> str:
    """“ccra”, CC de la Région d’Audruicq: the one intercommunalité whose name these letters begin."""
    found = _initials(tuple(known.places().values())).get(typed.lower(), [])
    return found[0] if len(found) == 1 else ""


@lru_cache(maxsize=4)
def _initials(names: tuple[str, ...]) -> dict[str, list[str]]:
    begun: dict[str, list[str]] = {}
    for name in names:
        kind, *words = sort_key(name).split()
        telling = [word for word in words if word not in PLAIN_GRAMMAR]
        if kind in KINDS_OF_GROUPING and len(telling) > 1:
            begun.setdefault(kind + "".join(word[0] for word in telling), []).append(name)
    return begun


def misspelt_place(typed: str, known: Names = DATABASE_NAMES) -> str:
    """A commune of the territory, its inhabitants, or an area, that a slip turned into this."""
    key = spelt_out(sort_key(re.sub(r"^[dlDL]'", "", typed)))
    names = _inhabitants() | known.places()
    near = "" if key in names else next(nearest(key, _sounds(tuple(names))), "")
    return names.get(near, "")


@cache
def _inhabitants() -> dict[str, str]:
    return {sort_key(form): form for form in reference.demonyms()}


@lru_cache(maxsize=4)
def _sounds(names: tuple[str, ...]) -> Sounds:
    return Sounds.of(names)


def spelt_out_initials(typed: str) -> str:
    """The one organisation that acts in something public and whose name these capitals begin. One query, or none.

    Small words between may count or not, and one word may be left over: “MDNI”, Maison du numérique et de l’innovation
    du Calaisis. Never somebody’s own name.
    """
    if not INITIALS.fullmatch(typed):
        return ""
    words = [f"{letter}[a-z0-9]*" for letter in typed.lower()]
    pattern = f"^{f'{SMALL_WORDS} '.join(words)}(?:{SMALL_WORDS} [a-z0-9]+)?$"
    acting = Participation.objects.filter(organisation=OuterRef("pk"), initiative__status="published")
    found = Organisation.objects.filter(Exists(acting), sort_key__regex=pattern)
    names = list(found.exclude(kind=Organisation.Kind.PARTICULIER).values_list("name", flat=True)[:2])
    return names[0].replace('"', "") if len(names) == 1 else ""


def places_without_capital(unknown: Iterable[str], known: Names = DATABASE_NAMES) -> list[str]:
    """“marquise” where no text says the word: then the town is meant. “bus” is meant as a word, whoever lacks it."""
    likely = [text for text in unknown if text.islower() and not is_ordinary(sort_key(text))]
    names = known.places() if likely else {}
    return [text for text in likely if sort_key(text) in names]


def places_but_for_a_letter(unknown: Iterable[str], known: Names = DATABASE_NAMES) -> set[str]:
    """“calai” is the town without its last letter rather than the beginning of any word."""
    wholes = {name[:-1] for name in known.places() if len(name) > SHORTEST_NAME}
    return {text for text in unknown if sort_key(text) in wholes}
