"""The few figures of the home page: the freshest telling ones, each with its place, never a total."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString

from directory.cards.keeping import in_order
from directory.cards.telling import Told
from directory.finding.reasons import area_phrase
from directory.groups.now import AnyGroups
from french.wording import at_commune
from initiatives.figures import FigureLine
from initiatives.models import PlaceRole

SHOWN = 3
READ = 40  # the most recent initiatives with figures, among which to choose


@dataclass(frozen=True)
class KeyFigure:
    line: FigureLine
    url: str
    text: str  # what and where, after the amount: “masques en tissu réalisés, à Marck”

    @property
    def link(self) -> SafeString:
        return format_html('<a href="{}">{}</a>', self.url, self.text)


def key_figures(groups: AnyGroups) -> list[KeyFigure]:
    """At most one figure an initiative: those with a target first, then rates, then stocks; the freshest first."""
    found = []
    for rank, told in enumerate(in_order(groups.with_figures().newest(READ))):
        if told.lines:
            line = min(told.lines, key=_weight)
            found.append((_weight(line), rank, KeyFigure(line, told.url, _text(line, told))))
    return [figure for _, _, figure in sorted(found, key=lambda one: one[:2])[:SHOWN]]


def _weight(line: FigureLine) -> int:
    if line.target:
        return 0
    if line.approximate or line.measure == "target":
        return 3
    return 1 if line.measure == "rate" else 2


def _text(line: FigureLine, told: Told) -> str:
    places = [place for place in told.places.all() if place.role == PlaceRole.ACTS]
    covers = [cover for cover in told.coverages.all() if cover.role == PlaceRole.ACTS]
    where = at_commune(places[0].commune.name) if places else area_phrase(covers[0].area) if covers else ""
    what = " ".join(part for part in (line.noun, line.period) if part)
    return ", ".join(part for part in (what, line.item, where) if part)
