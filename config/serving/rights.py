"""What the database account of the site may do: read and write rows, and nothing to the tables themselves.

One account migrates and owns the tables (`DATABASE_URL` of `manage.py migrate`), the other serves (`DATABASE_URL` of
the site and of the worker). Whoever takes the site over can then neither empty a table, nor switch a trigger off, nor
remove a constraint.
"""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db import connection, transaction
from psycopg2 import sql

from backoffice.work.guards import NEVER_EMPTIED, histories

NEVER_DELETED = ("bulletins_edition",)  # of other tables triggers tell which rows stay
BEYOND = ("TRUNCATE", "TRIGGER", "REFERENCES")

GRANTS = (
    "GRANT CONNECT ON DATABASE {database} TO {role}",
    "REVOKE CREATE ON SCHEMA public FROM PUBLIC, {role}",
    "GRANT USAGE ON SCHEMA public TO {role}",
    "REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
    "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
    "REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {role}",
    "REVOKE DELETE ON {kept} FROM {role}",
)


class RightsRefused(Exception):
    """The rights cannot be given; the message is a French sentence."""


def account_of(url: str) -> tuple[str, str]:
    """Name and password of the account in an address of PostgreSQL. Raises RightsRefused when it names none."""
    parts = urlsplit(url)
    if not parts.username:
        raise RightsRefused(
            "L’adresse donnée ne nomme aucun compte\u00a0: postgresql://compte:mot-de-passe@serveur/base."
        )
    return unquote(parts.username), unquote(parts.password or "")


def give_rights(*, role: str, password: str = "") -> None:
    """Make the account unless it is there, and give it the rights of serving and no other. Doing it anew is harmless.

    Refused for the account that asks: it owns the tables, and an owner may do all.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT current_user, current_database()")
        owner, database = cursor.fetchone()
        if role == owner:
            raise RightsRefused(
                f"Le compte {role} possède les tables\u00a0: le site a besoin d’un autre compte que lui."
            )
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = %s", [role])
        known = cursor.fetchone()
        if known and known[0]:
            raise RightsRefused(f"Le compte {role} a tous les droits sur le serveur\u00a0: choisissez-en un autre.")
        names = {
            "role": sql.Identifier(role),
            "database": sql.Identifier(database),
            "kept": sql.SQL(", ").join(map(sql.Identifier, NEVER_DELETED)),
        }
        if not known:
            cursor.execute(_said("CREATE ROLE {role} LOGIN", names))
        if password:
            cursor.execute(_said("ALTER ROLE {role} PASSWORD {password}", names | {"password": sql.Literal(password)}))
        for grant in GRANTS:
            cursor.execute(_said(grant, names))


def rights_are_limited() -> list[str]:
    """In production the account that serves can do no more than serve."""
    return excess() if settings.PRODUCTION else []


def excess() -> list[str]:
    """What the account of this connection may do that serving does not need."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, rolsuper FROM pg_roles WHERE rolname = current_user")
        role, is_super = cursor.fetchone()
        if is_super:
            return [f"Le compte {role} de la base a tous les droits\u00a0: donnez au site le sien (manage.py droits)."]
        cursor.execute(
            "SELECT format('%%s sur %%s', kind, name) FROM unnest(%s) name, unnest(%s) kind "
            "WHERE has_table_privilege(name, kind) "
            "UNION ALL SELECT format('DELETE sur %%s', name) FROM unnest(%s) name "
            "WHERE has_table_privilege(name, 'DELETE') "
            "UNION ALL SELECT 'CREATE sur public' WHERE has_schema_privilege('public', 'CREATE')",
            [[*NEVER_EMPTIED, *histories()], list(BEYOND), list(NEVER_DELETED)],
        )
        return [f"Le compte {role} de la base a un droit de trop\u00a0: {right}." for (right,) in cursor.fetchall()]


def _said(statement: str, names: dict[str, sql.Composable]) -> sql.Composed:
    return sql.SQL(statement).format(**{key: name for key, name in names.items() if f"{{{key}}}" in statement})
