"""The ways on from typed words, by the sets and names of one moment; the rows that are shown alone are asked for."""

from __future__ import annotations

from itertools import islice

import numpy as np
from pyroaring import BitMap

from communes.models import Commune
from directory.finding.search import Lexical
from directory.finding.suggesting import DATABASE_WAYS, DatabaseWays, Ways
from directory.index.current import State
from directory.index.ground import Ground
from directory.index.sets import NAME, NOTHING, THEME, TITLE, WORD
from directory.index.standing import STANDING
from directory.index.suggesting.communes import CommuneNames
from directory.index.suggesting.organisations import ORGANISATIONS, OrganisationNames
from directory.index.vocabulary import Vocabulary
from directory.keeping.kept import Kept
from initiatives.models import Initiative, Theme
from organisations.models import Organisation

_names: CommuneNames | None = None  # of the vocabulary that was asked last


def ways() -> Ways:
    """Those of the index where it stands ready, else those of PostgreSQL."""
    state = STANDING.state()
    return DATABASE_WAYS if state is None else IndexedWays(state, ORGANISATIONS)


class IndexedWays(DatabaseWays):
    def __init__(self, state: State, names: Kept[OrganisationNames]) -> None:
        self.state, self.ground, self.names = state, Ground(state), names

    def communes(self, name: str, most: int) -> list[Commune]:
        """One query where there are any."""
        keys = [row.insee for row in _names_of(self.state.vocabulary).named(name)[:most]]
        rows = Commune.objects.in_bulk(keys) if keys else {}
        return [rows[key] for key in keys if key in rows]

    def themes(self) -> list[Theme]:
        held = self.state.sets.families[THEME]
        return [
            Theme(pk=int(key), slug=slug, name=name)
            for key, slug, name in self.state.vocabulary.themes
            if self.ground.living(held.get(key, NOTHING))
        ]

    def organisations(self, words: list[str], most: int) -> list[Organisation]:
        """One query, or two where most of what bears the words has no page."""
        names = self.names.now()
        if names is None:
            return super().organisations(words, most)
        late, found, read = names.late_holding(words), names.holding(words), most * 4
        seen: set[int] = set()
        while True:
            more = list(islice(found, read))
            seen.update(key for key in more if key not in names.late)
            rows = list(self.bearing(words).filter(pk__in=[*seen, *late])[:most])
            # What was not looked at yet comes behind what was: its names are read in their order.
            if len(more) < read or (len(rows) == most and rows[-1].pk in seen):
                return rows
            read *= 8

    def initiatives(self, lexical: Lexical, most: int) -> list[Initiative]:
        keys = self._best(lexical, most)
        rows = {row.pk: row for row in self.shown().filter(pk__in=keys)} if keys else {}
        return [rows[key] for key in keys if key in rows]

    def _best(self, lexical: Lexical, most: int) -> list[int]:
        """As `search.ranked` steps: in the title, in names, in the text; of each what was entered last comes first."""
        keys: list[int] = []
        done = BitMap()
        for part in (TITLE, NAME, WORD):
            found = self.ground.living(self.ground.standing(lexical, part)) - done
            keys += self._last_entered(found, most - len(keys))
            if len(keys) == most:
                break
            done |= found
        return keys

    def _last_entered(self, found: BitMap, most: int) -> list[int]:
        numbers = np.array(found.to_array(), np.int64)
        ids = self.state.sets.ids[numbers]
        if len(ids) > most:
            ids = np.partition(ids, len(ids) - most)[-most:]
        return sorted(ids.tolist(), reverse=True)


def _names_of(vocabulary: Vocabulary) -> CommuneNames:
    """Made anew when the names change; two threads may make the same."""
    global _names
    names = _names
    if names is None or names.vocabulary is not vocabulary:
        names = _names = CommuneNames(vocabulary)
    return names
