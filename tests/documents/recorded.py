"""All that an act wrote, as plain lines that two runs can be compared by: keys become ranks, moments are left out."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import models

from bulletins.models import Bulletin, Citation, Edition, Entry, Section
from communes.models import Commune
from initiatives.models import Coverage, Figure, Initiative, Participation, Place
from organisations.models import Contact, Organisation, Person

MODELS = (
    Bulletin, Section, Entry, Initiative, Participation, Place, Coverage, Figure, Organisation, Contact, Person, Commune
)  # fmt: skip
LATER = (Edition, Citation)  # without a history
# Kept by the database's triggers; compared by what finds an initiative, in the tests of searching.
UNTOLD = {"search_vector", "sha256", "history_relation", "m2m_history_id", "history_id"}


def recorded_rows() -> dict[str, list[str]]:
    """Each table's rows in the order of their keys, each row's history in its own order."""
    ranks = {model: {pk: n for n, pk in enumerate(_keys(model), start=1)} for model in (*MODELS, *LATER)}
    told = {model.__name__: _lines(model._base_manager.order_by("pk"), ranks) for model in (*MODELS, *LATER)}
    for model in MODELS:
        history = model.history.model
        key = model._meta.pk.attname
        rows = history._base_manager.order_by(key, "history_id")
        told[history.__name__] = _lines(rows, ranks)
        steps = {pk: n for n, pk in enumerate(rows.values_list("pk", flat=True), start=1)}
        for field in history._history_m2m_fields:
            links = getattr(history, field.name).model
            other = f"{field.m2m_reverse_field_name()}_id"
            rank = ranks[field.related_model].get if field.related_model in ranks else str
            found = [
                (steps[one.history_id], rank(getattr(one, other)))
                for one in links._base_manager.filter(history__in=steps)
            ]
            told[links.__name__] = [f"{step}: {held}" for step, held in sorted(found)]
    for field in Initiative._meta.many_to_many:
        through = field.remote_field.through
        if through._meta.auto_created:
            rows = through._base_manager.order_by("initiative_id", f"{field.m2m_reverse_field_name()}_id")
            told[through.__name__] = _lines(rows, ranks)
    return told


def _keys(model: type[models.Model]) -> Iterable[Any]:
    return model._base_manager.order_by("pk").values_list("pk", flat=True)


def _lines(rows: Iterable[models.Model], ranks: dict[type[models.Model], dict[Any, int]]) -> list[str]:
    return [_line(row, ranks) for row in rows]


def _line(row: models.Model, ranks: dict[type[models.Model], dict[Any, int]]) -> str:
    told = {}
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        if not value or field.name in UNTOLD or field.name == "id":  # what is empty today may be a field of tomorrow
            continue
        if isinstance(value, datetime):
            value = "a moment"
        elif field.is_relation and field.related_model in ranks:
            value = f"n° {ranks[field.related_model].get(value)}"
        elif field.is_relation:
            value = str(getattr(row, field.name))
        elif isinstance(value, dict):
            value = without_keys(value)
        told[field.name] = value if isinstance(value, (dict, list, int)) else str(value)
    return json.dumps(told, ensure_ascii=False, sort_keys=True)


def without_keys(value: Any) -> Any:
    """A report or a snapshot less the keys of rows and what depends on them."""
    if isinstance(value, dict):
        return {name: without_keys(one) for name, one in value.items() if name not in ("id", "pk", "fingerprint")}
    return [without_keys(one) for one in value] if isinstance(value, list) else value
