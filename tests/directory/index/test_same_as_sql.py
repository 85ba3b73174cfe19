"""The index and PostgreSQL say the same of any address after any write: initiatives, order, counts, options.

A short run here; `make index-property` asks thousands (`INDEX_CASES`, `INDEX_SEED`).
"""

from __future__ import annotations

import os
from dataclasses import replace

import pytest
from django.http import QueryDict

from directory.finding.facets import facets
from directory.finding.filters import DirectoryFilter
from directory.index import forward
from directory.index.answers import IndexedFilter
from directory.index.current import Index, State
from tests.directory.index.territory import Territory

CASES = int(os.environ.get("INDEX_CASES", 40))
SEED = int(os.environ.get("INDEX_SEED", 7))
pytestmark = pytest.mark.django_db


def told(chosen: DirectoryFilter) -> dict:
    """All that a page tells of what was found."""
    options = {
        facet.name: sorted((option.value, option.label, option.count, option.group or 0) for option in facet.options)
        for facet in facets(chosen)
    }
    reading = chosen.reading
    return {
        "count": chosen.count(),
        "options": options,
        "is_partial": reading.is_partial,
        "has": reading.has,
        "missed": reading.missed,
        "typed": reading.typed,
    }


def listed(chosen: DirectoryFilter) -> dict:
    """The options as a page lists them; of equal names the order is free."""
    return {
        facet.name: [(option.selected, option.count, option.label) for option in facet.options]
        for facet in facets(chosen)
    }


def by_database(query: str) -> tuple[list[int], dict]:
    chosen = DirectoryFilter(QueryDict(query))
    return [row.pk for row in chosen.ordered()], told(chosen)


def by_index(query: str, state: State) -> tuple[list[int], dict]:
    chosen = IndexedFilter(QueryDict(query), state=state)
    return chosen.keys(0, chosen.count()), told(chosen)


def test_any_address_after_any_write_is_answered_alike():
    territory = Territory(SEED)
    index = Index.read()
    history = []
    for case in range(CASES):
        history.append(territory.write())
        if case % 25 == 24:
            index = index.tidy()
        if case % 3:  # several writes may come between two requests
            query = territory.ask()
            keys, page = by_index(query, index.fresh())
            assert (keys, page) == by_database(query), (case, query, history)


def test_sets_and_documents_count_alike(monkeypatch):
    """Both ways of counting, where some documents came late; beyond a size that no test has the sets count alone."""
    territory = Territory(SEED + 2)
    index = Index.read()
    for _ in range(8):
        territory.write()
    state = index.fresh()
    assert not state.is_plain
    for query in ("", "q=masque", f"commune={territory.communes[0].pk}"):
        found = []
        for fewest in (0, 24):
            monkeypatch.setattr(forward, "FEWEST", fewest)
            monkeypatch.setattr(forward, "SHARE", 1_000_000)
            found.append(told(IndexedFilter(QueryDict(query), state=replace(state, kept={}))))
        assert found[0] == found[1]
        assert found[0]["options"]["commune"]


def test_options_are_listed_alike():
    """Slice by slice, whatever is chosen; a value that nobody offers is listed where it is chosen."""
    territory = Territory(SEED + 3)
    state = Index.read().state
    commune = territory.communes[0].pk
    for query in ("", "theme=jeunes&theme=soignants&q=gel", f"commune={commune}&bulletin=2"):
        chosen = IndexedFilter(QueryDict(query), state=state)
        assert listed(chosen) == listed(DirectoryFilter(QueryDict(query)))
        for name in ("commune", "theme", "bulletin"):
            rows = chosen.options(name)
            every = list(rows)
            assert [row for start in range(0, len(rows) + 2, 3) for row in rows[start : start + 3]] == every
            assert rows.held() == [row for row in every if row[2] or row[0] in chosen.chosen(name)]
            assert rows.held(2) == rows.held()[:2]
            assert rows[len(rows) - 1] == rows[-1] == every[-1]


def test_pages_put_together_are_the_whole_result():
    territory = Territory(SEED + 1)
    index = Index.read()
    for _ in range(8):
        territory.write()
    for query in ("", "tri=commune", "q=masque", "q=masque+gel+repas+zzyzx", f"commune={territory.communes[0].pk}"):
        chosen = IndexedFilter(QueryDict(query), state=index.fresh())
        pages = [key for start in range(0, chosen.count(), 7) for key in chosen.keys(start, start + 7)]
        assert pages == chosen.keys(0, 1_000) == by_database(query)[0]
