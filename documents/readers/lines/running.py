"""Headers, footers, page numbers: what repeats on every page is no text of the document, unless it dates it."""

from __future__ import annotations

import re

_DATE = re.compile(
    r"\b\d{1,2}(?:er)?\s+(?:janv|f[ée]vr|mars|avr|mai|juin|juil|ao[uû]t|sept|oct|nov|d[ée]c)\w*\.?\s+\d{4}\b"
    r"|\b\d{1,2}[/.]\d{1,2}[/.]\d{2,4}\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\b(?:n\s?[°ºo]|num[ée]ro)\s*\d+", re.IGNORECASE)
_PAGE_NUMBER = re.compile(r"[-–—\s]*(?:page|p\.)?\s*\d{1,3}\s*(?:(?:/|sur|de)\s*\d{1,3})?[-–—\s.]*\Z", re.IGNORECASE)


def says_when(text: str) -> bool:
    """Whether a running line carries the date or the number of the document, so that it is kept once."""
    return _DATE.search(text) is not None or _NUMBER.search(text) is not None


def is_page_number(text: str) -> bool:
    """ "3", "- 3 -", "Page 3 sur 5", "3/5"."""
    return len(text) <= 24 and _PAGE_NUMBER.match(text) is not None
