"""One initiative as rows: written the same whether a document told it or an officer typed it. Inside a transaction."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import models

from documents.entering.accounting import unwritten
from documents.entering.nameless import names_nobody
from documents.entering.privacy import names_in
from documents.entering.rows import Made, RowMaker
from documents.refusals import WritingRefused
from documents.review.draft import Draft
from initiatives.figures import proposed_measure
from initiatives.models import Coverage, Figure, Initiative, Participation, Place, Theme
from initiatives.repetition import said_once
from organisations.models import Mergeable

MEASURES = {  # a total is told by its unit
    "target": Figure.Measure.TARGET,
    "per_day": Figure.Measure.RATE_DAY,
    "per_week": Figure.Measure.RATE_WEEK,
}


def write_initiative(value: Draft, *, theme: Theme, day: date | None, made: Made, by: AbstractBaseUser) -> Initiative:
    """The draft initiative that `value` tells on `day`, or the known one that it is linked to as “la même”.

    The form of `value` is that of an initiative of `review.draft`: it may come from a document or be typed. Raises
    WritingRefused with the place where the officer can mend it.
    """
    link = value["link"] or {}
    known = Initiative.objects.filter(pk=link["pk"], merged_into=None).first() if link else None
    if link and known is None:
        raise WritingRefused(
            f"« {link['title']} » n’est plus dans le répertoire : choisissez de nouveau pour « {value['title']} »."
        )
    if link.get("kind") == "same":
        made.reuse("initiative", known)
        if left := unwritten(value, known):
            made.unwritten.append({"pk": known.pk, "title": known.title, "values": left})
        return known
    if named := names_in(value["title"], value):
        raise WritingRefused(
            f"Le titre « {value['title']} » nomme {named[0]}, et un titre passe dans l’adresse de la page : "
            "retirez-en le nom."
        )
    initiative = Initiative(
        title=value["title"],
        summary=said_once(
            value["text"], titles=[value["title"]], contacts=[(one["kind"], one["value"]) for one in value["contacts"]]
        ).text,
        theme=theme,
        started_on=day,
        created_by=by,
        follows=known,
    )
    save_checked(initiative, f"« {value['title']} »")
    made.add("initiative", initiative)
    maker = RowMaker(made, by=by)
    for position, organisation in enumerate(value["organisations"]):
        Participation.objects.get_or_create(
            initiative=initiative,
            organisation=maker.organisation(organisation, is_nameless=names_nobody(organisation, value)),
            role=Participation.Role.ACTOR,
            defaults={"position": position},
        )
    for place in value["communes"]:
        if place["role"] in Place.Role.values:  # a mere landmark is no place of the initiative
            Place.objects.get_or_create(initiative=initiative, commune=maker.commune(place), role=place["role"])
    for covered in value["areas"]:
        Coverage.objects.get_or_create(initiative=initiative, area=maker.area(covered), role=Coverage.Role.ACTS)
    _write_figures(initiative, value, as_of=day)
    named = [person["name"] for person in value["persons"]]
    contacts = [maker.contact(contact, persons=named) for contact in value["contacts"]]
    initiative.contacts.set(_with_survivors(contacts))
    initiative.persons.set(_with_survivors([maker.person(person) for person in value["persons"]]))
    return initiative


def _with_survivors(rows: list[Mergeable]) -> set[Mergeable]:
    """One that was united with another stays beside that other: the text writes it so, and is cleared of it so."""
    return {*rows, *(row.survivor for row in rows)}


def _write_figures(initiative: Initiative, value: Draft, *, as_of: date | None) -> None:
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
        save_checked(figure, f"Chiffre de « {initiative.title} »")


def save_checked(row: models.Model, where: str) -> None:
    """Save a checked row; what the model refuses is told with the place where the officer can mend it."""
    try:
        row.full_clean()
    except ValidationError as error:
        raise WritingRefused(f"{where} : " + " ".join(error.messages)) from None
    row.save()
