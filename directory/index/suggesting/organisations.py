"""Names of the organisations that act in something public, in one text that is searched from letter to letter.

An index of words would not do: what is typed may stand anywhere in a name. A text of all names is read through in some
milliseconds a million initiatives, and no longer than until enough are found.

What is found is a candidate, no more: whether it may be shown is asked of PostgreSQL, row by row.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

import numpy as np
from django.db.models import Exists, OuterRef

from directory.keeping.kept import Kept
from initiatives.models import Participation
from organisations.models import Organisation

Row = tuple[int, str, str]  # key, name and other names as they are compared


@dataclass(frozen=True)
class OrganisationNames:
    ids: np.ndarray  # in the order of names
    lines: str  # of each its names, between line ends
    starts: np.ndarray  # of each line
    by_id: np.ndarray  # places, by key
    late: dict[int, str] = field(default_factory=dict)  # lines of those that came or changed since

    @classmethod
    def of(cls, rows: Iterable[Row]) -> OrganisationNames:
        """Of rows in the order of names."""
        kept = list(rows)
        lines = [_line(name, others) for _, name, others in kept]
        starts = np.cumsum([1, *(len(line) + 1 for line in lines)], dtype=np.int64)[:-1]
        ids = np.array([key for key, _, _ in kept], np.int64)
        return cls(ids, "\n" + "".join(f"{line}\n" for line in lines), starts, np.argsort(ids))

    def with_late(self, rows: Iterable[Row]) -> OrganisationNames:
        """With these as they are called now. The line of a former name stays, and finds one candidate too many."""
        late = {key: _line(name, others) for key, name, others in rows}
        return replace(self, late=self.late | {key: line for key, line in late.items() if self._line_of(key) != line})

    def late_holding(self, words: list[str]) -> list[int]:
        return [key for key, line in self.late.items() if all(word in line for word in words)]

    def holding(self, words: list[str]) -> Iterator[int]:
        """Those whose names hold every word, in the order of names, but for the late ones."""
        longest = max(words, key=len)
        at = self.lines.find(longest)
        while at >= 0:
            place = int(np.searchsorted(self.starts, at, side="right")) - 1
            start = int(self.starts[place])
            end = self.lines.index("\n", at)
            if all(self.lines.find(word, start, end) >= 0 for word in words):
                yield int(self.ids[place])
            at = self.lines.find(longest, end)

    def _line_of(self, key: int) -> str:
        if not len(self.ids):
            return ""
        nth = min(int(np.searchsorted(self.ids, key, sorter=self.by_id)), len(self.ids) - 1)
        place = int(self.by_id[nth])
        if self.ids[place] != key:
            return ""
        start = int(self.starts[place])
        return self.lines[start : self.lines.index("\n", start)]


def _line(name: str, others: str) -> str:
    return f"{name}\t{others}" if others else name


def _rows(**which: object) -> Iterator[Row]:
    """Merged and nameless ones too: they may be shown again without a word in the log of changes."""
    acting = Participation.objects.filter(organisation=OuterRef("pk"), initiative__status="published", **which)
    rows = Organisation.objects.filter(Exists(acting)).order_by("sort_key", "pk")
    return rows.values_list("pk", "sort_key", "other_names_key").iterator(chunk_size=20_000)


def kept_names() -> Kept[OrganisationNames]:
    """Not yet read."""
    return Kept(
        lambda: OrganisationNames.of(_rows()),
        lambda names, initiatives: names.with_late(_rows(initiative__in=initiatives)),
    )


ORGANISATIONS = kept_names()
