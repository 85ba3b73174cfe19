"""The bench: `make bench SIZE=10k` (100k, 1M, demo). Loads what is missing, checks, measures, prints the issue's table.

`--only pages,peers…` chooses measures, `--write` puts the table into RESULTS.md. Figures of each size are kept in
`.bench/figures/`, so that lines that compare two sizes can be told once both were measured.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import signal
import sys
import time
from collections.abc import Callable
from functools import partial

from bench.database import SIZES
from bench.load import FOLDER, load, say
from bench.peers.asked import time_datasette, time_tantivy
from bench.results import write_results
from bench.serving import collect_static
from bench.table import table

FIGURES = FOLDER / "figures"


def kept(size: str) -> dict:
    path = FIGURES / f"{size.lower()}.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def keep(size: str, figures: dict) -> None:
    FIGURES.mkdir(parents=True, exist_ok=True)
    (FIGURES / f"{size.lower()}.json").write_text(json.dumps(figures, ensure_ascii=False, indent=1), encoding="utf-8")


def machine() -> str:
    """With its load of the last minutes, the bench's own included: above the number of cores, others were at work."""
    load = os.getloadavg()[1]
    return f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, load {load:.0f}"


def measures(size: str, seconds: float) -> dict[str, Callable[[], dict]]:
    """By name, in the order in which they run; imports wait until Django is set up."""
    from bench.measures import serving
    from bench.measures.acts import count_queries

    site = {"pages": lambda: serving.time_site(size, say=say, seconds=seconds)}
    if size == "demo":
        return site | {"acts": lambda: count_queries(say=say)}
    return {
        "gate": lambda: serving.check_answers(size, say=say),
        **site,
        "freshness": lambda: serving.freshness(size, say=say),
        "exports": lambda: serving.exports(size, say=say),
        "throughput": lambda: serving.throughput(size, say=say, seconds=seconds),
        "engine": lambda: serving.engine(size, say=say),
        "tantivy": lambda: serving.time_peer(time_tantivy, size, say=say),
        "datasette": lambda: serving.time_peer(partial(time_datasette, seconds=seconds), size, say=say),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("size", choices=SIZES)
    parser.add_argument("--only", default="", help="mesures, séparées par des virgules")
    parser.add_argument("--seconds", type=float, default=4, help="temps donné à chaque cas")
    parser.add_argument("--write", action="store_true", help="mettre le tableau dans bench/RESULTS.md")
    chosen = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # servers are ended on the way out
    load(chosen.size)
    collect_static()
    figures = kept(chosen.size)
    only = set(filter(None, chosen.only.split(",")))
    for name, measure in measures(chosen.size, chosen.seconds).items():
        if not only or name in only:
            say(f"\n{name}")
            figures[name] = measure()
            figures["measured"] = {"at": time.strftime("%Y-%m-%d %H:%M"), "machine": machine()}
            keep(chosen.size, figures)
    lines = table(chosen.size, kept)
    say("\n" + "\n".join(line.told for line in lines))
    if chosen.write and "pages" not in figures:
        parser.error("rien à écrire : la mesure « pages » n’a pas encore été faite à cette taille")
    if chosen.write:
        write_results(chosen.size, figures, lines)


if __name__ == "__main__":
    main()
