"""Reads untrusted documents in a child process with bounded memory and time, without network and without secrets.

What holds where: memory (RLIMIT_AS) is enforced on Linux only; macOS accepts the limit and ignores it, so that there
only the time limits stand. Time is bounded twice, by the kernel (CPU) and by this process (wall clock). What the child
does to shut itself in, and what that is worth, is told in `sandbox_child`. Its answer is JSON, checked in `wire`.
"""

from __future__ import annotations

import json
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

from documents.readers.child import answer_of, started
from documents.readers.errors import Crashed, ReadingRefused, TooLarge
from documents.readers.wire import WRONG_FORM, document_of
from recognition.blocks import Document

_CHILD = Path(__file__).with_name("sandbox_child.py")


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes and seconds. `answer` bounds what the child may send back, so that it cannot fill our memory either."""

    memory: int = 512 * 1024 * 1024
    seconds: int = 10
    pages: int = 100
    file: int = 20_000_000
    answer: int = 60_000_000


DEFAULT_LIMITS = Limits()


def _answer(data: bytes, filename: str, limits: Limits, *, in_python: bool = False) -> bytes:
    header = {"filename": filename, "limits": asdict(limits), "in_python": in_python}
    with tempfile.TemporaryFile() as given:
        given.write(json.dumps(header).encode("ascii") + b"\n" + data)
        given.seek(0)
        with started(_CHILD, given=given) as child:
            return answer_of(child, seconds=limits.seconds, length=limits.answer)


def read_document(data: bytes, filename: str, *, limits: Limits = DEFAULT_LIMITS) -> Document:
    """The document as blocks, or a `ReadingRefused` whose sentence is fit for display, whatever the file holds."""
    if len(data) > limits.file:
        raise TooLarge(f"Ce fichier dépasse {limits.file // 1_000_000} Mo. Découpez-le, ou collez seulement son texte.")
    try:
        answer = _answer(data, filename, limits)
    except Crashed:
        # PDFium ends its process when it gets no memory. Without it the page that hurts is lost, or the reason is told.
        answer = _answer(data, filename, limits, in_python=True)
    try:
        return document_of(json.loads(answer))
    except WRONG_FORM as error:
        raise ReadingRefused from error
