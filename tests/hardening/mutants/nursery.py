"""Makes mutants and has each read in a fork that shuts itself in as the child of the site does; tells what became of
them.

Run as `python -m tests.hardening.mutants.nursery FOLDER COUNT SEED`; FOLDER holds the sound files. Starting an
interpreter for each of twenty thousand would take hours, so that one stands by and forks, as that of typed texts does.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import signal
import sys
import time
from collections import Counter
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from random import Random

from documents.readers import read, sandbox_child, wire
from documents.readers.child import collected
from documents.readers.errors import ReadingRefused
from documents.readers.pictures import drawing
from documents.readers.pictures.message import picture_of
from documents.readers.pictures.sandbox import PICTURE_LIMITS
from documents.readers.sandbox import DEFAULT_LIMITS, Limits
from tests.hardening.mutants.mutating import WAYS

PICTURES = ("jpeg", "png", "webp", "avif")
SPARE = 1.5  # seconds that a kernel may take to end a process whose time is over


def main(folder: str, count: str, seed: str) -> None:
    seeds = {path: path.read_bytes() for path in sorted(Path(folder).iterdir())}
    for path, data in seeds.items():  # every parser is loaded once, for all forks
        with suppress(ReadingRefused):
            if path.suffix[1:] in PICTURES:
                drawing.draw(data, "photograph")
            else:
                read(data, path.name)
    gc.freeze()
    outcomes: Counter[str] = Counter()
    beyond, faults, slowest = [], [], (0.0, "")
    for number in range(int(count)):
        dice = Random(f"{seed} {number}")
        path = dice.choice(list(seeds))
        kind = path.suffix[1:]
        other = dice.choice([data for one, data in seeds.items() if one.suffix == path.suffix])
        way = dice.choice(WAYS[kind])
        mutant = way(seeds[path], other, dice)
        told = f"{number} {path.name} {way.__name__}"
        limits = PICTURE_LIMITS if kind in PICTURES else DEFAULT_LIMITS
        try:
            outcome, taken, memory = _outcome(mutant, path.name, limits, is_picture=kind in PICTURES)
        except Exception as error:  # the process of the site would have failed here
            faults.append(f"{told}: {type(error).__name__}: {error}")
            continue
        outcomes[outcome] += 1
        slowest = max(slowest, (taken, told))
        if taken > limits.seconds + SPARE or memory > limits.memory:
            beyond.append(f"{told}: {taken:.1f} s, {memory // 1_000_000} MB")
    print(json.dumps({"outcomes": outcomes, "beyond": beyond, "faults": faults, "slowest": slowest}))  # noqa: T201


def _outcome(data: bytes, name: str, limits: Limits, *, is_picture: bool) -> tuple[str, float, int]:
    """What became of it, the processor's seconds and the bytes that it took."""
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        _read_in_the_fork(data, name, limits, theirs, is_picture=is_picture)
    os.close(theirs)
    started = time.monotonic()
    answer = collected(ours, seconds=limits.seconds * 4, length=limits.answer)  # other processes may be at work too
    os.close(ours)
    if answer is None:
        os.kill(child, signal.SIGKILL)
    _, status, used = os.wait4(child, 0)
    taken, memory = used.ru_utime + used.ru_stime, used.ru_maxrss * 1024
    if answer is None or os.WIFSIGNALED(status):
        number = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
        ended = "out_of_time" if number in (0, signal.SIGKILL, signal.SIGXCPU) else f"signal {number}"
        return ended, taken if answer is not None else time.monotonic() - started, memory
    if os.WEXITSTATUS(status):
        return "child failed", taken, memory
    try:
        if is_picture:
            picture_of(json.loads(answer))
        else:
            wire.document_of(json.loads(answer))
    except ReadingRefused as refused:
        return refused.code, taken, memory
    return "accepted", taken, memory


def _read_in_the_fork(data: bytes, name: str, limits: Limits, answer: int, *, is_picture: bool) -> None:
    try:
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        sandbox_child._shut_in(asdict(limits))
        header = {"filename": name, "limits": asdict(limits), "in_python": False}
        message = sandbox_child._drawn("photograph", data) if is_picture else sandbox_child._read(header, data)
        sandbox_child._answer(os.fdopen(answer, "wb"), message)
    finally:
        os._exit(1)


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    main(*sys.argv[1:])
