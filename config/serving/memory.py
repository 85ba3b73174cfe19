"""What a server holds for as long as it runs, and the search for garbage.

Python looks through all that is alive for rings of objects that nobody holds any more: half a second with the sets of a
hundred thousand initiatives, again and again, in the middle of somebody's request. What stands before the first request
stays to the end: it is set aside, which also leaves its pages shared between the workers. What a request makes goes as
soon as it is answered, without being searched for: the young are looked through seldom.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

YOUNG = 20_000  # objects made and still alive before those are looked through; a page makes some thousands
OLDER = 20


@contextmanager
def unsearched() -> Iterator[None]:
    """While what stays to the end is loaded: its objects, half a million, would be looked through again and again."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def settle() -> None:
    """To be called when all is loaded, before a server forks."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, OLDER, OLDER)
