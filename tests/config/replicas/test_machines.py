"""Standbys for real: PostgreSQL clusters that stream, are late, lost and promoted, and the web nodes on them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.db import connection

from tests.machines import Cluster, Node, dump, until

pytestmark = pytest.mark.django_db  # for its tables: nothing is written there

BEFORE, AFTER = "Un nom d’hier", "Un nom d’aujourd’hui"
SINCE = "ce qui a changé depuis n’y est pas"
PAGE = "/themes/isolees/"
WITH_SESSION, JUST_WROTE = "sessionid=quelquun", "vient-d-ecrire=1"


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """Not pytest's own, whose parents only root may enter: PostgreSQL is never root."""
    with TemporaryDirectory(prefix="machines-") as name:
        yield Path(name)


@pytest.fixture(scope="module")
def tables(django_db_setup, django_db_blocker, folder) -> Path:
    """A dump of the suite's own database: its tables, and the rows that migrations made."""
    with django_db_blocker.unblock():
        return dump(connection.get_connection_params(), folder / "tables.dump")


@pytest.fixture
def running() -> Iterator[ExitStack]:
    with ExitStack() as machines:
        yield machines


@pytest.fixture
def primary(tables, folder, running) -> Cluster:
    cluster = Cluster(folder / f"primary-{len(list(folder.iterdir()))}").make().start()
    running.callback(cluster.stop)
    cluster.restore(tables)
    name(cluster, BEFORE)
    return cluster


@pytest.fixture
def standby(primary, folder, running) -> Cluster:
    cluster = Cluster(folder / f"standby-{len(list(folder.iterdir()))}").standby_of(primary).start()
    running.callback(cluster.stop)
    return cluster


@pytest.fixture
def node(running, tmp_path):
    def start(*arguments, **options) -> Node:
        made = Node(*arguments, media=tmp_path, **options)
        running.callback(made.stop)
        return made

    return start


def name(cluster: Cluster, words: str) -> None:
    cluster.ask(f"UPDATE initiatives_theme SET name = '{words}' WHERE slug = 'isolees'")


def shows(machine: Node, words: str, *, cookies: str = "") -> bool:
    status, html = machine.get(PAGE, cookies=cookies)
    return status == 200 and words in html


def test_public_reads_the_standby_and_who_writes_reads_the_primary(primary, standby, node):
    patient = node(primary.url, standby.url, most_late=3600)
    hasty = node(primary.url, standby.url, most_late=0.2)
    until(lambda: shows(patient, BEFORE), "the standby has the first name")
    standby.ask("SELECT pg_wal_replay_pause()")
    name(primary, AFTER)
    assert shows(patient, BEFORE)
    assert shows(patient, AFTER, cookies=WITH_SESSION)
    assert shows(patient, AFTER, cookies=JUST_WROTE)
    until(lambda: shows(hasty, AFTER), "a standby that is late is not read")

    standby.ask("SELECT pg_wal_replay_resume()")
    until(lambda: shows(patient, AFTER), "the standby has caught up")
    standby.stop()
    assert shows(patient, AFTER)
    name(primary, BEFORE)
    assert shows(patient, BEFORE)


def test_public_pages_outlive_the_primary_until_a_standby_is_promoted(primary, standby, node):
    both = f"postgresql://postgres@127.0.0.1:{primary.port},127.0.0.1:{standby.port}/solidaire"
    machine = node(f"{both}?target_session_attrs=read-write", standby.url)
    alone = node(primary.url)
    assert (machine.get("/admin/login/")[0], alone.get(PAGE)[0]) == (200, 200)
    until(lambda: standby.ask("SELECT 1 FROM pg_stat_wal_receiver"), "the standby streams")
    primary.stop()

    assert shows(machine, BEFORE)
    assert shows(machine, BEFORE, cookies=WITH_SESSION)
    assert machine.get("/initiatives/?q=introuvable")[0] == 200  # would be noted, were there where to write
    assert machine.get("/healthz") == (200, "ok")
    status, html = machine.get("/admin/")
    assert (status, "espace rédaction est momentanément indisponible" in html) == (503, True)
    # A node that knows no standby shows what it showed, to the public only, and says where to call for the rest.
    status, html = alone.get(PAGE)
    assert (status, BEFORE in html, SINCE in html) == (200, True, True)
    assert alone.get(PAGE, cookies=WITH_SESSION)[0] == 503
    status, html = alone.get("/communes/")
    assert (status, 'href="tel:112"' in html) == (503, True)
    assert [alone.get(path)[0] for path in ("/initiatives.csv", "/admin/", "/healthz")] == [503] * 3

    standby.promote()
    until(lambda: machine.get("/admin/login/")[0] == 200, "the back office is back")
    machine.get("/initiatives/?q=introuvable")
    assert standby.ask("SELECT words FROM directory_vainsearch") == [("introuvable",)]
    name(standby, AFTER)
    assert shows(machine, AFTER)

    standby.stop()
    assert shows(machine, AFTER)
    assert SINCE in machine.get(PAGE)[1]
    status, html = machine.get("/communes/")
    assert (status, "Le répertoire est momentanément indisponible" in html) == (503, True)

    primary.start()
    until(lambda: shows(alone, BEFORE) and SINCE not in alone.get(PAGE)[1], "the site heals by itself")
