"""Whether what is stored is what it should be. Each room registers its own checks; `manage.py verifier` runs them all.

    register("empreintes des éditions", fingerprints_hold)

A check takes nothing, changes nothing, and returns what is wrong, a French sentence for each; none when all is sound.
What is only good to know goes with it (`told_with`): lines that are shown whether all is sound or not.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction

Check = Callable[[], list[str]]
MOST_TOLD = 5  # sentences of one check: a thousand like rows say no more than five

_checks: dict[str, Check] = {}
_told_with: dict[str, Check] = {}


@dataclass(frozen=True)
class Outcome:
    name: str
    wrong: list[str]

    @property
    def is_sound(self) -> bool:
        return not self.wrong

    @property
    def told(self) -> list[str]:
        more = len(self.wrong) - MOST_TOLD
        return self.wrong[:MOST_TOLD] + ([f"… et {more} de plus"] if more > 0 else [])


class _TakenBack(Exception):
    """Ends the transaction of a check: whatever it tried is as if it had not been."""


def register(name: str, check: Check, *, told_with: Check | None = None) -> None:
    """Called by a room as it starts."""
    _checks[name] = check
    if told_with is not None:
        _told_with[name] = told_with


def good_to_know(name: str) -> list[str]:
    """The lines that go with a check, none for most."""
    return _told_with[name]() if name in _told_with else []


def verify() -> list[Outcome]:
    """All checks, in the order of the rooms. One that breaks down is itself what is wrong."""
    return [Outcome(name, _asked(check)) for name, check in _checks.items()]


def _asked(check: Check) -> list[str]:
    wrong: list[str] = []
    try:
        with transaction.atomic():
            wrong = check()
            raise _TakenBack
    except _TakenBack:
        return wrong
    except Exception as error:  # whatever a check does, the others must be asked
        return [f"La vérification elle-même a échoué : {type(error).__name__} : {error}"]
