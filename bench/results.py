"""The tables of the bench in RESULTS.md: one part a size, between marks, made anew by `--write`."""

from __future__ import annotations

import re
from pathlib import Path

from bench.table import Line

RESULTS = Path(__file__).resolve().parent / "RESULTS.md"
TITLE = "## The directory at a size"
HEAD = """
`make bench SIZE=…` (`bench/run.py`): seeded content in the real schema, the real server on loopback, every page made
for its request, floor and peers in the same run. Times in milliseconds; what counts are the ratios.
“plain” is ORM + django-filter, “datasette” Datasette with raised limits, “tantivy” that engine alone, without a page.
"""


def write_results(size: str, figures: dict, lines: list[Line], path: Path = RESULTS) -> None:
    text = path.read_text(encoding="utf-8")
    if TITLE not in text:
        text = f"{text.rstrip()}\n\n{TITLE}\n{HEAD}"
    start, stop = f"<!-- {size} -->", f"<!-- end of {size} -->"
    part = "\n".join([start, f"### {size}", "", *_told(figures), "", *_table(lines), stop])
    pattern = re.compile(re.escape(start) + ".*?" + re.escape(stop), re.DOTALL)
    text = pattern.sub(lambda _: part, text) if pattern.search(text) else f"{text.rstrip()}\n\n{part}\n"
    path.write_text(text, encoding="utf-8")


def _table(lines: list[Line]) -> list[str]:
    return ["| # | what | figure | goal | | case |", "|---|---|---|---|---|---|", *(line.told for line in lines)]


def _told(figures: dict) -> list[str]:
    pages = figures["pages"]
    floor, measured = pages["floor"], figures["measured"]
    by = f"searches are answered by: {pages.get('by', 'sql')}"
    told = [f"{measured['at']}, {measured['machine']}; floor p50 {floor['p50']}, p95 {floor['p95']}; {by}.", ""]
    told += ["| case | p50 | p95 | × floor p50 | × floor p95 | plain | datasette | tantivy | engine |"]
    told += ["|---|---|---|---|---|---|---|---|---|"]
    peers = (pages.get("plain", {}), figures.get("datasette", {}), figures.get("tantivy", {}).get("cases", {}))
    for kind in ("directory", "public", "office", "again"):
        for name, one in pages.get(kind, {}).items():
            told.append(_row(name + (", again" if kind == "again" else ""), one, *_of(kind, name, peers, figures)))
    return told


def _of(kind: str, name: str, peers: tuple[dict, ...], figures: dict) -> list[dict]:
    every = (*peers, figures.get("engine", {}))
    return [one.get(name, {}) if kind == "directory" else {} for one in every]


def _row(name: str, one: dict, *others: dict) -> str:
    if "p50" not in one:
        return f"| {name} | {one['refused']} | | | | | | | |"
    ratios = (f"{one[share] / one[f'floor_{share}']:.1f}" for share in ("p50", "p95"))
    rest = (f"{other['p50']:.3g}" if "p50" in other else "" for other in others)
    return "| " + " | ".join([name, f"{one['p50']:.1f}", f"{one['p95']:.1f}", *ratios, *rest]) + " |"
