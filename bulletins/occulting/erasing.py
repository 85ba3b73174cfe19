"""“Effacer partout”: an occultation that starts from the person or the contact, and leaves not even the record."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from datetime import datetime

from django.contrib.admin.models import DELETION, LogEntry
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone

from backoffice.journal.erasing import forget_records, mask_words
from backoffice.journal.kinds import Kind
from backoffice.journal.writing import note
from bulletins.occulting.choice import Choice, choice_of
from bulletins.occulting.elsewhere import PLACES, Rows
from bulletins.services import NotOccultable, OccultationIncomplete, destroy
from french.wording import counted, enumerated
from organisations.appearances import appearances_of
from organisations.models import Contact, Person


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


def erase_everywhere(
    *, row: Person | Contact, by: AbstractBaseUser, reason: str, now: datetime | None = None
) -> Erasure:
    """Destroy a person's name, or a contact in all its written forms, wherever they stand; then the record itself.

    Frozen editions in all revisions, living texts and their history, files, search, imported documents (their original
    included), the journal, the record and those united with it. Then everything is searched again: all or nothing,
    OccultationIncomplete when something would be left. The reason stays with the editions and in the journal.
    """
    now = now or timezone.now()
    with transaction.atomic():
        rows = records_of(type(row).objects.select_for_update(of=("self",)).get(pk=row.pk))
        choice = _choice(rows)
        if not reason.strip():
            raise NotOccultable("Indiquez le motif : il reste dans le journal et avec les éditions.")
        if choice.holds(reason):
            raise NotOccultable("Le motif redit ce que vous effacez, et il est gardé : écrivez-le sans le citer.")
        occultation = destroy(choice, bulletin=None, by=by, reason=reason.strip(), now=now)
        done = [part for part in [occultation.told] if part]
        for place in PLACES:
            done += place.clear(choice, rows, by, now)
        gone = [copy.copy(one) for one in rows]
        _delete(rows)
        if journal := _clear_journal(choice, gone):
            done.append(counted(journal, "ligne du journal", "lignes du journal"))
        _note(gone[0], by=by, reason=reason.strip(), now=now)
        left = [f"{one.kind} « {one.label} »" for each in gone for one in appearances_of(each)]
        left += [told for place in PLACES for told in place.left(choice)]
        if left:
            raise OccultationIncomplete(
                "Rien n’est effacé, car il en resterait ici : " + ", ".join(dict.fromkeys(left)) + "."
            )
    records = counted(len(gone), "fiche supprimée avec son historique", "fiches supprimées avec leur historique")
    searched = [*occultation.searched, *(place.searched for place in PLACES), "les fiches et le journal"]
    return Erasure([*done, records], searched)


def records_of(row: Person | Contact) -> Rows:
    """The record, those united with it, and those that hold the same: persons of that very name, contacts whose value
    tells the contact. Whoever bears the same name cannot be told apart in a text, and leaves with it."""
    kept = row.survivor
    united = [kept, *type(row).objects.filter(merged_into=kept).order_by("pk")]
    if isinstance(kept, Person):
        same = [one for name in {one.name for one in united} for one in Person.objects.filter(name__iexact=name)]
    else:
        choice = _choice(united)
        same = [one for one in Contact.objects.order_by("pk") if choice.holds(one.value)]
    # What leads to another record is deleted before it: the doubles stand last.
    rows = dict.fromkeys([*united, *same])
    return sorted(rows, key=lambda one: (one.pk != kept.pk, one.merged_into_id is not None, one.pk))


def _choice(rows: Rows) -> Choice:
    persons = rows if isinstance(rows[0], Person) else []
    contacts = rows if isinstance(rows[0], Contact) else []
    return choice_of(persons=persons, contacts=contacts, passages=(), is_everywhere=True)


def _delete(rows: Rows) -> None:
    """The doubles first, which lead to the record; a record takes its history with it."""
    for one in reversed(rows):
        one.delete()


def _clear_journal(choice: Choice, gone: Rows) -> int:
    """The journal of the back office, without the words; how many of its lines told them."""
    cleared = 0
    kind = ContentType.objects.get_for_model(type(gone[0]))
    own = LogEntry.objects.filter(content_type=kind, object_id__in=[str(one.pk) for one in gone])
    cleared += own.update(object_repr=_told(gone[0]), change_message="")
    for entry in LogEntry.objects.exclude(pk__in=own.values("pk")).only("object_repr", "change_message").iterator():
        texts = {"object_repr": entry.object_repr, "change_message": entry.change_message}
        changes = {name: choice.cleaned(text) for name, text in texts.items() if choice.holds(text)}
        if "object_repr" in changes:
            changes["object_repr"] = changes["object_repr"][:200]
        if changes:
            cleared += LogEntry.objects.filter(pk=entry.pk).update(**changes)
    cleared += forget_records(type(gone[0]), [one.pk for one in gone])
    return cleared + mask_words(choice.holds, choice.cleaned)


def _note(row: Person | Contact, *, by: AbstractBaseUser, reason: str, now: datetime) -> None:
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


def _told(row: Person | Contact) -> str:
    return f"{row._meta.verbose_name} (fiche supprimée)"
