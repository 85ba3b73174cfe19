"""What is found of the parts of a search, by the sets of one moment: the twin of `directory.finding.ground`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyroaring import BitMap

from communes.distance import near_by
from communes.models import Area
from directory.finding.ground import SAME, Part
from directory.finding.meaning import Meant
from directory.finding.naming.editions import Edition
from directory.finding.search import Lexical
from directory.finding.synonyms import Families
from directory.index.current import State
from directory.index.lexical import Node
from directory.index.sets import AREA, AUDIENCE, BULLETIN, COMMUNE, KIND, WORD
from directory.index.vocabulary import NamedArea, NamedCommune
from directory.index.words import nodes

Weighed = list[tuple[float, BitMap]]


class Ground:
    def __init__(self, state: State) -> None:
        self.state = state
        self.names = self
        self._nodes: dict[int, Node | None] = {}
        self._standing: dict[tuple[int, str], BitMap] = {}
        self._kept: list[Lexical] = []  # so that no other query gets the identity of one that is gone

    def families(self) -> Families:
        return self.state.vocabulary.families

    def exists(self, parts: list[Part]) -> bool:
        return bool(self.having_all(parts))

    def number(self, parts: list[Part], most: int) -> int:
        return min(len(self.having_all(parts)), most)

    def counts(self, parts: list[Part]) -> list[int]:
        return [len(found) for found in self.found(parts)]

    def total(self) -> int:
        return len(self.state.alive)

    def best(self, parts: list[Part], weights: dict[int, float]) -> tuple[float, set[int]]:
        classes = self.weighed(parts, weights, self.without_excluded(parts))
        if not classes:
            return 0.0, set()
        best = classes[0][0]
        top = [found for weight, found in classes if weight >= best - SAME]
        sets = self.found(parts)
        return best, {index for index in weights if any(found.intersect(sets[index]) for found in top)}

    def found(self, parts: list[Part]) -> list[BitMap]:
        """The documents that each part finds."""
        return [self.living(found) for found in self.standing_all(parts)]

    def standing_all(self, parts: list[Part]) -> list[BitMap]:
        """The same, with the dead among them: for what is cut to the living in the end."""
        self._learn([part.lexical for part in parts if part.lexical is not None])
        return [self._of(part) for part in parts]

    def having_all(self, parts: list[Part], among: BitMap | None = None) -> BitMap:
        return intersection([*self.found(parts), self.state.alive if among is None else among])

    def without_excluded(self, parts: list[Part]) -> BitMap:
        return self.having_all([part for part in parts if part.is_excluded])

    def weighed(self, parts: list[Part], weights: dict[int, float], among: BitMap) -> Weighed:
        """Documents by their weight, the greatest first; those that have none of the parts weigh nothing."""
        sets = self.found(parts)
        classes: list[tuple[tuple[int, ...], BitMap]] = [((), among)]
        for index in weights:
            split: list[tuple[tuple[int, ...], BitMap]] = []
            for has, documents in classes:
                if inside := documents & sets[index]:
                    split.append(((*has, index), inside))
                if outside := documents - sets[index]:
                    split.append((has, outside))
            classes = split
        summed: dict[float, BitMap] = {}
        for has, documents in classes:
            # Added in the order in which the database adds: equal sums are equal there and here.
            weight = sum((weights[index] if index in has else 0.0 for index in weights), 0.0)
            summed[weight] = summed[weight] | documents if weight in summed else documents
        return sorted(summed.items(), key=lambda one: -one[0])

    def standing(self, lexical: Lexical, part: str) -> BitMap:
        """The documents in whose titles, names or whole text (`TITLE`, `NAME`, `WORD`) the words stand."""
        key = id(lexical), part
        found = self._standing.get(key)
        if found is None:
            if id(lexical) not in self._nodes:
                self._learn([lexical])
            found = self._standing[key] = self.state.words.of(self._nodes[id(lexical)], part)
        return found

    def living(self, found: BitMap) -> BitMap:
        return found if self.state.is_plain else found & self.state.alive

    def reaching(self, communes: Iterable[str]) -> BitMap:
        """What names one of the communes or covers an area that holds one."""
        asked = list(communes)
        if len(asked) == 1:
            return self.state.reach.reaching(asked[0], self.state.sets)
        over = self.state.vocabulary.areas_over(asked)
        return self.state.sets.of(COMMUNE, asked) | self.state.sets.of(AREA, over)

    def communes(self, names: set[str], codes: set[str], insee: set[str]) -> Iterable[NamedCommune]:
        return self.state.vocabulary.called(names, codes, insee)

    def areas(self, names: set[str]) -> Iterator[tuple[NamedArea, set[str]]]:
        for area in self.state.vocabulary.areas_named(names):
            if self._may_be_named(area):
                yield area, set(area.names)

    def places(self) -> dict[str, str]:
        vocabulary = self.state.vocabulary
        areas = {area.names[0]: area.name for area in vocabulary.areas.values() if self._may_be_named(area)}
        communes = {row.sort_key: row.name for row in vocabulary.communes.values() if row.in_territory}
        return areas | communes

    def grouping(self, commune: NamedCommune) -> NamedArea | None:
        return self.state.vocabulary.areas.get(str(commune.epci))

    def editions(self) -> list[Edition]:
        return [edition for _, edition in self.state.vocabulary.editions]

    def around(self, communes: tuple[str, ...], kilometres: int) -> tuple[str, ...]:
        rows = self.state.vocabulary.communes
        placed = (row for insee, row in rows.items() if insee in communes and row.latitude is not None)
        return near_by(next(placed, None), rows.values(), kilometres)

    def known_areas(self, slugs: list[str]) -> dict[str, str]:
        areas = self.state.vocabulary.areas.values()
        return {area.slug: area.name for area in areas if area.slug in slugs and self._may_be_named(area)}

    def known_audiences(self, slugs: list[str]) -> dict[str, str]:
        rows = [row for row in self.state.vocabulary.audiences if row[1] in slugs]
        return {slug: name for key, slug, name in rows if self.living(self.state.sets.of(AUDIENCE, [key]))}

    def _may_be_named(self, area: NamedArea) -> bool:
        """As `finding.places.public_areas`: a draft's area is nobody's business."""
        drawn_by_officers = area.kind in (Area.Kind.CUSTOMARY, Area.Kind.NEIGHBOURHOOD)
        return not drawn_by_officers or bool(self.living(self.state.reach.in_areas([area.key])))

    def meant(self, meant: Meant) -> BitMap:
        """What a name among the words finds, as the filter that it equals."""
        sets, vocabulary = self.state.sets, self.state.vocabulary
        if meant.parameter == "commune":
            return self.reaching(meant.communes) | sets.of(COMMUNE, meant.around)
        if meant.parameter == "territoire":
            keys = vocabulary.areas_called(list(meant.values))
            return self.state.reach.in_areas(keys) | sets.of(AREA, self._areas_inside(keys))
        if meant.parameter == "type":
            return sets.of(KIND, meant.values)
        return sets.of(BULLETIN, vocabulary.cited_by(list(meant.values)))

    def _areas_inside(self, keys: list[str]) -> list[str]:
        """As `finding.places.covering_inside`."""
        areas = self.state.vocabulary.areas
        held = {insee for key in keys for insee in areas[key].communes}
        return [key for key, area in areas.items() if area.communes and held.issuperset(area.communes)]

    def _of(self, part: Part) -> BitMap:
        if part.meant is None:
            return self.standing(part.lexical, WORD)
        found = self.meant(part.meant)
        return found if part.lexical is None else found | self.standing(part.lexical, WORD)

    def _learn(self, lexicals: list[Lexical]) -> None:
        unknown = [lexical for lexical in lexicals if id(lexical) not in self._nodes]
        if unknown:
            self._kept += unknown
            self._nodes |= {id(one): node for one, node in zip(unknown, nodes(unknown), strict=True)}


def intersection(sets: list[BitMap]) -> BitMap:
    """The smallest first: each step leaves less to look at."""
    found, *others = sorted(sets, key=len)
    for other in others:
        found = found & other
    return found
