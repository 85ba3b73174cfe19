"""Canaries in every place, by every path, and none on any surface once they are erased.

`make canaries` asks for many (CANARIES=240), some dozens at a time, for each erasure reads all that was written; the
suite asks for one of each path.
"""

from __future__ import annotations

import os
import time
from collections import defaultdict
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.test import Client

from bulletins.listing.short import KEPT
from config.keeping.last import LastPages
from config.keeping.pages import KeptPages
from config.keeping.taking import MARK
from ledger.erasing.findings import findings_of
from ledger.erasing.services import ask_erasure, confirm_erasure
from organisations.models import Contact, Person
from tests.directory.index.beginning import begin_anew
from tests.ledger.canaries import PATHS, World, brought_down, release
from tests.ledger.surfaces import Process, everything_stored, surfaces

COUNT = int(os.environ.get("CANARIES", len(PATHS)))
AT_ONCE = 4 * len(PATHS)
ROUNDS = [range(start, min(start + AT_ONCE, COUNT)) for start in range(0, COUNT, AT_ONCE)]


@pytest.fixture
def process(editor, settings, tmp_path, monkeypatch):
    """A process that has read nothing yet: its memory begins empty, and can be looked into."""
    settings.DIRECTORY_INDEX_FILE = str(tmp_path / "index" / "directory")
    KEPT.forget()
    made = Process(Client(), Client(), begin_anew(monkeypatch), settings)
    for kind, stores in ((KeptPages, made.kept), (LastPages, made.last)):
        monkeypatch.setattr(kind, "__init__", _noting(kind.__init__, stores))
    made.desk.force_login(editor)
    yield made
    made.index.wait()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("indexes", ROUNDS, ids=lambda one: f"{one[0]}-{one[-1]}")
def test_no_canary_is_left_on_any_surface(indexes, process, editor, officer, second):
    world = World(process.desk, editor, officer)
    canaries = release(world, indexes)
    _let_the_last_taking_settle()
    # The control: each canary is somewhere, each surface shows one.
    before = _shown(world, process, canaries)
    assert {surface for surface, seen in before.items() if not seen} == set()
    for surface in ("base", "copie de la base"):
        assert before[surface] == {canary.index for canary in canaries}
    for canary in canaries:
        for row in _records(canary):
            findings = findings_of(row)
            erasure = ask_erasure(
                row=row, by=editor, reason="asked", seen=findings.seen,
                families=[place.owner for place in findings.families],
            )  # fmt: skip
            confirm_erasure(erasure=erasure, by=second)
    after = _shown(world, process, canaries)
    assert {surface: seen for surface, seen in after.items() if seen} == {}
    assert after.keys() == before.keys()


@pytest.mark.django_db
def test_canary_is_seen_by_a_rule_that_is_not_ours(editor, officer):
    """The control of the control: what looks for canaries sees them in every form that they are written in."""
    client = Client()
    client.force_login(editor)
    for canary in release(World(client, editor, officer), [0]):
        for way in range(6):
            assert canary.is_in(canary.written(way))
            assert canary.is_in(canary.dialled(way))
        assert not canary.is_in("Entraide du canari 0, 1 600 masques")
        assert any(map(canary.is_in, everything_stored()))


def _noting(begin, stores):
    def noted(store, most_bytes):
        begin(store, most_bytes)
        stores.append(store)

    return noted


def _let_the_last_taking_settle():
    """Pages are kept for the hour without a database only when nothing was taken away within the minute."""
    path = Path(configured.MEDIA_ROOT) / MARK
    if path.exists():
        an_hour_ago = time.time() - 3600
        os.utime(path, (an_hour_ago, an_hour_ago))


def _records(canary):
    """Those that tell it; an import makes records of its own, which go with the first of the same name."""
    persons = Person.objects.filter(name=canary.name)
    contacts = Contact.objects.filter(pk=canary.contact.pk)
    return [*persons[:1], *contacts]


def _shown(world, process, canaries):
    """Which canaries each surface shows."""
    seen = defaultdict(set)
    for surface, text in surfaces(world, process, canaries):
        letters, digits = brought_down(text)
        seen[surface] |= {canary.index for canary in canaries if canary.is_told(letters, digits)}
    return seen
