"""The index alone, in this process: no page is made and no row is read, as with the engine it is compared to.

Reading the words and the address is left out, as it is there; what is timed is the count, the keys of a page in their
order, and every facet without its own filter: the options that some of the found have, as many of them as a page shows.
"""

from __future__ import annotations

import time
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil
from django.http import QueryDict

from bench.asking import figures_of
from bench.cases import PAGE, Search, query
from config.serving.memory import unsearched
from directory.finding.facets import MOST_SHOWN
from directory.finding.filters import REPEATED
from directory.index.answers import IndexedFilter
from directory.index.current import Index, State
from directory.index.storing import store, stored

SECONDS, FEWEST, MOST = 3.0, 6, 200


def time_engine(cases: dict[str, list[Search]], *, say) -> dict[str, dict]:
    """Figures of each case; `making` tells seconds to make the index, to read it from its file, and its memory."""
    before, started = psutil.Process().memory_info().rss, time.perf_counter()
    index = Index.read()
    making = {"made": round(time.perf_counter() - started, 2)}
    making["bytes"] = psutil.Process().memory_info().rss - before
    with TemporaryDirectory() as folder:
        path = Path(folder) / "index"
        store(index.state.sets, index.state.position, path)
        with unsearched():  # as a server does that starts
            started = time.perf_counter()
            Index.of(*stored(path))
            making["read"] = round(time.perf_counter() - started, 2)
    say(f"  fait en {making['made']} s, lu du disque en {making['read']} s, {making['bytes'] / 2**20:.0f} Mo")
    found: dict[str, dict] = {"making": making}
    for name, searches in cases.items():
        times: list[float] = []
        begun = time.perf_counter()
        while len(times) < FEWEST or (len(times) < MOST and time.perf_counter() - begun < SECONDS):
            times.append(_time_one(searches[len(times) % len(searches)], index.state))
        found[name] = figures_of(times).as_dict()
        say(f"  {name:<22}{found[name]['p50']:>10.2f}{found[name]['p95']:>10.2f}{len(times):>6}")
    return found


def _time_one(search: Search, state: State) -> float:
    """Milliseconds of one answer by an index that keeps nothing of the one before."""
    chosen = IndexedFilter(QueryDict(query(search).lstrip("?")), state=state)
    assert chosen.reading is not None
    first = (int(search.get("page", 1)) - 1) * PAGE
    started = time.perf_counter()
    chosen.count()
    chosen.keys(first, first + PAGE)
    for name in REPEATED:
        chosen.options(name).held(MOST_SHOWN if name in ("commune", "territoire") else None)
    return (time.perf_counter() - started) * 1000
