"""How long pages take as served, each beside the floor of the same run."""

from __future__ import annotations

from bench.asking import Client, Figures, UnexpectedAnswer, time_pages
from bench.cases import Search, query

Timings = dict[str, dict]
DIRECTORY = "/initiatives/"
PLAIN = "/_banc/orm/"


def time_each(client: Client, pages: dict[str, list[str]], floor: list[str], *, say, **limits) -> Timings:
    """The figures of each case; a case that does not answer is told with its reason, the others go on."""
    found: Timings = {}
    for name, paths in pages.items():
        try:
            figures: Figures = time_pages(client, paths, floor=floor, **limits)
        except UnexpectedAnswer as refusal:
            found[name] = {"refused": str(refusal)}
            say(f"  {name:<22} {refusal}")
            continue
        found[name] = figures.as_dict()
        say(
            f"  {name:<22}{figures.p50:>10.1f}{figures.p95:>10.1f}"
            + (f"{figures.ratio:>9.1f}{figures.ratio_p95:>9.1f}" if figures.floor_p50 else "")
            + f"{figures.samples:>6}{figures.bytes:>9}"
        )
    return found


def directory_pages(cases: dict[str, list[Search]], base: str = DIRECTORY) -> dict[str, list[str]]:
    return {name: [base + query(search) for search in searches] for name, searches in cases.items()}
