"""Who answers: the index of this process where it stands ready, else PostgreSQL."""

from __future__ import annotations

from directory.groups.database import Groups
from directory.groups.indexed import IndexedGroups
from directory.index import standing

AnyGroups = Groups | IndexedGroups


def public_groups() -> AnyGroups:
    """As all that is committed now has them: one moment for all the groups that a page takes."""
    state = standing.STANDING.state()
    return Groups() if state is None else IndexedGroups(state)
