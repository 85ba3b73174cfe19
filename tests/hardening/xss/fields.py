"""Every text that a row may hold, found in the models, and traps written into all of them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, User
from django.contrib.postgres.fields import ArrayField
from django.db import Error, connection, models, transaction

from bulletins.models import Edition
from bulletins.snapshots import build_snapshot, fingerprint
from tests.hands import UNGUARDED
from tests.test_architecture import ROOMS

SHORTEST = 20  # no trap is shorter
MOST_ROWS = 12  # of one table
DISARMED = "sans piège"
SPACE = 3_000  # of a text without a limit: every trap in several fields of one page would be megabytes


@dataclass
class Written:
    """Pairs of a field and a trap: those that stand in a row, and those that the database refused."""

    stands: set[tuple[str, str]] = field(default_factory=set)
    refused: set[tuple[str, str]] = field(default_factory=set)

    @property
    def tried(self) -> set[tuple[str, str]]:
        return self.stands | self.refused

    def told(self) -> str:
        fields = {name for name, _ in self.stands}
        never = sorted({name for name, _ in self.refused} - fields)
        return f"{len(fields)} fields, {len(self.stands)} pairs; never taken: {', '.join(never) or 'none'}"


def text_fields() -> Iterator[tuple[type[models.Model], models.Field]]:
    """Texts without a list of values, of our models, their histories, accounts and Django's own journal."""
    for model in apps.get_models(include_auto_created=True):
        if model._meta.app_label in ROOMS or model in (User, Group, LogEntry):
            for one in model._meta.concrete_fields:
                if _holds_text(one):
                    yield model, one


def _holds_text(one: models.Field) -> bool:
    base = one.base_field if isinstance(one, ArrayField) else one
    return (
        isinstance(base, (models.CharField, models.TextField))
        and not isinstance(base, models.SlugField)
        and not (one.primary_key or base.choices or one.name == "password" or one.name.endswith("sha256"))
        and not isinstance(one, models.GeneratedField)
        and (base.max_length or SPACE) >= SHORTEST
    )


def write_everywhere(payloads: Sequence[str], *, turn: int, written: Written) -> None:
    """Each field of each row gets as many traps as it holds, others in each row and at each turn; then bulletins are
    frozen anew. A field that has had them all is disarmed: pages that show no other need not be opened again.
    Triggers are off: what the acts would refuse or clean is written as it is."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(UNGUARDED)
    for model, one in text_fields():
        name = f"{model._meta.label}.{one.name}"
        chunks = list(_chunks(payloads, one))
        if {(name, payload) for chunk in chunks for payload in chunk} <= written.tried:
            chunks = [[DISARMED]] if chunks and turn else []
        for place, key in enumerate(model._default_manager.order_by("pk").values_list("pk", flat=True)[:MOST_ROWS]):
            if chunks:
                _write(model, one, key, chunks[(turn + place) % len(chunks)], written)
    for edition in Edition.objects.all():
        snapshot = build_snapshot(edition.bulletin)
        Edition.objects.filter(pk=edition.pk).update(snapshot=snapshot, sha256=fingerprint(snapshot))


def _write(model: type[models.Model], one: models.Field, key: Any, chunk: list[str], written: Written) -> None:
    text = " ".join([*chunk, hashlib.md5(str(key).encode()).hexdigest()[:4]])  # rows that must differ do
    value = [text] if isinstance(one, ArrayField) else text
    try:
        with transaction.atomic():
            model._default_manager.filter(pk=key).update(**{one.name: value})
    except Error:
        into = written.refused
    else:
        into = written.stands
    if chunk != [DISARMED]:
        into.update((f"{model._meta.label}.{one.name}", payload) for payload in chunk)


def _chunks(payloads: Sequence[str], one: models.Field) -> Iterator[list[str]]:
    """The traps that fit into this field, as many together as it takes, each one first once where they are schemes."""
    base = one.base_field if isinstance(one, ArrayField) else one
    space = min(base.max_length or SPACE, SPACE) - 5
    chunk: list[str] = []
    for payload in (text for text in payloads if len(text) <= space):
        if chunk and len(" ".join([*chunk, payload])) > space:
            yield chunk
            chunk = []
        chunk.append(payload)
    if chunk:
        yield chunk


def pairs_to_write(payloads: Sequence[str]) -> set[tuple[str, str]]:
    """All that fit, of models that have a row."""
    return {
        (f"{model._meta.label}.{one.name}", payload)
        for model, one in text_fields()
        if model._default_manager.exists()
        for chunk in _chunks(payloads, one)
        for payload in chunk
    }
