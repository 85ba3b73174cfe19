"""What is counted beforehand follows every document that comes and goes."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from communes.models import Area
from directory.index.current import Index
from directory.index.facets.listing import NOW, listing
from directory.index.facets.totals import LARGE, Totals
from directory.index.forward import Forward
from directory.index.reach import AGAIN, Reach
from directory.index.sets import AREA, AUDIENCE, COMMUNE, KIND, THEME, Documents, Sets
from directory.index.vocabulary import NamedArea, NamedCommune, Vocabulary
from tests.builders import make_commune, make_initiative

AREAS = {"1": ("a", "b", "c"), "2": ("a", "b"), "3": ("b", "c"), "4": ("a",)}


def _vocabulary() -> Vocabulary:
    """Communes in areas that lie over each other: each commune in several."""
    made = Vocabulary()
    for insee in "abc":
        around = tuple(key for key, communes in AREAS.items() if insee in communes)
        made.communes[insee] = _commune(insee, around)
    for key, communes in AREAS.items():
        made.areas[key] = NamedArea(key, key, key, key, key, Area.Kind.CUSTOMARY, communes, ())
    return made


def _commune(insee: str, areas: tuple[str, ...]) -> NamedCommune:
    names = dict.fromkeys(("insee", "name", "told", "label", "slug", "sort_key"), insee)
    return NamedCommune(**names, epci=None, areas=areas, latitude=None, longitude=None)


def _documents(random: Random, ids: list[int], themes: str = "12") -> Documents:
    families: dict[str, dict[str, list[int]]] = {family: {} for family in (THEME, KIND, AUDIENCE, AREA, COMMUNE)}
    for one in ids:
        families[THEME].setdefault(random.choice(themes), []).append(one)
        for family, keys, most in ((KIND, "xyz", 2), (AUDIENCE, "uv", 2), (AREA, "1234", 4), (COMMUNE, "abc", 2)):
            for key in random.sample(keys, random.randint(0, most)):
                families[family].setdefault(key, []).append(one)
    read = {family: {key: np.array(held, np.int64) for key, held in keys.items()} for family, keys in families.items()}
    return Documents(np.array(ids, np.int64), np.array([random.randint(0, 9) for _ in ids], np.int32), read)


@pytest.mark.parametrize("seed", range(4))
def test_totals_follow_what_comes_and_goes(seed):
    """A theme that nobody had comes too; what covers several areas around a commune reaches it once."""
    random = Random(seed)
    sets, ids = Sets(), list(range(1, 60))
    first = _documents(random, ids)
    sets.lay(first.ids, first.days)
    sets.fill(first.families)
    reach = Reach(sets, _vocabulary())
    forward = Forward(sets, reach)
    totals = Totals.of(sets, forward)
    for turn in range(4):
        changed = [random.choice(ids), 100 + turn]
        found = _documents(random, changed[turn % 2 :], themes="123")
        alive = sets.alive
        assert reach.is_known(found.families, sets)
        added = sets.replace(changed, found)
        forward.grow(added, reach.grow(added, sets))
        earlier, totals = totals, totals.after(sets, forward, alive)
        anew = Totals.of(sets, forward)
        assert totals.rows.keys() == anew.rows.keys()
        assert totals.of_all().tolist() == forward.counts(sets.alive).tolist() == anew.of_all().tolist()
        assert earlier.of_all().sum() != totals.of_all().sum()
        assert {len(row) for row in totals.counts} == {forward.width}
        for family in LARGE:
            for key, documents in sets.families[family].items():
                counts = forward.counts(documents & sets.alive).tolist()
                assert totals.of_large(family, [key]).tolist() == anew.of_large(family, [key]).tolist() == counts
        both = sets.of(THEME, ["1", "3"]) & sets.alive
        assert totals.of_large(THEME, ["1", "3"]).tolist() == forward.counts(both).tolist()
        assert totals.of_large(KIND, ["x", "y"]) is None
        for around, through in reach.through.items():
            areas = sum(totals.of_all()[forward.places(AREA, around)])
            again = sum(totals.of_all()[forward.places(AGAIN, reach.repeated(around))])
            assert again
            assert areas - again == len(through & sets.alive)


def test_commune_in_areas_like_no_other_makes_all_anew():
    random = Random(1)
    sets = Sets()
    first = _documents(random, list(range(1, 30)))
    sets.lay(first.ids, first.days)
    sets.fill(first.families)
    vocabulary = _vocabulary()
    vocabulary.communes["d"] = _commune("d", ("1", "4"))
    reach = Reach(sets, vocabulary)
    ids = np.array([1], np.int64)
    assert reach.is_known({COMMUNE: {"a": ids}}, sets)
    assert not reach.is_known({COMMUNE: {"d": ids}}, sets)
    assert not reach.is_known({AREA: {"9": ids}}, sets)


def test_options_are_listed_anew_where_one_comes_or_goes_only(db):
    row = make_initiative("Masques")
    index = Index.read()
    before = listing(index.state)
    make_initiative("Visières", theme=row.theme.slug)
    state = index.fresh()
    assert listing(state) is before
    commune = make_commune("Zutkerque")
    make_initiative(communes=(commune,))
    state = index.fresh()
    assert NOW not in state.kept
    after = listing(state)
    assert commune.pk in after.values
    assert commune.pk not in before.values
