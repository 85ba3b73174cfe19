"""What lists and feeds tell of frozen editions, kept in the process.

An edition is never altered, so that what was read of it once stays true for as long as its fingerprint is the same; to
read twenty of them whole, of which one word in ten is told, was half of a page. Nothing here is cleaned: what is no
longer public is taken out by the rows of the moment, each time (`bulletins.reading`).
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic

from bulletins.models import Edition
from bulletins.reading import entries_of
from bulletins.snapshots import Snapshot

MOST_KEPT = 100  # editions; about 20 kB each
LONGEST_KEPT = 3600.0  # seconds
HEAD = ("kind", "label", "printed_label", "title", "dated_on", "introduction")


@dataclass
class Short:
    """The content in short of an edition that has this fingerprint. `digests` name the whole content as it may be read,
    each for what is taken out of it; not where it tells a picture, of which only the rows of the moment know."""

    sha256: str
    content: Snapshot
    is_pictured: bool
    digests: dict[Hashable, str] = field(default_factory=dict)

    @classmethod
    def of(cls, edition: Edition) -> Short:
        content = edition.snapshot
        told = [content, *entries_of(content)]
        return cls(edition.sha256, in_short(content), any("picture" in one or "logo" in one for one in told))


class KeptContents:
    """By edition, with the fingerprint that it had. Safe between threads. What is asked for least leaves first."""

    def __init__(self, most: int = MOST_KEPT) -> None:
        self.most = most
        self.kept: OrderedDict[int, Short] = OrderedDict()
        self.begun_at = monotonic()
        self.lock = Lock()

    def of(self, editions: Sequence[Edition]) -> list[Short]:
        """Of each edition; one query for those that are not at hand and came without their snapshot."""
        if monotonic() - self.begun_at > LONGEST_KEPT:
            self.forget()
        with self.lock:
            found = {one.pk: self.kept[one.pk] for one in editions if self._holds(one)}
        missing = [one for one in editions if one.pk not in found]
        if missing:
            read = {one.pk: Short.of(one) for one in _with_snapshots(missing)}
            found |= read
            self._keep(read)
        return [found[one.pk] for one in editions]

    def forget(self) -> None:
        with self.lock:
            self.kept.clear()
            self.begun_at = monotonic()

    def _holds(self, edition: Edition) -> bool:
        """Not of an edition that was occulted since."""
        kept = self.kept.get(edition.pk)
        if kept is None or kept.sha256 != edition.sha256:
            return False
        self.kept.move_to_end(edition.pk)
        return True

    def _keep(self, read: dict[int, Short]) -> None:
        with self.lock:
            for key, one in read.items():
                self.kept[key] = one
                self.kept.move_to_end(key)
            while len(self.kept) > self.most:
                self.kept.popitem(last=False)


KEPT = KeptContents()


def in_short(content: Snapshot) -> Snapshot:
    """With what says which names are to be taken out of it; in all else, the texts that are told."""

    def titled(entry: Snapshot) -> Snapshot:
        return {key: entry[key] for key in ("id", "title", "follows", "persons", "contacts")}

    def short(section: Snapshot) -> Snapshot:
        entries = [titled(entry) for entry in section["entries"]]
        return {"theme": section["theme"], "heading": section["heading"], "entries": entries}

    return {key: content[key] for key in HEAD} | {"sections": [short(section) for section in content["sections"]]}


def _with_snapshots(editions: list[Edition]) -> list[Edition]:
    bare = [one.pk for one in editions if "snapshot" in one.get_deferred_fields()]
    whole = [one for one in editions if one.pk not in set(bare)]
    return [*whole, *(Edition.objects.order_by().filter(pk__in=bare).only("sha256", "snapshot") if bare else ())]
