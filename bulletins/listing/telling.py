"""Frozen editions as lists and feeds tell them. Most texts are left out, so that none of them is cleaned or set."""

from __future__ import annotations

from collections.abc import Container, Iterable
from typing import Any

from bulletins.listing.short import KEPT
from bulletins.models import Edition
from bulletins.presenting import Issue, corrected
from bulletins.reading import Removed, cleaning, only_public, removed_from
from bulletins.snapshots import Snapshot, fingerprint, texts_mapped
from french.richtext import render_text

UNDATED = "Sans date"
TOLD_IN_LISTS = ("kind", "label", "printed_label", "title", "dated_on")


def teasers_of(editions: Iterable[Edition]) -> list[dict[str, Any]]:
    """Editions (with their bulletin and series) as `components/bulletin_teaser.html` shows them: day, title, headlines,
    number of entries. Two queries, one more for contents that are not at hand.
    """
    editions = list(editions)
    contents = KEPT.of(editions)
    told = [corrected(_in_list(content), edition) for edition, content in zip(editions, contents, strict=True)]
    return [
        _teaser(Issue(bulletin=edition.bulletin, edition=edition, content=content))
        for edition, content in zip(editions, _cleaned(told, removed_from(contents)), strict=True)
    ]


def by_year(teasers: Iterable[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    years: dict[str, list[dict[str, Any]]] = {}
    for one in teasers:
        years.setdefault(one["datetime"][:4].lstrip("0") or UNDATED, []).append(one)
    return years


def summaries_of(editions: Iterable[Edition], *, with_files: Container[Edition]) -> list[Issue]:
    """Editions (with their bulletin and series) as a feed tells them: introduction, headings, titles. Two queries, one
    more for contents that are not at hand. No link of theirs is made.

    Where there are files, `digest` is that of the whole content, as `issues_of` gives it, and more is read.
    """
    editions = list(editions)
    contents = KEPT.of(editions)
    removed = removed_from(contents)
    told = [corrected(_in_feed(content), edition) for edition, content in zip(editions, contents, strict=True)]
    digests = _digests([(one, gone) for one, gone in zip(editions, removed, strict=True) if one in with_files])
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


def _digests(editions: list[tuple[Edition, Removed]]) -> dict[int, str]:
    """What names the whole content as it may be read now, by edition; one query where the snapshots are to be read, and
    one for each kind of picture that is told."""
    if not editions:
        return {}
    bare = [one.pk for one, _ in editions if "snapshot" in one.get_deferred_fields()]
    read = dict(Edition.objects.order_by().filter(pk__in=bare).values_list("pk", "snapshot")) if bare else {}
    contents = [corrected(read.get(one.pk) or one.snapshot, one) for one, _ in editions]
    readable = only_public(contents, removed=[gone for _, gone in editions])
    return {one.pk: fingerprint(content) for (one, _), content in zip(editions, readable, strict=True)}


def _teaser(issue: Issue) -> dict[str, Any]:
    return {
        "label": issue.heading_label,
        "title": issue.title,
        "date": issue.written_date,
        "datetime": issue.content["dated_on"],
        "url": issue.bulletin.get_absolute_url(),
        "pdf_url": issue.bulletin.get_pdf_url(),
        "headlines": issue.headlines,
        "count": issue.counted,
        "rectified": issue.rectified,
    }
