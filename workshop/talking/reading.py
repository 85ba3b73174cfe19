"""Exchanges and tasks as pages show them, each in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Prefetch, Q, QuerySet

from backoffice.history import name_of
from bulletins.models import Bulletin
from workshop.models import Assignment, Comment
from workshop.models.talking import Record
from workshop.talking.mails import ANCHOR, record_path
from workshop.talking.passages import blocks_with, stands_in, texts_of

MOST_ON_FIRST_PAGE = 8


@dataclass(frozen=True)
class Exchange:
    """A first message with its answers. `is_gone`: its passage is no longer in the text."""

    first: Comment
    replies: list[Comment]
    is_gone: bool
    block: str = ""  # the key of the block of the Atelier where the passage stands

    @property
    def anchor(self) -> str:
        return f"echange-{self.first.pk}"


@dataclass(frozen=True)
class Task:
    """A task as it reads: who, by when, whether that day is past."""

    assignment: Assignment
    who: str
    is_late: bool


@dataclass(frozen=True)
class Letter:
    """An open exchange in which someone was told of a message: its latest one."""

    who: str
    at: object
    title: str
    url: str


def exchanges_about(record: Record, comments: QuerySet) -> list[Exchange]:
    """Those of `comments` that open an exchange, in their order."""
    replies = Prefetch("replies", Comment.objects.select_related("author"))
    found = list(comments.opening().about(record).select_related("author", "resolved_by").prefetch_related(replies))
    passages = [one.passage for one in found if one.passage]
    if isinstance(record, Bulletin):
        blocks = blocks_with(passages, record) if passages else {}
        is_there = blocks.__contains__
    else:
        blocks, texts = {}, texts_of(record) if passages else []
        is_there = partial(stands_in, texts=texts)
    return [
        Exchange(
            one,
            list(one.replies.all()),
            is_gone=bool(one.passage) and not is_there(one.passage),
            block=blocks.get(one.passage, ""),
        )
        for one in found
    ]


def tasks(assignments: Iterable[Assignment], *, today: date) -> list[Task]:
    return [Task(one, name_of(one.person), one.due_on < today) for one in assignments]


def letters_to(person: AbstractBaseUser) -> list[Letter]:
    """What is still open of what the person was told, newest first, until they answer; two queries.

    Of a bulletin that is beyond the reach of the person there is nothing."""
    told = Q(told=person) | Q(replies__told=person)
    firsts = Comment.objects.unresolved().filter(told).order_by().distinct().values("pk")
    replies = Prefetch("replies", Comment.objects.select_related("author"))
    found = Comment.objects.filter(pk__in=firsts).reached_by(person)
    rows = found.with_about().select_related("author").prefetch_related(replies)
    letters = []
    for first in rows.order_by("-created_at"):
        last = [first, *first.replies.all()][-1]
        if last.author_id == person.pk:
            continue
        url = f"{record_path(first.record)}#{ANCHOR}"
        letters.append(Letter(name_of(last.author), last.created_at, first.record.title, url))
    return sorted(letters, key=lambda letter: letter.at, reverse=True)[:MOST_ON_FIRST_PAGE]


def tasks_of(person: AbstractBaseUser, *, today: date) -> list[dict[str, object]]:
    """What the person is to do, the earliest day first; one query."""
    rows = Assignment.objects.open().filter(person=person).reached_by(person).with_about()
    rows = rows.select_related("person", "created_by")
    return [
        {"task": task, "title": task.assignment.record.title, "url": f"{record_path(task.assignment.record)}#{ANCHOR}"}
        for task in tasks(rows, today=today)
    ]
