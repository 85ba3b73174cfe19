"""What a process that reads strangers' files may no longer ask the kernel for: a seccomp filter, set for ever.

The list is one of refusals. What only an attacker asks for (network, programs, other processes, mounts, the kernel
itself) ends the process; what a careless library might try (writing, deleting) is refused and the library goes on.
Calls that Linux 5.1 and later brought are unknown to the process, as on an older kernel: io_uring would go around the
filter. A list of what is allowed would be narrower, and would break with each release of the C library and of Python.

Loaded by `readers/sandbox_child.py` before anything else: it imports nothing that reads a document.
"""

from __future__ import annotations

import ctypes
import errno
import os
import struct
import sys

_NO_NEW_PRIVILEGES, _ARE_THERE_NO_NEW_PRIVILEGES = 38, 39
_SET_FILTER, _GET_FILTER, _FILTER = 22, 21, 2

# By machine: the kernel's number of the architecture, and its calls (asm/unistd_64.h, asm-generic/unistd.h).
_ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_ENDS = {
    # execve, execveat, ptrace, process_vm_readv, process_vm_writev, kcmp
    # socket, socketpair, connect, bind, listen, accept, accept4, sendto, sendmsg, sendmmsg
    # unshare, setns, mount, umount2, pivot_root, chroot, swapon, swapoff
    # bpf, perf_event_open, userfaultfd, kexec_load, kexec_file_load, init_module, finit_module, delete_module
    # add_key, request_key, keyctl, reboot, syslog, acct, quotactl, settimeofday, clock_settime, adjtimex, clock_adjtime
    # sethostname, setdomainname, name_to_handle_at, open_by_handle_at, fanotify_init; iopl, ioperm, modify_ldt
    # setuid, setgid, setreuid, setregid, setresuid, setresgid, setgroups, setfsuid, setfsgid, capset
    "x86_64": (
        *(59, 322, 101, 310, 311, 312),
        *(41, 53, 42, 49, 50, 43, 288, 44, 46, 307),
        *(272, 308, 165, 166, 155, 161, 167, 168),
        *(321, 298, 323, 246, 320, 175, 313, 176),
        *(248, 249, 250, 169, 103, 163, 179, 164, 227, 159, 305),
        *(170, 171, 303, 304, 300, 172, 173, 154),
        *(105, 106, 113, 114, 117, 119, 116, 122, 123, 126),
    ),
    "aarch64": (
        *(221, 281, 117, 270, 271, 272),
        *(198, 199, 203, 200, 201, 202, 242, 206, 211, 269),
        *(97, 268, 40, 39, 41, 51, 224, 225),
        *(280, 241, 282, 104, 294, 105, 273, 106),
        *(217, 218, 219, 142, 116, 89, 60, 170, 112, 171, 266),
        *(161, 162, 264, 265, 262),
        *(146, 144, 145, 143, 147, 149, 159, 151, 152, 91),
    ),
}
_REFUSED = {
    # creat, unlink, unlinkat, rename, renameat, renameat2, mkdir, mkdirat, rmdir, link, linkat, symlink, symlinkat
    # mknod, mknodat, truncate, ftruncate, fallocate, chmod, fchmod, fchmodat, chown, fchown, lchown, fchownat
    # setxattr, lsetxattr, fsetxattr, removexattr, lremovexattr, fremovexattr, utime, utimes, utimensat, futimesat
    # memfd_create, kill, tkill, rt_sigqueueinfo, rt_tgsigqueueinfo, chdir, fchdir, setsid, setpgid, setrlimit
    # shmget, shmat, msgget, semget, mq_open, inotify_init, inotify_init1, personality, io_setup; fork, vfork
    "x86_64": (
        *(85, 87, 263, 82, 264, 316, 83, 258, 84, 86, 265, 88, 266),
        *(133, 259, 76, 77, 285, 90, 91, 268, 92, 93, 94, 260),
        *(188, 189, 190, 197, 198, 199, 132, 235, 280, 261),
        *(319, 62, 200, 129, 297, 80, 81, 112, 109, 160),
        *(29, 30, 68, 64, 240, 253, 294, 135, 206, 57, 58),
    ),
    "aarch64": (
        *(35, 38, 276, 34, 37, 36),
        *(33, 45, 46, 47, 52, 53, 55, 54),
        *(5, 6, 7, 14, 15, 16, 88),
        *(279, 129, 130, 138, 240, 49, 50, 157, 154, 164),
        *(194, 196, 186, 190, 180, 26, 92, 0),
    ),
}
# open and openat, with the place of their flags; clone; tgkill; prlimit64.
_OPENING = {"x86_64": ((2, 1), (257, 2)), "aarch64": ((56, 2),)}
_CLONING = {"x86_64": 56, "aarch64": 220}
_SIGNALLING = {"x86_64": 234, "aarch64": 131}
_LIMITING = {"x86_64": 302, "aarch64": 261}
_FIRST_UNKNOWN = 424  # of Linux 5.1; from here on all machines number alike
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_THREAD = 0x10000

# The little language of the filter: load a word of what is asked, compare, answer (linux/filter.h, linux/seccomp.h).
_LOAD, _EQUAL, _AT_LEAST, _HAS_ONE_OF, _ANSWER = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER, _ARCHITECTURE = 0, 4
_PASS, _END, _NO = 0x7FFF0000, 0x80000000, 0x00050000


def forbid() -> bool:
    """Put the filter on this process, whose single thread calls it. False where the kernel or the machine has none."""
    machine = os.uname().machine
    if sys.platform != "linux" or machine not in _ARCHITECTURES or sys.maxsize < 2**32:
        return False
    try:
        libc = ctypes.CDLL(None)
        program = filter_for(machine, process=os.getpid())
        held = ctypes.create_string_buffer(program, len(program))
        told = struct.pack("@HP", len(program) // 8, ctypes.addressof(held))
        libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
        return libc.prctl(_SET_FILTER, _FILTER, ctypes.create_string_buffer(told, len(told)), 0, 0) == 0
    except (OSError, AttributeError):
        return False


def is_filtered() -> bool:
    """The kernel's own word."""
    return sys.platform == "linux" and ctypes.CDLL(None).prctl(_GET_FILTER, 0, 0, 0, 0) == _FILTER


def has_no_new_privileges() -> bool:
    return sys.platform == "linux" and ctypes.CDLL(None).prctl(_ARE_THERE_NO_NEW_PRIVILEGES, 0, 0, 0, 0) == 1


def filter_for(machine: str, *, process: int) -> bytes:
    """The program for a machine. `process` may signal itself, as the C library does when it gives up."""
    no = _NO | errno.EPERM
    steps = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_EQUAL, 1, 0, _ARCHITECTURES[machine]),
        (_ANSWER, 0, 0, _END),
        (_LOAD, 0, 0, _NUMBER),
        # Past all numbers of this architecture are those of x32, whose calls would pass under other numbers.
        *((_AT_LEAST, 0, 1, 0x40000000), (_ANSWER, 0, 0, _END)),
        *((_AT_LEAST, 0, 1, _FIRST_UNKNOWN), (_ANSWER, 0, 0, _NO | errno.ENOSYS)),
    ]
    for answer, numbers in ((_END, _ENDS[machine]), (no, _REFUSED[machine])):
        for number in numbers:
            steps += [(_EQUAL, 0, 1, number), (_ANSWER, 0, 0, answer)]
    for number, place in _OPENING[machine]:
        steps += _when(number, place, (_HAS_ONE_OF, 0, 1, _WRITING), (_ANSWER, 0, 0, no))
    steps += _when(_CLONING[machine], 0, (_HAS_ONE_OF, 1, 0, _THREAD), (_ANSWER, 0, 0, no))
    steps += _when(_SIGNALLING[machine], 0, (_EQUAL, 1, 0, process), (_ANSWER, 0, 0, no))
    steps += _when(_LIMITING[machine], 2, (_EQUAL, 1, 0, 0), (_ANSWER, 0, 0, no))
    steps.append((_ANSWER, 0, 0, _PASS))
    return b"".join(struct.pack("=HBBI", *step) for step in steps)


def _when(number: int, place: int, *steps: tuple[int, int, int, int]) -> list[tuple[int, int, int, int]]:
    """For one call, the steps on the low word of its argument; the number is loaded again after them."""
    return [
        (_EQUAL, 0, len(steps) + 2, number),
        (_LOAD, 0, 0, 16 + 8 * place),
        *steps,
        (_LOAD, 0, 0, _NUMBER),
    ]
