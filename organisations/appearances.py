"""Where a person or a contact appears. Each room that may name them says what it knows; this one only asks.

A registry and not an import: initiatives, bulletins and documents come after this room.
"""

from __future__ import annotations

import re
import unicodedata
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
# What every writing of it holds, and whether that is made of digits.
Needle = tuple[str, bool]
SHORTEST_RUN = 3  # letters; fewer stand in nearly every text


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
    return sieved(queryset, [needle_of(row)], *columns)


def sieved(queryset: models.QuerySet, needles: Iterable[Needle], *columns: str) -> models.QuerySet:
    """The rows that hold one of the needles in one of the columns."""
    condition = models.Q(pk=None)
    for number, column in enumerate(columns):
        text, plain = f"sieved_{number}", f"sieved_plain_{number}"
        queryset = queryset.alias(
            **{text: Cast(column, models.TextField()), plain: Plain(Cast(column, models.TextField()))}
        )
        for needle, is_number in needles:
            if is_number:
                # Its digits in their order, which every writing passes and few texts but long ones: asked first, thirty
                # times faster. Not of JSON, which holds all digits and would be written out a second time.
                is_long = isinstance(queryset.model._meta.get_field(column), models.JSONField)
                in_order = models.Q() if is_long else models.Q(Like(text, models.Value(f"%{'%'.join(needle)}%")))
                condition |= in_order & models.Q(**{f"{text}__regex": digits_apart(needle)})
            else:
                condition |= models.Q(**{f"{plain}__contains": needle})
    return queryset.filter(condition)


class Like(models.Func):
    """A text and a pattern of LIKE, whose % stands for anything."""

    template = "(%(expressions)s)"
    arg_joiner = " LIKE "
    output_field = models.BooleanField()


def digits_apart(digits: str) -> str:
    """Its digits with anything but digits between them, “%20” and “\\u00a0” included, as PostgreSQL's patterns say it.

    Read many times faster than a text is brought down to its digits.
    """
    return r"(?:\\u[0-9a-fA-F]{4}|%[0-9a-fA-F]{2}|\D)*".join(digits)


def link_to(row: models.Model) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def needle_of(row: Row) -> Needle:
    if isinstance(row, Person):
        return needle_of_name(row.name)
    return needle_of_contact(row.kind, row.value)


def needle_of_name(name: str) -> Needle:
    """Letters of the family name: whatever form a text gives the name, they are in it."""
    words = [word for word in re.split(r"[\s-]+", name.strip()) if word]
    return _longest_run(" ".join(words[1:] or words)), False


def needle_of_contact(kind: str, value: str) -> Needle:
    if kind == ContactKind.PHONE:
        return re.sub(r"\D", "", contact_label(kind, value)).removeprefix("0"), True
    bare = re.sub(r"^https?://(?:www\.)?", "", value, flags=re.IGNORECASE).rstrip("/")
    if kind == ContactKind.EMAIL:
        bare = bare.partition("@")[0]
    elif kind == ContactKind.TWITTER:
        bare = bare.rpartition("/")[2]
    return _longest_run(bare), False


def needle_of_words(words: str) -> Needle:
    return _longest_run(words), False


def _longest_run(text: str) -> str:
    """Its longest run of letters that nobody writes in two ways: an accent may be typed, left out or put as %C3%A9."""
    runs = re.findall(r"[a-z0-9]+", unicodedata.normalize("NFC", text).lower())
    longest = max(runs, key=len, default="")
    return longest if len(longest) >= SHORTEST_RUN else without_accents(text).lower().split(" ")[-1]


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
