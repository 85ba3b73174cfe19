"""The texts of a record, and whether a quoted passage stands in them."""

from __future__ import annotations

from collections.abc import Iterator

from initiatives.models import Initiative
from workshop.models.talking import Record

MARKS = str.maketrans("", "", "*_")  # the little formatting: a passage may be quoted from the page or from the form


def stands_in(passage: str, texts: list[str]) -> bool:
    """Spaces, line ends and formatting do not count."""
    wanted = _plain(passage)
    return any(wanted in _plain(text) for text in texts)


def texts_of(record: Record) -> list[str]:
    """All that a passage may be quoted from: one query for the figures of an initiative, two for a bulletin."""
    return list(_of_initiative(record) if isinstance(record, Initiative) else _of_bulletin(record))


def _of_initiative(record: Initiative) -> Iterator[str]:
    yield from (record.title, record.summary)
    for figure in record.figures.all():
        yield f"{figure.item} {figure}"


def _of_bulletin(record: Record) -> Iterator[str]:
    yield from (record.title, record.introduction, record.closing)
    for section in record.sections.prefetch_related("entries__initiative"):
        yield from (section.heading, section.introduction)
        for entry in section.entries.all():
            yield from (entry.initiative.title, entry.wording or entry.initiative.summary)


def _plain(text: str) -> str:
    return " ".join(text.translate(MARKS).split()).casefold()
