"""The card of an initiative. Its template runs once for each shape that cards have: what a card tells whatever was
searched is filled in once, what depends on the search each time that it is shown.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils.safestring import SafeString

from backoffice.casting.moulds import Mould, hole

if TYPE_CHECKING:
    from directory.cards.telling import Card

CARD = "directory/_card.html"
MOST_SHAPES = 5_000
SEARCHED = ("title", "summary", "why")  # beside the names of who acts, what depends on the search
TOLD = ("url", "figure", "date", "datetime", "bulletin_label", "bulletin_url", "known")


class Shape(NamedTuple):
    """What of a card stands there, whatever its words are. Of a theme the words too: there are few."""

    level: str
    same_theme: bool
    theme: tuple[str, str, str]  # pictogram, name, address
    stands: frozenset[str]
    who: tuple[frozenset[str], ...]
    where: tuple[frozenset[str], ...]


def mould_of(card: Card, *, level: str, same_theme: bool) -> Mould:
    """For all cards of this initiative that have, or have not, a reason as this one has."""
    told = card.told
    values: dict[str, Any] = {name: getattr(told, name) for name in TOLD}
    shape = Shape(
        level,
        same_theme,
        (told.theme_pictogram, told.theme_name, told.theme_url),
        _given(values | {"title": True, "summary": told.public_text, "why": card.why}),
        tuple(map(_given, told.who)),
        tuple(map(_given, told.where)),
    )
    for part, named in (("who", told.who), ("where", told.where)):
        values |= {f"{part}{rank}_{key}": one[key] for rank, one in enumerate(named) for key in one}
    for rank in range(len(told.who)):
        del values[_name(rank)]  # marked by what was searched
    return _mould(shape).partly(values)


def cast(mould: Mould, card: Card) -> SafeString:
    values = {name: getattr(card, name) for name in SEARCHED}
    return mould.filled(values | {_name(rank): actor["name"] for rank, actor in enumerate(card.who)})


def _name(rank: int) -> str:
    return f"who{rank}_name"


def _given(named: dict[str, Any]) -> frozenset[str]:
    return frozenset(name for name, value in named.items() if value)


@lru_cache(maxsize=MOST_SHAPES)
def _mould(shape: Shape) -> Mould:
    pictogram, theme, url = shape.theme
    told: dict[str, Any] = {name: hole(name) if name in shape.stands else "" for name in (*SEARCHED, *TOLD)}
    told |= {"theme_pictogram": pictogram, "theme_name": theme, "theme_url": url}
    for part, named in (("who", shape.who), ("where", shape.where)):
        told[part] = [{name: hole(f"{part}{rank}_{name}") for name in given} for rank, given in enumerate(named)]
    return Mould.made(CARD, {"c": told, "level": shape.level, "same_theme": shape.same_theme})
