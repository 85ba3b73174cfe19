"""The filter on what readers may ask the kernel for: tried on this machine, followed step by step for the others."""

from __future__ import annotations

import errno
import json
import os
import signal
import struct
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from documents import syscalls

PROJECT = Path(__file__).resolve().parents[2]
MACHINE = os.uname().machine
linux = pytest.mark.skipif(
    sys.platform != "linux" or MACHINE not in ("x86_64", "aarch64"), reason="a filter of Linux, on these machines"
)
# The numbers of this machine, written out once more: those of the module are what is tried.
NUMBERS = {
    "x86_64": {"ptrace": 101, "mount": 165, "unshare": 272, "memfd_create": 319, "bpf": 321, "kill": 62},
    "aarch64": {"ptrace": 117, "mount": 40, "unshare": 97, "memfd_create": 279, "bpf": 280, "kill": 129},
}
# Each is done in a fork of its own, past Python's own guard, as machine code in a C library would.
ACTS = {
    "a socket": "call(libc.socket, 2, 1, 0)",
    "a connection": "call(libc.connect, 0, b'0' * 16, 16)",
    "a program": "call(libc.execve, b'/nothing-here/x', None, None)",
    "looking into a process": "call(libc.syscall, N['ptrace'], 9999, 0, 0, 0)",
    "a mount": "call(libc.syscall, N['mount'], None, b'/nothing-here/x', None, 0, None)",
    "a namespace": "call(libc.syscall, N['unshare'], 0)",
    "a program of the kernel": "call(libc.syscall, N['bpf'], 99, None, 0)",
    "writing": "call(libc.open, b'/dev/null', os.O_WRONLY)",
    "making a file": "call(libc.open, b'/nothing-here/x', os.O_CREAT | os.O_RDWR, 0o600)",
    "deleting": "call(libc.unlink, b'/nothing-here/x')",
    "a file in memory": "call(libc.syscall, N['memfd_create'], b'x', 0)",
    "a signal": "call(libc.syscall, N['kill'], os.getppid(), 0)",
    "a process": "call(libc.fork)",
    "a ring": "call(libc.syscall, 425, 0, None)",
    "more memory": "call(libc.setrlimit, 9, struct.pack('QQ', 2**62, 2**62))",
    "reading": "call(libc.open, b'/dev/null', os.O_RDONLY)",
    "a thread": "[one := threading.Thread(target=int), one.start(), one.join(), os._exit(0)]",
    "giving up": "os.abort()",
}
PROGRAM = """
import ctypes, json, os, struct, sys, threading
sys.path[:0] = [{project!r}, {readers!r}]
import sandbox_child
N, libc = {numbers!r}, ctypes.CDLL(None, use_errno=True)

def call(function, *values):
    os._exit(ctypes.get_errno() if function(*values) < 0 else 0)

found = {{}}
for name, act in {acts!r}.items():
    child = os.fork()
    if child == 0:
        if {is_shut_in}:
            sandbox_child._shut_in({{"memory": 2**31, "seconds": 5}})
        exec(act)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    found[name] = status
print(json.dumps(found))
"""


def outcomes(*, is_shut_in: bool) -> dict[str, int]:
    """By act: 0, the number of the error, or minus the signal that ended it."""
    program = textwrap.dedent(PROGRAM).format(
        project=str(PROJECT),
        readers=str(PROJECT / "documents" / "readers"),
        numbers=NUMBERS[MACHINE],
        acts=ACTS,
        is_shut_in=is_shut_in,
    )
    done = subprocess.run(
        [sys.executable, "-I", "-B", "-c", program], capture_output=True, check=True, timeout=60, text=True
    )
    return json.loads(done.stdout)


@linux
def test_child_that_is_shut_in_may_not_what_an_attacker_would():
    ended, no = -signal.SIGSYS, errno.EPERM
    assert outcomes(is_shut_in=True) == {
        "a socket": ended,
        "a connection": ended,
        "a program": ended,
        "looking into a process": ended,
        "a mount": ended,
        "a namespace": ended,
        "a program of the kernel": ended,
        "writing": no,
        "making a file": no,
        "deleting": no,
        "a file in memory": no,
        "a signal": no,
        "a process": no,
        "a ring": errno.ENOSYS,
        "more memory": no,
        "reading": 0,
        "a thread": 0,
        "giving up": -signal.SIGABRT,
    }


@linux
def test_without_the_filter_the_kernel_itself_answers():
    """The control: nothing of this is ended, and what an ordinary process may, it does."""
    found = outcomes(is_shut_in=False)
    assert -signal.SIGSYS not in found.values()
    allowed = ("a socket", "writing", "a file in memory", "a signal", "a process", "a namespace", "reading", "a thread")
    assert {name: found[name] for name in allowed} == dict.fromkeys(allowed, 0)
    assert found["a program"] == found["deleting"] == errno.ENOENT
    assert found["a connection"] == errno.ENOTSOCK


def answer(machine: str, number: int, *values: int, architecture: int | None = None, process: int = 77) -> int:
    """What the filter answers to one call: its steps followed as the kernel follows them."""
    program = [struct.unpack("=HBBI", step) for step in _steps(syscalls.filter_for(machine, process=process))]
    asked = struct.pack(
        "=iIQ6Q",
        number,
        syscalls._ARCHITECTURES[machine] if architecture is None else architecture,
        0,
        *(*values, *[0] * (6 - len(values))),
    )
    at, word = 0, 0
    while True:
        code, yes, no, value = program[at]
        at += 1
        if code == 0x06:
            return value
        if code == 0x20:
            (word,) = struct.unpack_from("=I", asked, value)
        else:
            is_so = {0x15: word == value, 0x35: word >= value, 0x45: bool(word & value)}[code]
            at += yes if is_so else no


def _steps(program: bytes) -> list[bytes]:
    return [program[at : at + 8] for at in range(0, len(program), 8)]


PASS, END, NO, UNKNOWN = 0x7FFF0000, 0x80000000, 0x00050000 | errno.EPERM, 0x00050000 | errno.ENOSYS
# read, write, close, mmap, exit_group, futex: what every reader asks for.
EVERYDAY = {"x86_64": (0, 1, 3, 9, 231, 202), "aarch64": (63, 64, 57, 222, 94, 98)}
OPENAT, CLONE, SOCKET = {"x86_64": 257, "aarch64": 56}, {"x86_64": 56, "aarch64": 220}, {"x86_64": 41, "aarch64": 198}
TGKILL, LIMIT = {"x86_64": 234, "aarch64": 131}, {"x86_64": 302, "aarch64": 261}


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_filter_of_each_machine(machine):
    assert [answer(machine, number) for number in EVERYDAY[machine]] == [PASS] * 6
    assert answer(machine, SOCKET[machine], 2, 1) == END
    assert answer(machine, SOCKET[machine], architecture=0x40000003) == END  # 32 bits: other numbers
    assert answer(machine, 0, architecture=0x40000003) == END
    assert answer(machine, 0x40000000 + 1) == END  # x32
    assert [answer(machine, number) for number in (424, 425, 435, 437, 460)] == [UNKNOWN] * 5
    assert answer(machine, OPENAT[machine], 0, 0, os.O_RDONLY) == PASS
    assert answer(machine, OPENAT[machine], 0, 0, os.O_RDONLY | os.O_CLOEXEC) == PASS
    for flags in (os.O_WRONLY, os.O_RDWR, os.O_CREAT, os.O_APPEND, os.O_TRUNC, 0o20200001):
        assert answer(machine, OPENAT[machine], 0, 0, flags) == NO
    assert answer(machine, CLONE[machine], 0x10000) == PASS
    assert answer(machine, CLONE[machine], signal.SIGCHLD) == NO
    assert [answer(machine, TGKILL[machine], process) for process in (77, 78)] == [PASS, NO]
    assert [answer(machine, LIMIT[machine], 0, 9, pointer) for pointer in (0, 4096)] == [PASS, NO]
    assert len(_steps(syscalls.filter_for(machine, process=77))) < 4096  # the kernel’s bound


def test_machine_without_a_list_goes_on_without_a_filter(monkeypatch):
    monkeypatch.setattr(os, "uname", lambda: os.uname_result(("Linux", "", "6", "", "riscv64")))
    assert not syscalls.forbid()
    assert not syscalls.is_filtered()
