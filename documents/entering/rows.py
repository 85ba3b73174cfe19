"""Rows that an initiative shares with others: found again where they are known, made where they are not."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import models

from communes.models import Area, Commune
from communes.services import UnknownCommune, add_outside_commune
from documents.refusals import WritingRefused
from documents.review.draft import Draft
from french.accents import sort_key
from organisations.contacts import contacts_in
from organisations.models import Contact, Organisation, Person
from organisations.personal import is_personal


class Made:
    """What one import made and what it found again, by kind and in the order of writing."""

    def __init__(self) -> None:
        self.rows: list[tuple[str, models.Model]] = []
        self.reused: list[tuple[str, models.Model]] = []
        self.unwritten: list[dict[str, Any]] = []  # what known initiatives were not given
        self.said_once: list[dict[str, Any]] = []  # what texts repeated of their title and contacts

    def add(self, kind: str, row: models.Model) -> None:
        self.rows.append((kind, row))

    def reuse(self, kind: str, row: models.Model) -> None:
        if (kind, row) not in [*self.rows, *self.reused]:
            self.reused.append((kind, row))

    def find(self, kind: str, matches: Callable[[Any], bool]) -> Any:
        return next((row for known, row in self.rows if known == kind and matches(row)), None)


class RowMaker:
    def __init__(self, made: Made, *, by: AbstractBaseUser) -> None:
        self.made, self.by = made, by

    def organisation(self, value: Draft, *, is_nameless: bool) -> Organisation:
        row = Organisation.objects.filter(pk=value["match"]).first() if value["match"] else None
        # The database holds one organisation in use of a name and kind without a known seat.
        same = Organisation.objects.filter(sort_key=sort_key(value["name"]), kind=value["kind"], seat=None)
        row = row or same.order_by(models.F("merged_into").asc(nulls_first=True)).first()
        fresh = Organisation(name=value["name"], kind=value["kind"], is_nameless=is_nameless)
        return self._found_or_new("organisation", row and row.survivor, fresh)

    def contact(self, value: Draft, *, persons: Iterable[str] = ()) -> Contact:
        """A number or an address that is likely a person's own is not public until someone has asked that person."""
        row = Contact.objects.filter(kind=value["kind"], value=value["value"]).first()
        private = is_personal(value["kind"], value["value"], persons=persons)
        fresh = Contact(kind=value["kind"], value=value["value"], is_personal=private, is_public=not private)
        return self._found_or_new("contact", row, fresh)

    def person(self, value: Draft) -> Person:
        """One row for one name of the document. Not public until someone has asked that person."""
        row = Person.objects.filter(pk=value["match"]).first() if value["match"] else None
        row = row or self.made.find("person", lambda person: person.name == value["name"])
        capacity = "" if contacts_in(value["capacity"]) else value["capacity"]  # drafts of before may hold a number
        fresh = Person(name=value["name"], capacity=capacity, is_public=False)
        return self._found_or_new("person", row, fresh)

    def area(self, value: Draft) -> Area:
        row = Area.objects.filter(pk=value["match"]).first() if value["match"] else None
        row = row or Area.objects.filter(kind=value["kind"], sort_key=sort_key(value["name"])).first()
        note = "Nommé par un document importé : la liste des communes reste à faire."
        return self._found_or_new(
            "area", row, Area(name=value["name"], kind=value["kind"], code=value["code"], note=note)
        )

    def commune(self, value: Draft) -> Commune:
        row = Commune.objects.filter(insee=value["insee"]).first()
        if row:
            return row
        try:
            row = add_outside_commune(insee=value["insee"], by=self.by)
        except UnknownCommune as error:
            raise WritingRefused(str(error)) from None
        self.made.add("commune", row)
        return row

    def _found_or_new(self, kind: str, row: Any, fresh: Any) -> Any:
        if row:
            self.made.reuse(kind, row)
            return row
        try:
            fresh.full_clean(exclude=["slug"])
        except ValidationError as error:
            raise WritingRefused(f"« {fresh} » : " + " ".join(error.messages)) from None
        fresh._history_user = self.by
        fresh.save()
        self.made.add(kind, fresh)
        return fresh
