"""Every text of every table, whoever keeps it: the last look of an erasure.

No table is known here by name, so that one which is added tomorrow is read as well. PostgreSQL sieves the rows, the one
rule of `Choice` looks at each of their texts, those within plain data and within a text that is JSON included. What the
search derives is no text and is not read: a trigger makes it from texts that are.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models
from psycopg2 import sql

from bulletins.models import Bulletin, Edition, Section
from bulletins.occulting.choice import Choice, Owner
from bulletins.occulting.clearing import SIGNATURE, TEXTS, Scope
from bulletins.occulting.elsewhere import PARENTS
from bulletins.occulting.frozen import without
from bulletins.occulting.verifying import tells
from initiatives.models import Initiative
from organisations.appearances import digits_apart

COLUMNS = """
SELECT c.table_name::text, array_agg(c.column_name::text ORDER BY c.ordinal_position)
FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE'
  AND c.data_type IN ('text', 'character varying', 'character', 'json', 'jsonb', 'ARRAY')
GROUP BY 1 ORDER BY 1
"""
# Texts where a name is no trace of the person: official names of places, and who answers for something in office, whom
# the law wants named. Contacts are looked for there as everywhere.
OFFICIAL = ("communes_commune", "communes_area", "communes_historicalcommune", "communes_historicalarea")
IN_OFFICE = {*SIGNATURE, "publication_director"}
# An agent's account is held on a ground of its own, and is a line of its own in the ledger.
ACCOUNTS = {("auth_user", name) for name in ("username", "first_name", "last_name", "email")}
ACCOUNTS |= {("backoffice_journalline", "who")}


@dataclass(frozen=True)
class Found:
    """A column of a row that says it: whose text that is, and the texts themselves."""

    owner: Owner | None
    table: str
    model: type[models.Model] | None
    key: Any
    column: str
    texts: list[str]

    def __str__(self) -> str:
        return f"{self.called}, ligne {self.key} ({self.column})"

    @property
    def called(self) -> str:
        """What people call such rows."""
        if self.model is None:
            return self.table
        kept = getattr(self.model, "instance_type", None)
        return f"historique ({kept._meta.verbose_name})" if kept else str(self.model._meta.verbose_name)


def found_anywhere(choice: Choice) -> Iterator[Found]:
    """Where the choice stands. One query a table."""
    if not choice:
        return
    scope = Scope({}, {}, dict(Section.objects.values_list("pk", "bulletin")))
    known = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS)
        tables = cursor.fetchall()
    for table, columns in tables:
        model = known.get(table)
        for row in _rows(table, columns, choice):
            owner = _owner(scope, row, model) if model else None
            narrowed = choice.narrowed(is_here=True, owner=owner)
            for column in columns:
                if row[column] and (texts := _telling(narrowed, table, column, row[column])):
                    key = row.get("history_id") or row.get("id") or next(iter(row.values()))
                    yield Found(owner, table, model, key, column, texts)


def _rows(table: str, columns: list[str], choice: Choice) -> list[dict[str, Any]]:
    text = sql.SQL("concat_ws(E'\\n', {})").format(
        sql.SQL(", ").join(sql.SQL("{}::text").format(sql.Identifier(column)) for column in columns)
    )
    conditions, values = [], []
    for needle, is_number in choice.needles():
        if is_number:
            conditions.append(sql.SQL("{} ~* %s").format(text))
            values.append(digits_apart(needle))
        else:
            conditions.append(sql.SQL("strpos(solidaire_plain(lower({})), %s) > 0").format(text))
            values.append(needle)
    question = sql.SQL("SELECT to_jsonb(one) FROM {} one WHERE {}").format(
        sql.Identifier(table), sql.SQL(" OR ").join(conditions)
    )
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        return [json.loads(row) if isinstance(row, str) else row for (row,) in cursor.fetchall()]


def _owner(scope: Scope, row: dict[str, Any], model: type[models.Model]) -> Owner | None:
    """The record that the row is about, or is a stored version of."""
    if model is LogEntry:
        return owner_of_line(row["content_type_id"], row["object_id"])
    model = getattr(model, "instance_type", model)
    if model in TEXTS or model in (Edition, Bulletin):
        owner, pk = scope.owner_of(SimpleNamespace(**row), model)
        return owner._meta.label_lower, pk
    for field in model._meta.concrete_fields:
        if field.many_to_one or field.one_to_one:
            about = field.remote_field.model
            if about in (Bulletin, Initiative) or about._meta.label_lower in PARENTS:
                return about._meta.label_lower, row[field.attname]
    return model._meta.label_lower, row.get(model._meta.pk.attname)


def owner_of_line(content_type: int | None, object_id: str | None) -> Owner | None:
    """What a line of the back office's log is about."""
    if content_type is None or not (object_id or "").isdigit():
        return None
    kind = ContentType.objects.get_for_id(content_type)
    return f"{kind.app_label}.{kind.model}", int(object_id)


def _telling(choice: Choice, table: str, column: str, value: Any) -> list[str]:
    """The texts of a column that say it."""
    if (table, column) in ACCOUNTS:
        return []
    if table in OFFICIAL or column in IN_OFFICE:
        choice = Choice({}, choice.contacts, choice.passages)
    if column == "snapshot" and isinstance(value, dict) and "signatory" in value:
        # Whoever signs stays, in it too; what a machine reads of a person is more than its texts.
        texts = [text for text in texts_in(value | {"signatory": {}}) if _tells(choice, text)]
        return texts or ([""] if without(value, choice) != value else [])
    return [text for text in texts_in(value) if _tells(choice, text)]


def _tells(choice: Choice, text: str) -> bool:
    return choice.holds(text) or any(tells(contact, text) for contact in choice.contacts)


def texts_in(value: Any) -> Iterator[str]:
    """Each text of plain data, names of fields included; a text that is JSON itself is opened too."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield key
            yield from texts_in(item)
    elif isinstance(value, list):
        for item in value:
            yield from texts_in(item)
    elif isinstance(value, str):
        yield value
        if re.match(r"\s*[\[{]", value):
            try:
                inner = json.loads(value)
            except ValueError:
                return
            yield from texts_in(inner)
