"""The child process of `sandbox` and `recogniser`: shuts itself in, reads or recognises one document, answers in JSON.

From the strongest to the weakest:
- limits of the kernel: memory, CPU time, no file may grow, no core dump, no new privileges;
- on Linux, a network namespace of its own with nothing in it, where the kernel lets an ordinary process have one
  (hardened hosts and most containers do not);
- an audit hook that refuses sockets, processes, writing, and reading outside of Python's own folders. It holds against
  parsers that are led astray, not against machine code run through a flaw in a C library.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import sysconfig
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000
_NO_NEW_PRIVILEGES = 38
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_REFUSED = (
    *(
        "socket.",
        "subprocess.",
        "shutil.",
        "tempfile.",
        "http.",
        "urllib.",
        "ftplib.",
        "smtplib.",
        "poplib.",
        "imaplib.",
    ),
    *(
        "os.system",
        "os.exec",
        "os.fork",
        "os.posix_spawn",
        "os.spawn",
        "os.startfile",
        "pty.",
        "webbrowser.",
        "sqlite3.",
    ),
    *("os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.truncate", "os.chmod", "os.chown"),
    *("os.kill", "os.putenv", "os.utime", "os.setxattr", "fcntl.", "mmap.", "signal.", "syslog.", "winreg."),
)


def main() -> None:
    header = json.loads(sys.stdin.buffer.readline())
    limits = header["limits"]
    answer = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what a parser prints must not mix with the answer
    _limit(limits["memory"], limits["seconds"])
    _leave_network()
    sys.path.insert(0, str(PROJECT))
    sys.addaudithook(_guard)
    message = _recognised(header) if "gazetteer" in header else _read(header)
    answer.write(json.dumps(message).encode("ascii"))
    answer.close()
    os._exit(0)  # nothing is left to tidy, and the hook would refuse some of it


def _read(header: dict) -> dict:
    """The document that follows the header on the standard input."""
    from documents.readers import read, wire  # only now: even the loading of parsers is watched
    from documents.readers.errors import OutOfMemory, ReadingRefused

    try:
        data, pages = sys.stdin.buffer.read(), header["limits"]["pages"]
        document = read(data, header["filename"], pages=pages, in_python=header["in_python"])
        return wire.document_message(document)
    except ReadingRefused as error:
        refused = error
    except MemoryError:
        refused = OutOfMemory()
    return wire.refusal_message(refused)


def _recognised(header: dict) -> dict:
    """What stands in the document, whose file is complete when the standard input ends. Only our own process wrote
    the gazetteer: it may be unpickled, which is several times quicker than building it."""
    import gc
    import io
    import pickle

    gc.disable()  # nothing of the gazetteer is ever let go, and counting it again costs as much as loading it
    from documents.readers import wire
    from documents.readers.errors import OutOfMemory
    from recognition.assemble import propose

    try:
        names = io.BytesIO(_content(header["gazetteer"]))
        official, (organisations, themes) = pickle.load(names), pickle.load(names)
        gazetteer = official.with_organisations(organisations).with_themes(themes)
        sys.stdin.buffer.read()
        document = wire.document_of(json.loads(_content(header["document"])))
        return wire.proposal_message(propose(document, gazetteer))
    except MemoryError:
        return wire.refusal_message(OutOfMemory())


def _content(file: int) -> bytes:
    """From its start, without moving the place in it that all processes share."""
    return os.pread(file, os.fstat(file).st_size, 0)


def _limit(memory: int, seconds: int) -> None:
    import resource  # absent on Windows, where this application does not run

    wanted = (
        (resource.RLIMIT_AS, memory, memory),
        (resource.RLIMIT_CPU, seconds, seconds + 1),
        (resource.RLIMIT_FSIZE, 0, 0),
        (resource.RLIMIT_CORE, 0, 0),
        (resource.RLIMIT_NOFILE, 64, 64),
    )
    for kind, soft, hard in wanted:
        with contextlib.suppress(ValueError, OSError):  # macOS refuses some, and limits already lower stay
            resource.setrlimit(kind, (soft, hard))


def _leave_network() -> None:
    if sys.platform != "linux":
        return
    import ctypes

    with contextlib.suppress(OSError, AttributeError):
        libc = ctypes.CDLL(None)
        libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
        if libc.unshare(_NEW_NETWORK) != 0:
            libc.unshare(_NEW_USER | _NEW_NETWORK)


def _readable() -> tuple[str, ...]:
    """Where Python, its packages and our readers are: no settings, no secrets, no documents."""
    folders = {sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")}
    folders |= {str(PROJECT / room) for room in ("documents", "french", "recognition")}
    return tuple(f"{os.path.realpath(folder)}{os.sep}" for folder in folders if folder)


_FOLDERS = _readable()


def _guard(event: str, arguments: tuple) -> None:
    if event == "open":
        path, _, flags = arguments
        if isinstance(path, int):
            return
        where = os.path.realpath(os.fsdecode(path)) if isinstance(path, (str, bytes, os.PathLike)) else ""
        if (flags or 0) & _WRITING or not where.startswith(_FOLDERS):
            raise PermissionError
    elif event == "ctypes.dlopen":
        name = arguments[0]
        if name and not os.path.realpath(os.fsdecode(name)).startswith(_FOLDERS):
            raise PermissionError
    elif event.startswith(_REFUSED):
        raise PermissionError


if __name__ == "__main__":
    main()
