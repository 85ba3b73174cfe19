"""After a restore: what was erased since the archive was made is in the database again, and is erased again.

Whatever the list tells and the restored database does not know as done is younger than the archive. Its record is
found by key, and believed only if its name or value is the one of the prints; where the record is not there, texts
may tell it all the same (an import that was not accepted yet): they are searched by their prints.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, User
from django.db import connection, transaction
from django.utils.dateparse import parse_datetime
from psycopg2 import sql

from bulletins.occulting.choice import Choice
from bulletins.occulting.erasing import Subject, erase
from bulletins.occulting.everywhere import COLUMNS, texts_in
from bulletins.refusals import BulletinRefusal
from ledger.erasing import listing
from ledger.erasing.models import Erasure
from ledger.erasing.prints import is_told_by, named, print_of, written
from ledger.erasing.subjects import MODELS, row_of, subject
from organisations.contacts import contacts_in

WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
MOST_WORDS = 4  # of a name
PARTICLES = {"de", "du", "des", "le", "la", "d", "van", "von", "der", "den", "el", "ben"}


@dataclass
class Replayed:
    """`done` were erased again, `absent` stood nowhere in what was restored, `left` must be looked at, in words."""

    done: int = 0
    absent: int = 0
    left: list[str] = field(default_factory=list)


def replay(*, folders: Iterable[Path], now: datetime) -> Replayed:
    """`folders`: where archives lie, besides the places of the site's own lists. Each erasure is a transaction."""
    found, refused = listing.lines([*listing.files(), *(folder / listing.NAME for folder in folders)])
    told = Replayed()
    if refused:
        told.left.append(f"{refused} ligne(s) de la liste des effacements ne sont pas signées par ce site.")
    done = {str(uid) for uid in Erasure.objects.done().values_list("uid", flat=True)}
    for uid, line in found.items():
        if uid in done:
            continue
        try:
            with transaction.atomic():
                is_found = _erase_again(line, now=now)
                _remember(line, now=now)
        except BulletinRefusal as refusal:
            told.left.append(f"Effacement du {line['confirmed_at'][:10]}\u00a0: {refusal}")
            continue
        told.done += is_found
        told.absent += not is_found
    return told


def _erase_again(line: dict[str, Any], *, now: datetime) -> bool:
    row = row_of(line["kind"], line["key"])
    owners = {name: [(str(label), int(pk)) for label, pk in line[name]] for name in ("spared", "families")}
    if row is not None and is_told_by(row, line["prints"]):
        again = subject(row, **owners)
    elif choice := _told_in_texts(set(line["prints"])):
        stand_in = MODELS[line["kind"]](pk=line["key"])
        again = Subject([stand_in], choice, lambda: "aucune fiche")
    else:
        return False
    erase(again, by=_author(line["confirmed_by"]), reason="Effacement rejoué après une restauration", now=now)
    return True


def _author(key: int) -> AbstractBaseUser:
    """Who confirmed, where the restored database has the account; else whoever administers."""
    accounts = User.objects.order_by("-is_superuser", "pk")
    return accounts.filter(pk=key).first() or accounts.filter(groups__name="administration").first() or accounts.first()


def _remember(line: dict[str, Any], *, now: datetime) -> None:
    """The row that the archive has not, or has as a request that waits."""
    asked, confirmed = _author(line["asked_by"]), _author(line["confirmed_by"])
    values = {
        "kind": line["kind"],
        "key": line["key"],
        "reason": line["reason"],
        "spared": line["spared"],
        "families": line["families"],
        "prints": line["prints"],
        "asked_at": parse_datetime(line["asked_at"]),
        "asked_by": asked,
        "confirmed_at": parse_datetime(line["confirmed_at"]),
        "confirmed_by": confirmed,
        "replayed_at": now,
        # Where an account is missing both keys may stand for one: the list knows who turned them.
        "alone_because": "rejoué après une restauration" if line["is_alone"] or asked == confirmed else "",
    }
    Erasure.objects.update_or_create(uid=line["uid"], defaults=values)


def _told_in_texts(prints: set[str]) -> Choice | None:
    """What texts of any table tell by one of the prints."""
    names: dict[int, str] = {}
    contacts: set[tuple[str, str]] = set()
    for text in _every_text():
        for words in _names_in(text):
            if print_of(named(words)) in prints:
                names[-len(names) - 1] = words
        contacts |= {(kind, value) for kind, value in contacts_in(text) if print_of(written(kind, value)) in prints}
    return Choice(names, frozenset(contacts), (), is_everywhere=True) if names or contacts else None


def _names_in(text: str) -> Iterator[str]:
    """Runs of words with capitals, as they stand and with the family name last."""
    words = [match[0] for match in WORD.finditer(text)]
    for start in range(len(words)):
        for length in range(2, MOST_WORDS + 1):
            run = words[start : start + length]
            if len(run) < length or not all(word[0].isupper() or word.lower() in PARTICLES for word in run):
                break
            yield " ".join(run)
            yield " ".join([run[-1], *run[:-1]])


def _every_text() -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS)
        tables = cursor.fetchall()
    for table, columns in tables:
        question = sql.SQL("SELECT {} FROM {}").format(
            sql.SQL(", ").join(map(sql.Identifier, columns)), sql.Identifier(table)
        )
        with connection.cursor() as cursor:
            cursor.execute(question)
            while rows := cursor.fetchmany(500):
                for row in rows:
                    for value in row:
                        yield from texts_in(value)
