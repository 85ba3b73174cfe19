"""Rooms above that keep texts of their own: each says how it destroys what was chosen, and what it still holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser

from bulletins.occulting.choice import Choice
from organisations.models import Contact, Person

Rows = list[Contact] | list[Person] | list[AbstractBaseUser]
Clear = Callable[[Choice, Rows, AbstractBaseUser, datetime], list[str]]
Left = Callable[[Choice], Iterable[str]]


@dataclass(frozen=True)
class Place:
    """`clear` returns what was destroyed, in words; `left` where something still stands; `searched` says where."""

    clear: Clear
    left: Left
    searched: str


PLACES: list[Place] = []
PARENTS: set[str] = set()  # records of rooms above, by label, whose parts are judged with them


def register(*, clear: Clear, left: Left, searched: str, parents: Iterable[str] = ()) -> None:
    """Called by a room as it starts."""
    PLACES.append(Place(clear, left, searched))
    PARENTS.update(parents)
