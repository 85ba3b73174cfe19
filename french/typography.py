"""What a keyboard does not type: the spaces of high punctuation, French quotation marks, curved apostrophes."""

from __future__ import annotations

import re

from french.richtext import ADDRESS
from french.wording import NBSP

KEPT = "\ue000"  # stands for an address or the target of a link, which no rule may touch
UNTOUCHED = re.compile(rf"(?<=\])\([^()\s]*\)|{ADDRESS.pattern}")
BLANK = "[ \u00a0\u202f]"
BEFORE = rf"(?<=[\w»)\]*’…%€°²³{KEPT}])"  # what high punctuation may follow
AFTER = r"(?=[\s»)\]*_]|$)"
RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_])"), "’"),
    (re.compile(rf'(?<!\w)"{BLANK}*([^"\n]*[^"\s]){BLANK}*"(?!\w)'), rf"«{NBSP}\1{NBSP}»"),
    (re.compile(r"(?<!\.)\.\.\.(?!\.)"), "…"),
    (re.compile(r"(?<=\S) {2,}(?=\S)"), " "),
    (re.compile(rf"«{BLANK}*(?=\S)"), f"«{NBSP}"),
    (re.compile(rf"(?<=\S){BLANK}*»"), f"{NBSP}»"),
    (re.compile(rf"{BEFORE}{BLANK}*(?=[;?!]+{AFTER})"), NBSP),
    (re.compile(rf"{BEFORE}{BLANK}*(?=:{AFTER})"), NBSP),
    (re.compile(rf"(?<=[\w»)]){BLANK}+(?=,(?!\d)|\.(?:\s|$))"), ""),
    (re.compile(r"(?<=[^\W\d_]),(?=[^\W\d_])"), ", "),
    (re.compile(r"\b([nN])\s?°\s?(?=\d)"), rf"\1°{NBSP}"),
)
TAG = re.compile(r"(<[^>]*>)")
BREAKABLE = re.compile(r" (?=[:;?!»])|(?<=«) ")


def in_french_type(text: str) -> str:
    """The text as a French printer sets it. Addresses stay as they are; done twice, it changes nothing more."""
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        kept.append(found[0])
        return KEPT

    if KEPT in text:
        return text
    changed = UNTOUCHED.sub(keep, text)
    for pattern, replacement in RULES:
        changed = pattern.sub(replacement, changed)
    return re.sub(KEPT, lambda _: kept.pop(0), changed)


def unbroken(text: str) -> str:
    """A sentence of ours as it is shown: no line ends before “: ; ? ! »” or after “«”. Tags stay as they are."""
    return "".join(part if part.startswith("<") else BREAKABLE.sub(NBSP, part) for part in TAG.split(text))
