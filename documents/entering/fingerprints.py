"""Has a row been edited since the import made it? A fingerprint over its own values and over those of its parts."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable

from django.db import models

from bulletins.models import Bulletin, Series
from communes.models import Area, Commune
from initiatives.models import Initiative
from organisations.consent import CONSENT_FIELDS
from organisations.models import Contact, Organisation, Person

# Kept out: what the database or the passage of time writes, not people. The parts are those of a form.
NOT_CONTENT = {"updated_at", "search_vector", "version"}
# Columns younger than the first fingerprints: empty, they change none of those.
YOUNGER = {Organisation: {"merged_into_id"}, Contact: {"merged_into_id"}, Person: {"merged_into_id"}}
PARTS: dict[type[models.Model], tuple[str, ...]] = {
    Bulletin: ("links", "sections", "sections.entries"),
    Series: (),
    Initiative: ("participations", "places", "coverages", "figures"),
    Organisation: (),
    Contact: (),
    Person: (),
    Area: ("aliases",),
    Commune: ("aliases",),
}


def fingerprint(row: models.Model) -> str:
    """SHA-256 of all that an officer could have changed on this row, read anew from the database."""
    return fingerprints([row])[row]


def fingerprints(rows: Iterable[models.Model]) -> dict[models.Model, str]:
    """The same of several: a fixed number of queries for each model."""
    by_model: dict[type[models.Model], list[models.Model]] = defaultdict(list)
    for row in rows:
        by_model[type(row)].append(row)
    return {
        row: _fingerprint(fresh[row.pk])
        for model, told in by_model.items()
        for fresh in [_read(model).in_bulk({row.pk for row in told})]
        for row in told
    }


def _fingerprint(row: models.Model) -> str:
    parts = {path: [_values(part) for part in _parts(row, path)] for path in PARTS[type(row)]}
    content = json.dumps([_values(row), parts], default=str, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()


def _read(model: type[models.Model]) -> models.QuerySet[models.Model]:
    """The rows with their parts in the order of their keys, and with all that `_values` looks at."""
    rows = model._default_manager.prefetch_related(*(field.name for field in _shared(model)))
    for path in PARTS[model]:
        part = model
        for name in path.split("."):
            part = part._meta.get_field(name).related_model
        lookup = path.replace(".", "__")
        rows = rows.prefetch_related(models.Prefetch(lookup, part._default_manager.order_by("pk")))
    return rows


def _shared(model: type[models.Model]) -> list[models.ManyToManyField]:
    """What a row shares with others; the rest of what points at many are parts, read by PARTS."""
    return [field for field in model._meta.many_to_many if field.remote_field.through._meta.auto_created]


def _values(row: models.Model) -> dict[str, object]:
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    many = {field.name: sorted(str(one.pk) for one in getattr(row, field.name).all()) for field in _shared(type(row))}
    # What nobody filled in yet is left out: rows of before have the fingerprint that they had.
    young = {name for name in YOUNGER.get(type(row), ()) if values[name] is None}
    silent = {name for name in CONSENT_FIELDS if not values.get(name)}
    return {name: value for name, value in (values | many).items() if name not in NOT_CONTENT | young | silent}


def _parts(row: models.Model, path: str) -> list[models.Model]:
    rows = [row]
    for name in path.split("."):
        rows = [part for owner in rows for part in getattr(owner, name).all()]
    return rows
