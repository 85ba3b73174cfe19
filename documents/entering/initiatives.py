"""Initiatives as rows: written the same whether a document told them or an officer typed one. Inside a transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.utils import timezone

from backoffice.recording import ADDED, Recording, add_all, reserved_keys
from documents.entering.accounting import unwritten
from documents.entering.checking import check_alone
from documents.entering.found import linked
from documents.entering.nameless import names_nobody
from documents.entering.privacy import names_in
from documents.entering.rows import Made, RowMaker
from documents.refusals import WritingRefused
from documents.review.draft import Draft
from initiatives.figures import proposed_measure
from initiatives.models import Coverage, Figure, Initiative, Participation, Place, Theme
from initiatives.repetition import said_once
from organisations.models import Contact, Mergeable, Person

Row = TypeVar("Row", bound=Mergeable)

MEASURES = {  # a total is told by its unit
    "target": Figure.Measure.TARGET,
    "per_day": Figure.Measure.RATE_DAY,
    "per_week": Figure.Measure.RATE_WEEK,
}


def write_initiative(value: Draft, *, theme: Theme, day: date | None, made: Made, by: AbstractBaseUser) -> Initiative:
    """The draft initiative that `value` tells on `day`, or the known one that it is linked to as “la même”."""
    writer = InitiativeWriter([value], made=made, by=by)
    initiative = writer.initiative(value, theme=theme, day=day)
    writer.write()
    return initiative


class InitiativeWriter:
    """Makes rows of a few initiatives one after the other, then writes them all in a number of queries that does not
    grow with theirs.

    The form of a value is that of an initiative of `review.draft`: it may come from a document or be typed.
    """

    def __init__(self, values: list[Draft], *, made: Made, by: AbstractBaseUser) -> None:
        self.made, self.by = made, by
        self.maker = RowMaker([value for value in values if not _is_known(value)], made, by=by)
        self._known = linked(value["link"] for value in values if value["link"])
        self._keys = reserved_keys(Initiative, sum(not _is_known(value) for value in values))
        self._new: list[Initiative] = []
        self._shared: dict[int, Shared] = {}
        self._parts: dict[type[models.Model], list[models.Model]] = {
            model: [] for model in (Participation, Place, Coverage, Figure)
        }

    def initiative(self, value: Draft, *, theme: Theme, day: date | None) -> Initiative:
        """The draft initiative that `value` tells on `day`, not stored yet but with its key, or the known one that it
        is linked to as “la même”. Raises WritingRefused with the place where the officer can mend it.
        """
        link = value["link"] or {}
        known = self._known.get(link["pk"]) if link else None
        if link and known is None:
            raise WritingRefused(
                f"« {link['title']} » n’est plus dans le répertoire : choisissez de nouveau pour « {value['title']} »."
            )
        if _is_known(value):
            self.made.reuse("initiative", known)
            if left := unwritten(value, known):
                self.made.unwritten.append({"pk": known.pk, "title": known.title, "values": left})
            return known
        if named := names_in(value["title"], value):
            raise WritingRefused(
                f"Le titre « {value['title']} » nomme {named[0]}, et un titre passe dans l’adresse de la page : "
                "retirez-en le nom."
            )
        contacts = [(one["kind"], one["value"]) for one in value["contacts"]]
        initiative = Initiative(
            title=value["title"],
            summary=said_once(value["text"], titles=[value["title"]], contacts=contacts).text,
            theme=theme,
            started_on=day,
            created_by=self.by,
            follows=known,
        )
        check_alone(initiative, f"« {value['title']} »")
        initiative.pk = next(self._keys)
        initiative.fill_in()
        self._new.append(initiative)
        self.made.add("initiative", initiative)
        self._part(initiative, value, day)
        return initiative

    def contacts_of(self, initiative: Initiative) -> list[tuple[str, str]]:
        """What pages list beside the text: kind and value, in the order of their values."""
        shared = self._shared.get(initiative.pk)
        rows = shared.contacts if shared else initiative.contacts.all()
        return sorted({(row.kind, row.value) for row in rows}, key=lambda contact: contact[1])

    def write(self) -> None:
        """Store all that was made. An initiative comes after its parts: its words are then searched for only once."""
        began_at = timezone.now()
        self.maker.write()
        for rows in self._parts.values():
            add_all(rows)
        contacts = self._linked(Initiative.contacts.through, "contact")
        persons = self._linked(Initiative.persons.through, "person")
        Initiative.objects.bulk_create(self._new)
        recording = Recording(Initiative)
        for row in self._new:
            # As when each is saved, given its contacts, then its persons.
            recording.tell(row, ADDED, at=began_at, attached={})
            attached = {"contacts": contacts.get(row.pk, []), "persons": []}
            if attached["contacts"]:
                recording.tell(row, attached=dict(attached))
            if row.pk in persons:
                recording.tell(row, attached=attached | {"persons": persons[row.pk]})
        recording.write_history()

    def _part(self, initiative: Initiative, value: Draft, day: date | None) -> None:
        """Its own rows, and those that it shares with others, once each."""
        actors = {}
        for position, told in enumerate(value["organisations"]):
            actor = self.maker.organisation(told, is_nameless=names_nobody(told, value))
            actors.setdefault(id(actor) if actor.pk is None else actor.pk, (actor, position))
        self._parts[Participation] += [
            Participation(initiative=initiative, organisation=actor, role=Participation.Role.ACTOR, position=position)
            for actor, position in actors.values()
        ]
        # A mere landmark is no place of the initiative.
        places = [(self.maker.commune(one), one["role"]) for one in value["communes"] if one["role"] in Place.Role]
        self._parts[Place] += [
            Place(initiative=initiative, commune=commune, role=role) for commune, role in dict.fromkeys(places)
        ]
        self._parts[Coverage] += [
            Coverage(initiative=initiative, area=area, role=Coverage.Role.ACTS)
            for area in dict.fromkeys(self.maker.area(one) for one in value["areas"])
        ]
        self._parts[Figure] += _figures(initiative, value, as_of=day)
        named = [person["name"] for person in value["persons"]]
        self._shared[initiative.pk] = Shared(
            contacts=_with_survivors([self.maker.contact(one, persons=named) for one in value["contacts"]]),
            persons=_with_survivors([self.maker.person(one) for one in value["persons"]]),
        )

    def _linked(self, through: type[models.Model], kind: str) -> dict[int, list[models.Model]]:
        links: dict[int, list[models.Model]] = {}
        for pk, shared in self._shared.items():
            keys = dict.fromkeys(row.pk for row in getattr(shared, f"{kind}s"))
            if keys:
                links[pk] = [through(initiative_id=pk, **{f"{kind}_id": key}) for key in keys]
        through._default_manager.bulk_create([link for held in links.values() for link in held])
        return links


@dataclass
class Shared:
    """The rows that an initiative shares with others; some may stand twice."""

    contacts: list[Contact]
    persons: list[Person]


def _is_known(value: Draft) -> bool:
    return bool(value["link"]) and value["link"].get("kind") == "same"


def _with_survivors(rows: list[Row]) -> list[Row]:
    """One that was united with another stays beside that other: the text writes it so, and is cleared of it so."""
    return [*rows, *(row.survivor for row in rows)]


def _figures(initiative: Initiative, value: Draft, *, as_of: date | None) -> list[Figure]:
    rows = []
    for position, told in enumerate(value["figures"]):
        figure = Figure(
            initiative=initiative,
            item=(told["item"] or told["unit"])[:120],
            amount=told["amount"],
            unit=told["unit"][:40],
            measure=MEASURES.get(told["period"]) or proposed_measure(told["unit"]),
            is_approximate=told["approximate"],
            as_of=as_of if told["period"] == "total" else None,
            position=position,
        )
        check_alone(figure, f"Chiffre de « {initiative.title} »")
        rows.append(figure)
    return rows
