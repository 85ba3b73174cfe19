"""The worker is killed (SIGKILL) at each step of a planned publication: it comes out once, under the same number."""

from __future__ import annotations

import signal
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from bulletins.models import Bulletin, Edition, Schedule
from bulletins.scheduling.acts import plan_publication
from bulletins.services import publish_bulletin
from tests.builders import make_user
from tests.bulletins.issues import make_draft
from tests.config.workers import run_worker

pytestmark = pytest.mark.django_db(transaction=True)

# Where the power goes: a function, and whether before it runs or after.
CUT = """
import {module} as place
_original = place.{name}
def _cut(*args, **options):
    if {is_after}: _original(*args, **options)
    os.kill(os.getpid(), signal.SIGKILL)
place.{name} = _cut
"""
POINTS = {
    "before anything is locked": ("bulletins.scheduling.acts", "publish_planned", False),
    "before the publication": ("bulletins.scheduling.acts", "publish_bulletin", False),
    "once the number is taken": ("bulletins.services", "_take_number", True),
    "once its initiatives are public": ("bulletins.services", "_publish_initiatives", True),
    "once the edition is frozen": ("bulletins.services", "_freeze", True),
    "once published, before the commit": ("bulletins.scheduling.acts", "publish_bulletin", True),
    "after the commit": ("bulletins.scheduling.acts", "publish_planned", True),
    "while its files are made": ("bulletins.outputs.tasks", "print_or_none", False),
}


@pytest.fixture
def due():
    """A draft whose hour was a minute ago, in a series that has published one bulletin."""
    editor = make_user("editrice", group="édition")
    publish_bulletin(bulletin=make_draft(), by=editor)
    DBTaskResult.objects.all().delete()
    draft, now = make_draft(), timezone.now()
    plan_publication(bulletin=draft, planned_for=now - timedelta(minutes=1), by=editor, now=now - timedelta(hours=1))
    return draft


@pytest.mark.parametrize("point", POINTS)
def test_killed_worker_publishes_once_under_the_same_number(due, tmp_path, settings, point):
    settings.MEDIA_ROOT, settings.SITE_URL = tmp_path, "http://testserver"
    module, name, is_after = POINTS[point]
    media = {"MEDIA_ROOT": str(tmp_path), "SITE_URL": settings.SITE_URL}
    cut = CUT.format(module=module, name=name, is_after=is_after)
    assert run_worker("--once", before=cut, **media) == -signal.SIGKILL
    due.refresh_from_db()
    is_committed = point in ("after the commit", "while its files are made")
    assert due.is_published is is_committed
    assert Edition.objects.filter(bulletin=due).count() == due.series.last_number - 1 == is_committed
    call_command("travail", "--once")  # the power comes back: the next worker finishes
    due.refresh_from_db()
    due.series.refresh_from_db()
    assert (due.status, due.number, due.series.last_number) == (Bulletin.Status.PUBLISHED, 2, 2)
    assert Edition.objects.filter(bulletin=due).count() == 1
    assert [plan.status for plan in Schedule.objects.all()] == [Schedule.Status.DONE]
    assert [row.status for row in DBTaskResult.objects.all()] == ["SUCCESSFUL"]
    assert len(list(tmp_path.rglob("*.pdf"))) == 1
    assert due.history.filter(history_change_reason__startswith="publié").count() == 1


def test_two_workers_at_once_publish_once(due, tmp_path):
    """Both at the same row, as if the lock of the worker did not exist: the bulletin's own lock decides."""
    twice = (
        "import threading\n"
        "from django.db import connection\n"
        "from django.utils import timezone\n"
        "from bulletins.scheduling.acts import publish_due\n"
        "def one():\n"
        "    publish_due(timezone.now()); connection.close()\n"
        "threads = [threading.Thread(target=one) for _ in range(4)]\n"
        "[thread.start() for thread in threads]; [thread.join() for thread in threads]\n"
    )
    assert run_worker("--once", before=twice, MEDIA_ROOT=str(tmp_path)) == 0
    due.refresh_from_db()
    assert (due.number, due.editions.count(), due.series.last_number) == (2, 1, 2)
