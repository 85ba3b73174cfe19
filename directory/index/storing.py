"""The sets on disk, so that a process that starts need not read a million initiatives again.

A file is a line of JSON that says what follows, two arrays, and the sets one after the other. It holds nothing that
is not public, and no code: a damaged or foreign file is refused and the sets are read from PostgreSQL.
"""

from __future__ import annotations

import hashlib
import json
import os
from datetime import datetime
from pathlib import Path

import numpy as np
from pyroaring import BitMap

from directory.changes import Position
from directory.index import loading
from directory.index.sets import Sets

# Sets that were read by other queries than today's mean something else.
MADE_BY = hashlib.sha256(repr((loading.PAIRS, loading.FIRSTS, loading.WORDS, 1)).encode()).hexdigest()


class Unusable(Exception):
    """No file, or none of these sets, or damaged."""


def store(sets: Sets, position: Position, path: Path) -> None:
    """Write the sets, all in order, as they were at this position. OSError where the disk refuses."""
    names, parts = [], []
    for family, keys in sets.families.items():
        for key, held in keys.items():
            part = held.serialize()
            names.append([family, key, len(part)])
            parts.append(part)
    body = b"".join([sets.ids.tobytes(), sets.days.tobytes(), json.dumps(names).encode(), *parts])
    head = {
        "made_by": MADE_BY,
        "count": len(sets.ids),
        "names": len(json.dumps(names).encode()),
        "sha256": hashlib.sha256(body).hexdigest(),
        "horizon": position.horizon,
        "seen": sorted(position.seen),
        "read_at": position.read_at.isoformat(),
        "database": position.database,
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.{os.getpid()}")
    beside.write_bytes(json.dumps(head).encode() + b"\n" + body)
    beside.replace(path)  # whoever reads meanwhile has the whole earlier file


def forget(path: Path) -> None:
    """Take the file away, and those that a process which was killed left beside it. OSError where the disk refuses."""
    for one in (path, *path.parent.glob(f"{path.name}.*")):
        one.unlink(missing_ok=True)


def stored(path: Path) -> tuple[Sets, Position]:
    """The sets of a file, and the position from which the log of changes brings them up to date."""
    try:
        line, _, body = path.read_bytes().partition(b"\n")
        head = json.loads(line)
        if head["made_by"] != MADE_BY or head["sha256"] != hashlib.sha256(body).hexdigest():
            raise Unusable(path)
        position = Position(
            head["horizon"],
            frozenset((transaction, row) for transaction, row in head["seen"]),
            datetime.fromisoformat(head["read_at"]),
            head["database"],
        )
        return _read(memoryview(body), head["count"], head["names"]), position
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Unusable(path) from error


def _read(body: memoryview, count: int, size: int) -> Sets:
    sets = Sets()
    at = count * 12
    sets.lay(np.frombuffer(body[: count * 8], np.int64), np.frombuffer(body[count * 8 : at], np.int32))
    names = json.loads(bytes(body[at : at + size]))
    at += size
    for family, key, length in names:
        sets.families[family][key] = BitMap.deserialize(bytes(body[at : at + length]))
        at += length
    return sets
