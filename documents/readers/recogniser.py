"""Reads and recognises an untrusted document, each in a child process of its own.

The text of a stranger must not hold a process that serves pages, whatever it does to a pattern of ours. The recogniser
starts while the reader reads, and takes the gazetteer as data, so that an import lasts as long as it did in one
process. When it fails, only the recognition is lost: the text goes to its review as passages to place by hand.
"""

from __future__ import annotations

import json
import pickle
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import IO

from documents.readers.child import answer_of, started
from documents.readers.errors import ReadingRefused, TooLarge
from documents.readers.sandbox import DEFAULT_LIMITS, Limits, read_document
from documents.readers.wire import WRONG_FORM, document_message, proposal_of
from recognition.blocks import Document
from recognition.gazetteer import Gazetteer
from recognition.proposal import Level, Passage, Proposal, ProposedSection, Remark

_CHILD = Path(__file__).with_name("sandbox_child.py")
# A hundred pages hold 300 000 characters in 4 000 blocks.
MOST_CHARACTERS = 600_000
MOST_BLOCKS = 10_000
_RECOGNISING = Limits(seconds=15)  # loading the gazetteer counts too
NOT_RECOGNISED = (
    "La reconnaissance de ce document a été arrêtée\u00a0: elle demandait trop de temps ou de mémoire. Rien n’est "
    "perdu\u00a0: tout son texte attend sous «\u00a0Non placé\u00a0», à ranger à la main. Pour qu’il soit reconnu, "
    "abandonnez cette relecture et découpez le document en plusieurs fichiers."
)


@dataclass(frozen=True, slots=True)
class RecognitionLimits:
    reading: Limits = DEFAULT_LIMITS
    recognising: Limits = _RECOGNISING


def read_and_propose(
    data: bytes, filename: str, gazetteer: Gazetteer, *, limits: RecognitionLimits = RecognitionLimits()
) -> tuple[Document, Proposal]:
    """What is read and what is recognised in it; a `ReadingRefused` for what cannot be read or is endless."""
    with _recogniser(gazetteer, limits.recognising) as recogniser:
        document = read_document(data, filename, limits=limits.reading)
        _refuse_endless(document)
        try:
            return document, recogniser.propose(document)
        except ReadingRefused:
            return document, unrecognised(document)


def unrecognised(document: Document) -> Proposal:
    """Every passage still to place, and a section to place them in."""
    spans = zip(document.starts, document.blocks, strict=True)
    return Proposal(
        sections=[ProposedSection()],
        unplaced=[Passage(block.text, (start, start + len(block.text))) for start, block in spans],
        remarks=[Remark("document", Level.WARNING, remark) for remark in (*document.remarks, NOT_RECOGNISED)],
    )


def _refuse_endless(document: Document) -> None:
    if len(document.text) > MOST_CHARACTERS or len(document.blocks) > MOST_BLOCKS:
        raise TooLarge(
            f"Ce document est trop long pour être relu en une fois\u00a0: {len(document.text)} caractères dans "
            f"{len(document.blocks)} paragraphes. Au-delà de {MOST_CHARACTERS} caractères ou de {MOST_BLOCKS} "
            "paragraphes, découpez-le en plusieurs fichiers."
        )


@dataclass(frozen=True, slots=True)
class _Recogniser:
    child: subprocess.Popen[bytes]
    document: IO[bytes]
    limits: Limits

    def propose(self, document: Document) -> Proposal:
        """A `ReadingRefused` when the child fails in any way."""
        self.document.write(json.dumps(document_message(document)).encode("ascii"))
        self.document.flush()
        with suppress(BrokenPipeError):  # it died: its answer says so below
            self.child.stdin.close()
        answer = answer_of(self.child, seconds=self.limits.seconds, length=self.limits.answer)
        try:
            return proposal_of(json.loads(answer), document)
        except WRONG_FORM as error:
            raise ReadingRefused from error


@contextmanager
def _recogniser(gazetteer: Gazetteer, limits: Limits) -> Iterator[_Recogniser]:
    """A child that loads the gazetteer at once, and waits for the end of its input to read the document's file."""
    with tempfile.TemporaryFile() as names, tempfile.TemporaryFile() as document:
        names.write(_pickled(gazetteer.official))
        names.write(pickle.dumps((gazetteer.organisations, gazetteer.themes), protocol=5))
        names.flush()
        kept = (names.fileno(), document.fileno())
        with started(_CHILD, given=subprocess.PIPE, kept=kept) as child:
            header = {"gazetteer": kept[0], "document": kept[1], "limits": asdict(limits)}
            with suppress(BrokenPipeError):
                child.stdin.write(json.dumps(header).encode("ascii") + b"\n")
                child.stdin.flush()
            yield _Recogniser(child, document, limits)


@lru_cache(maxsize=2)  # as many as `entering.gazetteers` keeps
def _pickled(gazetteer: Gazetteer) -> bytes:
    """With its tables, three megabytes: what takes seconds is done once for all children."""
    return pickle.dumps(gazetteer.with_tables(), protocol=5)
