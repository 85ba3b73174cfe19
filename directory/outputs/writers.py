"""Writing rows in the forms that other programs read. No row here knows what an initiative is."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def json_text(data: Any) -> str:
    return _ENCODER.encode(data)


def listed(members: Iterable[str], *, closing: Callable[[int], str]) -> Iterator[str]:
    """The members of a JSON list, printed already, then what closes it, told how many there were."""
    count = 0
    for count, member in enumerate(members, start=1):
        yield member if count == 1 else "," + member
    yield closing(count)


def gathered(parts: Iterator[str], count: int) -> Iterator[str]:
    """The same text in fewer pieces: each is one that the server sends."""
    for some in in_parts(parts, count):
        if text := "".join(some):  # an empty piece would end the answer
            yield text


def in_parts(items: Iterator[Any], count: int) -> Iterator[list[Any]]:
    """All items, `count` at a time."""
    while some := list(islice(items, count)):
        yield some
