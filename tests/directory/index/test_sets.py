"""Numbers in the order of display, and pages cut out of them, whatever came late."""

from datetime import UTC, datetime
from random import Random

import numpy as np
import pytest
from pyroaring import BitMap

from directory.changes import Position
from directory.index.sets import THEME, WORD, Documents, Sets
from directory.index.storing import store, stored


def _laid(days: dict[int, int]) -> Sets:
    sets = Sets()
    sets.lay(np.array(list(days), np.int64), np.array(list(days.values()), np.int32))
    sets.fill({THEME: {"1": np.array(list(days), np.int64)}})
    return sets


def _documents(days: dict[int, int]) -> Documents:
    ids = np.array(list(days), np.int64)
    return Documents(ids, np.array(list(days.values()), np.int32), {THEME: {"1": ids}} if days else {})


def _in_order(days: dict[int, int]) -> list[int]:
    return sorted(days, key=lambda key: (-days[key], -key))


def test_newest_comes_first_and_the_later_of_one_day():
    assert list(_laid({1: 5, 2: 9, 3: 5}).ids) == [2, 3, 1]


@pytest.mark.parametrize("seed", range(5))
def test_pages_are_in_order_whatever_changes(seed):
    random = Random(seed)
    days = {key: random.randint(0, 9) for key in range(1, 60)}
    sets = _laid(days)
    for _ in range(12):
        touched = random.sample(range(1, 90), 7)
        for key in touched:
            days.pop(key, None)
            if random.random() < 0.7:
                days[key] = random.randint(-2, 12)
        sets.replace(touched, _documents({key: days[key] for key in touched if key in days}))
        expected = _in_order(days)
        for start in (0, 3, 20, len(expected) - 2, len(expected) + 5):
            assert sets.cut(sets.alive, start, start + 7) == expected[start : start + 7]
        since, until = sorted(random.sample(range(-3, 14), 2))
        assert set(sets.ids[list(sets.between(since, until) & sets.alive)]) == {
            key for key, day in days.items() if since <= day <= until
        }
    assert sets.disorder
    tidy = sets.compacted()
    assert (tidy.disorder, tidy.cut(tidy.alive, 0, 99)) == (0, expected)
    assert len(tidy.families[THEME]["1"]) == len(days)


def test_who_holds_numbers_keeps_them_while_others_come():
    sets = _laid({key: key for key in range(1, 4)})
    held = []
    for turn in range(5):
        held.append((sets.ids, sets.days, sets.ids.tolist(), sets.days.tolist()))
        late = {key: -key for key in range(600 * turn + 4, 600 * turn + 604)}
        sets.replace(late, _documents(late))
    for ids, days, known, told in held:
        assert (ids.tolist(), days.tolist()) == (known, told)
    assert sets.ids.tolist() == [3, 2, 1, *range(4, 3004)]
    assert sets.days.tolist() == [3, 2, 1, *(-key for key in range(4, 3004))]


def test_earlier_view_goes_on_seeing_its_moment():
    sets = _laid({1: 1, 2: 2, 3: 3})
    moment = sets.alive
    sets.replace([2, 4], _documents({4: 9}))
    assert sets.cut(moment, 0, 9) == [3, 2, 1]
    assert sets.cut(sets.alive, 0, 9) == [4, 3, 1]


def test_empty_directory_has_empty_pages():
    sets = _laid({})
    assert sets.cut(sets.alive, 0, 20) == []
    assert sets.between(None, None) == BitMap()
    sets.replace([1], _documents({1: 4}))
    assert sets.cut(sets.alive, 0, 20) == [1]


def test_words_of_few_and_of_many_documents_are_kept_and_filed_alike(monkeypatch, tmp_path):
    monkeypatch.setattr("directory.index.sets.FEW", 3)
    random = Random(3)
    sets = _laid({key: key for key in range(1, 90)})
    expected: dict[str, set[int]] = {}
    for word in range(20):
        for ids in (random.sample(range(1, 90), random.randint(1, 5)) for _ in range(random.randint(1, 3))):
            sets.fill({WORD: {str(word): np.array(ids, np.int64)}})
            expected.setdefault(str(word), set()).update(ids)
    path = tmp_path / "directory"
    store(sets, Position(1, frozenset(), datetime(2026, 11, 29, tzinfo=UTC), 1), path)
    read, _ = stored(path)
    for one in (sets, read, sets.compacted()):
        words = one.families[WORD]
        kinds = {type(held) for _, held in words.kept()}
        assert kinds == {bytes, BitMap}
        assert {word: set(one.ids[list(found)].tolist()) for word, found in words.items()} == expected
        assert [len(found) for found in words.values()] == [len(words[word]) for word in words]
        assert words.get("0") == words["0"]
        assert words.get("none") is None
