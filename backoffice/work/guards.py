"""Whether the guards that PostgreSQL keeps are all there: triggers switched on, constraints that hold for every row."""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps
from django.db import connection

OFF = "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled NOT IN ('O', 'A')"
LAX = "SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE NOT convalidated AND contype IN ('c', 'f')"
HELD = "SELECT conname FROM pg_constraint UNION SELECT indexname FROM pg_indexes WHERE schemaname = 'public'"
TRIGGERS = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"

# Those whose absence nobody would see: what they refuse is refused nowhere else.
KEPT_BY_TRIGGER = {
    "bulletins_edition_true_fingerprint": "une édition pourrait porter une fausse empreinte",
    "bulletins_bulletin_stays": "un bulletin paru pourrait changer de numéro ou redevenir un brouillon",
    "bulletins_bulletin_frozen": "un bulletin pourrait paraître sans édition figée",
    "bulletins_series_counts_on": "le compteur d’une série pourrait reculer",
    "bulletins_citation_frozen": "les citations pourraient être récrites",
    "bulletins_citation_as_printed": "une citation pourrait dire autre chose que l’édition",
    "bulletins_citation_stays": "une citation pourrait être effacée",
    **{
        f"{table}_taken_by_{event}": "une page retirée pourrait être montrée pendant une panne de la base"
        for table, event in (
            ("initiatives_initiative", "update"),
            ("initiatives_initiative", "delete"),
            ("initiatives_initiative_persons", "delete"),
            ("initiatives_initiative_contacts", "delete"),
            ("initiatives_historicalinitiative", "update"),
            ("organisations_historicalorganisation", "update"),
            ("organisations_organisation", "delete"),
            ("organisations_organisation_contacts", "delete"),
            ("organisations_contact", "update"),
            ("organisations_contact", "delete"),
            ("organisations_person", "update"),
            ("organisations_person", "delete"),
            ("bulletins_bulletin", "update"),
            ("bulletins_edition", "update"),
        )
    },
    "initiatives_initiative_no_ring": "une initiative pourrait être la suite d’elle-même",
    "django_admin_log_stays": "le journal pourrait être récrit",
    "django_admin_log_keeps": "des lignes du journal pourraient être effacées",
    "backoffice_journalline_stays": "le journal pourrait être récrit ou effacé",
    "backoffice_account_leaves_journal": "le journal garderait le nom de comptes supprimés",
    "ledger_erasure_stays": "un effacement pourrait être récrit ou oublié",
    "bulletins_edition_frozen": "les éditions publiées pourraient être récrites",
    "backoffice_access": "les droits ne suivraient plus le rôle",
    "initiatives_search_vector": "les nouvelles initiatives ne seraient plus trouvées",
}
NEVER_EMPTIED = (
    "backoffice_journalline",
    "bulletins_bulletin",
    "bulletins_citation",
    "bulletins_edition",
    "bulletins_series",
    "django_admin_log",
    "ledger_erasure",
)


def triggers_are_on() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(TRIGGERS)
        there = {name for (name,) in cursor.fetchall()}
        cursor.execute(OFF)
        off = cursor.fetchall()
    kept = KEPT_BY_TRIGGER | dict(_of_tables())
    missing = [f"Le déclencheur {name} manque : {harm}." for name, harm in kept.items() if name not in there]
    return missing + [f"Le déclencheur {name} de {table} est désactivé." for table, name in off]


def _of_tables() -> Iterator[tuple[str, str]]:
    """Every history only grows; it, what came out and the journal are never emptied."""
    for table in histories():
        yield f"{table}_only_grows", "des lignes d’historique pourraient être récrites ou effacées"
    for table in (*histories(), *NEVER_EMPTIED):
        yield f"{table}_never_emptied", "la table pourrait être vidée"


def histories() -> list[str]:
    """The tables of all histories, those of relations included."""
    return [model._meta.db_table for model in apps.get_models() if model.__name__.startswith("Historical")]


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
