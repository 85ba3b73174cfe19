"""Reading frozen editions. The rows of today may only take something away: what is no longer public is not shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from backoffice.statements.planned import Given, Planned
from bulletins.pictures.models import BulletinPicture
from bulletins.snapshots import Snapshot, texts_mapped, with_whole_notes
from communes.logo.models import Logo
from french.accents import slug_of
from initiatives.models import Initiative
from initiatives.pictures.models import Picture
from organisations.contacts import contact_label
from organisations.privacy import hide_contacts, hide_names

ANY_SLUG = "initiative"
# Which of the frozen rows are public, and which of those attached today are not. One after the other, each by its own
# index: joined by “or”, the whole table would be read. Arrays, for twenty bulletins name hundreds of rows, of which
# Django would look at each. Each link is followed to its row: OFFSET keeps PostgreSQL from reading all rows that are
# not public instead, which grow with the directory.
TODAY = """
    SELECT '{key}', r.id, NULL::bigint, NULL::text[] FROM {rows} r WHERE r.id = ANY(%s) AND r.is_public
    UNION ALL
    SELECT '{key}', r.id, l.initiative_id, ARRAY[{called}]::text[] FROM {links} l,
    LATERAL (SELECT * FROM {rows} WHERE id = l.{row} AND NOT is_public OFFSET 0) r WHERE l.initiative_id = ANY(%s)
"""
CALLED = {"persons": ("name",), "contacts": ("kind", "value")}  # what is told of them in the texts


@dataclass
class Removed:
    """Ids of the persons and contacts to take out, with what they are called in the texts."""

    persons: dict[int, str] = field(default_factory=dict)
    contacts: dict[int, tuple[str, str]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.persons or self.contacts)


def entries_of(snapshot: Snapshot) -> list[Snapshot]:
    return [entry for section in snapshot["sections"] for entry in section["entries"]]


def only_public(contents: list[Snapshot], *, removed: list[Removed] | None = None) -> list[Snapshot]:
    """The contents without the persons and contacts that are not public today, in one query unless they are known
    already; one more for each kind of picture that is told.

    Rows attached to an initiative after publication count as well: a name found in an old bulletin is cleared by
    entering the person, not public, in the initiative.
    """
    contents = _without_lost_pictures(contents)
    removed = removed_from(contents) if removed is None else removed
    return [with_whole_notes(without(content, gone)) for content, gone in zip(contents, removed, strict=True)]


def removed_from(contents: list[Snapshot]) -> list[Removed]:
    """What is to be taken out of each; one query. Read are the ids of the entries, of what they follow, and the
    persons and contacts."""
    entries = [entry for content in contents for entry in entries_of(content)]
    frozen = {key: {row["id"] for entry in entries for row in entry[key]} for key in CALLED}
    told = {pk for entry in entries for pk in _initiatives_in(entry)}
    rows = _today().rows(Initiative.objects.db, *map(list, frozen.values()), list(told))
    persons, contacts = (_Hidden(key, rows) for key in CALLED)
    return [_removed_from(content, persons, contacts) for content in contents]


@cache
def _today() -> Planned:
    """Given the frozen rows of each kind, then the initiatives."""
    parts, parameters = [], []
    for place, (key, called) in enumerate(CALLED.items()):
        link = Initiative._meta.get_field(key)
        names = {
            "rows": link.related_model._meta.db_table,
            "links": link.m2m_db_table(),
            "row": link.m2m_reverse_name(),
        }
        parts.append(TODAY.format(key=key, called=", ".join(f"r.{name}" for name in called), **names))
        parameters += [Given(place), Given(len(CALLED))]
    return Planned(" UNION ALL ".join(parts), parameters)


def _without_lost_pictures(contents: list[Snapshot]) -> list[Snapshot]:
    """Without those that were removed since, or whose initiative was withdrawn."""
    contents = _without_lost_heads(contents)
    told = {one["picture"]["sha256"] for content in contents for one in entries_of(content) if "picture" in one}
    if not told:
        return contents
    left = set(Picture.objects.showable().filter(sha256__in=told).values_list("initiative", "sha256"))

    def kept(entry: Snapshot) -> Snapshot:
        is_lost = "picture" in entry and (entry["id"], entry["picture"]["sha256"]) not in left
        return {key: value for key, value in entry.items() if not (is_lost and key == "picture")}

    return [
        content | {"sections": [s | {"entries": [kept(entry) for entry in s["entries"]]} for s in content["sections"]]}
        for content in contents
    ]


def _without_lost_heads(contents: list[Snapshot]) -> list[Snapshot]:
    """Without the pictures of bulletins and the logos that were removed since; a query for each kind that is told."""
    told = {content["picture"]["id"] for content in contents if "picture" in content}
    pictures = set(BulletinPicture.objects.filter(pk__in=told).values_list("pk", flat=True)) if told else set()
    borne = {content["logo"]["sha256"] for content in contents if "logo" in content}
    logos = set(Logo.objects.filter(sha256__in=borne).values_list("sha256", flat=True)) if borne else set()

    def is_lost(key: str, value: Any) -> bool:
        return (key == "picture" and value["id"] not in pictures) or (key == "logo" and value["sha256"] not in logos)

    return [{key: value for key, value in content.items() if not is_lost(key, value)} for content in contents]


def without(snapshot: Snapshot, removed: Removed) -> Snapshot:
    """A copy of the snapshot without these persons and contacts, in lists and in texts alike."""
    if not removed:
        return snapshot
    cleaned = cleaning(removed)
    told = set(removed.persons.values()) | {contact_label(*contact) for contact in removed.contacts.values()}
    copy = _without_rows(snapshot, removed)
    for entry in entries_of(copy):
        entry["slug"] = nameless(entry["slug"], told=told, cleaned=cleaned)
        if entry["follows"]:
            slug = nameless(entry["follows"]["slug"], told=told, cleaned=cleaned)
            entry["follows"] = entry["follows"] | {"slug": slug}
    copy["links"] = [link for link in copy["links"] if cleaned(link["url"]) == link["url"]]
    return texts_mapped(copy, cleaned)


def cleaning(removed: Removed) -> Callable[[str], str]:
    """What takes these names and contacts out of a text."""
    names, contacts = set(removed.persons.values()), set(removed.contacts.values())
    return lambda text: hide_contacts(hide_names(text, names), contacts)


def nameless(slug: str, *, told: Iterable[str], cleaned: Callable[[str], str], becomes: str = ANY_SLUG) -> str:
    """The slug, unless it tells a name or a contact: any other of an initiative leads to its page too, which sends on
    to its own."""
    held = any(f"-{slug_of(text)}-" in f"-{slug}-" for text in told)
    return becomes if held or cleaned(slug) != slug else slug


class _Hidden:
    """Which rows that the entries name are not public today, by id and by initiative, with what they are called."""

    def __init__(self, key: str, rows: list[tuple[str, int, int | None, list[str] | None]]) -> None:
        self.key = key
        self.public: set[int] = set()
        self.by_initiative: dict[int, list[tuple[int, tuple[str, ...]]]] = {}
        for one, pk, initiative, called in rows:
            if one != key:
                continue
            if initiative is None:
                self.public.add(pk)
            else:
                self.by_initiative.setdefault(initiative, []).append((pk, tuple(called)))

    def removed_from(self, entry: Snapshot) -> Iterator[tuple[int, tuple[str, ...]]]:
        """With what they are called; those attached today, then those frozen in the entry, by the name of that day."""
        if self.by_initiative:
            for pk in _initiatives_in(entry):
                yield from self.by_initiative.get(pk, ())
        for row in entry[self.key]:
            if row["id"] not in self.public:
                yield row["id"], tuple(row[name] for name in CALLED[self.key])


def _initiatives_in(entry: Snapshot) -> list[int]:
    """Ids of the initiative told, and of the one that it follows, whose title is quoted."""
    return [entry["id"], *([entry["follows"]["id"]] if entry["follows"] else [])]


def _removed_from(content: Snapshot, persons: _Hidden, contacts: _Hidden) -> Removed:
    removed = Removed()
    for entry in entries_of(content):
        for pk, name in persons.removed_from(entry):
            (removed.persons[pk],) = name
        for pk, contact in contacts.removed_from(entry):
            removed.contacts[pk] = contact
    return removed


def _without_rows(snapshot: Snapshot, removed: Removed) -> Snapshot:
    def kept(entry: Snapshot) -> Snapshot:
        return entry | {
            "persons": [row for row in entry["persons"] if row["id"] not in removed.persons],
            "contacts": [row for row in entry["contacts"] if row["id"] not in removed.contacts],
        }

    sections = [s | {"entries": [kept(entry) for entry in s["entries"]]} for s in snapshot["sections"]]
    return snapshot | {"sections": sections}
