"""Sentences of an imported document that nobody has placed anywhere."""

from __future__ import annotations

from collections.abc import Iterator

from bulletins.checks import Block, Page, Problem
from bulletins.checks.texts import Text
from bulletins.models import Bulletin
from documents.models import DocumentImport
from french.accents import sort_key
from french.wording import shortened

SHOWN = 90  # characters of the sentence


def left_of_documents(bulletin: Bulletin, texts: list[Text]) -> Iterator[Problem]:
    """One query. A sentence that was written into the bulletin afterwards is no longer left over."""
    reviews = bulletin.imports.filter(status=DocumentImport.Status.ACCEPTED).order_by("pk")
    written = " ".join(sort_key(text.written) for text in texts)
    for review_id, unplaced in reviews.values_list("pk", "proposal__unplaced"):
        for passage in unplaced or []:
            words = sort_key(passage["text"])
            if words and words not in written:
                told = shortened(" ".join(passage["text"].split()), SHOWN)
                message = f"Une phrase du document importé n’est placée nulle part : « {told} »."
                yield Problem(message, is_blocking=False, block=Block(Page.DOCUMENT, review_id))
