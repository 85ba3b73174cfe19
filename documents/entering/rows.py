"""Rows that initiatives share with others: found again where they are known, made where they are not."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import models

from backoffice.recording import add_all
from communes.models import Area, Commune
from communes.services import UnknownCommune, add_outside_communes
from documents.entering.checking import check_alone, check_fields, refusing
from documents.entering.found import Found
from documents.refusals import WritingRefused
from documents.review.draft import Draft
from french.accents import sort_key
from initiatives.models import Place
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
    """Finds or makes what a few initiatives share with others. All of it is looked for at once; organisations, contacts
    and persons that it makes have no key before `write`."""

    def __init__(self, values: list[Draft], made: Made, *, by: AbstractBaseUser) -> None:
        self.made, self.by = made, by
        told = {field: [one for value in values for one in value[field]] for field in Found.FIELDS}
        self.found = Found(told)
        self._new: dict[str, list[models.Model]] = {"organisation": [], "contact": [], "person": []}
        acted_in = {one["insee"] for one in told["communes"] if one["role"] in Place.Role.values}
        self._unknown = sorted(acted_in - self.found.communes.keys())
        self._outside: dict[str, Commune] = {}

    def organisation(self, value: Draft, *, is_nameless: bool) -> Organisation:
        # The database holds one organisation in use of a name and kind without a known seat.
        key = (sort_key(value["name"]), value["kind"])
        row = self.found.organisations.get(value["match"]) or self.found.seatless.get(key)
        fresh = Organisation(name=value["name"], kind=value["kind"], is_nameless=is_nameless)
        fresh.fill_in()
        row = self._found_or_new("organisation", row and row.survivor, fresh, check=check_fields)
        self.found.seatless.setdefault(key, row)
        return row

    def contact(self, value: Draft, *, persons: Iterable[str] = ()) -> Contact:
        """A number or an address that is likely a person's own is not public until someone has asked that person."""
        key = (value["kind"], value["value"])
        private = is_personal(*key, persons=persons)
        fresh = Contact(kind=value["kind"], value=value["value"], is_personal=private, is_public=not private)
        row = self._found_or_new("contact", self.found.contacts.get(key), fresh)
        self.found.contacts[key] = row
        return row

    def person(self, value: Draft) -> Person:
        """One row for one name of the document. Not public until someone has asked that person."""
        row = self.found.persons.get(value["match"])
        row = row or self.made.find("person", lambda person: person.name == value["name"])
        capacity = "" if contacts_in(value["capacity"]) else value["capacity"]  # drafts of before may hold a number
        fresh = Person(name=value["name"], capacity=capacity, is_public=False)
        return self._found_or_new("person", row, fresh)

    def area(self, value: Draft) -> Area:
        key = (value["kind"], sort_key(value["name"]))
        row = self.found.areas.get(value["match"]) or self.found.areas_by_name.get(key)
        if row:
            self.made.reuse("area", row)
            return row
        note = "Nommé par un document importé : la liste des communes reste à faire."
        row = Area(name=value["name"], kind=value["kind"], code=value["code"], note=note)
        with refusing(f"« {row} »"):
            row.full_clean(exclude=["slug"])
        row._history_user = self.by
        row.save()  # at once: its address is to be free, and documents hardly name areas that nobody knows
        self.made.add("area", row)
        self.found.areas_by_name[key] = row
        return row

    def commune(self, value: Draft) -> Commune:
        if row := self.found.communes.get(value["insee"]):
            return row
        if not self._outside:
            try:
                self._outside = add_outside_communes(codes=self._unknown, by=self.by)
            except UnknownCommune as error:
                raise WritingRefused(str(error)) from None
        row = self._outside[value["insee"]]
        self.found.communes[value["insee"]] = row
        self.made.add("commune", row)
        return row

    def write(self) -> None:
        for rows in self._new.values():
            add_all(rows, by=self.by)
            rows.clear()

    def _found_or_new(
        self, kind: str, row: Any, fresh: Any, *, check: Callable[[models.Model, str], None] = check_alone
    ) -> Any:
        if row:
            self.made.reuse(kind, row)
            return row
        check(fresh, f"« {fresh} »")
        self.made.add(kind, fresh)
        self._new[kind].append(fresh)
        return fresh
