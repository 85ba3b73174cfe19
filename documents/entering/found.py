"""What the directory holds already of all that a few initiatives name: one look for each kind of row."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models

from communes.models import Area, Commune
from documents.review.draft import Draft
from french.accents import sort_key
from initiatives.models import Initiative
from organisations.models import Contact, Organisation, Person


class Found:
    """Rows by what documents say of them. Where several answer, the first in the order of their list."""

    FIELDS = ("organisations", "contacts", "persons", "areas", "communes")

    def __init__(self, told: dict[str, list[Draft]]) -> None:
        united = Organisation.objects.select_related("merged_into")
        self.organisations: dict[int, Organisation] = _by_key(united, told["organisations"])
        self.seatless: dict[tuple[str, str], Organisation] = {}
        if names := {sort_key(one["name"]) for one in told["organisations"]}:
            in_use_first = [models.F("merged_into").asc(nulls_first=True), "pk"]
            for row in united.filter(sort_key__in=names, seat=None).order_by(*in_use_first):
                self.seatless.setdefault((row.sort_key, row.kind), row)
        self.contacts: dict[tuple[str, str], Contact] = {}
        if values := {one["value"] for one in told["contacts"]}:
            rows = Contact.objects.filter(value__in=values).select_related("merged_into")
            self.contacts = {(row.kind, row.value): row for row in rows}
        self.persons: dict[int, Person] = _by_key(Person.objects.select_related("merged_into"), told["persons"])
        self.areas: dict[int, Area] = _by_key(Area.objects.all(), told["areas"])
        self.areas_by_name: dict[tuple[str, str], Area] = {}
        if names := {sort_key(one["name"]) for one in told["areas"]}:
            self.areas_by_name = {(row.kind, row.sort_key): row for row in Area.objects.filter(sort_key__in=names)}
        codes = {one["insee"] for one in told["communes"]}
        self.communes: dict[str, Commune] = Commune.objects.in_bulk(codes) if codes else {}


def linked(links: Iterable[Draft]) -> dict[int, Initiative]:
    """Of the initiatives that passages are linked to, those that are still there, with what their records hold."""
    keys = {link["pk"] for link in links}
    if not keys:
        return {}
    rows = Initiative.objects.filter(merged_into=None)
    return rows.prefetch_related("organisations", "places", "contacts", "figures").in_bulk(keys)


def _by_key(rows: models.QuerySet[Any], told: list[Draft]) -> dict[int, Any]:
    keys = {one["match"] for one in told if one.get("match")}
    return rows.in_bulk(keys) if keys else {}
