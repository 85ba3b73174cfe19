"""In which messages and tasks a person or a contact is named."""

from __future__ import annotations

from collections.abc import Iterable

from organisations.appearances import Appearance, Row, likely, tells
from workshop.models import Assignment, Comment
from workshop.talking.mails import ANCHOR, record_path


def in_talk(row: Row) -> Iterable[Appearance]:
    """In two queries."""
    for comment in likely(row, Comment.objects.with_about(), "text", "passage"):
        if tells(row, comment.text) or tells(row, comment.passage):
            yield Appearance("Message", comment.record.title, _url(comment), "dans un échange de l’équipe")
    for task in likely(row, Assignment.objects.with_about(), "note"):
        if tells(row, task.note):
            yield Appearance("Tâche", task.record.title, _url(task), "dans ce qui est à faire")


def _url(row: Comment | Assignment) -> str:
    return f"{record_path(row.record)}#{ANCHOR}"
