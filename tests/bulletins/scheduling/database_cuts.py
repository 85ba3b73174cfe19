"""A process that publishes while its database is killed under it: `python -m tests.bulletins.scheduling.database_cuts`.

It is given the folder of a cluster that nobody else uses and, as JSON, the cuts to make. It prints a line of JSON for
each: what stood in the database after its restart, and what stood there once the act was done again.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest import mock

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

django.setup()

import environ  # noqa: E402 - after the set-up
import psutil  # noqa: E402 - after the set-up
from django.core.management import call_command  # noqa: E402 - after the set-up
from django.db import DatabaseError, InterfaceError, connection, transaction  # noqa: E402 - after the set-up
from django.db.models import QuerySet  # noqa: E402 - after the set-up
from django.test import Client  # noqa: E402 - after the set-up
from django.urls import reverse  # noqa: E402 - after the set-up
from django.utils import timezone  # noqa: E402 - after the set-up
from django_tasks_db.models import DBTaskResult  # noqa: E402 - after the set-up

from bulletins.models import Bulletin, Citation, Schedule, Series  # noqa: E402 - after the set-up
from bulletins.scheduling.acts import plan_publication  # noqa: E402 - after the set-up
from bulletins.services import publish_bulletin  # noqa: E402 - after the set-up
from french.accents import slug_of  # noqa: E402 - after the set-up
from tests.builders import make_series, make_user  # noqa: E402 - after the set-up
from tests.bulletins.issues import make_draft  # noqa: E402 - after the set-up

PATIENCE = 60  # seconds, on a machine that is busy
START = (
    "import sys; from pathlib import Path; from config.database import embedded_database_url; "
    "print(embedded_database_url(Path(sys.argv[1])))"
)
AWAY = (DatabaseError, InterfaceError)


class Cut:
    """The database dies at one step of one publication. `place` is a function, by module and name."""

    def __init__(
        self, cluster: Path, *, by: str, victim: str, place: list[str], is_after: bool, weakness: str = ""
    ) -> None:
        self.cluster, self.victim, self.is_after, self.weakness = cluster, victim, is_after, weakness
        self.act: Callable[[], None] = {"worker": self.by_worker, "web": self.by_web}[by]
        self.place = ".".join(place)
        self.editor = make_user(group="édition")
        name = f"Série {Series.objects.count()}"
        self.series = make_series(name, slug=slug_of(name), is_main=False)
        publish_bulletin(bulletin=make_draft(series=self.series), by=self.editor)
        DBTaskResult.objects.all().delete()
        self.draft = make_draft(series=self.series)
        self.version = self.draft.version
        if by == "worker":
            now = timezone.now()
            planned_for, signed_at = now - timedelta(minutes=1), now - timedelta(hours=1)
            plan_publication(bulletin=self.draft, planned_for=planned_for, by=self.editor, now=signed_at)

    def run(self) -> dict[str, Any]:
        with self._weakened(), self._cutting():
            self.act()
        self._restart()
        left = self.state()
        self.act()
        return {"left": left, "done": self.state()}

    def by_worker(self) -> None:
        with suppress(*AWAY):
            call_command("travail", "--once")

    def by_web(self) -> None:
        """The editor sends the page of the act, and sends it again when the site is back."""
        client = Client(raise_request_exception=False, HTTP_HOST="localhost")
        client.force_login(self.editor)
        with suppress(*AWAY):
            client.post(
                reverse("admin:bulletins_bulletin_act", args=[self.draft.pk, "publier"]), {"version": self.version}
            )

    def state(self) -> dict[str, Any]:
        bulletin = Bulletin.objects.select_related("series").get(pk=self.draft.pk)
        entries = [entry for section in bulletin.sections.all() for entry in section.entries.all()]
        return {
            "status": bulletin.status,
            "number": bulletin.number,
            "last_number": bulletin.series.last_number,
            "editions": bulletin.editions.count(),
            "citations": Citation.objects.filter(bulletin=bulletin).count(),
            "public": sum(entry.initiative.is_published for entry in entries),
            "told": bulletin.history.filter(history_change_reason__startswith="publié").count(),
            "told_of_initiatives": sum(
                entry.initiative.history.filter(history_change_reason="publiée").count() for entry in entries
            ),
            "planned": bulletin.schedules.filter(status=Schedule.Status.PENDING).count(),
            "queued": DBTaskResult.objects.count(),
        }

    @contextmanager
    def _cutting(self) -> Iterator[None]:
        module, _, name = self.place.rpartition(".")
        original = getattr(sys.modules[module], name)

        def cut(*args: Any, **options: Any) -> Any:
            result = original(*args, **options) if self.is_after else None
            self._kill()
            return result if self.is_after else original(*args, **options)

        with mock.patch(self.place, cut):
            yield
        connection.close()  # as the end of a request does with a connection that failed

    @contextmanager
    def _weakened(self) -> Iterator[None]:
        """A publication that can lose: without its transaction, or told as done before it is on disk."""
        if self.weakness == "no transaction":
            with (
                mock.patch.object(transaction, "atomic", return_value=nullcontext()),
                mock.patch.object(QuerySet, "select_for_update", lambda rows, **options: rows),
            ):
                yield
            return
        if self.weakness == "not on disk":
            with connection.cursor() as cursor:
                cursor.execute("ALTER ROLE CURRENT_USER SET synchronous_commit = off")
            connection.close()
        yield

    def _kill(self) -> None:
        """SIGKILL to the server of the cluster, or to the process of it that serves us. Returns when it is dead."""
        postmaster = psutil.Process(int((self.cluster / "postmaster.pid").read_text().partition("\n")[0]))
        gone = [postmaster, *postmaster.children()]
        if self.victim == "backend":
            gone = [psutil.Process(connection.connection.get_backend_pid())]
        gone[0].send_signal(signal.SIGKILL)
        psutil.wait_procs(gone, timeout=PATIENCE)

    def _restart(self) -> None:
        """As `make run` does after a power cut. A server that lost one of its processes restarts by itself."""
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                if self.victim == "postmaster":
                    connection.settings_dict.update(environ.Env.db_url_config(_started(self.cluster)))
                with connection.cursor() as cursor:
                    return cursor.execute("ALTER ROLE CURRENT_USER RESET synchronous_commit")
            except (*AWAY, subprocess.CalledProcessError):  # it may still clear up after its death
                if time.monotonic() > deadline:
                    sys.stderr.write(_log_of(self.cluster))
                    raise
                connection.close()
                time.sleep(0.5)  # each attempt is a process that a server which clears up has to wait for


def _log_of(cluster: Path) -> str:
    """The last that the server said, for whoever looks for why it does not come back."""
    return (cluster / "log").read_text(errors="replace")[-2_000:]


def _started(cluster: Path) -> str:
    """The address of the server of this folder, running again."""
    start = [sys.executable, "-c", START, str(cluster)]
    return subprocess.run(start, capture_output=True, check=True, timeout=PATIENCE).stdout.decode().strip()


def main(cluster: str, cuts: str) -> None:
    for cut in json.loads(cuts):
        sys.stdout.write(json.dumps(Cut(Path(cluster), **cut).run()) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
