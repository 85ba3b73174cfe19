"""What people do here: say, answer, settle, entrust. Each act is one transaction; mails leave after it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from backoffice.history import name_of
from bulletins.models import Bulletin
from bulletins.reach.rule import reaches, refuse_beyond
from workshop.models import Assignment, Comment
from workshop.models.talking import Record, about_fields
from workshop.talking.mails import tell_of_assignment, tell_of_comment
from workshop.talking.mentions import colleagues, named_in
from workshop.talking.passages import stands_in, texts_of


class TalkingRefusal(Exception):
    """The act is refused; the message is a French sentence for the person who asked."""


class NothingSaid(TalkingRefusal):
    """A message has words."""


class UnknownColleague(TalkingRefusal):
    """“@x” names nobody who could be told."""


class PassageElsewhere(TalkingRefusal):
    """The quoted passage does not stand in the record."""


class AlreadySettled(TalkingRefusal):
    """What was settled is not answered or settled again; it is opened first."""


class NotEntrustable(TalkingRefusal):
    """A task is for someone of the office, and for a day to come."""


def say(
    *, about: Record, by: AbstractBaseUser, text: str, passage: str = "", origin: str = "", now: datetime | None = None
) -> Comment:
    """Open an exchange about a record or a passage of it. Those named in it (@identifiant) are told, and its author."""
    refuse_beyond_record(by, about)
    passage = " ".join(passage.split())
    named = _read(text, about=about)
    if passage and not stands_in(passage, texts_of(about)):
        raise PassageElsewhere(
            "Ce passage n’est pas dans le texte enregistré : copiez-le tel quel, ou laissez la case vide. "
            "Votre message est conservé."
        )
    with transaction.atomic():
        comment = Comment.objects.create(
            **about_fields(about), text=text.strip(), passage=passage, author=by, created_at=now or timezone.now()
        )
        _tell(comment, [*named, about.created_by], origin=origin)
    return comment


def answer(
    *, comment: Comment, by: AbstractBaseUser, text: str, origin: str = "", now: datetime | None = None
) -> Comment:
    """Answer in an exchange that is open. All who spoke in it are told."""
    with transaction.atomic():
        first = _locked(comment, by=by)
        named = _read(text, about=first.record)
        if first.resolved_at:
            raise AlreadySettled(
                "Cet échange vient d’être réglé : rouvrez-le pour répondre. Votre message est conservé."
            )
        earlier = [one.author for one in (first, *first.replies.select_related("author"))]
        reply = Comment.objects.create(
            **about_fields(first.record), answers=first, text=text.strip(), author=by, created_at=now or timezone.now()
        )
        _tell(reply, [*named, *earlier, first.record.created_by], origin=origin)
    return reply


def resolve(*, comment: Comment, by: AbstractBaseUser, now: datetime | None = None) -> Comment:
    """Say that an exchange is settled: it leaves the first pages and stays readable."""
    with transaction.atomic():
        first = _locked(comment, by=by)
        if first.resolved_at:
            raise AlreadySettled(f"{name_of(first.resolved_by)} a déjà réglé cet échange.")
        first.resolved_at, first.resolved_by = now or timezone.now(), by
        first.save()
    return first


def reopen(*, comment: Comment, by: AbstractBaseUser) -> Comment:
    """Take up a settled exchange again. Opening one that is open changes nothing."""
    with transaction.atomic():
        first = _locked(comment, by=by)
        if first.resolved_at:
            first.resolved_at = first.resolved_by = None
            first.save()
    return first


def entrust(
    *,
    about: Record,
    person: AbstractBaseUser,
    due_on: date,
    by: AbstractBaseUser,
    note: str = "",
    origin: str = "",
    now: datetime | None = None,
) -> Assignment:
    """Ask a colleague to do something by a day. Asked again while it is not done, the day and the words are renewed."""
    refuse_beyond_record(by, about)
    now = now or timezone.now()
    if not colleagues().filter(pk=person.pk).exists():
        raise NotEntrustable("Choisissez une personne de l’équipe.")
    if not _works_on(person, about):
        raise NotEntrustable(f"La série « {about.series} » n’est pas confiée à cette personne.")
    if due_on < timezone.localdate(now):
        raise NotEntrustable("Ce jour est déjà passé : choisissez-en un à venir.")
    with transaction.atomic():
        # Of two requests at once the second waits here, and then renews the first one's task.
        type(about)._default_manager.select_for_update().only("pk").get(pk=about.pk)
        told = {"due_on": due_on, "note": note.strip(), "created_by": by, "created_at": now}
        assignment, _ = Assignment.objects.open().update_or_create(**about_fields(about), person=person, defaults=told)
        tell_of_assignment(assignment, origin=origin)
    return assignment


def finish(*, assignment: Assignment, by: AbstractBaseUser, now: datetime | None = None) -> Assignment:
    """Say that it is done. A second time changes nothing."""
    with transaction.atomic():
        assignment = Assignment.objects.select_for_update(of=("self",)).with_about().get(pk=assignment.pk)
        refuse_beyond_record(by, assignment.record)
        if not assignment.done_at:
            assignment.done_at, assignment.done_by = now or timezone.now(), by
            assignment.save()
    return assignment


def refuse_beyond_record(by: AbstractBaseUser, record: Record) -> None:
    """A bulletin has its series; initiatives are common to all."""
    if isinstance(record, Bulletin):
        refuse_beyond(by, record)


def _works_on(person: AbstractBaseUser, about: Record) -> bool:
    """A bulletin is of a series, which may not be entrusted to that person (any more)."""
    return not isinstance(about, Bulletin) or reaches(person, about.series_id)


def _read(text: str, *, about: Record) -> list[AbstractBaseUser]:
    """Who is named in a message that may be sent."""
    if not text.strip():
        raise NothingSaid("Écrivez votre message.")
    named, unknown = named_in(text)
    if unknown:
        raise UnknownColleague(
            f"Personne de l’équipe n’a l’identifiant « {unknown[0]} ». Corrigez-le ou ôtez l’arobase. "
            "Votre message est conservé."
        )
    if beyond := [one for one in named if not _works_on(one, about)]:
        raise UnknownColleague(
            f"La série « {about.series} » n’est pas confiée à {name_of(beyond[0])} : ôtez l’arobase. "
            "Votre message est conservé."
        )
    return named


def _locked(comment: Comment, *, by: AbstractBaseUser) -> Comment:
    """The first message of the exchange, held until the act ends."""
    rows = Comment.objects.select_for_update(of=("self",)).with_about()
    first = rows.get(pk=comment.answers_id or comment.pk)
    refuse_beyond_record(by, first.record)
    return first


def _tell(comment: Comment, people: Iterable[AbstractBaseUser | None], *, origin: str) -> None:
    others = {one.pk: one for one in people if one is not None and one.pk != comment.author_id}.values()
    active = [one for one in others if one.is_active and one.is_staff and _works_on(one, comment.record)]
    comment.told.set(active)
    tell_of_comment(comment, active, origin=origin)
