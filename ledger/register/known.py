"""Everybody whom the database knows by a record: persons who are named, contacts that are a person's, accounts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import F, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat, NullIf
from django.db.models.functions.comparison import Coalesce

from backoffice.search import Plain, containing_words
from ledger.erasing.models import Erasure
from ledger.register.grounds import Ground, ground_of, with_use
from organisations.contacts import ContactKind, contacts_in, normalise_contact
from organisations.models import Contact, Person

PAGE = 50
PERSON, CONTACT, ACCOUNT = Erasure.Kind.PERSON, Erasure.Kind.CONTACT, Erasure.Kind.ACCOUNT
AT = re.compile(r"\s*[(\[](?:at|a|arobase)[)\]]\s*", re.IGNORECASE)
FEWEST_DIGITS = 4  # of a number that is looked for by a part


@dataclass(frozen=True)
class Line:
    kind: Erasure.Kind
    row: Any
    words: str
    detail: str
    ground: Ground


def rows_known(kind: str) -> QuerySet:
    """All rows of a kind that the ledger holds."""
    if kind == PERSON:
        return Person.objects.unmerged()
    if kind == CONTACT:
        return Contact.objects.unmerged().filter(is_personal=True)
    return User.objects.all()


def found(text: str, kind: str) -> QuerySet:
    """Those of a kind that a name, a number or a mail means, in whatever form it is written."""
    rows = rows_known(kind)
    text = text.replace("\x00", "").strip()
    if not text:
        return rows
    values = _values_of(text)
    if kind == CONTACT:
        digits = re.sub(r"\D", "", text).lstrip("0")
        by_digits = Q(kind=ContactKind.PHONE, value__contains=digits) if len(digits) >= FEWEST_DIGITS else Q(pk=None)
        by_words = Q(pk__in=containing_words(rows, text, keys=(), columns=("value", "label")).values("pk"))
        return rows.filter(Q(value__in=values) | by_digits | by_words)
    columns = ("name", "capacity") if kind == PERSON else ("username", "first_name", "last_name", "email")
    by_words = Q(pk__in=containing_words(rows, text, keys=(), columns=columns).values("pk"))
    return rows.filter(by_words | Q(email__in=values)) if kind == ACCOUNT else rows.filter(by_words)


def page_of(text: str, *, kinds: list[str], number: int) -> tuple[list[Line], bool]:
    """One page of the ledger by name, and whether another follows: one query for its keys, one a kind for its rows."""
    keys = [_keys(found(text, kind), kind) for kind in kinds]
    union = keys[0].union(*keys[1:], all=True) if len(keys) > 1 else keys[0]
    start = (number - 1) * PAGE
    chosen = list(union.order_by("told", "nature", "pk")[start : start + PAGE + 1])
    rows = {
        kind: with_use(rows_known(kind)).in_bulk([one["pk"] for one in chosen if one["nature"] == kind])
        for kind in kinds
    }
    lines = [line_of(one["nature"], rows[one["nature"]][one["pk"]]) for one in chosen[:PAGE]]
    return lines, len(chosen) > PAGE


def line_of(kind: str, row: Any) -> Line:
    if kind == PERSON:
        words, detail = row.name, row.capacity
    elif kind == CONTACT:
        words, detail = row.printed, row.label
    else:
        words, detail = row.get_full_name() or row.get_username(), "" if row.is_active else "compte fermé"
    return Line(Erasure.Kind(kind), row, words, detail, ground_of(row))


def _keys(rows: QuerySet, kind: str) -> QuerySet:
    if kind == ACCOUNT:
        full = Concat("last_name", Value(" "), "first_name", output_field=TextField())
        name: Any = Coalesce(NullIf(full, Value(" ")), Cast("username", TextField()))
    else:
        name = Cast(F("name" if kind == PERSON else "value"), TextField())
    # A contact has a kind of its own, so that the name of the column is another one.
    return rows.order_by().annotate(nature=Value(str(kind)), told=Plain(name)).values("nature", "pk", "told")


def _values_of(text: str) -> list[str]:
    """Stored forms of what was typed: “03.21…”, “(at)”, a link."""
    text = AT.sub("@", text)
    values = [value for _, value in contacts_in(text)]
    for kind in (ContactKind.PHONE, ContactKind.EMAIL):
        try:
            values.append(normalise_contact(kind, text))
        except ValidationError:
            continue
    return [*values, *map(str.lower, values)]
