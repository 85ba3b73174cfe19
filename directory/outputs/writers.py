"""Writing rows in the forms that other programs read. No row here knows what an initiative is."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any


def json_text(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def geojson_parts(features: Iterable[dict[str, Any]], *, about: dict[str, str]) -> Iterator[str]:
    """A FeatureCollection (RFC 7946), feature by feature; `about` are its own members, such as its licence."""
    yield json_text({"type": "FeatureCollection", **about})[:-1] + ',"features":['
    for position, feature in enumerate(features):
        yield ("," if position else "") + json_text({"type": "Feature", **feature})
    yield "]}"


def gathered(parts: Iterator[str], count: int) -> Iterator[str]:
    """The same text in fewer pieces: each is one that the server sends."""
    while some := list(islice(parts, count)):
        if text := "".join(some):  # an empty piece would end the answer
            yield text
