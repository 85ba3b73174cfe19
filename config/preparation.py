"""What stands between an empty folder and a demonstration that answers. Each step does only what is missing."""

from __future__ import annotations

from collections.abc import Callable

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from bulletins.printing import printing_problem


def prepare(*, say: Callable[[str], None]) -> None:
    """Migrate, load reference and demonstration data, check what the PDF needs; `say` gets a line a step."""
    say("base de données : PostgreSQL est prête")
    if _has_pending_migrations():
        say("base de données : création ou mise à jour des tables…")
        call_command("migrate", verbosity=0, interactive=False)
    call_command("load_demo")
    if problem := printing_problem():
        say(f"PDF indisponibles : {problem}")


def _has_pending_migrations() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
