"""Which database the present thread reads from. Without a choice, the primary."""

from __future__ import annotations

from contextvars import ContextVar
from typing import Any

from config.replicas.configured import PRIMARY

_chosen: ContextVar[str] = ContextVar("database that is read", default=PRIMARY)


def read_from(alias: str) -> None:
    """From now on, in this thread: also for what is sent after the view has returned, as exports are."""
    _chosen.set(alias)


def is_read_from() -> str:
    return _chosen.get()


class ReplicaRouter:
    """Reads where the request was sent, writes to the primary. The databases hold the same rows: all may relate."""

    def db_for_read(self, model: type, **hints: Any) -> str:
        return _chosen.get()

    def db_for_write(self, model: type, **hints: Any) -> str:
        return PRIMARY

    def allow_relation(self, one: object, other: object, **hints: Any) -> bool:
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db == PRIMARY
