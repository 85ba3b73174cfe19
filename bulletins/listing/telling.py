"""Frozen editions as lists and feeds tell them. Most texts are left out, so that none of them is cleaned or set."""

from __future__ import annotations

from collections.abc import Container, Hashable, Iterable

from bulletins.listing.short import KEPT, Short
from bulletins.listing.teasers import Teaser, teaser_of
from bulletins.models import Edition
from bulletins.presenting import Issue, corrected
from bulletins.reading import Removed, cleaning, only_public, removed_from
from bulletins.snapshots import Snapshot, fingerprint, texts_mapped
from french.richtext import render_text

UNDATED = "Sans date"
TOLD_IN_LISTS = ("kind", "label", "printed_label", "title", "dated_on")


def teasers_of(editions: Iterable[Edition]) -> list[Teaser]:
    """Editions (with their bulletin and series) as lists show them: day, title, headlines, number of
    entries. Two queries, one more for contents that are not at hand.
    """
    editions = list(editions)
    contents = [short.content for short in KEPT.of(editions)]
    told = [corrected(_in_list(content), edition) for edition, content in zip(editions, contents, strict=True)]
    return [
        teaser_of(Issue(bulletin=edition.bulletin, edition=edition, content=content))
        for edition, content in zip(editions, _cleaned(told, removed_from(contents)), strict=True)
    ]


def by_year(teasers: Iterable[Teaser]) -> dict[str, list[Teaser]]:
    years: dict[str, list[Teaser]] = {}
    for one in teasers:
        years.setdefault(one.day[:4].lstrip("0") or UNDATED, []).append(one)
    return years


def summaries_of(editions: Iterable[Edition], *, with_files: Container[Edition]) -> list[Issue]:
    """Editions (with their bulletin and series) as a feed tells them: introduction, headings, titles. Two queries, one
    more for contents that are not at hand. No link of theirs is made.

    Where there are files, `digest` is that of the whole content, as `issues_of` gives it, and more is read.
    """
    editions = list(editions)
    shorts = KEPT.of(editions)
    removed = removed_from([short.content for short in shorts])
    told = [corrected(_in_feed(short.content), edition) for edition, short in zip(editions, shorts, strict=True)]
    digests = _digests([one for one in zip(editions, shorts, removed, strict=True) if one[0] in with_files])
    return [
        Issue(
            bulletin=edition.bulletin,
            edition=edition,
            content=content | {"introduction_html": render_text(content["introduction"])},
            digest=digests.get(edition.pk, ""),
        )
        for edition, content in zip(editions, _cleaned(told, removed), strict=True)
    ]


def _in_list(content: Snapshot) -> Snapshot:
    sections = [{"entries": _titles(section)} for section in content["sections"]]
    return {key: content[key] for key in TOLD_IN_LISTS} | {"sections": sections}


def _in_feed(content: Snapshot) -> Snapshot:
    sections = [
        {"theme": section["theme"], "heading": section["heading"], "entries": _titles(section)}
        for section in content["sections"]
    ]
    return {key: content[key] for key in (*TOLD_IN_LISTS, "introduction")} | {"sections": sections}


def _titles(section: Snapshot) -> list[Snapshot]:
    return [{"title": entry["title"]} for entry in section["entries"]]


def _cleaned(contents: list[Snapshot], removed: list[Removed]) -> list[Snapshot]:
    return [
        texts_mapped(content, cleaning(gone)) if gone else content
        for content, gone in zip(contents, removed, strict=True)
    ]


def _digests(editions: list[tuple[Edition, Short, Removed]]) -> dict[int, str]:
    """What names the whole content as it may be read now, by edition; one query where snapshots are to be read, and one
    for each kind of picture that is told."""
    digests = {one.pk: short.digests.get(_key(one, gone), "") for one, short, gone in editions}
    if wanted := [one for one in editions if not digests[one[0].pk]]:
        bare = [one.pk for one, _, _ in wanted if "snapshot" in one.get_deferred_fields()]
        rows = Edition.objects.order_by().filter(pk__in=bare).values_list("pk", "snapshot")
        read = dict(rows) if bare else {}
        contents = [corrected(read.get(one.pk) or one.snapshot, one) for one, _, _ in wanted]
        readable = only_public(contents, removed=[gone for _, _, gone in wanted])
        for (one, short, gone), content in zip(wanted, readable, strict=True):
            digests[one.pk] = fingerprint(content)
            if not short.is_pictured:
                short.digests[_key(one, gone)] = digests[one.pk]
    return digests


def _key(edition: Edition, removed: Removed) -> Hashable:
    return edition.correction, tuple(removed.persons.items()), tuple(removed.contacts.items())
