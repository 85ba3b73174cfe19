"""Occultation: personal data destroyed wherever they stand, then searched for, in one transaction or not at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from django.contrib.auth.models import AbstractBaseUser
from django.db import models, transaction
from django.utils import timezone

from backoffice.journal.kinds import Kind
from backoffice.journal.writing import note
from bulletins.models import Bulletin, Edition
from bulletins.occulting.choice import Choice, choice_of
from bulletins.occulting.clearing import Scope, clear_texts, places_left, scope_of
from bulletins.occulting.faces import destroy_faces, shows
from bulletins.occulting.frozen import destroy_in, without
from bulletins.occulting.verifying import verify
from bulletins.outputs.keeping import forget
from bulletins.reach.rule import refuse_beyond
from bulletins.refusals import BulletinRefusal
from bulletins.services import write_citations
from bulletins.signing import REASON_LENGTH
from french.wording import counted, enumerated
from organisations.models import Contact, Person


class NotOccultable(BulletinRefusal):
    """An occultation needs a reason, and words to destroy that stand somewhere."""


class OccultationIncomplete(BulletinRefusal):
    """After the act something was still found: nothing of it is kept. The message names the places."""


def occult_edition(
    *,
    edition: Edition,
    by: AbstractBaseUser,
    reason: str,
    persons: Iterable[Person] = (),
    contacts: Iterable[Contact] = (),
    passages: Iterable[str] = (),
    is_everywhere: bool = False,
    now: datetime | None = None,
) -> Occultation:
    """Destroy personal data wherever they stand, then search every surface for them; the reason stays.

    A contact, or a passage that is one, goes in all its written forms from all revisions of all bulletins, from the
    living texts and their history, from the PDFs and the search; persons and other passages go from all revisions of
    this bulletin and from what it cites, or from all texts when `is_everywhere`. The rows stop being public, so that
    no later edition brings them back. All or nothing: OccultationIncomplete when something would be left.
    """
    refuse_beyond(by, edition.bulletin)  # where it starts; what is personal then goes from all series
    choice = choice_of(persons=persons, contacts=contacts, passages=passages, is_everywhere=is_everywhere)
    if not reason.strip():
        raise NotOccultable("Indiquez le motif de l’occultation : il reste attaché à l’édition.")
    if not choice:
        raise NotOccultable("Choisissez ce qui doit être détruit : une coordonnée, un nom ou un passage.")
    if choice.holds(reason):
        raise NotOccultable("Le motif redit ce que vous détruisez, et il est gardé : écrivez-le sans le citer.")
    return destroy(choice, bulletin=edition.bulletin, by=by, reason=reason.strip(), now=now or timezone.now())


def destroy(
    choice: Choice, *, bulletin: Bulletin | None, by: AbstractBaseUser, reason: str, now: datetime
) -> Occultation:
    """The act itself, for a bulletin with what it cites, or for all texts alike; the caller has checked the reason."""
    with transaction.atomic():
        # Nothing is published meanwhile: an act on a bulletin begins by locking its row.
        locked = Bulletin.objects.select_for_update(of=("self",)).select_related("series").order_by("pk")
        bulletins = {one.pk: one for one in locked}
        editions = list(Edition.objects.select_for_update().order_by("bulletin_id", "revision"))
        for one in editions:
            one.bulletin = bulletins[one.bulletin_id]
        scope = scope_of(bulletin and bulletins[bulletin.pk], editions)
        if bulletin and (missing := _standing_nowhere(choice, scope, editions)):
            raise NotOccultable(f"« {missing} » n’est écrit nulle part ici : il n’y a rien à détruire. Vérifiez-le.")
        faces = destroy_faces(choice)  # while editions still tell who is named
        changed = [one for one in editions if destroy_in(one, scope.narrowed(choice, one))]
        for one in changed:
            _occult(one, by=by, reason=reason, now=now)
        cleared = clear_texts(choice, scope, by=by)
        hidden = _hide_rows(choice, scope, by=by)
        touched = {one.bulletin_id for one in changed} | ({bulletin.pk} if bulletin else set())
        concerned = [one for one in editions if one.bulletin_id in touched or shows(one.snapshot, faces)]
        for one in concerned:
            forget(one)
            # Once more when it is sure: someone may read the PDF of before until then.
            transaction.on_commit(partial(forget, one))
        verification = verify(choice, scope=scope, editions=concerned)
        if bulletin is not None:  # else it is a part of “Effacer partout”, which says so itself
            note(Kind.OCCULTED, by=by, about=bulletin, told=reason, now=now)
        if verification.left:
            raise OccultationIncomplete(
                "Rien n’est détruit, car il en resterait ici : " + ", ".join(dict.fromkeys(verification.left)) + "."
            )
    return Occultation(changed, cleared, len(faces), hidden, verification.searched, _records_of(choice))


@dataclass(frozen=True)
class Occultation:
    """What an occultation did: editions and rows that were changed, rows that left the public, what was searched."""

    editions: list[Edition]
    cleared: Counter[type[models.Model]]
    pictures: int  # with faces, of what names a person
    hidden: int
    searched: list[str]
    records: list[Contact | Person]  # they still hold what was destroyed everywhere else, until they are deleted

    @property
    def told(self) -> str:
        """What was destroyed, as a part of a sentence; empty when it stood nowhere."""
        done = [f"{edition.bulletin.label} (révision {edition.revision})" for edition in self.editions]
        rows = sum(self.cleared.values())
        parts = [
            f"texte figé du {enumerated(done)}" if done else "",
            counted(rows, "texte de la rédaction", "textes de la rédaction") if rows else "",
            counted(self.pictures, "image avec ses visages", "images avec leurs visages") if self.pictures else "",
            counted(self.hidden, "fiche rendue non publique", "fiches rendues non publiques") if self.hidden else "",
        ]
        return enumerated([part for part in parts if part])

    def __str__(self) -> str:
        return (
            f"Les données personnelles sont détruites : {self.told}. "
            f"Vérifié ensuite, il n’en reste rien ici : {enumerated(self.searched)}. "
            "Les documents importés et leurs comptes rendus, jamais publics, gardent leur texte."
        )


def _records_of(choice: Choice) -> list[Contact | Person]:
    contacts = Contact.objects.filter(value__in=[value for _, value in choice.contacts]).order_by("pk")
    return [
        *(row for row in contacts if (row.kind, row.value) in choice.contacts),
        *Person.objects.filter(pk__in=choice.persons).order_by("pk"),
    ]


def _standing_nowhere(choice: Choice, scope: Scope, editions: list[Edition]) -> str:
    """The first chosen words that no text holds: a slip of the pen would otherwise leave them standing."""
    for one in choice.one_by_one():
        is_frozen = any(
            without(edition.snapshot, narrowed) != edition.snapshot or narrowed.holds(edition.correction)
            for edition in editions
            for narrowed in [scope.narrowed(one, edition)]
        )
        if not is_frozen and next(places_left(one, scope), None) is None:
            return one.told_as()[0]
    return ""


def _occult(edition: Edition, *, by: AbstractBaseUser, reason: str, now: datetime) -> None:
    """Store what is left of an edition. Earlier reasons stay beside the new one."""
    reasons = dict.fromkeys(filter(None, [edition.occultation_reason, reason]))
    edition.occulted_at, edition.occulted_by = now, by
    edition.occultation_reason = " ; ".join(reasons)[:REASON_LENGTH]
    edition.save(update_fields=["snapshot", "sha256", "correction", "occulted_at", "occulted_by", "occultation_reason"])
    if edition.revision == edition.bulletin.editions.latest("revision").revision:
        write_citations(edition)


def _hide_rows(choice: Choice, scope: Scope, *, by: AbstractBaseUser) -> int:
    """Make the rows of the persons and of the contacts non-public; how many were public."""
    persons = [
        row
        for row in Person.objects.public()
        if row.pk in choice.persons or replace(scope.narrowed(choice, row), persons={}).holds(row.name)
    ]
    contacts = [row for row in Contact.objects.public() if scope.narrowed(choice, row).holds(row.value)]
    for row in (rows := [*persons, *contacts]):
        row.is_public, row._history_user, row._change_reason = False, by, "occultation"
        row.save(update_fields=["is_public"])
    return len(rows)
