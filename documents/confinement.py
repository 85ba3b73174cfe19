"""What holds the processes that read strangers' files on this machine, measured in one of them and told in words."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

from documents.readers.child import answer_of, started
from documents.readers.errors import ReadingRefused
from documents.readers.sandbox import DEFAULT_LIMITS

CHILD = Path(__file__).with_name("readers") / "sandbox_child.py"
MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Hold:
    """One thing that holds them. `is_needed`: without it something is wrong; the others are as the kernel offers.
    `is_filter`: what also holds machine code."""

    told: str
    is_active: bool
    is_needed: bool = False
    is_filter: bool = False


def measured() -> list[Hold]:
    """Starts a child that shuts itself in as each does, and asks it; some tenths of a second. OSError, ReadingRefused
    or ValueError where it does not answer."""
    header = {"confinement": True, "limits": asdict(DEFAULT_LIMITS)}
    with tempfile.TemporaryFile() as given:
        given.write(json.dumps(header).encode("ascii") + b"\n")
        given.seek(0)
        with started(CHILD, given=given) as child:
            found = json.loads(answer_of(child, seconds=DEFAULT_LIMITS.seconds, length=10_000))
    return holds(found, own={kind: _namespace(kind) for kind in ("net", "user")}, is_linux=sys.platform == "linux")


def holds(found: dict, *, own: dict[str, str], is_linux: bool) -> list[Hold]:
    """`found` is what a child told of itself, `own` the namespaces of this process.

    An account apart is how an ordinary process gets a network apart: who may have one without needs no other account.
    """
    has_own_network, has_own_user = (bool(found[kind]) and found[kind] != own[kind] for kind in ("net", "user"))
    held = [
        Hold(
            f"mémoire bornée à {DEFAULT_LIMITS.memory // MEGABYTE}\u00a0Mo",
            found["memory"] == DEFAULT_LIMITS.memory,
            is_needed=is_linux,
        ),
        Hold(
            f"temps borné à {DEFAULT_LIMITS.seconds}\u00a0s", found["seconds"] == DEFAULT_LIMITS.seconds, is_needed=True
        ),
        Hold("aucun privilège nouveau (no-new-privs)", found["has_no_new_privileges"], is_needed=is_linux),
        Hold("appels au noyau filtrés (seccomp)", found["is_filtered"], is_filter=True),
        Hold("réseau à part, vide (espace de noms)", has_own_network),
    ]
    if has_own_user or not has_own_network:
        held.append(Hold("compte à part (espace de noms utilisateur)", has_own_user))
    return held


def in_words() -> list[str]:
    """One line of what is active, one of what this machine does not offer."""
    try:
        found = measured()
    except (OSError, ValueError, ReadingRefused) as error:
        return [f"non mesuré\u00a0: {error}"]
    absent = [hold.told for hold in found if not hold.is_active]
    lines = [f"actif\u00a0: {', '.join(hold.told for hold in found if hold.is_active)}"]
    return [*lines, f"absent\u00a0: {', '.join(absent)}"] if absent else lines


def readers_are_held() -> list[str]:
    """What no machine may lack is there."""
    return [
        f"La lecture des documents n’a pas\u00a0: {hold.told}."
        for hold in measured()
        if hold.is_needed and not hold.is_active
    ]


def _namespace(kind: str) -> str:
    return os.readlink(f"/proc/self/ns/{kind}") if sys.platform == "linux" else ""
