"""The card of an initiative, cast from moulds of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.safestring import SafeString

from backoffice.casting import moulds
from backoffice.casting.moulds import hole

if TYPE_CHECKING:
    from directory.cards.telling import Card

CARD = "directory/_card.html"


class Mould(moulds.Mould):
    """Of one initiative."""

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
