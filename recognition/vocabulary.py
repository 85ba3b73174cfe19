"""Words of the trade, kept as data in `recognition/data/`: read when this room is imported, before any document.

forms       what it reads
---------   ----------------------------------------------------------
comité(s)   comité, comités
centre(s) socia(l|ux)   centre social, centres sociaux
maison(s) de santé( pluridisciplinaire|)   with the adjective or without
"""

from __future__ import annotations

import csv
import re
from pathlib import Path

from french.accents import without_accents

_DATA = Path(__file__).with_name("data")


def rows(name: str) -> list[dict[str, str]]:
    with (_DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def pattern(forms: str) -> str:
    """A regular expression for `Source.said`. An accent may lack in the text; one that the word has not is refused."""
    optional = re.sub(r"\((\w|-)\)", r"(?:\1)?", forms)
    grouped = re.sub(r"\((?!\?)", "(?:", optional)
    return "".join(map(_letter, grouped.replace("’", "'").lower()))


def _letter(character: str) -> str:
    if character == "œ":
        return "(?:œ|oe)"
    plain = without_accents(character)
    return f"[{character}{plain}]" if plain != character and len(plain) == 1 else character
