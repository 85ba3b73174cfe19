"""What is kept of somebody who is erased, to find them again in a copy that is given back: hashes under the site's key.

Without SECRET_KEY, which no archive holds, they tell nothing: a plain hash of a number could be tried out.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.utils.crypto import constant_time_compare, salted_hmac

from french.accents import sort_key
from organisations.contacts import ContactKind
from organisations.models import Contact, Person

SALT = "ledger.erasing"
Row = Person | Contact | AbstractBaseUser


def prints_of(rows: Iterable[Row]) -> list[str]:
    """One for each name or value that a record has or had: it may have been put right since an archive was made."""
    return sorted({print_of(words) for row in rows for words in _words_of(row)})


def is_told_by(row: Row, prints: Iterable[str]) -> bool:
    """Is this record the one of the prints? Keys of before (SECRET_KEY_FALLBACKS) count."""
    known = list(prints)
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return any(
        constant_time_compare(print_of(words, secret=key), one)
        for key in keys
        for words in _words_of(row)
        for one in known
    )


def print_of(words: str, *, secret: str | None = None) -> str:
    return salted_hmac(SALT, words, secret=secret, algorithm="sha256").hexdigest()


def _words_of(row: Row) -> set[str]:
    if isinstance(row, Person):
        return {named(name) for name in {row.name, *row.history.values_list("name", flat=True)}}
    if isinstance(row, Contact):
        known = {(row.kind, row.value), *row.history.values_list("kind", "value")}
        return {written(kind, value) for kind, value in known}
    told = {f"compte {row.get_username()}"}
    if row.email:
        told.add(written(ContactKind.EMAIL, row.email))
    return told


def named(name: str) -> str:
    return f"nom {sort_key(name)}"


def written(kind: str, value: str) -> str:
    return f"{kind} {value.casefold()}"
