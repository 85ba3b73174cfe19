"""Whether the guards that PostgreSQL keeps are all there: triggers switched on, constraints that hold for every row."""

from __future__ import annotations

from django.apps import apps
from django.db import connection

OFF = "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled NOT IN ('O', 'A')"
LAX = "SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE NOT convalidated AND contype IN ('c', 'f')"
HELD = "SELECT conname FROM pg_constraint UNION SELECT indexname FROM pg_indexes WHERE schemaname = 'public'"
TRIGGERS = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"

# Those whose absence nobody would see: what they refuse is refused nowhere else.
KEPT_BY_TRIGGER = {
    "bulletins_edition_frozen": "les éditions publiées pourraient être récrites",
    "backoffice_access": "les droits ne suivraient plus le rôle",
    "initiatives_search_vector": "les nouvelles initiatives ne seraient plus trouvées",
}


def triggers_are_on() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(TRIGGERS)
        there = {name for (name,) in cursor.fetchall()}
        cursor.execute(OFF)
        off = cursor.fetchall()
    missing = [f"Le déclencheur {name} manque : {harm}." for name, harm in KEPT_BY_TRIGGER.items() if name not in there]
    return missing + [f"Le déclencheur {name} de {table} est désactivé." for table, name in off]


def constraints_hold() -> list[str]:
    """Every rule that a model declares is in the database, and was checked for the rows that were there before."""
    declared = {rule.name for model in apps.get_models() for rule in model._meta.constraints}
    with connection.cursor() as cursor:
        cursor.execute(HELD)
        there = {name for (name,) in cursor.fetchall()}
        cursor.execute(LAX)
        lax = cursor.fetchall()
    missing = [f"La règle {name} n’est pas dans la base." for name in sorted(declared - there)]
    return missing + [f"La règle {name} de {table} n’a pas été vérifiée." for table, name in lax]
