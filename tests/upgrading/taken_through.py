"""The upgrade itself, as a process of its own on the restored database: what it counts and sees, as JSON.

DATABASE_URL=… MEDIA_ROOT=… python -m tests.upgrading.taken_through
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import django

from tests.upgrading.make_dump import ORIGINAL

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
PAGES = (
    "/",
    "/initiatives/",
    "/initiatives/?q=masques",
    "/bulletins/",
    "/bulletins/7/",
    "/communes/",
)


def main() -> None:
    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor
    from django.db.migrations.recorder import MigrationRecorder

    from backoffice.work.soundness import verify
    from config.backups.databases import counted

    def rows() -> dict[str, int]:
        with connection.cursor() as cursor:
            return counted(cursor)

    told = {"before": rows()}
    former = set(MigrationRecorder(connection).applied_migrations())
    call_command("migrate", verbosity=0)
    told["after"] = rows()
    _put_original_back()
    told["wrong"] = {one.name: one.wrong for one in verify() if not one.is_sound}
    told["pages"] = _visited()
    executor = MigrationExecutor(connection)
    executor.migrate(_leaves(executor.loader.graph, former))
    told["back"] = rows()
    told["is_back"] = former <= set(MigrationRecorder(connection).applied_migrations())
    sys.stdout.write(json.dumps(told))


def _put_original_back() -> None:
    """A dump of the database holds no files; a backup does."""
    from documents.models import SourceDocument

    for source in SourceDocument.objects.all():
        path = Path(source.content.path)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(ORIGINAL.encode())


def _visited() -> dict[str, int | str]:
    """Public pages, then those of the back office with what the offices had begun."""
    from django.contrib.auth.models import User
    from django.test import Client
    from django.urls import reverse

    from bulletins.models import Bulletin
    from documents.models import DocumentImport
    from initiatives.correcting.models import Correction

    client = Client(HTTP_HOST="localhost")
    found: dict[str, int | str] = {address: client.get(address).status_code for address in PAGES}
    found["count"] = client.get("/initiatives.json").json()["count"]
    client.force_login(User.objects.get(username="edition"))
    open_correction = Correction.objects.open().get()
    for address in (
        "/admin/",
        reverse("workshop:page", args=[Bulletin.objects.get(status="draft").pk]),
        reverse("admin:documents_documentimport_change", args=[DocumentImport.objects.get().pk]),
        reverse("admin:initiatives_initiative_history", args=[open_correction.initiative_id]),
        reverse("admin:initiatives_initiative_correction", args=[open_correction.initiative_id, open_correction.pk]),
    ):
        found[address.rstrip("/").rpartition("/")[2] or "admin"] = client.get(address).status_code
    client.logout()  # a session would be a row more
    return found


def _leaves(graph, former: set[tuple[str, str]]) -> list[tuple[str, str | None]]:
    """For each app of ours the last migration that the earlier release had; None where it had none."""
    targets = []
    for app in {app for app, _ in graph.leaf_nodes()}:
        if not (Path(__file__).resolve().parents[2] / app).is_dir():
            continue  # of a library: its own way back is its own
        had = [(app, name) for known, name in former if known == app and (app, name) in graph.nodes]
        parents = {parent for node in had for parent in graph.node_map[node].parents}
        targets += [node for node in had if node not in parents] or [(app, None)]
    return targets


if __name__ == "__main__":
    main()
