"""“Effacer partout”: an occultation that starts from the person or the contact, and leaves not even the record.

The act itself, for whoever was allowed to ask for it: `ledger.erasing` holds the two keys.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.contrib.admin.models import DELETION, LogEntry
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils import timezone

from backoffice.journal.erasing import forget_records, mask_words
from backoffice.journal.kinds import Kind
from backoffice.journal.writing import note
from bulletins.occulting.acts import NotOccultable, OccultationIncomplete, destroy
from bulletins.occulting.choice import Choice, Owner, choice_of
from bulletins.occulting.elsewhere import PLACES, Rows
from bulletins.occulting.everywhere import found_anywhere, owner_of_line, texts_in
from french.wording import counted, enumerated
from organisations.models import Contact, Person

MOST_TOLD = 20  # places in one sentence


@dataclass(frozen=True)
class Erasure:
    """What was destroyed and what was searched afterwards, in words."""

    done: list[str]
    searched: list[str]

    def __str__(self) -> str:
        return (
            f"Effacé partout : {enumerated(self.done)}. Vérifié ensuite, il n’en reste rien ici : "
            f"{enumerated(self.searched)}. Les sauvegardes le gardent jusqu’à leur terme."
        )


@dataclass(frozen=True)
class Subject:
    """Whom an erasure is of: the records, what tells them in a text, and how the records themselves go, in words."""

    rows: Rows
    choice: Choice
    leave: Callable[[], str]


def subject_of(row: Person | Contact, *, spared: Iterable[Owner] = (), families: Iterable[Owner] = ()) -> Subject:
    """The record with those that go with it, but for those `spared`: records of a namesake, and what names them."""
    spared = frozenset(spared)
    kept = row.survivor
    rows = [one for one in records_of(row) if one.pk == kept.pk or owner_of_row(one) not in spared]
    choice = choice_of_rows(rows, spared=spared, families=frozenset(families))
    return Subject(rows, choice, lambda: _delete(rows))


def owner_of_row(row: Person | Contact) -> Owner:
    return row._meta.label_lower, row.pk


def erase_everywhere(
    *,
    row: Person | Contact,
    by: AbstractBaseUser,
    reason: str,
    spared: Iterable[Owner] = (),
    families: Iterable[Owner] = (),
    now: datetime | None = None,
) -> Erasure:
    """Destroy a person's name, or a contact in all its written forms, wherever they stand; then the record itself.

    Frozen editions in all revisions, living texts and their history, files, search, imported documents (their original
    included), the journal, the record and those united with it. Then every text of every table is read again: all or
    nothing, OccultationIncomplete when something would be left. The reason stays with the editions and in the journal.
    `spared` and `families` are what a person decided of namesakes and of family names alone (`Choice`).
    """
    with transaction.atomic():
        locked = type(row).objects.select_for_update(of=("self",)).get(pk=row.pk)
        return erase(subject_of(locked, spared=spared, families=families), by=by, reason=reason, now=now)


def erase(subject: Subject, *, by: AbstractBaseUser, reason: str, now: datetime | None = None) -> Erasure:
    """As `erase_everywhere`, of any subject."""
    now, rows, choice = now or timezone.now(), subject.rows, subject.choice
    if not reason.strip():
        raise NotOccultable("Indiquez le motif : il reste dans le journal et avec les éditions.")
    if choice.holds(reason):
        raise NotOccultable("Le motif redit ce que vous effacez, et il est gardé : écrivez-le sans le citer.")
    with transaction.atomic():
        occultation = destroy(choice, bulletin=None, by=by, reason=reason.strip(), now=now)
        done = [part for part in [occultation.told] if part]
        for place in PLACES:
            done += place.clear(choice, rows, by, now)
        gone = [copy.copy(one) for one in rows]
        done.append(subject.leave())
        if journal := _clear_journal(choice, gone):
            done.append(counted(journal, "ligne du journal", "lignes du journal"))
        _note(gone[0], by=by, reason=reason.strip(), now=now)
        left = [*map(str, found_anywhere(choice)), *(told for place in PLACES for told in place.left(choice))]
        if left := list(dict.fromkeys(left)):
            more = (
                f" et {counted(len(left) - MOST_TOLD, 'autre endroit', 'autres endroits')}" if left[MOST_TOLD:] else ""
            )
            raise OccultationIncomplete(
                f"Rien n’est effacé, car il en resterait ici : {', '.join(left[:MOST_TOLD])}{more}."
            )
    searched = [*occultation.searched, *(place.searched for place in PLACES), "chaque texte de chaque table de la base"]
    return Erasure(done, searched)


def records_of(row: Person | Contact) -> Rows:
    """The record, those united with it, and those that hold the same: persons of that very name, contacts whose value
    tells the contact. Whoever bears the same name cannot be told apart in a text, and leaves with it."""
    kept = row.survivor
    united = [kept, *type(row).objects.filter(merged_into=kept).order_by("pk")]
    if isinstance(kept, Person):
        same = [one for name in {one.name for one in united} for one in Person.objects.filter(name__iexact=name)]
    else:
        choice = choice_of_rows(united)
        same = [one for one in Contact.objects.order_by("pk") if choice.holds(one.value)]
    # What leads to another record is deleted before it: the doubles stand last.
    rows = dict.fromkeys([*united, *same])
    return sorted(rows, key=lambda one: (one.pk != kept.pk, one.merged_into_id is not None, one.pk))


def choice_of_rows(
    rows: Rows, *, spared: frozenset[Owner] = frozenset(), families: frozenset[Owner] = frozenset()
) -> Choice:
    persons = rows if isinstance(rows[0], Person) else []
    contacts = rows if isinstance(rows[0], Contact) else []
    choice = choice_of(persons=persons, contacts=contacts, passages=(), is_everywhere=True)
    return replace(choice, spared=spared, families=families)


def _delete(rows: Rows) -> str:
    """The doubles first, which lead to the record; a record takes its history with it."""
    for one in reversed(rows):
        one.delete()
    return counted(len(rows), "fiche supprimée avec son historique", "fiches supprimées avec leur historique")


def _clear_journal(choice: Choice, gone: Rows) -> int:
    """The journal of the back office, without the words; how many of its lines told them.

    A message is JSON, and its letters may be written as \\u00e9: it is not masked but emptied.
    """
    cleared = 0
    kind = ContentType.objects.get_for_model(type(gone[0]))
    own = LogEntry.objects.filter(content_type=kind, object_id__in=[str(one.pk) for one in gone])
    cleared += own.update(object_repr=_told(gone[0]), change_message="")
    rest = LogEntry.objects.exclude(pk__in=own.values("pk"))
    fields = ("content_type_id", "object_id", "object_repr", "change_message")
    for pk, content_type, object_id, *texts in rest.values_list("pk", *fields).iterator():
        narrowed = choice.narrowed(is_here=True, owner=owner_of_line(content_type, object_id))
        name, message = texts
        changes = {"object_repr": narrowed.cleaned(name)[:200]} if narrowed.holds(name) else {}
        if any(map(narrowed.holds, texts_in(message))):
            changes["change_message"] = ""
        if changes:
            cleared += LogEntry.objects.filter(pk=pk).update(**changes)
    cleared += forget_records(type(gone[0]), [one.pk for one in gone])
    return cleared + mask_words(choice.holds, choice.cleaned)


def _note(row: models.Model, *, by: AbstractBaseUser, reason: str, now: datetime) -> None:
    LogEntry.objects.create(
        user_id=by.pk,
        content_type=ContentType.objects.get_for_model(type(row)),
        object_id=str(row.pk),
        object_repr=_told(row),
        action_flag=DELETION,
        change_message=f"Effacé partout. Motif : {reason}",
        action_time=now,
    )
    note(Kind.ERASED, by=by, about=row, words=_told(row), told=reason, now=now)


def _told(row: models.Model) -> str:
    return f"{row._meta.verbose_name} (fiche supprimée)"
