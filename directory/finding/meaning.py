"""What words name beside themselves: a place, a kind of organisation, a bulletin.

“masques béthune” means masks at Béthune: not only texts that hold the word, but all that happens there or covers it. A
word that names something is still looked for in the texts; put between quotes it is nothing but a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Protocol

from django.db.models import F, Q, QuerySet

from communes import reference
from communes.distance import near_by
from communes.models import Area, Commune
from directory.citations import bulletin_reference, cited_in, citing_bulletins
from directory.finding.forms.ordinary import is_ordinary
from directory.finding.grammar import PLAIN_GRAMMAR
from directory.finding.naming.editions import Edition, editions_named
from directory.finding.places import covering_inside, in_areas, public_areas
from directory.finding.reasons import area_phrase
from directory.finding.search import Words
from french.accents import sort_key, spelt_out
from french.wording import NBSP, at_commune
from initiatives.models import Initiative, Participation, Place
from organisations.models import Organisation

NEAR = 20  # kilometres that one goes for help where there is little at home
LONGEST_NAME = 7  # words of a place's name
MOST_WORDS = 24  # of a search in which names are looked for
BEFORE_PLACES = frozenset(
    ["a", "au", "aux", "de", "d", "du", "des", "en", "sur", "vers", "dans", "pres", "lez", "chez"]
)
LINKS = frozenset(["de", "du", "des", "le", "la"])
# What people call the communes that work together; with the name of one of them, theirs is meant: “l’agglo de Lens”.
GROUPINGS = frozenset(
    tuple(words.split())
    for words in (
        "agglo", "agglomeration", "communaute agglomeration", "communaute de communes", "communaute urbaine",
        "communaute", "intercommunalite", "interco", "comcom", "com com", "epci",
    )
)  # fmt: skip
ARTICLES = {"au": "le", "du": "le", "aux": "les", "des": "les"}
KINDS = {
    "entreprise": "entreprise", "societe": "entreprise", "association": "association", "asso": "association",
    "usine": "entreprise", "industriel": "entreprise", "firme": "entreprise", "pme": "entreprise",
    "collectif": "collectif", "mairie": "collectivite", "municipalite": "collectivite", "collectivite": "collectivite",
    "club": "club", "paroisse": "culte", "particulier": "particulier",
}  # fmt: skip


@dataclass(frozen=True)
class Meant:
    """A name among the words: `first` to `last` are its places in what was typed; it equals the filter `parameter` with
    one of `values`."""

    first: int
    last: int
    label: str
    parameter: str
    values: tuple[str, ...]
    found: QuerySet
    communes: tuple[str, ...] = ()
    around: tuple[str, ...] = ()  # those near by, where they are wanted too

    def covers(self, at: int) -> bool:
        return self.first <= at <= self.last


class Names(Protocol):
    """Where names of places are looked up: the database, or what an index keeps of it."""

    def communes(self, names: set[str], codes: set[str], insee: set[str]) -> Iterable[Any]:
        """Communes by name or other name, postal code, or INSEE code; as `alias` the other name, one at a time."""

    def areas(self, names: set[str]) -> Iterable[tuple[Any, set[str]]]:
        """Areas that the public side may name, in the order of names, each with its names."""

    def places(self) -> dict[str, str]:
        """Sort key → name of the areas that the public side may name and of the communes of the territory, in order."""

    def grouping(self, commune: Any) -> Any | None:
        """The intercommunalité of a commune that `communes` gave."""

    def editions(self) -> list[Edition]:
        """The published bulletins that cite something, the newest first."""

    def around(self, communes: tuple[str, ...], kilometres: int) -> tuple[str, ...]:
        """INSEE codes of all communes so near to the first of these whose place is known; none where none is."""


class DatabaseNames:
    """One query, for areas two where there are any."""

    def communes(self, names: set[str], codes: set[str], insee: set[str]) -> Iterable[Commune]:
        asked = Q(sort_key__in=names) | Q(aliases__sort_key__in=names) | Q(pk__in=insee)
        rows = Commune.objects.filter(asked | Q(postal_codes__overlap=sorted(codes)))
        return rows.annotate(alias=F("aliases__sort_key"))

    def areas(self, names: set[str]) -> Iterable[tuple[Area, set[str]]]:
        named = public_areas().filter(Q(sort_key__in=names) | Q(aliases__sort_key__in=names)).distinct()
        for area in named.prefetch_related("aliases"):
            yield area, {one.sort_key for one in (area, *area.aliases.all())}

    def places(self) -> dict[str, str]:
        areas = public_areas().values_list("sort_key", "name")
        return dict(areas) | dict(Commune.objects.in_territory().values_list("sort_key", "name"))

    def grouping(self, commune: Commune) -> Area | None:
        return commune.epci

    def editions(self) -> list[Edition]:
        rows = citing_bulletins().values_list("number", "slug", "dated_on")
        return [Edition(bulletin_reference(number, slug), day) for number, slug, day in rows]

    def around(self, communes: tuple[str, ...], kilometres: int) -> tuple[str, ...]:
        placed = Commune.objects.filter(latitude__isnull=False)
        return near_by(placed.filter(pk__in=communes).first(), placed, kilometres)


DATABASE_NAMES = DatabaseNames()


def named_in(words: Words, known: Names = DATABASE_NAMES) -> list[Meant]:
    """The places, kinds and bulletins named among the words, longest names first. Two queries, three with an area."""
    keys = [_key(word) for word in words.typed[:MOST_WORDS]]
    found = [*_editions(keys, words, known), *_places(keys, words, known), *_kinds(keys)]
    chosen: list[Meant] = []
    for one in sorted(found, key=lambda meant: meant.first - meant.last):
        if not any(one.first <= other.last and other.first <= one.last for other in chosen):
            chosen.append(one)
    return sorted(chosen, key=lambda meant: meant.first)


def with_neighbours(meant: Meant, known: Names = DATABASE_NAMES) -> Meant:
    """A commune named among the words, with what is near it; as it was where none is known. Two queries."""
    around = known.around(meant.communes, NEAR)
    if not around:
        return meant
    found = Q(pk__in=meant.found) | Q(pk__in=Place.objects.filter(commune__in=around).values("initiative"))
    label = f"{meant.label} et à moins de {NEAR}{NBSP}km"
    return replace(meant, label=label, around=around, found=Initiative.objects.filter(found).values("pk"))


def _key(word: str) -> str:
    """The word as names are compared; empty where it is to be taken, or left out, as typed."""
    return "" if word.startswith(("-", '"')) else sort_key(re.sub(r"^[dlDL]'", "", word))


def _spans(keys: list[str], typed: tuple[str, ...]) -> Iterator[tuple[int, int, str]]:
    for first in range(len(keys)):
        for last in range(first, min(first + LONGEST_NAME, len(keys))):
            if all(keys[first : last + 1]):
                words = spelt_out(" ".join(keys[first : last + 1]))
                yield first, last, words
                if first and (article := ARTICLES.get(keys[first - 1])):
                    yield first, last, f"{article} {words}"  # “au Portel”, “des Attaques”
                whole = spelt_out(" ".join([keys[first], *map(sort_key, typed[first + 1 : last + 1])]))
                if whole != words:
                    yield first, last, whole  # “communauté d’agglomération du Boulonnais”


def _places(keys: list[str], words: Words, known: Names) -> Iterator[Meant]:
    spans = [span for span in _spans(keys, words.typed) if len(span[2]) > 2 and span[2] not in PLAIN_GRAMMAR]
    spans += _departments(keys)
    if not spans:
        return
    names = {name for _, _, name in spans}
    communes = _communes(names, known)
    areas = {}
    for area, called in known.areas(names):
        for name in called & names:
            areas.setdefault(name, area)
    for first, last, name in spans:
        if name in areas:
            start = _start_of_grouping(keys, first)
            yield _area(first if start is None else start, last, areas[name])
        elif name in communes and _is_no_common_word(communes[name], first, last, keys, words):
            yield _commune(first, last, communes[name])
            start = _start_of_grouping(keys, first)
            if start is not None and (area := known.grouping(communes[name][0])):
                yield _area(start, last, area)


def _departments(keys: list[str]) -> list[tuple[int, int, str]]:
    """“dans le 62” by the name of the département; “le 30 avril” is a day."""
    return [
        (at, at, sort_key(reference.departments()[key.upper()].name))
        for at, key in enumerate(keys)
        if at > 1 and keys[at - 2 : at] == ["dans", "le"] and key.upper() in reference.departments()
    ]


def _start_of_grouping(keys: list[str], first: int) -> int | None:
    """Where “agglo de” before the name of a commune begins; None where nothing of the kind stands there."""
    end = first
    while end and keys[end - 1] in LINKS:
        end -= 1
    lengths = (length for length in (1, 2, 3) if length <= end)
    return next((end - length for length in lengths if tuple(keys[end - length : end]) in GROUPINGS), None)


def _area(first: int, last: int, area: Any) -> Meant:
    """What the filter finds, and what covers some smaller area inside: CAPSO lies in the Audomarois."""
    found = Q(pk__in=in_areas(area.slug)) | Q(pk__in=covering_inside(area.slug))
    found = Initiative.objects.filter(found).values("pk")
    return Meant(first, last, area_phrase(area), "territoire", (area.slug,), found)


def _commune(first: int, last: int, found: list[Commune]) -> Meant:
    insee = tuple(commune.pk for commune in found)
    label = " ou ".join(at_commune(commune.name) for commune in found[:2])
    label += f" et {len(found) - 2} communes de même code postal" if len(found) > 2 else ""
    found = Initiative.objects.reaching(*insee).values("pk")
    return Meant(first, last, label, "commune", insee, found, communes=insee)


@cache
def _demonyms() -> dict[str, str]:
    return {sort_key(form): insee for form, insee in reference.demonyms().items()}


def _communes(names: set[str], known: Names) -> dict[str, list[Commune]]:
    """Name, other name, inhabitants' name or postal code → communes. Of one name, the most peopled."""
    demonyms = {key: _demonyms()[key] for key in names if key in _demonyms()}
    codes = {name for name in names if re.fullmatch(r"\d{5}", name)}
    rows = known.communes(names, codes, set(demonyms.values()))
    found: dict[str, list[Commune]] = {}
    for commune in sorted(rows, key=lambda row: (row.in_territory, row.population or 0)):
        for name in {commune.sort_key, commune.alias} & names:
            found[name] = [commune]
        for code in set(commune.postal_codes) & codes:
            found[code] = [commune, *(one for one in found.get(code, []) if one != commune)]
        found |= {name: [commune] for name, insee in demonyms.items() if insee == commune.pk}
    return found


def _is_no_common_word(found: list[Commune], first: int, last: int, keys: list[str], words: Words) -> bool:
    """“Avion” and “Rivière” are words too: as places they want a capital, or “à” before them."""
    is_word = first == last and is_ordinary(keys[first])
    if keys[first].isdigit() or not (is_word or any(one.pk in reference.names_that_are_words() for one in found)):
        return True
    return words.typed[first][:1].isupper() or (first > 0 and keys[first - 1] in BEFORE_PLACES)


def _kinds(keys: list[str]) -> Iterator[Meant]:
    labels = dict(Organisation.Kind.choices)
    for at, key in enumerate(keys):
        kind = KINDS.get(key.rstrip("s"))
        if kind and len([one for one in keys if one]) > 1:  # alone, the word itself is asked for
            acting = Participation.objects.filter(organisation__kind=kind).exclude(role=Participation.Role.BENEFICIARY)
            yield Meant(at, at, f"acteur : {labels[kind]}", "type", (kind,), acting.values("initiative"))


def _editions(keys: list[str], words: Words, known: Names) -> Iterator[Meant]:
    for one in editions_named(keys, words.typed, known.editions):
        yield Meant(one.first, one.last, one.label, "bulletin", one.references, cited_in(*one.references))
