"""What the product writes after an act, made in bulk: frozen editions with citations, first rows of the history."""

from __future__ import annotations

from collections import defaultdict

from django.db import connection, transaction

from bulletins.models import Bulletin, Citation, Edition, Series
from bulletins.snapshots import build_snapshot, fingerprint, sections_read
from initiatives.models import Initiative
from organisations.models import Organisation

REMEMBERED = (Initiative, Organisation, Bulletin)
BATCH = 40  # bulletins whose snapshots are held at once


def freeze_bulletins() -> int:
    """The edition and the citations of each published bulletin, by the product's own snapshot; how many."""
    bulletins = list(Bulletin.objects.published().select_related("series").prefetch_related("links").order_by("pk"))
    for start in range(0, len(bulletins), BATCH):
        _freeze(bulletins[start : start + BATCH])
    Series.objects.update(last_number=len(bulletins))
    return len(bulletins)


@transaction.atomic
def _freeze(bulletins: list[Bulletin]) -> None:
    sections = defaultdict(list)
    for section in sections_read().filter(bulletin__in=bulletins):
        sections[section.bulletin_id].append(section)
    editions = []
    for bulletin in bulletins:
        snapshot = build_snapshot(bulletin, sections[bulletin.pk])
        editions.append(
            Edition(
                bulletin=bulletin,
                snapshot=snapshot,
                sha256=fingerprint(snapshot),
                published_at=bulletin.published_at,
                published_by_id=bulletin.published_by_id,
            )
        )
    Edition.objects.bulk_create(editions)
    Citation.objects.bulk_create(
        Citation(
            bulletin=edition.bulletin,
            initiative_id=entry["id"],
            heading=section["heading"],
            wording=entry["wording"],
            position=position,
        )
        for edition in editions
        for position, (section, entry) in enumerate(_told(edition), start=1)
    )


def _told(edition: Edition) -> list[tuple[dict, dict]]:
    return [(section, entry) for section in edition.snapshot["sections"] for entry in section["entries"]]


def remember() -> None:
    """One row of history for each initiative, organisation and bulletin: that it was entered."""
    with connection.cursor() as cursor:
        for model in REMEMBERED:
            history = model.history.model._meta
            own = {field.column for field in model._meta.local_fields}
            copied = ", ".join(field.column for field in history.local_fields if field.column in own)
            moment = "created_at" if "created_at" in own else "updated_at"
            cursor.execute(
                f"INSERT INTO {history.db_table} ({copied}, history_date, history_type, history_change_reason) "
                f"SELECT {copied}, {moment}, '+', '' FROM {model._meta.db_table}"
            )
