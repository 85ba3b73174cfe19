"""What “Effacer partout” does here: a document that tells the person or the contact is emptied, its original deleted.

A file cannot be cleaned, and a proposal points to its text by character spans: so the whole text goes, not some of
its words. What the import made stays in the directory, where the same act has cleaned it; the report keeps what it
needs to be undone, without the words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from bulletins.occulting.choice import Choice
from bulletins.occulting.elsewhere import Rows
from documents.models import DocumentImport, Lesson, SourceDocument
from documents.review.draft import draft_of
from french.wording import counted
from recognition.proposal import Proposal

ERASED_NAME = "document effacé"


def clear(choice: Choice, rows: Rows, by: AbstractBaseUser, now: datetime) -> list[str]:
    """Empty the documents that tell it, and take the records out of all reports."""
    gone = {(row._meta.model_name, row.pk) for row in rows}
    erased = 0
    sources = SourceDocument.objects.select_for_update().order_by("pk").prefetch_related("imports")
    for source in sources:
        imports = list(source.imports.select_for_update().order_by("pk"))
        narrowed = _narrowed(choice, source)
        if _tells(narrowed, source, imports):
            _empty(source, by=by, now=now)
            erased += 1
        for one in imports:
            _clean(one, narrowed, gone, is_emptied=source.erased_at is not None, by=by, now=now)
    lessons = [lesson.pk for lesson in Lesson.objects.all() if choice.holds(lesson.words)]
    Lesson.objects.filter(pk__in=lessons).delete()
    done = [counted(erased, "document importé vidé", "documents importés vidés")] if erased else []
    if lessons:
        done.append(counted(len(lessons), "leçon de l’import oubliée", "leçons de l’import oubliées"))
    return done


def left(choice: Choice) -> Iterator[str]:
    """The documents that still tell it."""
    for source in SourceDocument.objects.order_by("pk").prefetch_related("imports"):
        if _tells(_narrowed(choice, source), source, list(source.imports.all())):
            yield f"document importé {source.pk}"
    for lesson in Lesson.objects.all():
        if choice.holds(lesson.words):
            yield f"leçon de l’import {lesson.pk}"


def _narrowed(choice: Choice, source: SourceDocument) -> Choice:
    return choice.narrowed(is_here=True, owner=(source._meta.label_lower, source.pk))


def _tells(choice: Choice, source: SourceDocument, imports: list[DocumentImport]) -> bool:
    named = choice.holds(source.filename) or choice.holds(re.sub(r"[_.+-]+", " ", source.filename))
    return named or any(
        choice.holds(text)
        for one in imports
        for value in (one.text, one.proposal, one.report)
        for text in _texts(value)
    )


def _empty(source: SourceDocument, *, by: AbstractBaseUser, now: datetime) -> None:
    if source.content:
        # The file goes when it is sure: a transaction that is undone must find it again.
        transaction.on_commit(partial(source.content.storage.delete, source.content.name))
    source.content, source.filename, source.size = "", ERASED_NAME, 0
    source.erased_at, source.erased_by = now, by
    source.save()


def _clean(
    one: DocumentImport,
    choice: Choice,
    gone: set[tuple[str, int]],
    *,
    is_emptied: bool,
    by: AbstractBaseUser,
    now: datetime,
) -> None:
    before = (one.text, one.proposal, one.report)
    report = {
        name: [line for line in value if not _names(line, gone)]
        if name in ("made", "reused", "kept", "removed")
        else value
        for name, value in one.report.items()
    }
    one.report = _mapped(report, lambda text: choice.cleaned(text) if choice.holds(text) else text)
    if is_emptied:
        one.text, one.proposal = "", draft_of(Proposal(), "")
        if one.status == DocumentImport.Status.REVIEW:
            one.status, one.undone_at, one.undone_by = DocumentImport.Status.UNDONE, now, by
    if (one.text, one.proposal, one.report) != before:
        one.version += 1  # a page that was opened before is refused
        one.save()


def _names(line: dict[str, Any], gone: set[tuple[str, int]]) -> bool:
    return (line.get("kind"), line.get("pk")) in gone


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, str):
        yield value


def _mapped(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, dict):
        return {name: _mapped(item, change) for name, item in value.items()}
    if isinstance(value, list):
        return [_mapped(item, change) for item in value]
    return change(value) if isinstance(value, str) else value
