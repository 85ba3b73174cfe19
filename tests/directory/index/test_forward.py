"""What documents hold, counted from their rows, is what the sets say."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest
from pyroaring import BitMap

from directory.index import forward as of_documents
from directory.index.forward import ALL, HELD, REACHING, Forward
from directory.index.reach import Reach
from directory.index.sets import BULLETIN, COMMUNE, THEME, Documents, Sets
from directory.index.vocabulary import Vocabulary


def _families(random: Random, ids: list[int]) -> dict[str, dict[str, np.ndarray]]:
    """One theme that most have, few bulletins, and now and then more communes than rows of two layers hold."""
    families: dict[str, dict[str, list[int]]] = {THEME: {}, BULLETIN: {}, COMMUNE: {}}
    for one in ids:
        families[THEME].setdefault("1" if random.random() < 0.6 else "2", []).append(one)
        for bulletin in range(random.choice([0, 0, 1, 3])):
            families[BULLETIN].setdefault(str(bulletin), []).append(one)
        for commune in random.sample(range(60), random.choice([1, 2, ALL.width, 3 * ALL.width, 40])):
            families[COMMUNE].setdefault(str(commune), []).append(one)
    return {family: {key: np.array(held, np.int64) for key, held in keys.items()} for family, keys in families.items()}


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("dense", [0, 1_000])
def test_rows_of_documents_tell_what_the_sets_tell(seed, dense, monkeypatch):
    """By whole rows and by those of seldom keys."""
    monkeypatch.setattr(of_documents, "DENSE", dense)
    monkeypatch.setattr(of_documents, "SHARE", 0.001)
    random = Random(seed)
    sets, ids = Sets(), list(range(1, 120))
    sets.lay(np.array(ids, np.int64), np.array([random.randint(0, 9) for _ in ids], np.int32))
    sets.fill(_families(random, ids))
    reach = Reach(sets, Vocabulary())
    forward = Forward(sets, reach)
    for turn in range(3):
        for found in (sets.alive, BitMap(), BitMap(random.sample(list(sets.alive), 9)), BitMap([sets.alive.max()])):
            counts = forward.counts(found)
            for family in HELD:
                keys = list(sets.families[family])
                assert counts[forward.places(family, keys)].tolist() == [
                    found.intersection_cardinality(sets.families[family][key]) for key in keys
                ]
            assert counts[forward.places(COMMUNE, ["none"])].tolist() == [0]
            communes = forward.places(COMMUNE, sets.families[COMMUNE])
            for among in (None, communes):
                assert forward.counts(found, among, REACHING)[communes].tolist() == counts[communes].tolist()
        late = [200 + turn, 5 + turn]
        documents = Documents(np.array(late, np.int64), np.array([3, 4], np.int32), _families(random, late))
        added = sets.replace(late, documents)
        forward.grow(added, reach.grow(added, sets))
