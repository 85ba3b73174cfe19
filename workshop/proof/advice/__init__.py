"""What a careful reader would say of a draft. Publication never waits for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bulletins.checks import Problem
from bulletins.checks.texts import Text, texts_of
from bulletins.models import Bulletin, Section
from workshop.proof.advice.capitals import in_capitals
from workshop.proof.advice.figures import against_the_record
from workshop.proof.advice.imports import left_of_documents
from workshop.proof.advice.links import dead_links
from workshop.proof.advice.names import prefect_named_two_ways
from workshop.proof.advice.readers import unanswered_readers
from workshop.proof.advice.repetition import told_lately
from workshop.proof.advice.style import long_entry, typed_by_keyboard


def advise(bulletin: Bulletin, sections: list[Section]) -> Iterator[Problem]:
    """Six queries, whatever the size of the bulletin: earlier issues, their citations and signatures, links, imports,
    readers; five more where a text shouts."""
    texts = [text for text in texts_of(bulletin, sections) if text.written.strip()]
    yield from unanswered_readers(bulletin)
    yield from told_lately(bulletin, sections)
    for text in texts:
        yield from (_placed(one, text) for check in (long_entry, typed_by_keyboard) for one in check(text))
        yield from (_placed(one, text) for one in against_the_record(text))
    yield from (_placed(one, text) for text, one in in_capitals(texts))
    yield from (_placed(one, text) if text else one for text, one in prefect_named_two_ways(bulletin, texts))
    yield from dead_links(bulletin, sections, texts)
    yield from left_of_documents(bulletin, texts)


def _placed(problem: Problem, text: Text) -> Problem:
    """With the block of the text that it is about."""
    return replace(
        problem,
        block=text.block,
        initiative_id=text.initiative.pk if text.initiative else None,
        entry_id=text.entry.pk if text.entry else None,
    )
