"""An initiative in a list: what the component `card.html` shows, and the queries that it needs.

What a card tells whatever was searched is a `Told`; the words found and the reason of a place make a `Card` of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.safestring import SafeString

from backoffice.casting.moulds import Mould
from directory.cards.moulds import cast, mould_of
from directory.citations import with_citations, with_told_on
from directory.finding.reasons import PlaceReasons
from directory.finding.search import Lexical
from directory.marking.lexemes import LEXEMES
from directory.marking.marks import NO_MARKS, Marks, words_in
from french.richtext import plain_text, render_text
from french.wording import long_date, typographic
from initiatives.figures import FigureLine, public_lines, telling
from initiatives.freshness import freshness, with_known_on
from initiatives.models import Coverage, Initiative, Participation, Place, PlaceRole
from organisations.models import Contact

MOST_NAMES = 4


class Named(NamedTuple):
    name: str
    slug: str = ""
    locative: str = ""


class ToldPlace(NamedTuple):
    """A place as `PlaceReasons` reads it."""

    role: str
    commune_id: str
    commune: Named


class ToldCoverage(NamedTuple):
    role: str
    area_id: int
    area: Named


class Listed(tuple):
    """Rows that are at hand, asked for as those of a model are."""

    __slots__ = ()

    def all(self) -> Listed:
        return self


@dataclass(frozen=True)
class Told:
    """What a card says whatever was searched, in plain text, and what pages that show it ask of its initiative."""

    pk: int
    url: str
    public_title: str
    public_text: str
    public_html: SafeString  # the same with its formatting
    theme_pictogram: str
    theme_name: str
    theme_url: str
    who: tuple[dict, ...]
    where: list[dict]
    lines: tuple[FigureLine, ...]  # figures that say what was done
    figure: str
    date: str
    datetime: str
    bulletin_label: str
    bulletin_url: str
    known: str
    told_on: date | None
    updated_at: datetime
    places: Listed
    coverages: Listed
    parts: tuple[tuple[int, str], ...]  # organisation, role
    contacts: tuple[tuple[Contact, str], ...]  # with what is told of each
    moulds: dict[tuple, Mould] = field(default_factory=dict)
    learnt: list[int] = field(default_factory=list)  # the turn of `LEXEMES` in which all its words were known


@dataclass(frozen=True)
class Card:
    told: Told
    title: SafeString
    summary: SafeString
    who: list[dict]
    why: str = ""

    def __getattr__(self, name: str) -> object:
        """What depends on no search."""
        return getattr(self.told, name)

    def as_html(self, level: str, *, same_theme: bool = False) -> SafeString:
        """The component, cast from the mould of its initiative."""
        key = (level, same_theme, bool(self.why))
        if key not in self.told.moulds:
            self.told.moulds[key] = mould_of(self, level=level, same_theme=same_theme)
        return cast(self.told.moulds[key], self)

    @property
    def h3(self) -> SafeString:
        return self.as_html("h3")

    @property
    def h4(self) -> SafeString:
        return self.as_html("h4")

    @property
    def h3_without_theme(self) -> SafeString:
        """Where all cards share a theme that the page names."""
        return self.as_html("h3", same_theme=True)


def with_cards(initiatives: QuerySet) -> QuerySet:
    """All that `told()` reads, in a fixed number of queries whatever the number of rows."""
    return with_citations(with_known_on(with_told_on(initiatives).with_card()))


def cards(
    initiatives: Iterable[Initiative], *, reasons: PlaceReasons | None = None, today: date | None = None
) -> list[Card]:
    return [card(row, why=reasons.why(row) if reasons else "", today=today) for row in initiatives]


def card(initiative: Initiative, *, why: str = "", today: date | None = None) -> Card:
    return shown(told(initiative, today=today), why=why)


def shown(one: Told, *, marks: Marks = NO_MARKS, why: str = "") -> Card:
    return Card(
        told=one,
        title=marks.within(one.public_title),
        summary=marks.excerpt(one.public_text),
        who=[actor | {"name": marks.within(actor["name"])} for actor in one.who],
        why=why,
    )


def marks_of(lexicals: list[Lexical], told: Collection[Told]) -> Marks:
    """The words that were looked for in these cards; the texts of a card are looked through once."""
    if not lexicals:
        return NO_MARKS
    turn = LEXEMES.turn
    if late := [one for one in told if one.learnt != [turn]]:
        turn = LEXEMES.learn(words_in("\n".join(_texts_of(late))))
        for one in late:
            one.learnt[:] = [turn]
    return Marks.of(lexicals, _texts_of(told), are_known=turn == LEXEMES.turn)


def _texts_of(told: Iterable[Told]) -> Iterator[str]:
    """All in which the words found are marked."""
    for one in told:
        yield from (one.public_title, one.public_text, *(actor["name"] for actor in one.who))


def told(initiative: Initiative, *, today: date | None = None) -> Told:
    """The initiative must come from `with_cards`."""
    citation = next(iter(initiative.public_citations), None)
    day: date | None = citation.bulletin.dated_on if citation else initiative.told_on
    lines = telling(public_lines(initiative))
    title, summary = initiative.public_title, initiative.public_summary
    # Each `all()` makes a manager.
    parts, places, coverages = (
        list(held.all()) for held in (initiative.participations, initiative.places, initiative.coverages)
    )
    return Told(
        pk=initiative.pk,
        url=initiative.get_absolute_url(),
        public_title=title,
        public_text=plain_text(summary),
        public_html=render_text(summary),
        theme_pictogram=initiative.theme.pictogram,
        theme_name=initiative.theme.name,
        theme_url=initiative.theme.get_absolute_url(),
        who=tuple(_actors(initiative, parts)),
        where=_places(places, coverages),
        lines=tuple(lines),
        figure=lines[0].phrase if lines else "",
        date=long_date(day) if day else "",
        datetime=day.isoformat() if day else "",
        bulletin_label=citation.bulletin.label if citation else "",
        bulletin_url=citation.bulletin.get_absolute_url() if citation else "",
        known=freshness(initiative, today=today).phrase,
        told_on=initiative.told_on,
        updated_at=initiative.updated_at,
        places=Listed(ToldPlace(place.role, place.commune_id, Named(place.commune.name)) for place in places),
        coverages=Listed(
            ToldCoverage(cover.role, cover.area_id, Named(cover.area.name, cover.area.slug, cover.area.locative))
            for cover in coverages
        ),
        parts=tuple((part.organisation_id, part.role) for part in parts),
        contacts=tuple(
            (contact, initiative.without_hidden(contact.label) or title) for contact in initiative.public_contacts
        ),
    )


@lru_cache(maxsize=5_000)
def area_url(slug: str) -> str:
    return f"{reverse('initiatives:directory')}?{urlencode({'territoire': slug})}"


def _actors(initiative: Initiative, parts: list[Participation]) -> list[dict]:
    acting = [part.organisation for part in parts if part.role != Participation.Role.BENEFICIARY]
    named = [
        {"name": initiative.public_name(one), "kind": one.get_kind_display(), "url": one.page_url}
        for one in dict.fromkeys(acting)
    ]
    return _limited(named)


def _places(places: list[Place], coverages: list[Coverage]) -> list[dict]:
    acts = {place.commune_id for place in places if place.role == PlaceRole.ACTS}
    named = [
        {
            "name": typographic(str(place.commune)) + (" (bénéficie)" if place.role == PlaceRole.BENEFITS else ""),
            "url": place.commune.get_absolute_url(),
        }
        for place in places
        if place.role == PlaceRole.ACTS or place.commune_id not in acts
    ]
    areas = {cover.area_id: cover for cover in reversed(coverages)}  # “acts” wins over “benefits”
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
