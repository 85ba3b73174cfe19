"""The prefect's name, which bulletins write one way only: as they sign, and as earlier issues were signed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.db.models.fields.json import KeyTextTransform
from rapidfuzz import fuzz

from bulletins.checks import Block, Mend, Page, Problem
from bulletins.checks.texts import Text
from bulletins.models import Bulletin, Edition
from french.accents import sort_key

WORD = r"[A-ZÀ-ÖØ-ÞŒ][\w’'-]*"
NAME = re.compile(rf"{WORD}(?:[ \u00a0](?:(?:de|du|des|le|la)[ \u00a0])?{WORD}){{1,3}}")
# “M. Louis Exemple” and “le préfet Louis Exemple” hold the name, their first word is none.
TITLE = re.compile(r"^(?:Mme|Mr|Madame|Monsieur|Préfet|Préfète|Le|La)[ \u00a0]+")
ISSUES = 10  # earlier ones that are compared
SAME_PERSON = 85  # of 100: one letter wrong, a hyphen, an accent; other persons of the département stay far below


def prefect_named_two_ways(bulletin: Bulletin, texts: list[Text]) -> Iterator[tuple[Text | None, Problem]]:
    """Each text that names who signs, or signed before, otherwise than the signature; then a signature that is written
    otherwise than before (without a text). One query."""
    signed = (bulletin.signatory_name or bulletin.series.signatory_name).strip()
    earlier = {name: f"le {label}" for label, name in _signed_before(bulletin) if _is_whole(name)}
    known = ({signed: "la signature"} if _is_whole(signed) else {}) | {
        name: where for name, where in earlier.items() if name != signed
    }
    for text in texts:
        if others := _otherwise_written(text.written, list(known)):
            yield text, _in_text(text, others, known)
    former = _same_among(signed, list(earlier))
    if former and former != signed:
        message = (
            f"La signature écrit «\u00a0{signed}\u00a0», {earlier[former]} «\u00a0{former}\u00a0»\u00a0: écrivez "
            "ce nom d’une seule façon."
        )
        own = bulletin.signatory_name  # that of the series is mended in the series
        mend = Mend("nom-signataire", f"Écrire «\u00a0{former}\u00a0»", own, former) if own else None
        block = Block(Page.BULLETIN, bulletin.pk, "signatory_name")
        yield None, Problem(message, is_blocking=False, block=block, mend=mend)


def _signed_before(bulletin: Bulletin) -> list[tuple[str, str]]:
    """The latest public issues of the series with the name that signed each: “n° 7”, “Louis Exemple”."""
    issues = Edition.objects.current().filter(bulletin__in=bulletin.series.bulletins.published())
    signed = issues.exclude(bulletin=bulletin.pk).annotate(name=KeyTextTransform("name", "snapshot__signatory"))
    rows = signed.order_by("-published_at").select_related("bulletin").only("bulletin__number", "bulletin__kind")
    return [(row.bulletin.label, (row.name or "").strip()) for row in rows[:ISSUES]][::-1]  # the latest one tells


def _otherwise_written(written: str, known: list[str]) -> dict[str, str]:
    """Names of the text that are one of the known persons', written otherwise: each with the known one."""
    found = {}
    for words in NAME.findall(written):
        name = TITLE.sub("", words)
        same = _same_among(name, known)
        if same and same != name:
            found[name] = same
    return found


def _in_text(text: Text, others: dict[str, str], known: dict[str, str]) -> Problem:
    mended = text.written
    for other, name in others.items():
        mended = re.sub(rf"(?<!\w){re.escape(other)}(?!\w)", lambda _, name=name: name, mended)
    written = "\u00a0», «\u00a0".join(sorted(others))
    name = next(iter(others.values()))
    message = (
        f"{text.what} écrit «\u00a0{written}\u00a0», {known[name]} «\u00a0{name}\u00a0»\u00a0: écrivez ce nom "
        "d’une seule façon."
    )
    mend = Mend("nom-signataire", f"Écrire «\u00a0{name}\u00a0»", text.written, mended)
    return Problem(message, is_blocking=False, mend=mend)


def _same_among(name: str, known: list[str]) -> str:
    """The first of the known names that is the same person's; empty where none is."""
    key = sort_key(name)
    return next((one for one in known if _same_person(key, sort_key(one))), "")


def _is_whole(name: str) -> bool:
    """A first name and a name."""
    return len(sort_key(name).split()) > 1


def _same_person(name: str, signed: str) -> bool:
    """The same words but for a slip of the pen, in either order."""
    return len(name.split()) == len(signed.split()) and fuzz.token_sort_ratio(name, signed) >= SAME_PERSON
