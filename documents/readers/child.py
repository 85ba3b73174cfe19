"""Runs `sandbox_child` and collects its answer, within a time and a length; no child is ever left behind."""

from __future__ import annotations

import json
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from documents.readers.errors import Crashed, OutOfMemory, OutOfTime

_CHUNK = 65_536


@contextmanager
def started(script: Path, *, given: IO[bytes] | int, kept: tuple[int, ...] = ()) -> Iterator[subprocess.Popen[bytes]]:
    """The child at work. `given` is its standard input; `kept` are the open files that it may read besides."""
    with _popen(script, given, subprocess.PIPE, kept) as child:
        try:
            yield child
        finally:
            if child.poll() is None:
                os.killpg(child.pid, signal.SIGKILL)


def standing_by(script: Path, header: dict, *, kept: tuple[int, ...]) -> subprocess.Popen[bytes]:
    """A child that goes on until the socket among `kept` is closed at our end."""
    child = _popen(script, subprocess.PIPE, subprocess.DEVNULL, kept)
    with child.stdin as given, suppress(BrokenPipeError):
        given.write(json.dumps(header).encode("ascii") + b"\n")
    return child


def answer_of(child: subprocess.Popen[bytes], *, seconds: float, length: int) -> bytes:
    """What the child printed until its end. OutOfTime also when it prints more than `length`; Crashed by a signal."""
    try:
        answer = collected(child.stdout.fileno(), seconds=seconds, length=length)
        code = None if answer is None else child.wait(timeout=5)
    except subprocess.TimeoutExpired:
        code = None
    if code is None or code == -signal.SIGXCPU:
        raise OutOfTime
    if code == -signal.SIGKILL:
        raise OutOfMemory  # not ours: the kernel reclaims memory that way
    if code < 0:
        raise Crashed
    return answer


def collected(pipe: int, *, seconds: float, length: int) -> bytes | None:
    """All that comes through `pipe` until its end; None after `seconds` or more than `length` bytes."""
    deadline = time.monotonic() + seconds
    parts: list[bytes] = []
    total = 0
    with selectors.DefaultSelector() as selector:
        selector.register(pipe, selectors.EVENT_READ)
        while (left := deadline - time.monotonic()) > 0 and total <= length and selector.select(left):
            part = os.read(pipe, _CHUNK)
            if not part:
                return b"".join(parts)
            parts.append(part)
            total += len(part)
    return None


def _popen(script: Path, given: IO[bytes] | int, answer: int, kept: tuple[int, ...]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        # Isolated: no environment variable, no user's folder, no current folder decides what Python loads.
        [sys.executable, "-I", "-B", "-X", "utf8", "-W", "ignore", str(script)],
        stdin=given,
        stdout=answer,
        stderr=subprocess.DEVNULL,
        env={},
        cwd="/",
        close_fds=True,
        pass_fds=kept,
        start_new_session=True,
    )
