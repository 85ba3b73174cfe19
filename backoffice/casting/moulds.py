"""A component as HTML with holes: the template runs once, what differs is filled in each time it is shown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any, Self

from django.template.loader import get_template
from django.utils.safestring import SafeString


@dataclass(frozen=True)
class Mould:
    """Pieces of HTML and, at every odd place, the name of what stands between two of them."""

    pieces: tuple[str, ...]

    @classmethod
    def made(cls, template: str, context: dict[str, Any]) -> Self:
        """Of a template whose context has a `hole` wherever something is to be filled in."""
        return cls(tuple(re.split(r"\0(\w+)\0", get_template(template).render(context))))

    def partly(self, values: Mapping[str, Any]) -> Self:
        """The mould that is left when these of its holes are filled."""
        pieces = [self.pieces[0]]
        for name, piece in zip(self.pieces[1::2], self.pieces[2::2], strict=True):
            if name in values:
                pieces[-1] += _escaped(values[name]) + piece
            else:
                pieces += [name, piece]
        return type(self)(tuple(pieces))

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
