"""The mail that tells someone of a message. It says where to read it, not what: the words stay in the back office."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.urls import reverse

from backoffice.history import name_of
from workshop.models import Assignment, Comment
from workshop.models.talking import Record

ANCHOR = "echanges"


def record_path(record: Record) -> str:
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk])


def tell_of_comment(comment: Comment, people: Iterable[AbstractBaseUser], *, origin: str) -> None:
    """Sent after the commit. `origin` is the site's own address (“https://exemple.fr”)."""
    verb = "vous a répondu" if comment.answers_id else "vous a écrit"
    _tell(people, comment.record, f"{name_of(comment.author)} {verb}", origin=origin)


def tell_of_assignment(assignment: Assignment, *, origin: str) -> None:
    """Not to oneself: who takes a task knows it."""
    if assignment.person_id != assignment.created_by_id:
        day = f"{assignment.due_on:%d/%m/%Y}"
        what = f"{name_of(assignment.created_by)} vous confie une tâche pour le {day}"
        _tell([assignment.person], assignment.record, what, origin=origin)


def _tell(people: Iterable[AbstractBaseUser], record: Record, what: str, *, origin: str) -> None:
    kind, title = record._meta.verbose_name, " ".join(record.title.split())
    subject = f"{what} : « {title} »"
    body = (
        f"Bonjour,\n\n{what} à propos de « {title} » ({kind}).\n\nPour lire et répondre :\n"
        f"{origin}{record_path(record)}#{ANCHOR}\n\n"
        "Ce courriel part de l’Espace rédaction ; personne ne lit les réponses qui lui sont faites.\n"
    )
    mails = [EmailMessage(subject, body, settings.DEFAULT_FROM_EMAIL, [one.email]) for one in people if one.email]
    if mails:
        # A mail server that is away is noted in the log and undoes nothing: the first page tells it too.
        transaction.on_commit(lambda: _send(mails), robust=True)


def _send(mails: list[EmailMessage]) -> None:
    get_connection().send_messages(mails)
