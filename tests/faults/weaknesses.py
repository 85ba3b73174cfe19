"""Variants of the site that can lose: the controls of the campaign, which must find each of them out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import replace
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any
from unittest import mock

from django.conf import settings
from django.db import connection, transaction
from django.db.backends.signals import connection_created
from django.db.models import QuerySet
from django.utils import timezone

from backoffice.work import periodic


@contextmanager
def no_transaction() -> Iterator[None]:
    """Each statement is kept at once: an act is as many transactions as statements."""
    with (
        mock.patch.object(transaction, "atomic", return_value=nullcontext()),
        mock.patch.object(QuerySet, "select_for_update", lambda rows, **options: rows),
    ):
        yield


@contextmanager
def not_on_disk() -> Iterator[None]:
    """Told as done while it is still on its way to the disk."""

    def careless(connection: Any, **options: Any) -> None:
        with connection.connection.cursor() as cursor:
            cursor.execute("SET synchronous_commit = off")

    connection.close()
    connection_created.connect(careless, weak=False)
    try:
        yield
    finally:
        connection_created.disconnect(careless)


@contextmanager
def written_in_place() -> Iterator[None]:
    """A file takes its name before its bytes are there, and nobody looks at it again."""
    from bulletins import printing
    from bulletins.outputs import forms, keeping
    from config.backups import saving

    def keep(content: bytes, edition: Any, digest: str, extension: str) -> keeping.Kept | None:
        path = Path(settings.MEDIA_ROOT) / keeping.FOLDER / str(edition.pk) / f"{digest}.{extension}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return ready(edition, digest, extension)

    def ready(edition: Any, digest: str, extension: str) -> keeping.Kept | None:
        """Whatever is there."""
        folder = Path(settings.MEDIA_ROOT) / keeping.FOLDER / str(edition.pk)
        found = sorted(folder.glob(f"{digest}*.{extension}"))
        return keeping._kept(found[0], digest) if found else None

    def write(path: Path, *, manifest: Any, dump: Path, media: Path) -> None:
        path.write_bytes(dump.read_bytes())
        with path.open("ab") as file:
            file.write(repr(manifest).encode())

    with (
        mock.patch.multiple(printing, keep=keep, ready=ready),
        mock.patch.multiple(forms, keep=keep, ready=ready),
        mock.patch.multiple(saving, write=write, check=lambda path: None),
    ):
        yield


@contextmanager
def believes_the_mail_server() -> Iterator[None]:
    """Whatever becomes of a mail, it is taken for sent."""
    from django.core.mail.backends.smtp import EmailBackend

    sends = EmailBackend.send_messages

    def careless(self: Any, messages: list) -> int:
        with suppress(OSError):
            sends(self, messages)
        return len(messages)

    with mock.patch.object(EmailBackend, "send_messages", careless):
        yield


@contextmanager
def believes_the_printer() -> Iterator[None]:
    """What comes of a printer that fails is kept as the PDF."""
    from bulletins import printing

    prints = printing.render_pdf

    def careless(*args: Any, **options: Any) -> bytes:
        try:
            return prints(*args, **options)
        except RuntimeError:
            return b"%PDF-1.7"

    with mock.patch.object(printing, "render_pdf", careless):
        yield


@contextmanager
def believes_the_fonts() -> Iterator[None]:
    """A font that cannot be read gives way to any other one."""
    from bulletins.outputs.fonts import OwnFonts

    with mock.patch.object(OwnFonts, "_count", side_effect=count()):
        yield


@contextmanager
def reads_the_clock_on_the_wall() -> Iterator[None]:
    """Hours are compared as Paris shows them, which shows one of them twice and another never."""
    from bulletins.scheduling import acts

    def publish_due(now: datetime) -> str:
        shown = timezone.make_naive(now)
        for plan in acts.Schedule.objects.pending():
            if timezone.make_naive(plan.planned_for) <= shown:
                acts.publish_planned(plan.pk, now)
        return ""

    due = periodic._works["parutions"]
    with mock.patch.dict(periodic._works, {"parutions": replace(due, act=publish_due)}):
        yield


WEAKNESSES = {
    "": nullcontext,
    "no-transaction": no_transaction,
    "not-on-disk": not_on_disk,
    "written-in-place": written_in_place,
    "believes-mail": believes_the_mail_server,
    "believes-fonts": believes_the_fonts,
    "believes-printer": believes_the_printer,
    "wall-clock": reads_the_clock_on_the_wall,
    # What these change is the answer: tests/faults/site.py does it.
    "answered-early": nullcontext,
    "swallowed": nullcontext,
}
