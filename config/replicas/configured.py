"""The databases of the settings, from the addresses of the environment."""

from __future__ import annotations

from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

PRIMARY = "default"

# A machine that is gone answers nothing, not even a refusal: without these a page would wait for minutes.
HASTY = {"connect_timeout": 2}  # seconds, the least that libpq takes
IMPATIENT = HASTY | {
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,  # milliseconds
}


def databases(primary: str, replicas: list[str], **common: Any) -> dict[str, dict[str, Any]]:
    """`default`, then `replica1`, `replica2`… Several machines in one address, as libpq reads them, are one database.

    Raises ImproperlyConfigured for an address that is not PostgreSQL's.
    """
    found = {PRIMARY: _database(primary, common, IMPATIENT if replicas else HASTY)}
    for number, url in enumerate(replicas, start=1):
        # A standby refuses writing anyway; once promoted it would not, and no page may write by this road.
        options = IMPATIENT | {"options": "-c default_transaction_read_only=on"}
        found[f"replica{number}"] = _database(url, common, options)
    return found


def _database(url: str, common: dict[str, Any], options: dict[str, Any]) -> dict[str, Any]:
    read = environ.Env.db_url_config(url)
    if read.get("ENGINE") != "django.db.backends.postgresql":
        raise ImproperlyConfigured(
            "DATABASE_URL et DATABASE_REPLICA_URLS sont des adresses de PostgreSQL : postgresql://compte@machine/base."
        )
    return {**read, **common, "OPTIONS": options | read.get("OPTIONS", {})}
