"""A component as HTML with holes: the template runs once, what differs is filled in each time it is shown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from django.template.loader import get_template
from django.utils.safestring import SafeString

if TYPE_CHECKING:
    from directory.cards.telling import Card

CARD = "directory/_card.html"


@dataclass(frozen=True)
class Mould:
    """Pieces of HTML and, at every odd place, the name of what stands between two of them."""

    pieces: tuple[str, ...]

    @classmethod
    def made(cls, template: str, context: dict[str, Any]) -> Mould:
        """Of a template whose context has a `hole` wherever something is to be filled in."""
        return cls(tuple(re.split(r"\0(\w+)\0", get_template(template).render(context))))

    @classmethod
    def of(cls, card: Card, *, level: str, same_theme: bool) -> Mould:
        """For all cards of the initiative that have, or have not, a reason as this one has."""
        told = card.told
        holes = {
            "title": hole("title"),
            "summary": hole("summary") if told.public_text else "",
            "why": hole("why") if card.why else "",
            "who": [actor | {"name": hole(f"who{rank}")} for rank, actor in enumerate(told.who)],
        }
        names = ("url", "theme_pictogram", "theme_name", "theme_url", "where", "figure")
        names += ("date", "datetime", "bulletin_label", "bulletin_url", "known")
        shown = {name: getattr(told, name) for name in names} | holes
        return cls.made(CARD, {"c": shown, "level": level, "same_theme": same_theme})

    def cast(self, card: Card) -> SafeString:
        values = {name: getattr(card, name) for name in ("title", "summary", "why")}
        return self.filled(values | {f"who{rank}": actor["name"] for rank, actor in enumerate(card.who)})

    def filled(self, values: Mapping[str, Any]) -> SafeString:
        """Escaped as the template would; a hole may be filled more than once."""
        filled = list(self.pieces)
        filled[1::2] = [_escaped(values[name]) for name in self.pieces[1::2]]
        return SafeString("".join(filled))


def _escaped(value: Any) -> str:
    """As Django’s `conditional_escape`, which looks at each value for a translation put off: thousands a page."""
    return value.__html__() if hasattr(value, "__html__") else escape(str(value))


def hole(name: str) -> SafeString:
    """Between two NUL, which PostgreSQL keeps in no text: nothing that is shown can be taken for a hole."""
    return SafeString(f"\0{name}\0")
