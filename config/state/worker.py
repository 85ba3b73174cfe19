"""The worker: whether it turns, what it did at night, what waits for it and what failed, mails among it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Min, Q
from django_tasks_db.models import DBTaskResult

from backoffice.models import PeriodicWork
from backoffice.work import periodic
from config.state import thresholds
from config.state.lines import Level, Line, lasted, level_of
from french.wording import counted, enumerated

BEAT = "etat"  # the row by which the worker says that it turns
MAILS = Q(task_path__contains=".telling.") | Q(task_path__contains=".mail.")
RUN_IT = "Lancez « manage.py travail », ou regardez pourquoi il s’est arrêté (docs/exploitation.md)."


def turning(now: datetime, beat: datetime | None) -> Line:
    """`beat` is when the worker last said that it turns; None: never."""
    label = "Travail de fond"
    if beat is None:
        return Line(Level.ACT, label, "Il n’a jamais tourné : parutions programmées et sauvegardes attendent.", RUN_IT)
    level = level_of(now - beat, watch=thresholds.BEAT_LATE, act=thresholds.BEAT_LOST)
    told = "Il tourne" if level is Level.GOOD else "Il ne tourne plus"
    told = f"{told} : vu il y a {lasted(now - beat)}."
    return Line(level, label, told, "" if level is Level.GOOD else RUN_IT)


def last_beat() -> datetime | None:
    return PeriodicWork.objects.filter(name=BEAT).values_list("started_at", flat=True).first()


def nightly(now: datetime) -> list[Line]:
    """A line for each work of the night that failed or did not begin, else one for all."""
    known = {row.name: row for row in PeriodicWork.objects.all()}
    names = periodic.nightly_names()
    wrong = [line for name in names if (line := _work(now, name, known.get(name)))]
    done = sum(name in known for name in names)
    return wrong or [Line(Level.GOOD, "Travaux de la nuit", f"{counted(done, 'fait', 'faits')}, aucun n’a échoué.")]


def _work(now: datetime, name: str, row: PeriodicWork | None) -> Line | None:
    """None where there is nothing to say: it went well, or the first night is still to come."""
    if row is None:
        return None
    label = f"Travail de la nuit « {name} »"
    if row.is_failed:
        return Line(Level.ACT, label, f"Il a échoué : {row.outcome}", "Lisez le journal du programme au même moment.")
    level = level_of(now - row.started_at, watch=thresholds.NIGHTLY_LATE, act=thresholds.NIGHTLY_LOST)
    if level is Level.GOOD:
        return None
    return Line(level, label, f"Commencé pour la dernière fois il y a {lasted(now - row.started_at)}.", RUN_IT)


def queue(now: datetime) -> list[Line]:
    """What waits, and what failed lately; mails apart."""
    return [*_tasks(now, ~MAILS, "File d’attente", "tâche", RUN_IT), *_mails(now)]


def _mails(now: datetime) -> list[Line]:
    if not settings.MAIL_IS_SET:
        level = Level.WATCH if settings.PRODUCTION else Level.GOOD
        return [
            Line(
                level,
                "Courriels",
                "Le courrier n’est pas réglé : invitations et mots de passe oubliés ne partent pas.",
                "Renseignez EMAIL_URL." if level is Level.WATCH else "",
            )
        ]
    return _tasks(now, MAILS, "Courriels", "courriel", "Vérifiez EMAIL_URL et le serveur de courrier.")


def _tasks(now: datetime, which: Q, label: str, noun: str, to_do: str) -> list[Line]:
    rows = DBTaskResult.objects.filter(which).order_by()
    # A task that is for later is not late.
    waiting = rows.ready().aggregate(since=Min("enqueued_at"), count=Count("pk"))
    failed = list(rows.failed().filter(finished_at__gte=now - thresholds.FAILURES_TOLD).order_by("-finished_at")[:20])
    oldest = now - (waiting["since"] or now)
    return [judged(label, noun, to_do, waiting=waiting["count"], oldest=oldest, failed=_told(failed))]


def _told(failed: list[DBTaskResult]) -> list[str]:
    """“tell_planner : SMTPServerDisconnected”, each once."""
    told = (f"{row.task_path.rpartition('.')[2]} : {row.exception_class_path.rpartition('.')[2]}" for row in failed)
    return list(dict.fromkeys(told))


def judged(label: str, noun: str, to_do: str, *, waiting: int, oldest: timedelta, failed: list[str]) -> Line:
    level = level_of(oldest, watch=thresholds.QUEUE_LATE, act=thresholds.QUEUE_LOST)
    told = f"{counted(waiting, noun)} en attente" if waiting else "Rien n’attend"
    if level is not Level.GOOD:
        told += f", depuis {lasted(oldest)}"
    if failed:
        level = Level.ACT if level is Level.ACT else Level.WATCH
        told += f" ; en échec depuis sept jours : {enumerated(failed)}"
    return Line(level, label, f"{told}.", "" if level is Level.GOOD else to_do)
