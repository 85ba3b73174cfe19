"""Within the site's own process: an act tells each point that it passes, and a fault strikes at the one that is named.

Points are found, not listed: each statement that writes or locks, each commit, each file that is written, moved or
removed, each program that is run, and the answer. A fault is plain data:

    {"kind": "process-killed", "at": "INSERT bulletins_edition#1", "weakness": ""}

`at` is the point's name and how many times it was passed; empty, nothing strikes and the points are only told. They
are appended to `points` in the folder of the campaign, and `struck` is written there just before a fault strikes.
"""

from __future__ import annotations

import os
import re
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import DatabaseError, InterfaceError, connection
from django.db.backends.base.base import BaseDatabaseWrapper

from tests.faults.kinds import AT_POINTS, THROUGHOUT
from tests.faults.weaknesses import WEAKNESSES

STATEMENT = re.compile(r'\s*(INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)"?', re.IGNORECASE)
LOCKING = re.compile(r'\s*SELECT\b.*?\bFROM\s+"?(\w+)"?.*\bFOR (?:NO KEY )?UPDATE\b', re.IGNORECASE | re.DOTALL)
FILES = ("os.rename", "os.remove", "os.mkdir")
RUN = {"pg_dump", "pg_restore"}


class Armed(threading.local):
    """What strikes in this thread, if anything; a thread serves one request."""

    fault: dict[str, Any] | None = None
    passed: Counter[str]
    is_busy = False


armed = Armed()


def folder() -> Path:
    return Path(os.environ["FAULTS_FOLDER"])


@contextmanager
def arm(fault: dict[str, Any] | None) -> Iterator[None]:
    """The fault holds until the end of what is done within: one request, or one run of a command."""
    if fault is None:
        yield
        return
    armed.fault, armed.passed = fault, Counter()
    lasting = THROUGHOUT.get(fault["kind"]) if not fault["at"] else None
    try:
        with WEAKNESSES[fault.get("weakness", "")](), connection.execute_wrapper(_told):
            if lasting:
                struck(fault["kind"])
                with lasting():
                    yield
            else:
                yield
    finally:
        armed.fault = None
        for undo in AT_POINTS.values():
            undo.relieve()


def pass_point(name: str) -> None:
    """Tell the point; strike if it is the one. What the fault itself does passes none."""
    if armed.fault is None or armed.is_busy:
        return
    armed.is_busy = True
    try:
        armed.passed[name] += 1
        point = f"{name}#{armed.passed[name]}"
        if not armed.fault["at"]:
            _append("points", point)
        elif point == armed.fault["at"]:
            struck(point)
            _strike(armed.fault["kind"])
    finally:
        armed.is_busy = False


def _strike(kind: str) -> None:
    try:
        AT_POINTS[kind].strike()
    except (DatabaseError, InterfaceError):
        raise  # what it was meant to bring about
    except BaseException as error:
        _append("failed", repr(error))
        raise


def struck(point: str) -> None:
    _append("struck", point)


def _append(name: str, line: str) -> None:
    with (folder() / name).open("a", encoding="utf-8") as file:
        file.write(line + "\n")


def _told(execute: Any, sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
    words = str(sql)
    if found := STATEMENT.match(words):
        pass_point(f"{found[1].split()[0].upper()} {found[2]}")
    elif found := LOCKING.match(words):
        pass_point(f"LOCK {found[1]}")
    return execute(sql, params, many, context)


def install() -> None:
    """Once in a process, before it serves."""
    commit = BaseDatabaseWrapper._commit

    def told(self: BaseDatabaseWrapper) -> None:
        pass_point("COMMIT")
        commit(self)
        pass_point("COMMITTED")

    BaseDatabaseWrapper._commit = told
    sys.addaudithook(_files_told)


def _files_told(event: str, arguments: tuple[Any, ...]) -> None:
    if armed.fault is None or armed.is_busy:
        return
    if event == "open" and isinstance(arguments[0], str | os.PathLike) and _is_written(arguments):
        _file("WRITE", os.fspath(arguments[0]))
    elif event in FILES:
        _file(event.removeprefix("os.").upper(), os.fspath(arguments[0]))
    elif event == "subprocess.Popen" and Path(os.fspath(arguments[0])).name in RUN:
        pass_point(f"RUN {Path(os.fspath(arguments[0])).name}")


def _is_written(arguments: tuple[Any, ...]) -> bool:
    mode, flags = arguments[1], arguments[2]
    return any(sign in mode for sign in "wax+") if isinstance(mode, str) else bool(flags & (os.O_WRONLY | os.O_RDWR))


def _file(what: str, path: str | bytes) -> None:
    """A file of the site, by its kind: its name differs each time."""
    named = os.fsdecode(path)
    if named.startswith(str(folder())) and Path(named).name not in ("points", "struck", "failed"):
        within = Path(named).relative_to(folder())
        pass_point(f"{what} {within.parts[0]}{within.suffix}")
