"""An initiative in a list: what the component `card.html` shows, and the queries that it needs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse

from directory.citations import with_citations, with_told_on
from directory.finding.reasons import PlaceReasons
from directory.finding.search import excerpt, found_words, highlighted
from french.richtext import plain_text
from french.wording import long_date, typographic
from initiatives.figures import public_lines, telling
from initiatives.freshness import freshness, with_known_on
from initiatives.models import Initiative, Participation, PlaceRole

MOST_NAMES = 4


@dataclass(frozen=True)
class Card:
    url: str
    title: str
    theme_pictogram: str
    theme_name: str
    theme_url: str
    summary: str
    who: list[dict] = field(default_factory=list)
    where: list[dict] = field(default_factory=list)
    why: str = ""
    figure: str = ""
    date: str = ""
    datetime: str = ""
    bulletin_label: str = ""
    bulletin_url: str = ""
    known: str = ""  # “Information d’avril 2020, à vérifier”


def with_cards(initiatives: QuerySet) -> QuerySet:
    """All that `card()` reads, in a fixed number of queries whatever the number of rows."""
    if "told_on" not in initiatives.query.annotations:
        initiatives = with_told_on(initiatives)
    return with_citations(with_known_on(initiatives.with_card()))


def cards(
    initiatives: Iterable[Initiative], *, reasons: PlaceReasons | None = None, today: date | None = None
) -> list[Card]:
    return [card(row, why=reasons.why(row) if reasons else "", today=today) for row in initiatives]


def card(initiative: Initiative, *, why: str = "", today: date | None = None) -> Card:
    citation = next(iter(initiative.public_citations), None)
    day: date | None = citation.bulletin.dated_on if citation else initiative.told_on
    lines = telling(public_lines(initiative))
    found = found_words(getattr(initiative, "found", None) or "")
    return Card(
        url=initiative.get_absolute_url(),
        title=highlighted(initiative.public_title, found),
        theme_pictogram=initiative.theme.pictogram,
        theme_name=initiative.theme.name,
        theme_url=initiative.theme.get_absolute_url(),
        summary=excerpt(plain_text(initiative.public_summary), found),
        who=_actors(initiative, found),
        where=_places(initiative),
        why=why,
        figure=lines[0].phrase if lines else "",
        date=long_date(day) if day else "",
        datetime=day.isoformat() if day else "",
        bulletin_label=citation.bulletin.label if citation else "",
        bulletin_url=citation.bulletin.get_absolute_url() if citation else "",
        known=freshness(initiative, today=today).phrase,
    )


def area_url(slug: str) -> str:
    return f"{reverse('initiatives:directory')}?{urlencode({'territoire': slug})}"


def _actors(initiative: Initiative, found: set[str]) -> list[dict]:
    acting = [
        part.organisation for part in initiative.participations.all() if part.role != Participation.Role.BENEFICIARY
    ]
    named = [
        {"name": highlighted(initiative.public_name(one), found), "kind": one.get_kind_display(), "url": one.page_url}
        for one in dict.fromkeys(acting)
    ]
    return _limited(named)


def _places(initiative: Initiative) -> list[dict]:
    acts = {place.commune_id for place in initiative.places.all() if place.role == PlaceRole.ACTS}
    named = [
        {
            "name": typographic(str(place.commune)) + (" (bénéficie)" if place.role == PlaceRole.BENEFITS else ""),
            "url": place.commune.get_absolute_url(),
        }
        for place in initiative.places.all()
        if place.role == PlaceRole.ACTS or place.commune_id not in acts
    ]
    areas = {cover.area_id: cover for cover in reversed(initiative.coverages.all())}  # “acts” wins over “benefits”
    named += [
        {
            "name": typographic(cover.area.name) + (" (bénéficie)" if cover.role == PlaceRole.BENEFITS else ""),
            "url": area_url(cover.area.slug),
        }
        for cover in reversed(areas.values())
    ]
    return _limited(named)


def _limited(named: list[dict]) -> list[dict]:
    """The first ones, and how many more: a department-wide action names forty communes."""
    if len(named) <= MOST_NAMES + 1:
        return named
    return [*named[:MOST_NAMES], {"name": f"et {len(named) - MOST_NAMES} autres"}]
