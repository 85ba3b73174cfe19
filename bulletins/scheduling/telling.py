"""The mail to the editor whose publication did not take place."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse
from django_tasks import task

from bulletins.models import Schedule
from bulletins.scheduling.clock import written_moment


@task()
def tell_planner(schedule_id: int) -> str:
    """Queued with the refusal, so that no refusal goes untold; a mail server that is away fails the task, and the
    first page of the back office tells it all the same."""
    schedule = Schedule.objects.select_related("bulletin", "planned_by").get(pk=schedule_id)
    address = schedule.planned_by.email
    if not address:
        return f"Le compte {schedule.planned_by.get_username()} n’a pas d’adresse."
    page = settings.SITE_URL + reverse("admin:bulletins_bulletin_change", args=[schedule.bulletin_id])
    send_mail(
        f"Bulletin non paru : {schedule.bulletin.title}"[:150],
        f"Bonjour,\n\nLe bulletin « {schedule.bulletin} » devait paraître le {written_moment(schedule.planned_for)}. "
        f"Il n’a pas paru, et reste un brouillon.\n\n{schedule.problem}\n\nOuvrir le bulletin : {page}\n",
        None,
        [address],
    )
    return "Courriel envoyé."
