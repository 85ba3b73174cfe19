"""How many initiatives each value of each filter would give, all other filters kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import overload

from django.utils.safestring import SafeString

from backoffice.casting.moulds import Mould, hole
from directory.finding.filters import LEGENDS, DirectoryFilter

MOST_SHOWN = 40
OPEN = 8  # options that are seen before “tout voir”
NAMES = ("theme", "commune", "territoire", "type", "bulletin", "public")
OLDER = "Un bulletin plus ancien se cherche par les mots : « n° 12 »."
FACET, OPTION = "components/facet.html", "components/facet_option.html"


@dataclass(slots=True)  # not frozen: a page makes hundreds, each four times as dear
class Option:
    value: str
    label: str
    count: int
    selected: bool = False
    group: int | None = None  # a commune's EPCI, to name neighbours


class Options(Sequence[Option]):
    """Made of those that are looked at: a département has hundreds of communes."""

    def __init__(self, rows: Sequence[tuple], chosen: Mapping[str, str]) -> None:
        self.rows, self.chosen = rows, chosen

    def __len__(self) -> int:
        return len(self.rows)

    @overload
    def __getitem__(self, at: int) -> Option: ...
    @overload
    def __getitem__(self, at: slice) -> list[Option]: ...
    def __getitem__(self, at: int | slice) -> Option | list[Option]:
        return self._made(self.rows[at]) if isinstance(at, int) else list(map(self._made, self.rows[at]))

    def __iter__(self) -> Iterator[Option]:
        return map(self._made, self.rows)

    def _made(self, row: tuple) -> Option:
        value, label, count, *group = row
        return Option(value, label, count, value in self.chosen, *group)


@dataclass(frozen=True)
class Facet:
    name: str
    options: Sequence[Option] = ()  # those that are chosen first

    @property
    def legend(self) -> str:
        return LEGENDS[self.name]

    @cached_property
    def shown(self) -> Sequence[Option]:
        """The options of a page: hundreds of communes, or of bulletins, are chosen by typing, not in a list."""
        return self.options[:MOST_SHOWN]

    @property
    def note(self) -> str:
        """How to come to the options that are not shown, where the page does not say it already."""
        return OLDER if self.name == "bulletin" and len(self.options) > MOST_SHOWN else ""

    def as_html(self, *, is_open: bool = False) -> SafeString:
        """The component, with its options as theirs."""
        first, rest = (self._html(options) for options in (self.shown[:OPEN], self.shown[OPEN:]))
        mould = _facet_mould(
            self.legend, len(self.shown), self.selected_count, self.note, is_open=is_open, has_rest=bool(rest)
        )
        return mould.filled({"first": first, "rest": rest}) if first else SafeString("")

    @property
    def open_html(self) -> SafeString:
        return self.as_html(is_open=True)

    @property
    def html(self) -> SafeString:
        return self.as_html()

    def _html(self, options: Sequence[Option]) -> SafeString:
        return SafeString("".join([option_html(self.name, option) for option in options]))

    @property
    def selected_count(self) -> int:
        """No more than `MOST_SHOWN` are read from an address, and they stand first."""
        return sum(option.selected for option in self.shown)


def facets(directory: DirectoryFilter) -> list[Facet]:
    return [Facet(name, Options(directory.options(name), directory.chosen(name))) for name in NAMES]


def option_html(name: str, option: Option) -> str:
    """The component of an option of this filter."""
    count = option.count
    before, after = _around(name, option.value, option.label, option.selected, not count, count == 1)
    return f"{before}{count}{after}"


@lru_cache(maxsize=1_000)
def _facet_mould(legend: str, count: int, selected: int, note: str, *, is_open: bool, has_rest: bool) -> Mould:
    told = {"legend": legend, "count": count, "selected_count": selected, "note": note, "open": is_open}
    return Mould.made(FACET, told | {"first": hole("first"), "rest": hole("rest") if has_rest else ""})


@lru_cache(maxsize=5_000)
def _around(name: str, value: str, label: str, is_selected: bool, is_empty: bool, is_one: bool) -> tuple[str, str]:
    """The component before and after its count, which alone differs from page to page; bulletins are hundreds."""
    mould = _mould(is_selected=is_selected, is_empty=is_empty, is_one=is_one)
    filled = mould.filled({"name": name, "value": value, "label": label, "count": hole("count")})
    before, after = filled.strip().split(hole("count"))
    return before, after


@cache
def _mould(*, is_selected: bool, is_empty: bool, is_one: bool) -> Mould:
    told = {one: hole(one) for one in ("name", "value", "label", "count")}
    return Mould.made(OPTION, told | {"is_selected": is_selected, "is_empty": is_empty, "is_one": is_one})
