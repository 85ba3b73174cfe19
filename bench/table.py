"""The lines of the issue's table, made of kept figures: what was reached, against what is asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

BELOW, ABOVE = "≤", "≥"
OFFICE_SIZE, SMALL, GROWN_FROM = "100k", "demo", "10k"


@dataclass(frozen=True)
class Line:
    number: str
    about: str
    value: float | None  # None: not measured
    sign: str
    goal: float
    note: str = ""

    @property
    def is_reached(self) -> bool | None:
        if self.value is None:
            return None
        return self.value <= self.goal if self.sign == BELOW else self.value >= self.goal

    @property
    def told(self) -> str:
        verdict = {None: "not measured", True: "reached", False: "**not reached**"}[self.is_reached]
        value = "–" if self.value is None else f"{self.value:.0f}" if self.value >= 100 else f"{self.value:.3g}"
        return f"| {self.number} | {self.about} | {value} | {self.sign} {self.goal:g} | {verdict} | {self.note} |"


Kept = Callable[[str], dict]
Cases = dict[str, dict]


def table(size: str, kept: Kept) -> list[Line]:
    """All lines that figures of this size can tell, and those of the sizes that the issue names."""
    here = kept(size)
    pages = here.get("pages", {})
    return [
        *_floors(pages),
        *_growth(size, pages, kept(GROWN_FROM).get("pages", {})),
        *_peers(pages, here),
        *_deep(pages),
        *_acts_of_time(here),
        *_demonstration(kept(SMALL).get("pages", {})),
        *_kept_small(kept(OFFICE_SIZE).get("pages", {}), kept(SMALL).get("pages", {})),
        *_queries(kept(SMALL).get("acts", {})),
    ]


def _timed(cases: Cases) -> Cases:
    return {name: figures for name, figures in cases.items() if "p50" in figures}


def _in_floors(figures: dict, share: str = "p50") -> float:
    return figures[share] / figures[f"floor_{share}"]


def _worst(pairs: Iterable[tuple[str, float]], sign: str) -> tuple[float | None, str]:
    """The value furthest from the goal, and its case."""
    found = sorted(((value, name) for name, value in pairs), reverse=sign == BELOW)
    return found[0] if found else (None, "")


def _line(number: str, about: str, pairs: Iterable[tuple[str, float]], sign: str, goal: float) -> Line:
    value, name = _worst(pairs, sign)
    return Line(number, about, value, sign, goal, name)


def _floors(pages: dict) -> list[Line]:
    cases = _timed(pages.get("directory", {}))
    told = {name: _in_floors(figures, "p95") for name, figures in cases.items()}
    front = [("front", told.pop("front"))] if "front" in told else []
    return [
        _line("1", "p95 of a case over the floor's, worst case", told.items(), BELOW, 8),
        _line("1", "the same, front", front, BELOW, 4),
    ]


def _growth(size: str, pages: dict, smaller: dict) -> list[Line]:
    now, before = _timed(pages.get("directory", {})), _timed(smaller.get("directory", {}))
    pairs = [(name, _in_floors(now[name]) / _in_floors(before[name])) for name in now.keys() & before.keys()]
    return [_line("2", f"p50 in floors, {size} over {GROWN_FROM}", pairs if size != GROWN_FROM else [], BELOW, 2.5)]


def _peers(pages: dict, here: dict) -> list[Line]:
    own, plain = _timed(pages.get("directory", {})), _timed(pages.get("plain", {}))
    datasette = _timed(here.get("datasette", {}))
    engine, tantivy = _timed(here.get("engine", {})), _timed(here.get("tantivy", {}).get("cases", {}))
    few, several = ("rare word", "two words"), ("theme and commune", "word and filters")
    # The others do not show what has most of the words: they find nothing, which is soon done.
    both = (own.keys() & plain.keys()) - {"partial match"}
    times = {name: plain[name]["p50"] / own[name]["p50"] for name in both}
    against = {name: datasette[name]["p50"] / own[name]["p50"] for name in own.keys() & datasette.keys()}
    alike = (engine.keys() & tantivy.keys()) - {"partial match"}
    engines = {name: tantivy[name]["p50"] / engine[name]["p50"] for name in alike}
    return [
        _line("3", "faster than plain ORM + django-filter", _but(times, few), ABOVE, 100),
        _line("3", "the same, rare and two words", _only(times, few), ABOVE, 40),
        _line("4", "faster than Datasette, limits raised", _but(against, few[:1]), ABOVE, 100),
        _line("4", "the same, rare words", _only(against, few[:1]), ABOVE, 3),
        _line("5", "engine with all facets against tantivy", engines.items(), ABOVE, 1),
        _line("5", "the same, several filters", _only(engines, several), ABOVE, 4),
    ]


def _only(values: dict[str, float], names: Iterable[str]) -> list[tuple[str, float]]:
    return [(name, values[name]) for name in names if name in values]


def _but(values: dict[str, float], names: Iterable[str]) -> list[tuple[str, float]]:
    return [(name, value) for name, value in values.items() if name not in names]


def _deep(pages: dict) -> list[Line]:
    cases = _timed(pages.get("directory", {}))
    pairs = [("deep page", cases["deep page"]["p50"] / cases["front"]["p50"])] if "deep page" in cases else []
    return [_line("6", "deep page over first", pairs, BELOW, 1.3)]


def _acts_of_time(here: dict) -> list[Line]:
    fresh, exports, speed = (here.get(name) or {} for name in ("freshness", "exports", "throughput"))
    told = [
        Line("7", "request after a commit over a usual one", fresh.get("ratio"), BELOW, 1.5),
        Line("7", "visible, and counts exact (share)", _least(fresh, "visible", "exact"), ABOVE, 1),
        Line("8", "CSV over psql COPY", exports.get("ratio"), BELOW, 1.2),
        Line("8", "JSON over psql COPY", exports.get("json_ratio"), BELOW, 1.25),
        Line("8", "peak memory over a 10 000-row export", exports.get("memory"), BELOW, 1.2),
        Line("8", "first byte of the CSV (ms)", exports.get("first_byte_ms"), BELOW, 50),
    ]
    best = max(speed.items(), key=lambda pair: pair[1]["directory"], default=None)
    if best is None:
        return [*told, Line("9", "pages a second over the floor's", None, ABOVE, 0.4)]
    name, figures = best
    return [
        *told,
        Line("9", "pages a second over the floor's", figures["directory"] / figures["floor"], ABOVE, 0.4, name),
        Line("9", "pages a second over plain ORM", figures["directory"] / speed["sync"]["plain"], ABOVE, 100, name),
    ]


def _least(values: dict, *names: str) -> float | None:
    return min(values[name] for name in names) if values else None


def _demonstration(pages: dict) -> list[Line]:
    cases = _timed(pages.get("directory", {}) | pages.get("public", {}))
    again = _timed(pages.get("again", {}))
    names = ("front", "home", "bulletin page", "commune page")
    return [
        _line("10", "demonstration, page made, over the floor", _floors_of(cases, names), BELOW, 8),
        _line("10", "the same, page asked again", _floors_of(again, names), BELOW, 8),
    ]


def _floors_of(cases: Cases, names: Iterable[str]) -> list[tuple[str, float]]:
    return [(name, _in_floors(cases[name])) for name in names if name in cases]


def _kept_small(grown: dict, small: dict) -> list[Line]:
    def over(kind: str, names: Iterable[str] = ()) -> list[tuple[str, float]]:
        now, before = _timed(grown.get(kind, {})), _timed(small.get(kind, {}))
        both = [name for name in now if name in before and (not names or name in names)]
        return [(name, _in_floors(now[name]) / _in_floors(before[name])) for name in both]

    pages = ("bulletin page", "archive", "feed", "sitemap")
    return [
        _line("10b", "520 bulletins and 100 000 over the 54", over("public", pages), BELOW, 2),
        _line("11", "back office, 100 000 over the 54", over("office"), BELOW, 2),
    ]


def _queries(acts: dict) -> list[Line]:
    return [
        Line("12", "queries to publish 20 new initiatives", acts.get("publishing"), BELOW, 60),
        Line("12", "queries to accept an import of 16", acts.get("accepting"), BELOW, 200),
    ]
