"""Starting the peers and asking them: Datasette over its pages, tantivy in a process of its own."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import time
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

from bench.asking import Client
from bench.cases import PAGE, Search
from bench.measures.pages import time_each
from bench.serving import HOST, ROOT, free_port

PEERS = ROOT / ".venv-bench" / "bin"
# Its own limits end a facet after 0.2 s; raised, it counts them all.
RAISED = ("facet_time_limit_ms", "sql_time_limit_ms")
LIMIT = 120_000
FACETS = (
    ("_sort_desc", "day"), ("_facet", "theme"), ("_facet_array", "kinds"), ("_facet_array", "communes"),
    ("_facet_array", "areas"), ("_facet_array", "audiences"), ("_facet_size", "max"), ("_size", str(PAGE)),
)  # fmt: skip


def are_installed() -> bool:
    return (PEERS / "datasette").exists()


def _run(module: str, folder: Path) -> str:
    command = [str(PEERS / "python"), "-m", module, str(folder)]
    return subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout


def time_tantivy(folder: Path, cases: dict[str, list[Search]], *, say) -> dict:
    """The engine alone, in its process: no page is made of what it finds."""
    (folder / "cases.json").write_text(json.dumps(cases), encoding="utf-8")
    told = json.loads(_run("bench.peers.tantivy_peer", folder))
    for name, figures in told["cases"].items():
        say(f"  {name:<22}{figures['p50']:>10.2f}{figures['p95']:>10.2f}{figures['samples']:>6}")
    return told


def time_datasette(folder: Path, cases: dict[str, list[Search]], *, say, seconds: float = 4) -> dict:
    _run("bench.peers.datasette_file", folder)
    port = free_port()
    raised = [word for name in RAISED for word in ("--setting", name, str(LIMIT))]
    command = [
        str(PEERS / "datasette"), "serve", "-i", str(folder / "datasette.db"), "-h", HOST, "-p", str(port),
        "--setting", "suggest_facets", "off", "--setting", "default_cache_ttl", "0", *raised,
    ]  # fmt: skip
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(port, process)
        pages = _addresses(folder, {name: searches for name, searches in cases.items() if name != "partial match"})
        return time_each(Client(port), pages, [], say=say, seconds=seconds, fewest=2)
    finally:
        process.terminate()
        process.wait(30)


def _wait(port: int, process: subprocess.Popen) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until and process.poll() is None:
        try:
            asked = HTTPConnection(HOST, port, timeout=5)
            asked.request("GET", "/-/versions.json")
            asked.getresponse().read()
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("Datasette does not answer.")


def _addresses(folder: Path, cases: dict[str, list[Search]]) -> dict[str, list[str]]:
    holding = json.loads((folder / "keys.json").read_text(encoding="utf-8"))["areas"]
    database = sqlite3.connect(folder / "datasette.db")
    try:
        return {name: [_address(one, holding, database) for one in searches] for name, searches in cases.items()}
    finally:
        database.close()


def _address(search: Search, holding: dict[str, list[int]], database: sqlite3.Connection) -> str:
    pairs = list(FACETS)
    if search.get("theme"):
        pairs.append(("theme__exact", str(search["theme"])))
    if commune := search.get("commune"):
        areas = ", ".join(f"'{area}'" for area in holding.get(str(commune), []))
        reached = f" UNION SELECT initiative FROM in_area WHERE area IN ({areas})" if areas else ""
        pairs.append(("_where", f"id IN (SELECT initiative FROM in_commune WHERE commune = '{commune}'{reached})"))
    if search.get("q"):
        pairs.append(("_search", str(search["q"])))
    if (page := int(search.get("page", 1))) > 1:
        # It goes on from a row, not to a page: the row is found before anything is timed.
        where, values = ("WHERE theme = ?", [search["theme"]]) if search.get("theme") else ("", [])
        sql = f"SELECT day, id FROM initiatives {where} ORDER BY day DESC, id LIMIT 1 OFFSET ?"
        if row := database.execute(sql, [*values, (page - 1) * PAGE]).fetchone():
            pairs.append(("_next", f"{row[0]},{row[1]}"))
    return f"/datasette/initiatives?{urlencode(pairs)}"
