"""Reads and recognises the text of one initiative at once: a process stands by with the gazetteer and forks for each.

Starting a child and loading the gazetteer take half a second, which nobody waits for after every sentence. The process
that stands by never sees a stranger's text: each text is read and recognised in a fork of its own, which shuts itself
in first, as every child of `sandbox_child` does, and is ended by the kernel when its time is over. What it answers is
checked like every answer (`wire`).

One stands by for each process that serves pages. It ends with it: its end of the socket is closed then.
"""

from __future__ import annotations

import atexit
import json
import os
import pickle
import socket
import subprocess
import tempfile
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from threading import Lock

from documents.readers.child import collected, standing_by
from documents.readers.errors import OutOfMemory, OutOfTime, ReadingRefused
from documents.readers.sandbox import Limits
from documents.readers.wire import WRONG_FORM, document_of, proposal_of
from recognition.blocks import Document
from recognition.gazetteer import Gazetteer
from recognition.proposal import Proposal

_CHILD = Path(__file__).with_name("sandbox_child.py")
TYPING = Limits(memory=1024 * 1024 * 1024, seconds=5, answer=5_000_000)  # the gazetteer is within that memory
_STARTING = 20.0  # seconds; loading takes one on an idle machine


class Standing:
    """The process that stands by with the official names; those of the directory and the themes come with each text."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.official, self.owner = gazetteer.official, os.getpid()
        self.is_ready = False
        self.socket, theirs = socket.socketpair()
        self.lock = Lock()
        with theirs, tempfile.TemporaryFile() as names:
            names.write(pickle.dumps(self.official, protocol=5))
            names.flush()
            kept = (names.fileno(), theirs.fileno())
            header = {"gazetteer": kept[0], "standing": kept[1]}
            try:
                self.child = standing_by(_CHILD, header, kept=kept)
            except OSError:
                self.socket.close()
                raise

    def serves(self, gazetteer: Gazetteer) -> bool:
        """Not what another process started before it forked, nor with other names, nor one that died."""
        return self.owner == os.getpid() and self.official is gazetteer.official and self.child.poll() is None

    def answer(self, data: bytes, filename: str, gazetteer: Gazetteer, limits: Limits) -> bytes:
        """What the fork for this text printed; OutOfTime or OutOfMemory when it did not come to an end."""
        names = pickle.dumps((gazetteer.organisations, gazetteer.themes), protocol=5)
        header = {"filename": filename, "limits": asdict(limits), "in_python": False, "names": len(names)}
        mine, theirs = os.pipe()
        try:
            with tempfile.TemporaryFile() as given:
                given.write(json.dumps(header).encode("ascii") + b"\n" + names + data)
                given.flush()
                try:
                    self._send(given.fileno(), theirs)
                finally:
                    os.close(theirs)
                answer = collected(mine, seconds=limits.seconds + 1, length=limits.answer)
        finally:
            os.close(mine)
        if answer is None:
            raise OutOfTime
        if not answer:
            raise OutOfMemory  # it died without a word: the kernel took it
        return answer

    def stop(self) -> None:
        self.socket.close()
        if self.owner == os.getpid():
            with suppress(subprocess.TimeoutExpired):
                self.child.wait(timeout=2)
            if self.child.poll() is None:
                self.child.kill()
                self.child.wait()

    def _send(self, given: int, answer: int) -> None:
        with self.lock:
            try:
                if not self.is_ready:
                    self.socket.settimeout(_STARTING)
                    self.is_ready = self.socket.recv(1) == b"r"
                socket.send_fds(self.socket, [b"t"], [given, answer])
            except OSError as error:  # it died; the next text starts another
                raise ReadingRefused from error


_standing: Standing | None = None
_changing = Lock()


def prepare(gazetteer: Gazetteer) -> Standing:
    """The process that stands by with these names; started without waiting for it where there is none."""
    global _standing
    with _changing:
        if _standing is None or not _standing.serves(gazetteer):
            if _standing is not None:
                _standing.stop()
            _standing = Standing(gazetteer)
        return _standing


def understand(
    data: bytes, filename: str, gazetteer: Gazetteer, *, limits: Limits = TYPING
) -> tuple[Document, Proposal]:
    """What is read, and the one initiative recognised in it (`recognition.alone`); a `ReadingRefused` for a failure."""
    try:
        answer = prepare(gazetteer).answer(data, filename, gazetteer, limits)
    except OSError as error:  # no process or no file is left to have
        raise ReadingRefused from error
    try:
        message = json.loads(answer)
        document = document_of(message)
        return document, proposal_of(message, document)
    except WRONG_FORM as error:
        raise ReadingRefused from error


@atexit.register
def stop() -> None:
    global _standing
    with _changing:
        if _standing is not None:
            _standing.stop()
        _standing = None
