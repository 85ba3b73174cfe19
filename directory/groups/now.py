"""Who answers: the index of this process where it stands ready, else PostgreSQL."""

from __future__ import annotations

from directory.finding.filters import DirectoryFilter
from directory.groups.database import Group, Groups
from directory.groups.indexed import IndexedGroup, IndexedGroups
from directory.index import standing
from directory.index.answers import IndexedFilter

AnyGroups = Groups | IndexedGroups


def public_groups() -> AnyGroups:
    """As all that is committed now has them: one moment for all the groups that a page takes."""
    state = standing.STANDING.state()
    return Groups() if state is None else IndexedGroups(state)


def found_by(chosen: DirectoryFilter) -> Group | IndexedGroup:
    """What a search has found, by whoever answers it."""
    if isinstance(chosen, IndexedFilter):
        return IndexedGroup(chosen.state, chosen.found())
    return Group(chosen.narrowed())
