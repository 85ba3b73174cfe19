"""Pages a second on all cores: several visitors ask without pause, in processes of their own.

`python -m bench.measures.throughput PORT SECONDS < addresses` is one visitor; it prints how many pages it was given.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time

from bench.asking import Client
from bench.cases import Contents, query
from bench.measures.pages import DIRECTORY, PLAIN
from bench.serving import ROOT, Server

VISITORS = 4
WORKERS = os.cpu_count() or 1
# What gunicorn can be: a process a request at a time, or threads in each process.
KINDS = {
    "sync": ("--workers", str(WORKERS)),
    "sync, one more": ("--workers", str(WORKERS + 1)),
    "gthread, 2 threads": ("--workers", str(WORKERS), "--worker-class", "gthread", "--threads", "2"),
    "gthread, 4 threads": ("--workers", str(WORKERS), "--worker-class", "gthread", "--threads", "4"),
}


def addresses(contents: Contents, base: str) -> list[str]:
    """What visitors ask, mixed: the first pages, themes, communes, words."""
    asked = [{}, *({"page": page} for page in range(2, 6))]
    asked += [{"theme": one} for one in contents.themes]
    asked += [{"commune": one} for one in (*contents.popular, *contents.seldom)]
    asked += [{"q": one} for one in (*contents.frequent, *contents.rare)]
    return [base + query(search) for search in asked]


def visited(port: int, paths: list[str], *, seconds: float) -> tuple[float, int]:
    """Pages a second, and pages in all. Each visitor begins elsewhere in the list: no page is asked by all together."""
    command = [sys.executable, "-m", "bench.measures.throughput", str(port), str(seconds)]
    visitors = []
    for number in range(VISITORS):
        visitor = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        start = len(paths) * number // VISITORS
        visitors.append((visitor, json.dumps(paths[start:] + paths[:start])))
    for visitor, asked in visitors:
        visitor.stdin.write(asked)
        visitor.stdin.close()
    speed, total = 0.0, 0
    for visitor, _ in visitors:
        given, spent = json.loads(visitor.stdout.read())
        speed, total = speed + given / spent, total + given
        visitor.wait()
    return speed, total


def time_kinds(url: str, contents: Contents, floor: list[str], *, say, seconds: float = 6, **environment: str) -> dict:
    """Of each kind of server, for the floor, the directory, the plain directory: pages a second, and `cost`, the
    processor's milliseconds a page in the workers, which other work on the machine changes little."""
    asked = {"floor": floor, "directory": addresses(contents, DIRECTORY), "plain": addresses(contents, PLAIN)}
    found: dict[str, dict] = {}
    for kind, options in KINDS.items():
        with Server(url, *options, **environment) as server:
            found[kind] = {"cost": {}}
            for name, paths in asked.items():
                if name == "plain" and kind != "sync":
                    continue  # it is there to be compared with, once
                # As long as what is measured: a server that has just started has no card at hand.
                visited(server.port, paths, seconds=seconds)
                before = _processor_seconds(server)
                speed, total = visited(server.port, paths, seconds=seconds)
                found[kind][name] = round(speed, 2)
                found[kind]["cost"][name] = round((_processor_seconds(server) - before) / total * 1000, 2)
            found[kind]["memory"] = sum(worker.memory_info().rss for worker in server.workers)
        costs = found[kind]["cost"]
        told = ", ".join(f"{name} {found[kind][name]:.1f} pages/s ({cost:.1f} ms)" for name, cost in costs.items())
        say(f"  {kind:<20}{told}, {found[kind]['memory'] / 2**20:.0f} Mo")
    return found


def _processor_seconds(server: Server) -> float:
    times = [worker.cpu_times() for worker in server.workers]
    return sum(one.user + one.system for one in times)


def visit(port: int, seconds: float, paths: list[str]) -> tuple[int, float]:
    """Pages that one visitor gets, at least one, and the seconds that they took."""
    client, given = Client(port), 0
    started = time.perf_counter()
    while not given or time.perf_counter() - started < seconds:
        client.page(paths[given % len(paths)])
        given += 1
    return given, time.perf_counter() - started


if __name__ == "__main__":
    sys.stdout.write(json.dumps(visit(int(sys.argv[1]), float(sys.argv[2]), json.load(sys.stdin))))
