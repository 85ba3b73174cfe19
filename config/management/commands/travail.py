"""The worker: what the site does by itself. One at a time does the work; others wait until it is gone."""

from __future__ import annotations

import logging
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

from django.core.management import BaseCommand
from django.core.management.base import CommandParser
from django.db import DatabaseError, InterfaceError, connection, transaction
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult, TaskResultStatus

from backoffice.work.periodic import do_due

logger = logging.getLogger(__name__)

LOCK = 7_105_219_620  # any number that nothing else in this database locks
INTERVAL = 5.0  # seconds between two turns
PATIENCE = 2.0  # seconds between two tries for the lock, or for a database that is away
MOST_ATTEMPTS = 3  # of a task that takes the worker down


class Command(BaseCommand):
    help = (
        "Fait ce que personne n’attend devant son écran : parutions à l’heure dite, PDF et fichiers des bulletins, "
        "travaux de la nuit. Tourne jusqu’à ce qu’on l’arrête (SIGTERM) ; un seul travaille, les autres attendent."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="faire ce qui est dû, puis s’arrêter")
        parser.add_argument("--interval", type=float, default=INTERVAL, help="secondes entre deux tours")
        parser.add_argument(
            "--attached", type=int, metavar="PID", help="s’arrêter avec ce programme, qui l’a lancé (démonstration)"
        )

    def handle(self, *args: Any, once: bool, interval: float, attached: int | None, **options: Any) -> None:
        self.stopping = threading.Event()
        self.queue = _queue()
        self.parent = attached
        with self._signals():
            while not self._should_stop():
                try:
                    with _only_worker() as is_held:
                        has_worked = is_held()
                        if has_worked:
                            self._work(is_held, once=once, interval=interval)
                    if once and has_worked:
                        return
                except (DatabaseError, InterfaceError):
                    if once:
                        raise
                    logger.exception("La base de données ne répond pas : nouvel essai dans un instant.")
                    connection.close()
                self.stopping.wait(PATIENCE)

    def _work(self, is_held: Any, *, once: bool, interval: float) -> None:
        """Turns as long as the lock is held."""
        take_back_interrupted()
        while is_held():
            do_due(timezone.now(), should_stop=self._should_stop)
            self._run_queue()
            if once or self._should_stop():
                return
            self.stopping.wait(interval)
            if self._should_stop():
                return

    def _run_queue(self) -> None:
        """What is queued, one after the other. The library’s loop closes connections, and knows no lock."""
        while not self._should_stop():
            with transaction.atomic():
                row = DBTaskResult.objects.ready().get_locked()
                if row is None:
                    return
                row.claim(self.queue.worker_id)
            self.queue.run_task(row)

    def _should_stop(self) -> bool:
        if self.parent is not None and os.getppid() != self.parent:
            self.stop()
        return self.stopping.is_set()

    def stop(self, signum: int = 0, frame: FrameType | None = None) -> None:
        """Begin nothing more; what is begun is finished."""
        self.stopping.set()

    @contextmanager
    def _signals(self) -> Iterator[None]:
        if threading.current_thread() is not threading.main_thread():
            yield  # called from a test’s thread: signals belong to the main one
            return
        before = {number: signal.signal(number, self.stop) for number in (signal.SIGTERM, signal.SIGINT)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def take_back_interrupted() -> None:
    """Tasks that a killed worker left half done: queued again, since no other worker can be at them. A task that has
    taken the worker down several times is given up."""
    with transaction.atomic():
        for row in DBTaskResult.objects.running().select_for_update():
            if len(row.worker_ids) < MOST_ATTEMPTS:
                row.status = TaskResultStatus.READY
                row.save(update_fields=["status"])
            else:
                row.set_failed(RuntimeError(f"interrompue {MOST_ATTEMPTS} fois"))


def _queue() -> Worker:
    """Of the library, for its way to run one task and to note what came of it."""
    return Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=f"travail-{os.getpid()}",
        excluded_queue_names=[],
    )


@contextmanager
def _only_worker() -> Iterator[Any]:
    """A function that says whether this process is the one that works, now.

    The lock is held by a connection of its own, which nothing else closes: PostgreSQL frees it with the process,
    however that ends. It spares double work; that nothing is done twice, each act sees to by itself.
    """
    own = connection.copy()

    def is_held() -> bool:
        with own.cursor() as cursor:
            cursor.execute("SELECT 1")
        return bool(is_locked)

    try:
        with own.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
            (is_locked,) = cursor.fetchone()
        yield is_held
    finally:
        own.close()
