"""Where somebody appears, for the page that answers a request; and where an earlier value is still to be read after it
was put right."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import AbstractBaseUser

from backoffice.models import JournalLine
from bulletins.models import Edition
from bulletins.occulting.choice import Choice
from bulletins.occulting.everywhere import found_anywhere
from ledger.erasing.findings import Findings, findings_of
from organisations.appearances import Appearance, appearances_of, link_to
from organisations.models import Contact, Person


@dataclass
class Whereabouts:
    """`places` as links, `findings` with the words and with what may be a namesake's, `acts` of an account."""

    places: list[Appearance]
    findings: Findings
    acts: int = 0
    outdated: list[Outdated] = field(default_factory=list)


@dataclass(frozen=True)
class Outdated:
    """An edition that prints a value of before, with the ways on."""

    value: str
    label: str
    url: str
    bulletin_url: str


def whereabouts(row: Person | Contact | AbstractBaseUser) -> Whereabouts:
    findings = findings_of(row)
    if isinstance(row, Person | Contact):
        return Whereabouts(appearances_of(row), findings, outdated=outdated(row))
    places = [Appearance(place.kind, place.label, place.url) for place in findings.places if place.is_named]
    return Whereabouts(places, findings, acts=JournalLine.objects.of_account(row).count())


def earlier_values(row: Person | Contact) -> list[str]:
    """What the record said before, each once, the latest first."""
    told = "name" if isinstance(row, Person) else "value"
    values = row.history.order_by("-history_date", "-pk").values_list(told, flat=True)
    return [value for value in dict.fromkeys(values) if value != getattr(row, told)]


def outdated(row: Person | Contact) -> list[Outdated]:
    """Editions that print an earlier value: they are frozen, a rectificatif or an occultation is the way on."""
    left = []
    for value in earlier_values(row):
        for one in found_anywhere(_choice(row, value)):
            if one.model is Edition:
                edition = Edition.objects.select_related("bulletin__series").get(pk=one.key)
                label = f"{edition.bulletin}, révision {edition.revision}"
                left.append(Outdated(value, label, link_to(edition), link_to(edition.bulletin)))
    return list(dict.fromkeys(left))


def _choice(row: Any, value: str) -> Choice:
    if isinstance(row, Person):
        return Choice({row.pk: value}, frozenset(), (), is_everywhere=True)
    return Choice({}, frozenset([(row.kind, value)]), (), is_everywhere=True)
