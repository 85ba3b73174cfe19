"""Planning a publication, taking the plan back, and publishing what is due.

The text is signed when it is planned: if it has changed by the hour, nothing comes out and the editor is told. What an
office publishes under the préfet's name is what someone read; a late correction therefore asks for a new signature,
which is one click, and the change is told on the first page as soon as it is made, not at the hour.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from backoffice.journal.kinds import Kind
from backoffice.journal.writing import note
from bulletins.checks import missing_for_publication
from bulletins.models import Bulletin, Schedule
from bulletins.reach.rule import locked_bulletin
from bulletins.refusals import BulletinRefusal
from bulletins.scheduling.clock import written_moment
from bulletins.scheduling.signed import signed_text
from bulletins.scheduling.telling import tell_planner
from bulletins.services import NotPublishable, publish_bulletin
from bulletins.snapshots import build_snapshot
from french.wording import counted

logger = logging.getLogger(__name__)

LATE_AFTER = timedelta(hours=2)  # past it, what was to come out may no longer be true: a human decides
FARTHEST = timedelta(days=366)


class NotPlannable(BulletinRefusal):
    """Only a draft that could be published now is planned, for a moment to come."""


class NotPlanned(BulletinRefusal):
    """There is no publication to take back: it has come out, or was taken back before."""


def plan_publication(
    *,
    bulletin: Bulletin,
    planned_for: datetime,
    by: AbstractBaseUser,
    has_embargo_link: bool = False,
    expected_version: int | None = None,
    now: datetime | None = None,
) -> Schedule:
    """Sign today's text of a draft for a moment to come. An earlier plan of the same bulletin is taken back."""
    now = now or timezone.now()
    with transaction.atomic():
        bulletin = locked_bulletin(bulletin.pk, by=by)
        if bulletin.status != Bulletin.Status.DRAFT:
            raise NotPlannable(f"Ce bulletin ({bulletin.label}) n’est plus un brouillon : il ne se programme pas.")
        if expected_version is not None and bulletin.version != expected_version:
            raise NotPlannable("Le bulletin a été modifié depuis que vous l’avez relu : relisez-le, puis programmez.")
        if planned_for <= now:
            raise NotPlannable("Ce moment est déjà passé : choisissez-en un autre, ou publiez maintenant.")
        if planned_for > now + FARTHEST:
            raise NotPlannable("Ce moment est dans plus d’un an : vérifiez l’année.")
        if blocking := [problem for problem in missing_for_publication(bulletin) if problem.is_blocking]:
            raise NotPublishable(" ".join(problem.message for problem in blocking), blocking)
        bulletin.schedules.pending().update(status=Schedule.Status.CANCELLED, ended_at=now)
        schedule = Schedule.objects.create(
            bulletin=bulletin,
            planned_for=planned_for,
            planned_at=now,
            planned_by=by,
            has_embargo_link=has_embargo_link,
            signed_text=text_of(bulletin),
        )
        _note(bulletin, by=by, why=f"programmé pour le {written_moment(planned_for)}")
        told = f"pour le {written_moment(planned_for)}" + (", avec un lien sous embargo" if has_embargo_link else "")
        note(Kind.SCHEDULED, by=by, about=bulletin, told=told, now=now)
    return schedule


def unplan_publication(*, bulletin: Bulletin, by: AbstractBaseUser, now: datetime | None = None) -> Schedule:
    """Take the plan back. The draft stays; the journalists' link closes."""
    with transaction.atomic():
        bulletin = locked_bulletin(bulletin.pk, by=by)
        schedule = bulletin.schedules.pending().select_for_update().first()
        if schedule is None:
            raise NotPlanned("Ce bulletin n’est pas programmé, ou il vient de paraître.")
        _close(schedule, Schedule.Status.CANCELLED, now=now or timezone.now())
        _note(bulletin, by=by, why="déprogrammé")
        note(Kind.UNSCHEDULED, by=by, about=bulletin, now=now)
    return schedule


def publish_due(now: datetime) -> str:
    """Publish all that is planned for `now` or before, each in a transaction of its own. Safe to do again, at any
    point: the plan is closed by the very transaction that publishes."""
    due = Schedule.objects.pending().filter(planned_for__lte=now).order_by("planned_for", "pk")
    done = 0
    for key in list(due.values_list("pk", flat=True)):
        try:
            done += publish_planned(key, now)
        except Exception:  # of one bulletin: the others have their hour too, and the next turn tries this one again
            logger.exception("La parution programmée %s a échoué ; nouvel essai au prochain tour.", key)
    return f"{counted(done, 'bulletin publié', 'bulletins publiés')}."


def publish_planned(key: int, now: datetime) -> bool:
    """Whether it came out. When it may not, the plan is closed with the reason, and the editor is told."""
    with transaction.atomic():
        # The bulletin before its plan, as everywhere.
        bulletin = Bulletin.objects.select_for_update().get(schedules=key)
        schedule = Schedule.objects.pending().select_for_update(of=("self",)).select_related("planned_by").get(pk=key)
        try:
            _refuse_what_waits_for_a_human(schedule, now)
            with transaction.atomic():
                publish_bulletin(bulletin=bulletin, by=schedule.planned_by, now=now, expected_text=schedule.signed_text)
            return True
        except TooLate as refusal:
            _close(schedule, Schedule.Status.LATE, now=now, problem=str(refusal))
        except BulletinRefusal as refusal:
            _close(schedule, Schedule.Status.REFUSED, now=now, problem=str(refusal))
        tell_planner.enqueue(schedule.pk)
        return False


class TooLate(BulletinRefusal):
    """Nobody worked at the hour; what was true then may no longer be."""


def has_changed(schedule: Schedule) -> bool:
    """Whether the draft is no longer the text that was signed. Reads the whole draft."""
    return text_of(schedule.bulletin) != schedule.signed_text


def text_of(bulletin: Bulletin) -> str:
    """The fingerprint of a draft as it would come out."""
    return signed_text(build_snapshot(bulletin), asked_number=bulletin.number)


def _refuse_what_waits_for_a_human(schedule: Schedule, now: datetime) -> None:
    if now - schedule.planned_for > LATE_AFTER:
        raise TooLate(
            f"La parution était prévue le {written_moment(schedule.planned_for)}, et le travail de fond ne tournait "
            "pas à cette heure. Plus de deux heures après, rien ne paraît sans votre accord : publiez ou programmez."
        )
    planner = schedule.planned_by
    if not (planner.is_active and planner.has_perm("bulletins.publish_bulletin")):
        raise NotPlannable(
            f"Le compte « {planner.get_username()} », qui avait programmé la parution, ne peut plus publier."
        )


def _close(schedule: Schedule, status: Schedule.Status, *, now: datetime, problem: str = "") -> None:
    schedule.status, schedule.ended_at, schedule.problem = status, now, problem
    schedule.save(update_fields=["status", "ended_at", "problem"])


def _note(bulletin: Bulletin, *, by: AbstractBaseUser, why: str) -> None:
    bulletin.version += 1
    bulletin._history_user, bulletin._change_reason = by, why
    bulletin.save()
