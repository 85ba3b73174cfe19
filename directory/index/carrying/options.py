"""The options of the filters and the counts of everything, after some initiatives changed.

To list all options anew was a third of what the request after a commit costs more than others, and a commit seldom
brings or ends one.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy as np
from pyroaring import BitMap

from directory.index.counting import Counts, Listed, counted
from directory.index.reach import TWICE
from directory.index.sets import AREA, AUDIENCE, BULLETIN, COMMUNE, KIND, THEME

if TYPE_CHECKING:
    from directory.index.current import State

# Filters whose options are all that the vocabulary names, and those of which some document must live.
NAMED = {"theme": THEME, "bulletin": BULLETIN}
LIVING = {"type": KIND, "public": AUDIENCE, "commune": COMMUNE}
Families = dict[str, dict[str, np.ndarray]]


def carry(kept: dict, before: State, after: State, families: Families) -> None:
    """Put into `after.kept` what of `kept` still holds. Between both states the vocabulary and the places are the same
    and the documents of `families` came; each document counts for itself, so that counts follow by adding."""
    gone, came = before.alive - after.alive, after.alive - before.alive
    turned = _Turned(after, gone, came)
    for name, family in (NAMED | LIVING).items():
        options = kept.get(name)
        if options is None or not _names_all(options, family, families, after):
            continue
        if name in NAMED or turned.still_lists(name, options):
            turned.take_over(name, kept)
    if "commune" in after.kept and "territoire" in kept and not _covers_otherwise(before, after, gone | came):
        # An area stands there by its communes that live and by what covers it: both stayed.
        turned.take_over("territoire", kept)


class _Turned:
    """How many of each option went and came."""

    def __init__(self, after: State, gone: BitMap, came: BitMap) -> None:
        self._after, self._gone, self._came = after, gone, came
        self._held: dict[int, np.ndarray] = {}

    def still_lists(self, name: str, options: Listed) -> bool:
        """Whether what went was the last one of no option."""
        self._after.kept[name] = options
        (places,) = self._numbers(name, self._gone).nonzero()
        del self._after.kept[name]
        return all(options.documents[at].intersect(self._after.alive) for at in places.tolist())

    def take_over(self, name: str, kept: dict) -> None:
        self._after.kept[name] = options = kept[name]
        if counts := kept.get((name, "counts")):
            numbers = counts.numbers - self._numbers(name, self._gone) + self._numbers(name, self._came)
            self._after.kept[name, "counts"] = Counts(options, numbers)

    def _numbers(self, name: str, found: BitMap) -> np.ndarray:
        return counted(self._after, name, found, self._held, is_alone=False).numbers


def _names_all(options: Listed, family: str, families: Families, after: State) -> bool:
    """Whether all that came bears listed options alone, and these know where their counts stand."""
    came = families.get(family, {})
    if not _are_among(after.forward.places(family, list(came)), options.places):
        return False
    return options.twice is None or _are_among(
        [at for at in after.forward.places(TWICE, list(came)).tolist() if at], options.twice
    )


def _are_among(places: Any, known: np.ndarray) -> bool:
    return bool(np.isin(places, known).all())


def _covers_otherwise(before: State, after: State, changed: BitMap) -> bool:
    """Whether an area is covered now and was not, or the other way round."""
    areas: Iterable[BitMap] = after.sets.families[AREA].values()
    return any(
        documents.intersect(before.alive) != documents.intersect(after.alive)
        for documents in areas
        if documents.intersect(changed)
    )
