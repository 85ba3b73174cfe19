"""Where a person or a contact appears. Each room that may name them says what it knows; this one only asks.

A registry and not an import: initiatives, bulletins and documents come after this room.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import models
from django.db.models.functions import Cast
from django.urls import reverse

from backoffice.search import Plain
from french.accents import without_accents
from organisations.contacts import ContactKind, contact_label
from organisations.models import Contact, Organisation, Person
from organisations.privacy import hide_contacts, hide_names

Row = Contact | Person


@dataclass(frozen=True)
class Appearance:
    """One place, as a link of the back office: “Initiative”, its title, and in what way."""

    kind: str
    label: str
    url: str
    way: str = ""


Finder = Callable[[Row], Iterable[Appearance]]
_finders: list[Finder] = []


def register(finder: Finder) -> None:
    """Called by a room as it starts. A finder makes a fixed number of queries."""
    _finders.append(finder)


def appearances_of(row: Row) -> list[Appearance]:
    return [place for finder in (_organisations, *_finders) for place in finder(row)]


def tells(row: Row, text: str) -> bool:
    """Does the text name the person, or print the contact, in whatever form?"""
    if isinstance(row, Person):
        return hide_names(text, [row.name]) != text
    return hide_contacts(text, [(row.kind, row.value)]) != text


def likely(row: Row, queryset: models.QuerySet, *columns: str) -> models.QuerySet:
    """The rows that may tell it in one of the columns: a sieve in the database, coarser than `tells`."""
    needle, is_number = needle_of(row)
    # Its digits with anything but digits between them: read many times faster than the text is brought down to digits.
    wanted = {"regex": r"\D*".join(needle)} if is_number else {"contains": needle}
    condition = models.Q()
    for number, column in enumerate(columns):
        name = f"sieved_{number}"
        text = Cast(column, models.TextField())
        queryset = queryset.alias(**{name: text if is_number else Plain(text)})
        condition |= models.Q(**{f"{name}__{how}": part for how, part in wanted.items()})
    return queryset.filter(condition)


def link_to(row: models.Model) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def needle_of(row: Row) -> tuple[str, bool]:
    """What every writing of it holds, and whether that is made of digits."""
    if isinstance(row, Person):
        words = re.split(r"[\s-]+", row.name.strip())
        return without_accents(words[-1]).lower(), False
    if row.kind == ContactKind.PHONE:
        return re.sub(r"\D", "", contact_label(row.kind, row.value)).removeprefix("0"), True
    bare = re.sub(r"^https?://(?:www\.)?", "", row.value, flags=re.IGNORECASE).rstrip("/")
    local = bare.partition("@")[0] if row.kind == ContactKind.EMAIL else bare.split(" ")[0]
    handle = local.rpartition("/")[2] if row.kind == ContactKind.TWITTER else local
    return without_accents(handle).lower(), False


def _organisations(row: Row) -> Iterable[Appearance]:
    attached = models.Q(contacts=row) if isinstance(row, Contact) else models.Q(pk=None)
    found = likely(row, Organisation.objects.all(), "description", "other_names", "name")
    keys = (
        set(Organisation.objects.filter(attached).values_list("pk", flat=True)) if isinstance(row, Contact) else set()
    )
    for one in Organisation.objects.filter(models.Q(pk__in=keys) | models.Q(pk__in=found.values("pk"))):
        is_told = any(tells(row, text) for text in (one.name, one.other_names, one.description))
        if one.pk in keys or is_told:
            way = "parmi ses contacts" if one.pk in keys else "dans son nom ou sa présentation"
            yield Appearance("Organisation", str(one), link_to(one), way)
