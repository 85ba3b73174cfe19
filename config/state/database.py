"""PostgreSQL: whether it has room for more, and whether its standbys keep up."""

from __future__ import annotations

from django.db import connection, connections

from config.replicas.configured import PRIMARY
from config.replicas.standbys import State, standbys
from config.state import thresholds
from config.state.lines import Level, Line, level_of
from config.state.machine import size

USED = """
SELECT pg_database_size(current_database()),
       (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'),
       current_setting('max_connections')::int
"""
STANDBY = {State.FRESH: Level.GOOD, State.LATE: Level.WATCH, State.CUT_OFF: Level.ACT, State.LOST: Level.ACT}


def server() -> Line:
    with connection.cursor() as cursor:
        cursor.execute(USED)
        length, used, most = cursor.fetchone()
    return connected(length=length, used=used, most=most)


def connected(*, length: int, used: int, most: int) -> Line:
    """`length` in bytes; connections in use, of all that the server grants."""
    level = level_of(used / most, watch=thresholds.CONNECTIONS_MANY, act=thresholds.CONNECTIONS_FULL)
    told = f"{size(length)} ; {used} connexions sur {most}."
    to_do = (
        ""
        if level is Level.GOOD
        else "Cherchez ce qui garde des connexions (pg_stat_activity), ou augmentez max_connections."
    )
    return Line(level, "Base de données", told, to_do)


def replicas() -> list[Line]:
    return [replica(alias, standbys.state(alias)) for alias in connections if alias != PRIMARY]


def replica(alias: str, state: State) -> Line:
    level = STANDBY[state]
    to_do = {
        Level.GOOD: "",
        Level.WATCH: "Si cela dure, regardez la charge de cette machine et son réseau.",
        Level.ACT: "Les pages publiques se passent de cette copie : rétablissez-la (docs/exploitation.md).",
    }[level]
    return Line(level, f"Copie de la base ({alias})", f"Elle est {state.value}.", to_do)
