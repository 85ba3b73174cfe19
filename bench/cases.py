"""What is asked of the directory, in the words of every system measured: `q`, `theme`, `commune`, `page`.

Each case is a list of different searches, so that no system answers the same one twice in a row.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from bench.content.generate import CONTENTS
from bench.content.vocabulary import THINGS

Search = dict[str, str | int]
PAGE = 20
VARIETY = 24
UNKNOWN = "zwyxquorbel"  # no text holds it


@dataclass(frozen=True)
class Contents:
    """What the cases need to know of a loaded database."""

    published: int
    frequent: tuple[str, ...]
    middling: tuple[str, ...]
    rare: tuple[str, ...]
    themes: tuple[str, ...]
    popular: tuple[str, ...]
    seldom: tuple[str, ...]


def read_contents(folder: Path, *, themes: list[str], communes: list[str]) -> Contents:
    """`communes` by the number of initiatives that name them, the most named first."""
    told = json.loads((folder / CONTENTS).read_text(encoding="utf-8"))
    of_things = [word for word in told["frequencies"] if word in THINGS]
    rare = [word for word, count in told["frequencies"].items() if 3 <= count <= 30 and word not in THINGS]
    return Contents(
        published=told["published"],
        frequent=tuple(of_things[2 : 2 + VARIETY]),
        middling=tuple(of_things[40 : 40 + VARIETY]),
        rare=tuple(rare[:VARIETY]),
        themes=tuple(themes),
        popular=tuple(communes[:VARIETY]),
        seldom=tuple(communes[-VARIETY:]),
    )


def cases_of(contents: Contents) -> dict[str, list[Search]]:
    pages = max(2, contents.published // PAGE)
    words, themes, popular = contents.frequent, contents.themes, contents.popular
    return {
        "front": [{}, *({"page": number} for number in range(2, min(VARIETY, pages)))],
        "popular commune": [{"commune": one} for one in popular],
        "rare commune": [{"commune": one} for one in contents.seldom],
        "theme": [{"theme": one} for one in themes],
        "theme and commune": [{"theme": a, "commune": b} for a, b in zip(themes * VARIETY, popular, strict=False)],
        "frequent word": [{"q": one} for one in words],
        "rare word": [{"q": one} for one in contents.rare],
        "two words": [{"q": f"{a} {b}"} for a, b in zip(words, contents.middling, strict=True)],
        "word and filters": [
            {"q": a, "theme": b, "commune": c} for a, b, c in zip(words, themes * VARIETY, popular, strict=False)
        ],
        "partial match": [{"q": f"{a} {b} {UNKNOWN}"} for a, b in zip(words, contents.middling, strict=True)],
        "deep page": [
            *({"page": pages // 2 - number} for number in range(VARIETY) if pages // 2 > number + 1),
            *({"theme": one, "page": max(2, pages // 20)} for one in themes[:4]),
        ],
    }


def query(search: Search) -> str:
    return f"?{urlencode(search)}" if search else ""
