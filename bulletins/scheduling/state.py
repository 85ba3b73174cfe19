"""Where a planned publication stands, in words for the first page, the list and the form."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from backoffice.history import name_of
from bulletins.models import Bulletin, Schedule
from bulletins.scheduling.acts import has_changed
from bulletins.scheduling.clock import written_moment
from bulletins.scheduling.embargo import embargo_path

OVERDUE = timedelta(minutes=5)  # the worker takes its turn every few seconds: past this it does not run


def pending_of(row: Bulletin) -> Schedule | None:
    return row.schedules.pending().select_related("planned_by").first()


def planned_notice(row: Bulletin, *, origin: str) -> SafeString | str:
    """What whoever opens a draft must know of its plan: when, by whom, whether it still holds. Empty without one.

    `origin` is the site’s address, for the link that is sent to journalists.
    """
    if row.status != Bulletin.Status.DRAFT:
        return ""
    plan = row.schedules.select_related("planned_by").order_by("-pk").first()
    if plan is None or plan.status in (Schedule.Status.CANCELLED, Schedule.Status.DONE):
        return ""
    plan.bulletin = row
    told = state_of(plan)["sentence"]
    if not (plan.is_pending and plan.has_embargo_link):
        return told
    address = origin + embargo_path(plan)
    return format_html('{} Lien pour la presse, sous embargo\u00a0: <a href="{}">{}</a>', told, address, address)


def state_of(plan: Schedule) -> dict[str, str]:
    """A plan in words, with the kind of its badge. Reads the draft of one that is to come."""
    moment = written_moment(plan.planned_for)
    if not plan.is_pending:
        sentence = f"Devait paraître le {moment}, et n’a pas paru. {plan.problem}"
        return {"kind": "error", "label": "n’a pas paru", "sentence": sentence}
    by = name_of(plan.planned_by)
    if plan.planned_for + OVERDUE < timezone.now():
        sentence = (
            f"Devait paraître le {moment}\u00a0: le travail de fond du site ne tourne pas. Prévenez qui l’administre."
        )
        return {"kind": "error", "label": "en retard", "sentence": sentence}
    if has_changed(plan):
        sentence = (
            f"Programmé pour le {moment} par {by}, mais le texte a changé depuis\u00a0: il ne paraîtra pas ainsi. "
            "Relisez-le et programmez-le de nouveau."
        )
        return {"kind": "warn", "label": "texte changé", "sentence": sentence}
    return {"kind": "ok", "label": "programmé", "sentence": f"Programmé pour le {moment} par {by}."}
