"""Addresses that the layout has cut at a line end: put together again, and told, for nothing vouches for the join.

Voir www.solidarite-            www.solidarite-opale.fr, told
opale.fr pour le détail.
                                where a link covers the cut, its target vouches: nothing is told
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice, pairwise

from documents.readers.lines import marks
from documents.readers.lines.line import Line
from french.wording import NBSP

MOST = 5  # remarks of one document: more would hide the others
LONGEST = 120


def remarks_on_cut_addresses(lines: Iterable[Line]) -> tuple[str, ...]:
    """A sentence for each, the first ones of a document that has many."""
    sentences = (
        f"Une adresse coupée en fin de ligne a été recollée{NBSP}: «{NBSP}{address}{NBSP}». Vérifiez-la."
        for address in dict.fromkeys(_cut_addresses(lines))
    )
    return tuple(islice(sentences, MOST))


def _cut_addresses(lines: Iterable[Line]) -> Iterator[str]:
    for above, below in pairwise(lines):
        if below.gap == 0 and marks.continues_url(above.text, below.text) and not _is_linked(above):
            head, tail = above.text.rsplit(maxsplit=1)[-1], below.text.split(maxsplit=1)[0]
            yield (head + tail).strip("(«.,;)»")[:LONGEST]


def _is_linked(line: Line) -> bool:
    return bool(line.links) and line.links[-1].end >= len(line.text)
