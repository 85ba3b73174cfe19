"""What each measure needs of the running site: a server, the words and places of the database, an open session."""

from __future__ import annotations

from collections.abc import Callable

from bench.asking import Client, time_pages
from bench.cases import cases_of
from bench.database import name_of, url_of
from bench.gate import check, sample
from bench.load import folder_of
from bench.measures.engine import time_engine
from bench.measures.exporting import time_exports
from bench.measures.freshness import time_freshness
from bench.measures.pages import DIRECTORY, PLAIN, directory_pages, time_each
from bench.measures.throughput import time_kinds
from bench.peers.asked import are_installed
from bench.serving import Server
from bench.world import contents_of, floor_pages, office_pages, public_pages, session_cookie, write_keys

# Every page is made for its request: pages kept between two commits are timed apart.
MADE = {"KEPT_PAGES_BYTES": "0"}
ASKED_AGAIN = ("home", "commune page", "bulletin page", "archive")


def _url(size: str) -> str:
    return url_of(name_of(size))


def time_site(size: str, *, say, seconds: float = 4) -> dict:
    """p50 and p95 of every case in milliseconds, and of the floor between them.

    `again` are pages asked again with nothing written meanwhile, by the settings of production.
    """
    cases = {} if size == "demo" else cases_of(contents_of(folder_of(size)))
    floor = floor_pages()
    with Server(_url(size), **MADE) as server:
        client, officer = Client(server.port), Client(server.port, cookie=session_cookie())
        figures = {"by": server.answers_by, "floor": time_pages(client, floor, seconds=2, most=200).as_dict()}
        say(f"  les recherches sont servies par : {server.answers_by}")
        say(f"  {'floor':<22}{figures['floor']['p50']:>10.1f}{figures['floor']['p95']:>10.1f}   (ms; p50, p95)")
        say(f"  {'':<22}{'p50':>10}{'p95':>10}{'× floor':>9}{'× p95':>9}{'n':>6}{'bytes':>9}")
        limits = {"floor": floor, "say": say, "seconds": seconds}
        directory = directory_pages(cases) if cases else {"front": [DIRECTORY]}
        figures["directory"] = time_each(client, directory, **limits)
        figures["public"] = time_each(client, public_pages(), **limits)
        figures["office"] = time_each(officer, office_pages(), **limits)
        if cases:
            say("  plain ORM + django-filter")
            figures["plain"] = time_each(client, directory_pages(cases, PLAIN), **limits | {"fewest": 2})
    with Server(_url(size)) as server:
        say("  asked again")
        pages = {name: paths for name, paths in public_pages().items() if name in ASKED_AGAIN}
        asked = {"front": [DIRECTORY]} | pages
        figures["again"] = time_each(Client(server.port), asked, **limits | {"seconds": seconds / 2})
    return figures


def check_answers(size: str, *, say) -> dict:
    """Refuses to go on where one answer is wrong."""
    with Server(_url(size)) as server:
        return {"checked": check(Client(server.port), sample(contents_of(folder_of(size))), say=say)}


def engine(size: str, *, say) -> dict:
    return time_engine(cases_of(contents_of(folder_of(size))), say=say)


def time_peer(time_cases: Callable[..., dict], size: str, *, say) -> dict:
    """Another system over the same files; {} where its library is not installed."""
    if not are_installed():
        say("  .venv-bench manque : « make bench » l’installe")
        return {}
    folder = folder_of(size)
    write_keys(folder)
    return time_cases(folder, cases_of(contents_of(folder)), say=say)


def freshness(size: str, *, say) -> dict:
    with Server(_url(size), **MADE) as server:
        return time_freshness(Client(server.port), contents_of(folder_of(size)), say=say)


def exports(size: str, *, say) -> dict:
    return time_exports(_url(size), contents_of(folder_of(size)), say=say, **MADE)


def throughput(size: str, *, say, seconds: float = 4) -> dict:
    return time_kinds(_url(size), contents_of(folder_of(size)), floor_pages(), say=say, seconds=seconds, **MADE)
