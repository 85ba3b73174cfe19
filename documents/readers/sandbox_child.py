"""The child process of `sandbox`, `recogniser`, `standing` and `pictures`: shuts itself in, reads or recognises one
document or draws one picture anew, answers in JSON. The one of `standing` forks for each document, and only the fork
shuts itself in and sees it.

From the strongest to the weakest:
- limits of the kernel: memory, CPU time, no file may grow, no core dump, no new privileges;
- on Linux, a filter on what may be asked of the kernel, which machine code cannot leave either (`documents.syscalls`);
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
from typing import IO, TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable

    from recognition.blocks import Document
    from recognition.gazetteer import Gazetteer
    from recognition.proposal import Proposal

PROJECT = Path(__file__).resolve().parents[2]
_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000
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
    sys.path.insert(0, str(PROJECT))
    if "standing" in header:
        _stand_by(header)
    answer = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what a parser prints must not mix with the answer
    _shut_in(header["limits"])
    if "confinement" in header:
        message = _confinement()
    elif "gazetteer" in header:
        message = _recognised(header)
    elif "picture" in header:
        message = _drawn(header["picture"], sys.stdin.buffer.read())
    else:
        message = _read(header, sys.stdin.buffer.read())
    _answer(answer, message)


def _shut_in(limits: dict) -> None:
    from documents.syscalls import forbid

    _limit(limits["memory"], limits["seconds"])
    _leave_network()
    forbid()  # after what it would refuse itself
    sys.addaudithook(_guard)


def _confinement() -> dict:
    """What holds this very process, asked of the kernel; the namespaces by their names, to be compared with others'."""
    import resource

    from documents.syscalls import has_no_new_privileges, is_filtered

    def namespace(kind: str) -> str:
        return os.readlink(f"/proc/self/ns/{kind}") if sys.platform == "linux" else ""

    return {
        "memory": resource.getrlimit(resource.RLIMIT_AS)[0],
        "seconds": resource.getrlimit(resource.RLIMIT_CPU)[0],
        "is_filtered": is_filtered(),
        "has_no_new_privileges": has_no_new_privileges(),
        "net": namespace("net"),
        "user": namespace("user"),
    }


def _answer(answer: IO[bytes], message: dict) -> NoReturn:
    answer.write(json.dumps(message).encode("ascii"))
    answer.close()
    os._exit(0)  # nothing is left to tidy, and the hook would refuse some of it


def _stand_by(header: dict) -> NoReturn:
    """Load what every text needs, say so, then fork for each text that comes, until the socket is closed."""
    import gc
    import pickle
    import signal
    import socket

    from documents.readers import text, wire  # noqa: F401 - loaded once, for all forks
    from recognition.alone import propose_one  # noqa: F401 - likewise

    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the kernel buries the forks
    asking = socket.socket(fileno=header["standing"])
    gazetteer = pickle.loads(_content(header["gazetteer"])).with_tables()
    gc.disable()
    gc.freeze()  # forks share this memory as long as nobody counts it again
    asking.sendall(b"r")
    while True:
        word, files, _, _ = socket.recv_fds(asking, 1, 2)
        if not word:
            os._exit(0)
        given, answer = files
        if os.fork() == 0:
            asking.close()
            _understand(given, os.fdopen(answer, "wb"), gazetteer)
        os.close(given)
        os.close(answer)


def _understand(given: int, answer: IO[bytes], gazetteer: Gazetteer) -> NoReturn:
    """In a fork: one text read and recognised. Whatever goes wrong, it ends here."""
    import pickle
    import signal

    from recognition.alone import propose_one

    try:
        first, _, rest = _content(given).partition(b"\n")
        header = json.loads(first)
        # Names of the directory and its themes, which only our own process wrote; the text comes behind them.
        organisations, themes = pickle.loads(rest[: header["names"]])
        data = rest[header["names"] :]
        signal.alarm(header["limits"]["seconds"])  # the kernel ends it then, whatever it is doing
        _shut_in(header["limits"])
        message = _read(header, data)
        if "refused" not in message:
            installed = gazetteer.with_organisations(organisations).with_themes(themes)
            message |= _proposed(propose_one, message, installed)
        _answer(answer, message)
    finally:
        os._exit(1)


def _read(header: dict, data: bytes) -> dict:
    """The document that `data` is."""
    from documents.readers import read, wire  # only now: even the loading of parsers is watched
    from documents.readers.errors import OutOfMemory, ReadingRefused

    try:
        pages, in_python = header["limits"]["pages"], header["in_python"]
        document = read(data, header["filename"], pages=pages, in_python=in_python)
        return wire.document_message(document)
    except ReadingRefused as error:
        refused = error
    except MemoryError:
        refused = OutOfMemory()
    return wire.refusal_message(refused)


def _drawn(purpose: str, data: bytes) -> dict:
    """The picture that `data` is, made anew in the sizes of its purpose."""
    from documents.readers import wire  # only now: even the loading of decoders is watched
    from documents.readers.errors import HeavyPicture, ReadingRefused
    from documents.readers.pictures import message
    from documents.readers.pictures.drawing import draw

    try:
        return message.picture_message(draw(data, purpose))
    except ReadingRefused as error:
        refused = error
    except MemoryError:
        refused = HeavyPicture()
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
    except MemoryError:
        return wire.refusal_message(OutOfMemory())
    sys.stdin.buffer.read()
    return _proposed(propose, json.loads(_content(header["document"])), gazetteer)


def _proposed(propose: Callable[[Document, Gazetteer], Proposal], document: dict, gazetteer: Gazetteer) -> dict:
    """What stands in a document, given as its message."""
    from documents.readers import wire
    from documents.readers.errors import OutOfMemory

    try:
        return wire.proposal_message(propose(wire.document_of(document), gazetteer))
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
