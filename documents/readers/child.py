"""Runs `sandbox_child` and collects its answer, within a time and a length; no child is ever left behind."""

from __future__ import annotations

import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from documents.readers.errors import Crashed, OutOfMemory, OutOfTime

_CHUNK = 65_536


@contextmanager
def started(script: Path, *, given: IO[bytes] | int, kept: tuple[int, ...] = ()) -> Iterator[subprocess.Popen[bytes]]:
    """The child at work. `given` is its standard input; `kept` are the open files that it may read besides."""
    child = subprocess.Popen(
        # Isolated: no environment variable, no user's folder, no current folder decides what Python loads.
        [sys.executable, "-I", "-B", "-X", "utf8", "-W", "ignore", str(script)],
        stdin=given,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={},
        cwd="/",
        close_fds=True,
        pass_fds=kept,
        start_new_session=True,
    )
    with child:
        try:
            yield child
        finally:
            if child.poll() is None:
                os.killpg(child.pid, signal.SIGKILL)


def answer_of(child: subprocess.Popen[bytes], *, seconds: float, length: int) -> bytes:
    """What the child printed until its end. OutOfTime also when it prints more than `length`; Crashed by a signal."""
    try:
        answer = _collect(child, seconds, length)
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


def _collect(child: subprocess.Popen[bytes], seconds: float, length: int) -> bytes | None:
    deadline = time.monotonic() + seconds
    parts: list[bytes] = []
    total = 0
    pipe = child.stdout.fileno()
    with selectors.DefaultSelector() as selector:
        selector.register(pipe, selectors.EVENT_READ)
        while (left := deadline - time.monotonic()) > 0 and total <= length and selector.select(left):
            part = os.read(pipe, _CHUNK)
            if not part:
                return b"".join(parts)
            parts.append(part)
            total += len(part)
    return None
