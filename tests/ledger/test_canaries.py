"""Canaries in every place, by every path, and none on any surface once they are erased.

`make canaries` asks for many (CANARIES=240); the suite for two of each path.
"""

from __future__ import annotations

import os
from collections import defaultdict

import pytest
from django.test import Client

from ledger.erasing.findings import findings_of
from ledger.erasing.services import ask_erasure, confirm_erasure
from organisations.models import Contact, Person
from tests.ledger.canaries import PATHS, World, brought_down, everything_stored, release, surfaces

pytestmark = pytest.mark.django_db

COUNT = int(os.environ.get("CANARIES", len(PATHS)))


@pytest.fixture
def world(editor, officer):
    client = Client()
    client.force_login(editor)
    return World(client, editor, officer)


def test_no_canary_is_left_on_any_surface(world, second, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        canaries = release(world, COUNT)
    # The control: each canary is somewhere, each surface shows one.
    before = _shown(world, canaries)
    assert {surface for surface, seen in before.items() if not seen} == set()
    assert before["base"] == {canary.index for canary in canaries}
    for canary in canaries:
        for row in _records(canary):
            findings = findings_of(row)
            with django_capture_on_commit_callbacks(execute=True):
                erasure = ask_erasure(
                    row=row, by=world.editor, reason="asked", seen=findings.seen,
                    families=[place.owner for place in findings.families],
                )  # fmt: skip
                confirm_erasure(erasure=erasure, by=second)
    after = _shown(world, canaries)
    assert {surface: seen for surface, seen in after.items() if seen} == {}
    assert after.keys() == before.keys()


def test_canary_is_seen_by_a_rule_that_is_not_ours(world, db):
    """The control of the control: what looks for canaries sees them in every form that they are written in."""
    for canary in release(world, 1):
        for way in range(6):
            assert canary.is_in(canary.written(way))
            assert canary.is_in(canary.dialled(way))
        assert not canary.is_in("Entraide du canari 0, 1 600 masques")
        assert any(map(canary.is_in, everything_stored()))


def _records(canary):
    """Those that tell it; an import makes records of its own, which go with the first of the same name."""
    persons = Person.objects.filter(name=canary.name)
    contacts = Contact.objects.filter(pk=canary.contact.pk)
    return [*persons[:1], *contacts]


def _shown(world, canaries):
    """Which canaries each surface shows."""
    seen = defaultdict(set)
    for surface, text in surfaces(world, canaries):
        letters, digits = brought_down(text)
        seen[surface] |= {canary.index for canary in canaries if canary.is_told(letters, digits)}
    return seen
