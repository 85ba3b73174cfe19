"""How many initiatives each value of each filter would give, all other filters kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache, lru_cache

from django.utils.safestring import SafeString

from directory.cards.moulds import Mould, hole
from directory.finding.filters import LEGENDS, DirectoryFilter
from french.accents import sort_key

MOST_SHOWN = 40
NAMES = ("theme", "commune", "territoire", "type", "bulletin", "public")
OPTION = "components/facet_option.html"


@dataclass(slots=True)  # not frozen: a page makes more than a thousand, each four times as dear
class Option:
    value: str
    label: str
    count: int
    selected: bool = False
    group: int | None = None  # a commune's EPCI, to name neighbours


@dataclass(frozen=True)
class Facet:
    name: str
    options: list[Option] = field(default_factory=list)

    @property
    def legend(self) -> str:
        return LEGENDS[self.name]

    @property
    def shown(self) -> list[Option]:
        """The options of a page: a département's hundreds of communes are chosen by typing, not in a list."""
        return self.options[:MOST_SHOWN] if self.name in ("commune", "territoire") else self.options

    @property
    def shown_html(self) -> list[SafeString]:
        """Each of them as its component."""
        return [_html(self.name, option) for option in self.shown]

    @property
    def selected_count(self) -> int:
        return sum(option.selected for option in self.options)


def facets(directory: DirectoryFilter) -> list[Facet]:
    return [_facet(directory, name, keep_order=name == "bulletin") for name in NAMES]


def _facet(directory: DirectoryFilter, name: str, *, keep_order: bool = False) -> Facet:
    chosen = getattr(directory.values.get(name), "labels", {})
    options = [
        Option(value, label, count, value in chosen, *group)
        for value, label, count, *group in directory.option_counts(name)
    ]
    missing = set(chosen) - {option.value for option in options}
    options += [Option(value, chosen[value], 0, True) for value in chosen if value in missing]
    options.sort(key=lambda o: (not o.selected, not o.count, *(() if keep_order else (-o.count, _key(o.label)))))
    return Facet(name, options)


def _html(name: str, option: Option) -> SafeString:
    mould = _mould(is_selected=option.selected, is_empty=not option.count, is_one=option.count == 1)
    return mould.filled({"name": name, "value": option.value, "label": option.label, "count": option.count})


@cache
def _mould(*, is_selected: bool, is_empty: bool, is_one: bool) -> Mould:
    told = {one: hole(one) for one in ("name", "value", "label", "count")}
    return Mould.made(OPTION, told | {"is_selected": is_selected, "is_empty": is_empty, "is_one": is_one})


@lru_cache(maxsize=50_000)
def _key(label: str) -> str:
    """Hundreds of communes are sorted at each page, by the same names."""
    return sort_key(label)
