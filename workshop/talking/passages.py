"""The texts of a record, and whether a quoted passage stands in them."""

from __future__ import annotations

from collections.abc import Iterator

from bulletins.models import Bulletin
from initiatives.models import Initiative
from workshop.models.talking import Record

MARKS = str.maketrans("", "", "*_")  # the little formatting: a passage may be quoted from the page or from the form


def stands_in(passage: str, texts: list[str]) -> bool:
    """Spaces, line ends and formatting do not count."""
    wanted = _plain(passage)
    return any(wanted in _plain(text) for text in texts)


def texts_of(record: Record) -> list[str]:
    """All that a passage may be quoted from: one query for the figures of an initiative, two for a bulletin."""
    if isinstance(record, Initiative):
        return list(_of_initiative(record))
    return [text for _, text in _of_bulletin(record)]


def _of_initiative(record: Initiative) -> Iterator[str]:
    yield from (record.title, record.summary)
    for figure in record.figures.all():
        yield f"{figure.item} {figure}"


def blocks_with(passages: list[str], bulletin: Bulletin) -> dict[str, str]:
    """The key of the first block of the Atelier in which each passage stands; two queries."""
    placed = [(key, _plain(text)) for key, text in _of_bulletin(bulletin)]
    found = {one: next((key for key, text in placed if _plain(one) in text), "") for one in passages if one}
    return {passage: key for passage, key in found.items() if key}


def _of_bulletin(record: Bulletin) -> Iterator[tuple[str, str]]:
    """Each text with the key of its block; the title of an initiative is printed by the block of its entry."""
    for field in ("title", "introduction", "closing"):
        yield f"bulletin-{record.pk}-{field}", getattr(record, field)
    for section in record.sections.select_related("theme").prefetch_related("entries__initiative"):
        yield f"section-{section.pk}-heading", section.heading or section.theme.heading or section.theme.name
        yield f"section-{section.pk}-introduction", section.introduction
        for entry in section.entries.all():
            for text in (entry.initiative.title, entry.wording or entry.initiative.summary):
                yield f"entry-{entry.pk}-wording", text


def _plain(text: str) -> str:
    return " ".join(text.translate(MARKS).split()).casefold()
