"""Whom an erasure may be of: a person who is named, a contact, an account; each with what tells them in a text."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import AbstractBaseUser, User
from django.db import models

from bulletins.occulting.choice import Owner
from bulletins.occulting.erasing import Subject, subject_of
from ledger.erasing import accounts
from ledger.erasing.models import Erasure
from organisations.models import Contact, Person

Row = Person | Contact | AbstractBaseUser
MODELS: dict[str, type[models.Model]] = {
    Erasure.Kind.PERSON: Person,
    Erasure.Kind.CONTACT: Contact,
    Erasure.Kind.ACCOUNT: User,
}


def kind_of(row: Row) -> str:
    return next(kind for kind, model in MODELS.items() if isinstance(row, model))


def row_of(kind: str, key: int) -> Row | None:
    return MODELS[kind].objects.filter(pk=key).first()


def subject(row: Row, *, spared: Iterable[Owner] = (), families: Iterable[Owner] = ()) -> Subject:
    if isinstance(row, Person | Contact):
        return subject_of(row, spared=spared, families=families)
    return accounts.subject_of(row, spared=spared, families=families)


def right_to_erase(row: Row) -> str:
    """An account is erased by those who keep accounts."""
    return "ledger.view_ledger" if kind_of(row) == Erasure.Kind.ACCOUNT else "ledger.erase_person"
