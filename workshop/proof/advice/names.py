"""The prefect's name, which a bulletin writes one way only: as it signs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rapidfuzz import fuzz

from bulletins.checks import Mend, Problem
from bulletins.checks.texts import Text
from bulletins.models import Bulletin
from french.accents import sort_key

WORD = r"[A-ZÀ-ÖØ-ÞŒ][\w’'-]*"
NAME = re.compile(rf"{WORD}(?:[ \u00a0](?:(?:de|du|des|le|la)[ \u00a0])?{WORD}){{1,3}}")
# “M. Louis Exemple” and “le préfet Louis Exemple” hold the name, their first word is none.
TITLE = re.compile(r"^(?:Mme|Mr|Madame|Monsieur|Préfet|Préfète|Le|La)[ \u00a0]+")
SAME_PERSON = 85  # of 100: one letter wrong, a hyphen, an accent; other persons of the département stay far below


def prefect_named_two_ways(bulletin: Bulletin, texts: list[Text]) -> Iterator[tuple[Text, Problem]]:
    """Each text that names the signatory otherwise than the signature, with the text that writes it alike."""
    signed = (bulletin.signatory_name or bulletin.series.signatory_name).strip()
    key = sort_key(signed)
    if len(key.split()) < 2:
        return
    for text in texts:
        others = {
            name
            for found in NAME.findall(text.written)
            if (name := TITLE.sub("", found)) != signed and _same_person(sort_key(name), key)
        }
        if others:
            written = " », « ".join(sorted(others))
            mended = text.written
            for other in others:
                mended = re.sub(rf"(?<!\w){re.escape(other)}(?!\w)", lambda _: signed, mended)
            message = f"{text.what} écrit « {written} », la signature « {signed} » : écrivez ce nom d’une seule façon."
            mend = Mend("nom-signataire", f"Écrire « {signed} »", text.written, mended)
            yield text, Problem(message, is_blocking=False, mend=mend)


def _same_person(name: str, signed: str) -> bool:
    """The same words but for a slip of the pen, in either order."""
    return len(name.split()) == len(signed.split()) and fuzz.token_sort_ratio(name, signed) >= SAME_PERSON
