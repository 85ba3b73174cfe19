"""What officers and editors do with an initiative. Each act checks, then changes everything in one transaction."""

from __future__ import annotations

from datetime import date, datetime

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Max, QuerySet
from django.utils import timezone

from backoffice.journal.kinds import Kind
from backoffice.journal.writing import note as write_line  # `note` is a word to the author here
from backoffice.journal.writing import note_each
from backoffice.recording import Recording, save_changed, values_of
from french.accents import slug_of
from initiatives.models import Initiative, Theme
from organisations.models import Contact, Person
from organisations.printed import without_consent

# From which states an initiative is proposed, and from which it is sent back.
SUBMITTABLE = (Initiative.Status.DRAFT, Initiative.Status.RETURNED, Initiative.Status.WITHDRAWN)
RETURNABLE = (Initiative.Status.REVIEW, Initiative.Status.APPROVED)

# Which contacts the texts of an initiative must not print.
HIDDEN_CONTACTS = models.Prefetch("contacts", Contact.objects.hidden(), to_attr="hidden_contacts")


class InitiativeRefusal(Exception):
    """The act is refused; the message is a French sentence for the person who asked."""


class NotPublishable(InitiativeRefusal):
    """The initiative lacks what a reader needs, or its state does not allow it."""


class NotSubmittable(InitiativeRefusal):
    """Only what is still to be worked on is proposed to the editors."""


class NotReturnable(InitiativeRefusal):
    """Only what was proposed or approved goes back to its author, and with a word."""


class NotApprovable(InitiativeRefusal):
    """Only what is not public yet is approved, and only if it could be published."""


class NotWithdrawable(InitiativeRefusal):
    """Only a published initiative is withdrawn, and for a stated reason."""


class NotCheckable(InitiativeRefusal):
    """Only of what the public reads is it said where it stands today."""


class ThemeExists(InitiativeRefusal):
    """Two themes of one name could not be told apart."""


class NotATheme(InitiativeRefusal):
    """Its name is too long, or blank."""


def publish_initiative(*, initiative: Initiative, by: AbstractBaseUser, now: datetime | None = None) -> Initiative:
    """Make an initiative public. Publishing one that is public already changes nothing."""
    (row,) = publish_initiatives(initiatives=Initiative.objects.filter(pk=initiative.pk), by=by, now=now)
    return row


def publish_initiatives(
    *,
    initiatives: QuerySet[Initiative],
    by: AbstractBaseUser,
    now: datetime | None = None,
    day: date | None = None,
    day_of: str = "",
) -> list[Initiative]:
    """Make all of them public in a number of queries that does not grow with theirs; all or none.

    Those that have no date take `day`, which the history tells as that of `day_of`. The rows are locked in the order
    of their keys, so that two acts that share some never wait for each other.
    """
    now = now or timezone.now()
    with transaction.atomic():
        rows = list(initiatives.order_by("pk").select_for_update(of=("self",)))
        models.prefetch_related_objects(rows, "persons", HIDDEN_CONTACTS)
        unfinished = _unfinished([row for row in rows if not row.is_published], "publier")
        before, recording = values_of(rows), Recording(Initiative)
        came_out = [row for row in rows if not row.is_published]
        for row in rows:
            if not row.is_published:
                if row.merged_into_id:
                    raise NotPublishable("Cette initiative a été réunie avec une autre : publiez l’autre.")
                if row.pk in unfinished:
                    raise NotPublishable(unfinished[row.pk])
                enter_state(row, Initiative.Status.PUBLISHED)
                row.fill_in()
                row.published_at, row.published_by = now, by
                _tell(recording, row, by=by, why="publiée")
            if day and not row.started_on:
                row.started_on = day
                _tell(recording, row, by=by, why=f"datée du {day_of}")
        save_changed(rows, before)
        recording.write_history()
        note_each(Kind.PUBLISHED, came_out, by=by, now=now)
    return rows


def add_theme(*, name: str, by: AbstractBaseUser) -> Theme:
    """A new theme at the end of the list. Its words and headings are for editors to write down later."""
    if known := Theme.objects.filter(name__iexact=name).first():
        raise ThemeExists(f"Le thème «\u00a0{known}\u00a0» existe déjà\u00a0: choisissez-le dans la liste.")
    with transaction.atomic():
        last = Theme.objects.aggregate(last=Max("position"))["last"] or 0
        theme = Theme(name=name, slug=_free_slug(name), position=last + 1)
        try:
            theme.full_clean()
        except ValidationError as error:
            raise NotATheme(" ".join(error.messages)) from None
        theme._history_user, theme._change_reason = by, "créé à la relecture d’un document"
        theme.save()
    return theme


def _free_slug(name: str) -> str:
    base = slug_of(name, length=50) or "theme"
    taken = set(Theme.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for slug in (base, *(f"{base}-{n}" for n in range(2, 1_000))) if slug not in taken)


def private_contact_sentence(initiative: Initiative) -> str:
    """Which numbers or addresses of persons the text prints without a recorded agreement; empty for none."""
    read = {initiative: (list(initiative.persons.all()), list(initiative.contacts.hidden()))}
    return _private_contact_sentences(read).get(initiative.pk, "")


def _private_contact_sentences(read: dict[Initiative, tuple[list[Person], list[Contact]]]) -> dict[int, str]:
    """The same of several, each given with its persons and its contacts that are not public. At most one query."""
    texts: dict[tuple[int, str], str] = {}
    named: dict[tuple[int, str], list[str]] = {}
    for initiative, (persons, _) in read.items():
        told = {f"«\u00a0{initiative}\u00a0»": f"{initiative.title}\n{initiative.summary}"}
        told |= {f"La qualité de {person.name}": person.capacity for person in persons if person.is_public}
        texts |= {(initiative.pk, what): text for what, text in told.items()}
        named |= {(initiative.pk, what): [person.name for person in persons] for what in told}
    hidden = [contact for _, contacts in read.values() for contact in contacts]
    sentences: dict[int, list[str]] = {}
    for (pk, what), printed in without_consent(texts, persons=named, contacts=hidden).items():
        sentences.setdefault(pk, []).extend(one.sentence(what) for one in printed)
    return {pk: " ".join(said) for pk, said in sentences.items()}


def withdraw_initiative(
    *, initiative: Initiative, by: AbstractBaseUser, reason: str, now: datetime | None = None
) -> Initiative:
    """Take a published initiative off every public page, feed and export. Bulletins keep their words of the day."""
    if not reason.strip():
        raise NotWithdrawable("Indiquez le motif du retrait : il reste dans l’historique.")
    with transaction.atomic():
        initiative = Initiative.objects.select_for_update().get(pk=initiative.pk)
        if not initiative.is_published:
            raise NotWithdrawable("Cette initiative n’est pas parue : il n’y a rien à retirer.")
        enter_state(initiative, Initiative.Status.WITHDRAWN)
        initiative.withdrawn_at, initiative.withdrawn_by = now or timezone.now(), by
        initiative.withdrawal_reason = reason.strip()
        _save(initiative, by=by, why="retirée")
        write_line(Kind.WITHDRAWN, by=by, about=initiative, told=initiative.withdrawal_reason, now=now)
    return initiative


def confirm_state(
    *, initiative: Initiative, state: str, by: AbstractBaseUser, now: datetime | None = None
) -> Initiative:
    """Someone made sure today of where a published initiative stands."""
    with transaction.atomic():
        initiative = Initiative.objects.select_for_update().get(pk=initiative.pk)
        if not initiative.is_published:
            raise NotCheckable("Cette initiative n’est pas parue : dites où elle en est dans sa fiche.")
        initiative.state = state
        initiative.state_checked_on = timezone.localdate(now)
        _save(initiative, by=by, why=f"vérifiée : {initiative.get_state_display()}")
    return initiative


def submit_for_review(*, initiative: Initiative, by: AbstractBaseUser) -> Initiative:
    """Ask an editor to read a draft, or one that came back."""
    with transaction.atomic():
        initiative = Initiative.objects.select_for_update().get(pk=initiative.pk)
        if initiative.merged_into_id:
            raise NotSubmittable("Cette initiative a été réunie avec une autre : proposez l’autre.")
        if initiative.status not in SUBMITTABLE:
            raise NotSubmittable(f"Cette initiative est {initiative.get_status_display()} : il n’y a rien à proposer.")
        enter_state(initiative, Initiative.Status.REVIEW)
        _save(initiative, by=by, why="proposée")
        write_line(Kind.PROPOSED, by=by, about=initiative)
    return initiative


def return_initiative(
    *, initiative: Initiative, by: AbstractBaseUser, note: str, now: datetime | None = None
) -> Initiative:
    """Send what was proposed back to its author, with a word that says what is to be done. An approval falls."""
    if not note.strip():
        raise NotReturnable("Écrivez un mot : la rédaction doit savoir quoi reprendre.")
    with transaction.atomic():
        initiative = Initiative.objects.select_for_update().get(pk=initiative.pk)
        if initiative.status not in RETURNABLE:
            raise NotReturnable(f"Cette initiative est {initiative.get_status_display()} : il n’y a rien à renvoyer.")
        enter_state(initiative, Initiative.Status.RETURNED)
        initiative.returned_at, initiative.returned_by = now or timezone.now(), by
        initiative.return_note = note.strip()
        _save(initiative, by=by, why="renvoyée")
        write_line(Kind.RETURNED, by=by, about=initiative, told=initiative.return_note, now=now)
    return initiative


def approve_initiative(*, initiative: Initiative, by: AbstractBaseUser, now: datetime | None = None) -> Initiative:
    """Say that an initiative may be cited; it goes public with its bulletin. Approving twice changes nothing."""
    with transaction.atomic():
        initiative = Initiative.objects.select_for_update().get(pk=initiative.pk)
        if initiative.status == Initiative.Status.APPROVED:
            return initiative
        if initiative.merged_into_id or not initiative.is_unread:
            raise NotApprovable(f"Cette initiative est {initiative.get_status_display()} : il n’y a rien à approuver.")
        _refuse_unfinished(initiative, NotApprovable, "approuver")
        enter_state(initiative, Initiative.Status.APPROVED)
        initiative.approved_at, initiative.approved_by = now or timezone.now(), by
        _save(initiative, by=by, why="approuvée")
        write_line(Kind.APPROVED, by=by, about=initiative, now=now)
    return initiative


def ask_approval_again(*, initiative: Initiative, by: AbstractBaseUser) -> Initiative:
    """What was changed by someone who may not approve is to be read again; nothing happens to what is not approved."""
    with transaction.atomic():
        initiative = Initiative.objects.select_for_update().get(pk=initiative.pk)
        if initiative.status == Initiative.Status.APPROVED:
            enter_state(initiative, Initiative.Status.REVIEW)
            _save(initiative, by=by, why="modifiée après son approbation")
    return initiative


def _refuse_unfinished(initiative: Initiative, refusal: type[InitiativeRefusal], verb: str) -> None:
    models.prefetch_related_objects([initiative], "persons", HIDDEN_CONTACTS)
    if sentence := _unfinished([initiative], verb).get(initiative.pk):
        raise refusal(sentence)


def _unfinished(initiatives: list[Initiative], verb: str) -> dict[int, str]:
    """What no reader may get: records without a text, or with a person's number without her agreement; by their keys.

    The rows are freshly read, with their persons and their hidden contacts.
    """
    read = {one: (list(one.persons.all()), one.hidden_contacts) for one in initiatives}
    empty = {
        one.pk: f"« {one.title} » n’a pas de texte : écrivez-le avant de {verb}."
        for one in initiatives
        if not one.summary.strip()
    }
    return _private_contact_sentences(read) | empty


def enter_state(initiative: Initiative, status: Initiative.Status) -> None:
    """A state, without what the state before had said of itself; the history and the record's steps keep it."""
    initiative.status = status
    initiative.returned_at, initiative.returned_by, initiative.return_note = None, None, ""
    initiative.withdrawn_at, initiative.withdrawn_by, initiative.withdrawal_reason = None, None, ""
    if initiative.is_unread:
        initiative.approved_at = initiative.approved_by = None


def _save(initiative: Initiative, *, by: AbstractBaseUser, why: str) -> None:
    initiative.version += 1
    initiative._history_user, initiative._change_reason = by, why
    initiative.save()


def _tell(recording: Recording, initiative: Initiative, *, by: AbstractBaseUser, why: str) -> None:
    """One step more of a row that is written with others."""
    initiative.version += 1
    initiative.updated_at = timezone.now()
    recording.tell(initiative, by=by, why=why)
