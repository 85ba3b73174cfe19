"""Names of what the views read of a request, found in their text: a new one joins by itself."""

from __future__ import annotations

import re
from functools import cache

from tests.hardening.fuzz.asking import ROOT
from tests.test_architecture import ROOMS

READ = re.compile(r"""(POST|GET|data|sent|asked)(?:\.get|\.getlist|\.pop)?[\[(]["'](\w+)["']""")
NAMED = re.compile(r"""^[A-Z_]+ = ["']([a-z_]+)["']$""", re.MULTILINE)  # FIELD = "retour"
# Those that Django's own admin reads.
STOCK = ("_to_field", "_popup", "_changelist_filters", "_saveasnew", "_continue", "_addanother", "action", "index",
         "select_across", "_selected_action", "o", "p", "e", "next", "all")  # fmt: skip


@cache
def names_that_are_read() -> tuple[str, ...]:
    """In an address or in what is sent."""
    return tuple(sorted({name for _, name in _found()} | set(STOCK)))


@cache
def names_that_addresses_hold() -> tuple[str, ...]:
    return tuple(sorted({name for where, name in _found() if where == "GET"}))


def _found() -> set[tuple[str, str]]:
    found = set()
    for room in (*ROOMS, "config"):
        for path in (ROOT / room).rglob("*.py"):
            if "migrations" not in path.parts:
                text = path.read_text(encoding="utf-8")
                found |= {*READ.findall(text), *(("NAMED", name) for name in NAMED.findall(text))}
    return found
