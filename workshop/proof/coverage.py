"""Where, what and who the last issues have told of, so that forgotten corners show.

A commune is *named* by an initiative that acts there or benefits it; it is *reached* when only an area that holds it
is named, were it not the whole département. Both are counted in initiatives, each once, however many issues told it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from math import cos, radians

from bulletins.models import Bulletin, Citation, Entry
from communes.models import Area, Commune
from initiatives.models import Coverage, Participation, Place, Theme
from organisations.models import Organisation

WIDTH = 640  # of the map, in units of its drawing
MARGIN = 12
FORGOTTEN_SHOWN = 20
EVERYWHERE = (Area.Kind.DEPARTMENT, Area.Kind.REGION)  # told of the whole territory, they reach no corner of it

Told = dict[str, set[int]]  # initiatives by what they have in common


@dataclass(frozen=True)
class Row:
    """One line of a table: how many initiatives of the bulletin in preparation, and of the issues before it."""

    name: str
    now: int
    before: int
    detail: str = ""

    @property
    def is_forgotten(self) -> bool:
        return not self.now and not self.before


@dataclass(frozen=True)
class Dot:
    """A commune on the map. `state` is the nearest that was told of it: now, before, reached or forgotten."""

    x: float
    y: float
    state: str
    name: str


@dataclass
class Board:
    """What a bulletin (or none) and the issues before it cover, ready to be shown."""

    bulletin: Bulletin | None
    issues: list[Bulletin]
    now: set[int]
    before: set[int]
    communes: list[Commune]
    named: Told = field(default_factory=lambda: defaultdict(set))
    reached: Told = field(default_factory=lambda: defaultdict(set))
    by_theme: Told = field(default_factory=lambda: defaultdict(set))
    by_kind: Told = field(default_factory=lambda: defaultdict(set))
    themes: list[Theme] = field(default_factory=list)

    def state_of(self, commune: Commune) -> str:
        told = self.named[commune.pk]
        if told & self.now:
            return "now"
        if told:
            return "before"
        return "reached" if self.reached[commune.pk] else "forgotten"

    @cached_property
    def counts(self) -> dict[str, int]:
        states = [self.state_of(commune) for commune in self.communes]
        return {state: states.count(state) for state in ("now", "before", "reached", "forgotten")}

    @property
    def arrondissements(self) -> list[Row]:
        """With how many of their communes were named; those without any first."""
        members: dict[str, list[Commune]] = defaultdict(list)
        for commune in self.communes:
            members[commune.arrondissement.name if commune.arrondissement else "Sans arrondissement"].append(commune)
        rows = []
        for name, communes in members.items():
            told = set().union(*(self.named[one.pk] for one in communes))
            count = sum(bool(self.named[one.pk]) for one in communes)
            name = name[:1].upper() + name[1:]
            rows.append(self._row(name, told, detail=f"{count} sur {len(communes)}"))
        return _forgotten_first(rows)

    @property
    def theme_rows(self) -> list[Row]:
        return _forgotten_first([self._row(theme.name, self.by_theme[theme.slug]) for theme in self.themes])

    @property
    def kind_rows(self) -> list[Row]:
        kinds = Organisation.Kind.choices
        return _forgotten_first([self._row(label[:1].upper() + label[1:], self.by_kind[kind]) for kind, label in kinds])

    @property
    def commune_rows(self) -> list[Row]:
        """Those that were named, the most told first."""
        rows = [self._row(str(one), self.named[one.pk]) for one in self.communes if self.named[one.pk]]
        return sorted(rows, key=lambda row: (-row.now - row.before, row.name))

    @property
    def forgotten(self) -> list[Commune]:
        """The most populous communes that nothing names or reaches."""
        left = [one for one in self.communes if self.state_of(one) == "forgotten"]
        return sorted(left, key=lambda one: (-(one.population or 0), one.sort_key))[:FORGOTTEN_SHOWN]

    @cached_property
    def dots(self) -> list[Dot]:
        """What is told stands above what is not: drawn last."""
        order = ("forgotten", "reached", "before", "now")
        placed = [one for one in self.communes if one.latitude is not None]
        if not placed:
            return []
        places = _projected(placed)
        dots = [Dot(*places[one.pk], self.state_of(one), str(one)) for one in placed]
        return sorted(dots, key=lambda dot: order.index(dot.state))

    @property
    def height(self) -> float:
        return max((dot.y for dot in self.dots), default=0) + MARGIN

    def _row(self, name: str, told: set[int], detail: str = "") -> Row:
        return Row(name, len(told & self.now), len(told & self.before), detail)


def board_of(bulletin: Bulletin | None, *, issues: int) -> Board:
    """Of the bulletin in preparation and of the `issues` published last in its series. A fixed number of queries."""
    published = Bulletin.objects.published().newest_first()
    if bulletin is not None:
        published = published.filter(series=bulletin.series_id).exclude(pk=bulletin.pk)
    last = list(published.select_related("series")[:issues])
    cited = Citation.objects.filter(bulletin__in=last).values_list("initiative", flat=True)
    entries = Entry.objects.filter(section__bulletin=bulletin) if bulletin else Entry.objects.none()
    communes = Commune.objects.in_territory().select_related("arrondissement").order_by("sort_key", "insee")
    board = Board(
        bulletin=bulletin,
        issues=last,
        now=set(entries.values_list("initiative", flat=True)),
        before=set(cited),
        communes=list(communes),
        themes=list(Theme.objects.all()),
    )
    every = board.now | board.before
    _gather(board.named, Place.objects.filter(initiative__in=every).values_list("commune", "initiative"))
    through = Area.communes.through.objects
    areas: Told = defaultdict(set)
    covered = Coverage.objects.filter(initiative__in=every).exclude(area__kind__in=EVERYWHERE)
    _gather(areas, covered.values_list("area", "initiative"))
    for area, commune in through.filter(area__in=areas).values_list("area_id", "commune_id"):
        board.reached[commune] |= areas[area]
    told = Theme.objects.filter(initiatives__in=every).values_list("slug", "initiatives")
    _gather(board.by_theme, ((slug, initiative) for slug, initiative in told if initiative in every))
    actors = Participation.objects.filter(initiative__in=every).values_list("organisation__kind", "initiative")
    _gather(board.by_kind, actors)
    return board


def _gather(told: Told, pairs: Iterable[tuple[str, int]]) -> None:
    for key, initiative in pairs:
        told[key].add(initiative)


def _forgotten_first(rows: list[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (not row.is_forgotten, -row.now - row.before, row.name))


def _projected(communes: list[Commune]) -> dict[str, tuple[float, float]]:
    """Places on a plane where a département keeps its shape: a degree of longitude is shorter by the cosine of the
    latitude. North is up."""
    middle = radians(float(sum(one.latitude for one in communes)) / len(communes))
    points = {one.pk: (float(one.longitude) * cos(middle), -float(one.latitude)) for one in communes}
    west, east = min(x for x, _ in points.values()), max(x for x, _ in points.values())
    north = min(y for _, y in points.values())
    scale = (WIDTH - 2 * MARGIN) / ((east - west) or 1)
    return {
        pk: (round(MARGIN + (x - west) * scale, 1), round(MARGIN + (y - north) * scale, 1))
        for pk, (x, y) in points.items()
    }
