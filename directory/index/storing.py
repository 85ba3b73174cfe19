"""The sets on disk, so that a process that starts need not read a million initiatives again.

A file is a line of JSON that says what follows, two arrays, and the sets one after the other, those of rare words as
bare numbers, which the minus before their length tells. It holds nothing that is not public, no phrase that a visitor
typed, and no code: a damaged or foreign file is refused and the sets are read from PostgreSQL.
"""

from __future__ import annotations

import hashlib
import json
import os
from datetime import datetime
from mmap import ACCESS_READ, mmap
from pathlib import Path

import numpy as np
from pyroaring import BitMap

from directory.changes import Position
from directory.index import loading
from directory.index.phrases import asking
from directory.index.sets import NAME, TITLE, WORD, Lexemes, Phrased, Sets

# Sets that were read by other queries than today's mean something else.
READ_BY = loading.PAIRS, loading.FIRSTS, loading.WORDS, asking.ASKED, 3
MADE_BY = hashlib.sha256(repr(READ_BY).encode()).hexdigest()
PHRASES = {f"phrase {part}": part for part in (WORD, TITLE, NAME)}  # what stands in a file for a family


class Unusable(Exception):
    """No file, or none of these sets, or damaged."""


def store(sets: Sets, position: Position, path: Path) -> None:
    """Write the sets, all in order, as they were at this position. OSError where the disk refuses."""
    names, parts = [], []
    for family, keys in sets.families.items():
        for key, held in keys.kept() if isinstance(keys, Lexemes) else keys.items():
            part = held if isinstance(held, bytes) else held.serialize()
            names.append([family, key, -len(part) if part is held else len(part)])
            parts.append(part)
    for text, phrased in sets.phrases.items():
        for family, part in PHRASES.items():
            parts.append(phrased.parts[part].serialize())
            names.append([family, text, len(parts[-1])])
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
        with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as held, memoryview(held) as whole:
            line = held.readline()
            head = json.loads(line)
            # Looked at where it stands: a copy of a million initiatives' sets would stay with the process.
            with whole[len(line) :] as body:
                if head["made_by"] != MADE_BY or head["sha256"] != hashlib.sha256(body).hexdigest():
                    raise Unusable(path)
                position = Position(
                    head["horizon"],
                    frozenset((transaction, row) for transaction, row in head["seen"]),
                    datetime.fromisoformat(head["read_at"]),
                    head["database"],
                )
                return _read(body, head["count"], head["names"]), position
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Unusable(path) from error


def _read(body: memoryview, count: int, size: int) -> Sets:
    sets = Sets()
    at = count * 12
    sets.lay(np.frombuffer(bytes(body[: count * 8]), np.int64), np.frombuffer(bytes(body[count * 8 : at]), np.int32))
    names = json.loads(bytes(body[at : at + size]))
    at += size
    written: dict[str, str] = {}  # a word of a name is a word of the whole text: once is enough
    for family, key, length in names:
        part = bytes(body[at : at + abs(length)])
        at += len(part)
        if family in PHRASES:
            sets.phrases.setdefault(key, Phrased({}, count)).parts[PHRASES[family]] = BitMap.deserialize(part)
            continue
        keys, key = sets.families[family], written.setdefault(key, key)
        if length < 0:
            keys.keep(key, part)
        else:
            keys[key] = BitMap.deserialize(part)
    return sets
