"""Reads untrusted documents in a child process with bounded memory and time, without network and without secrets.

What holds where: memory (RLIMIT_AS) is enforced on Linux only; macOS accepts the limit and ignores it, so that there
only the time limits stand. Time is bounded twice, by the kernel (CPU) and by this process (wall clock). What the child
does to shut itself in, and what that is worth, is told in `sandbox_child`. Its answer is JSON, checked field by field:
a parser that was taken over can send wrong text, nothing more.
"""

from __future__ import annotations

import json
import os
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from documents.readers.errors import OutOfMemory, OutOfTime, ReadingRefused, TooLarge, refusal
from recognition.blocks import Block, BlockKind, Document, Link

_CHILD = Path(__file__).with_name("sandbox_child.py")
_CHUNK = 65_536
_LONGEST_SENTENCE = 500
_MOST_REMARKS = 20


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes and seconds. `answer` bounds what the child may send back, so that it cannot fill our memory either."""

    memory: int = 512 * 1024 * 1024
    seconds: int = 10
    pages: int = 100
    file: int = 20_000_000
    answer: int = 60_000_000


DEFAULT_LIMITS = Limits()


def read_document(data: bytes, filename: str, *, limits: Limits = DEFAULT_LIMITS) -> Document:
    """The document as blocks, or a `ReadingRefused` whose sentence is fit for display, whatever the file holds."""
    if len(data) > limits.file:
        raise TooLarge(f"Ce fichier dépasse {limits.file // 1_000_000} Mo. Découpez-le, ou collez seulement son texte.")
    answer, code = _run(data, filename, limits)
    if code is None or code == -signal.SIGXCPU:
        raise OutOfTime
    if code == -signal.SIGKILL:
        raise OutOfMemory  # not ours: the kernel reclaims memory that way
    return _document(answer)


def _run(data: bytes, filename: str, limits: Limits) -> tuple[bytes, int | None]:
    """What the child printed and its exit code, None when it was stopped for its time or for the length of it."""
    header = json.dumps({"filename": filename, "limits": asdict(limits)}).encode("ascii") + b"\n"
    with tempfile.TemporaryFile() as given:
        given.write(header + data)
        given.seek(0)
        child = subprocess.Popen(
            # Isolated: no environment variable, no user's folder, no current folder decides what Python loads.
            [sys.executable, "-I", "-B", "-X", "utf8", "-W", "ignore", str(_CHILD)],
            stdin=given,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={},
            cwd="/",
            close_fds=True,
            start_new_session=True,
        )
    with child:
        try:
            answer = _collect(child, limits)
            return (b"", None) if answer is None else (answer, child.wait(timeout=5))
        except subprocess.TimeoutExpired:
            return b"", None
        finally:
            if child.poll() is None:
                os.killpg(child.pid, signal.SIGKILL)


def _collect(child: subprocess.Popen[bytes], limits: Limits) -> bytes | None:
    deadline = time.monotonic() + limits.seconds
    parts: list[bytes] = []
    total = 0
    pipe = child.stdout.fileno()
    with selectors.DefaultSelector() as selector:
        selector.register(pipe, selectors.EVENT_READ)
        while (left := deadline - time.monotonic()) > 0 and total <= limits.answer and selector.select(left):
            part = os.read(pipe, _CHUNK)
            if not part:
                return b"".join(parts)
            parts.append(part)
            total += len(part)
    return None


def _document(answer: bytes) -> Document:
    """The answer checked: whatever is not of the agreed form is a refusal."""
    try:
        message = json.loads(answer)
        if "refused" in message:
            raise refusal(str(message["refused"]), str(message["sentence"])[:_LONGEST_SENTENCE])
        remarks = tuple(str(remark)[:_LONGEST_SENTENCE] for remark in message["remarks"][:_MOST_REMARKS])
        return Document(tuple(_block(item) for item in message["blocks"]), remarks)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise ReadingRefused from error


def _block(item: list) -> Block:
    text, kind, level, bold, marker, links, page = item
    if not (isinstance(text, str) and isinstance(marker, str) and type(level) is int and isinstance(bold, bool)):
        raise TypeError
    if page is not None and type(page) is not int:
        raise TypeError
    return Block(text, BlockKind(kind), level, bold, marker, tuple(_link(link, text) for link in links), page)


def _link(item: list, text: str) -> Link:
    start, end, target = item
    if not (type(start) is int and type(end) is int and 0 <= start <= end <= len(text) and isinstance(target, str)):
        raise TypeError
    return Link(start, end, target)
