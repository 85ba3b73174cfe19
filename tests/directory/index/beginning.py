"""A process of the site that begins."""

from __future__ import annotations

from collections import defaultdict

from directory import changes
from directory.cards import keeping
from directory.index import standing
from directory.index.standing import Standing


def begin_anew(monkeypatch) -> Standing:
    """Nothing was read yet: what the process knows of the rows of earlier tests, which are gone, would keep its readers
    apart for as long as a transaction of the suite's other process stays open."""
    monkeypatch.setattr(changes, "_latest", {})
    monkeypatch.setattr(keeping, "_kept", defaultdict(keeping.KeptCards))
    made = Standing()
    monkeypatch.setattr(standing, "STANDING", made)
    return made
