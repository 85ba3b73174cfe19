"""Programmer, déprogrammer: the pages of the back office."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localtime

from bulletins.models import Schedule
from bulletins.scheduling.acts import plan_publication
from tests.bulletins.issues import make_draft

pytestmark = pytest.mark.django_db


def act_url(draft, slug):
    return reverse("admin:bulletins_bulletin_act", args=[draft.pk, slug])


def test_editor_plans_sees_and_takes_back(client, editor):
    client.force_login(editor)
    draft = make_draft()
    day = localtime() + timedelta(days=3)
    page = client.get(act_url(draft, "programmer")).content.decode()
    assert "vous en signez le texte" in page
    sent = {"day": f"{day:%d/%m/%Y}", "hour": "18 h 30", "has_embargo_link": "on", "version": draft.version}
    assert client.post(act_url(draft, "programmer"), sent).status_code == 302
    schedule = Schedule.objects.get()
    assert localtime(schedule.planned_for).strftime("%H:%M") == "18:30"
    form = client.get(reverse("admin:bulletins_bulletin_change", args=[draft.pk])).content.decode()
    assert "Programmé pour le" in form
    assert "/bulletins/embargo/" in form
    assert "paraîtra le" in client.get(reverse("admin:bulletins_bulletin_changelist")).content.decode()
    assert "Parutions programmées" in client.get(reverse("admin:index")).content.decode()
    draft.refresh_from_db()
    assert client.post(act_url(draft, "deprogrammer"), {"version": draft.version}).status_code == 302
    schedule.refresh_from_db()
    assert schedule.status == Schedule.Status.CANCELLED


@pytest.mark.parametrize("hour", ["2:30", "25:00", ""])
def test_wrong_hour_is_told_at_its_field(client, editor, hour):
    client.force_login(editor)
    draft = make_draft()
    year = localtime().year + 1
    changed = max(day for day in range(25, 32) if timezone.datetime(year, 10, day).weekday() == 6)
    sent = {"day": f"{changed}/10/{year}", "hour": hour, "version": draft.version}
    response = client.post(act_url(draft, "programmer"), sent)
    assert response.status_code == 200
    assert response.context["form"].errors["hour"]


def test_officer_sees_the_plan_and_may_not_plan(client, officer, editor):
    draft = make_draft()
    plan_publication(bulletin=draft, planned_for=timezone.now() + timedelta(days=1), by=editor, has_embargo_link=True)
    client.force_login(officer)
    assert client.get(act_url(draft, "programmer")).status_code == 403
    assert (
        "Programmé pour le" in client.get(reverse("admin:bulletins_bulletin_change", args=[draft.pk])).content.decode()
    )


def test_change_after_planning_is_told_at_once(client, officer, editor):
    draft = make_draft()
    plan_publication(bulletin=draft, planned_for=timezone.now() + timedelta(days=1), by=editor)
    draft.refresh_from_db()
    draft.introduction = "Une autre introduction."
    draft.save()
    client.force_login(officer)
    for url in (reverse("admin:index"), reverse("admin:bulletins_bulletin_change", args=[draft.pk])):
        assert "le texte a changé depuis" in client.get(url).content.decode()


def test_worker_that_does_not_run_is_told(client, editor):
    draft = make_draft()
    now = timezone.now()
    plan_publication(bulletin=draft, planned_for=now - timedelta(minutes=10), by=editor, now=now - timedelta(hours=1))
    client.force_login(editor)
    assert "le travail de fond du site ne tourne pas" in client.get(reverse("admin:index")).content.decode()
