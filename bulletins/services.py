"""What editors do with a bulletin. Each act checks, then changes everything in one transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from backoffice.journal.kinds import Kind
from backoffice.journal.writing import note
from bulletins.checks import Problem, missing_for_publication, private_data_sentence, taken_number_sentence
from bulletins.models import Bulletin, Citation, Edition, Entry, Schedule, Series
from bulletins.occulting.choice import Choice, choice_of
from bulletins.occulting.clearing import Scope, clear_texts, places_left, scope_of
from bulletins.occulting.faces import destroy_faces, shows
from bulletins.occulting.frozen import destroy_in, without
from bulletins.occulting.verifying import verify
from bulletins.outputs.keeping import forget
from bulletins.outputs.tasks import make_outputs
from bulletins.scheduling.signed import signed_text
from bulletins.signing import REASON_LENGTH, refusal_of_signature
from bulletins.snapshots import Snapshot, build_snapshot, fingerprint
from french.wording import counted, enumerated
from initiatives.models import Initiative
from initiatives.services import InitiativeRefusal, publish_initiatives
from organisations.models import Contact, Person


class BulletinRefusal(Exception):
    """The act is refused; the message is a French sentence for the person who asked."""


class NotPublishable(BulletinRefusal):
    """The draft lacks something, or is no draft. `problems` lists all that blocks, for the check page."""

    def __init__(self, message: str, problems: Iterable[Problem] = ()) -> None:
        super().__init__(message)
        self.problems = list(problems)


class NeedsSecondReader(NotPublishable):
    """The series asks that someone else than the bulletin's author approves its text."""


class NumberTaken(BulletinRefusal):
    """The number belongs to another bulletin of the series, were it withdrawn or still a draft."""


class ChangedMeanwhile(BulletinRefusal):
    """Someone saved the bulletin after the editor had read it."""


class NotWithdrawable(BulletinRefusal):
    """Only a published bulletin is withdrawn, and for a stated reason."""


class NotRectifiable(BulletinRefusal):
    """Only a published bulletin is rectified, with a sentence that says what changes, and if something does."""


class NotOccultable(BulletinRefusal):
    """An occultation needs a reason, and words to destroy that stand somewhere."""


class OccultationIncomplete(BulletinRefusal):
    """After the act something was still found: nothing of it is kept. The message names the places."""


def publish_bulletin(
    *,
    bulletin: Bulletin,
    by: AbstractBaseUser,
    now: datetime | None = None,
    expected_version: int | None = None,
    emergency_reason: str = "",
    expected_text: str = "",
) -> Bulletin:
    """Number, freeze and make public a draft, and with it those of its initiatives that are not public yet.

    The number comes from the series' row, locked until the end of the transaction, unless the draft brings its own
    (an archive). `expected_version` is the version that the editor has read, `expected_text` the fingerprint of the
    text that was signed (`bulletins.scheduling.signed`): another one is refused. A plan of the bulletin is closed.
    A series may ask that another person has approved the text; `emergency_reason` says why it appears without.
    """
    now = now or timezone.now()
    try:
        with transaction.atomic():
            bulletin, series = _lock(bulletin)
            if bulletin.status == Bulletin.Status.PUBLISHED:
                raise NotPublishable(f"Ce bulletin est déjà publié ({bulletin.label}) : publiez un rectificatif.")
            if bulletin.status == Bulletin.Status.WITHDRAWN:
                raise NotPublishable("Ce bulletin a été retiré : préparez-en un autre, son numéro ne resservira pas.")
            if expected_version is not None and bulletin.version != expected_version:
                raise ChangedMeanwhile(
                    "Le bulletin a été modifié depuis que vous l’avez relu : rien n’est publié. "
                    "Relisez-le, puis publiez."
                )
            if sentence := refusal_of_signature(bulletin, by=by, emergency_reason=emergency_reason):
                raise NeedsSecondReader(sentence)
            if bulletin.kind == Bulletin.Kind.NUMBERED:
                _refuse_taken_number(bulletin, series)
            if blocking := [problem for problem in missing_for_publication(bulletin) if problem.is_blocking]:
                raise NotPublishable(" ".join(problem.message for problem in blocking), blocking)
            asked_number = bulletin.number
            if bulletin.kind == Bulletin.Kind.NUMBERED:
                _take_number(bulletin, series)
            bulletin.status = Bulletin.Status.PUBLISHED
            bulletin.published_at, bulletin.published_by = now, by
            bulletin.emergency_reason = emergency_reason.strip()[:REASON_LENGTH]
            in_emergency = ", en urgence" if bulletin.emergency_reason else ""
            _save(bulletin, by=by, why=f"publié ({bulletin.label}){in_emergency}")
            _publish_initiatives(bulletin, by=by, now=now)
            edition = _freeze(bulletin, revision=1, by=by, now=now)
            # Of what was frozen, not of what was read before: nothing can change between the two.
            if expected_text and signed_text(edition.snapshot, asked_number=asked_number) != expected_text:
                raise ChangedMeanwhile(
                    "Le texte a changé depuis qu’il a été signé : rien n’est publié. Relisez-le, puis publiez ou "
                    "programmez-le de nouveau."
                )
            bulletin.schedules.pending().update(status=Schedule.Status.DONE, ended_at=now)
            told = f"en urgence\u00a0: {bulletin.emergency_reason}" if bulletin.emergency_reason else ""
            note(Kind.PUBLISHED, by=by, about=bulletin, told=told, now=now)
    except IntegrityError as error:
        # A draft may be given the same number at the same moment: the database then decides who comes first.
        if "unique_number" not in str(error):
            raise
        raise NumberTaken(
            "Ce numéro vient d’être pris par un autre bulletin. Votre texte est conservé : "
            "choisissez un autre numéro ou laissez le champ vide."
        ) from error
    return bulletin


def rectify_bulletin(
    *, bulletin: Bulletin, by: AbstractBaseUser, correction: str, now: datetime | None = None
) -> Edition:
    """Freeze today's text as a new revision; earlier ones stay readable. `correction` tells readers what changes."""
    if not correction.strip():
        raise NotRectifiable("Indiquez ce que le rectificatif change : les lecteurs le verront.")
    now = now or timezone.now()
    with transaction.atomic():
        bulletin, _ = _lock(bulletin)
        if not bulletin.is_published:
            raise NotRectifiable("Ce bulletin n’est pas publié : modifiez-le directement.")
        if blocking := [problem for problem in missing_for_publication(bulletin) if problem.is_blocking]:
            raise NotRectifiable(" ".join(problem.message for problem in blocking))
        if sentence := private_data_sentence(bulletin, correction):
            raise NotRectifiable(sentence)
        current = bulletin.editions.latest("revision")
        _publish_initiatives(bulletin, by=by, now=now)
        if fingerprint(build_snapshot(bulletin)) == current.sha256:
            raise NotRectifiable("Rien n’a changé depuis la dernière parution : corrigez d’abord le bulletin.")
        edition = _freeze(bulletin, revision=current.revision + 1, by=by, now=now, correction=correction.strip())
        _save(bulletin, by=by, why=f"rectifié (révision {edition.revision})")
        note(Kind.RECTIFIED, by=by, about=bulletin, told=f"révision {edition.revision}", now=now)
    return edition


def withdraw_bulletin(
    *,
    bulletin: Bulletin,
    by: AbstractBaseUser,
    reason: str,
    public_note: str = "",
    replaced_by: Bulletin | None = None,
    now: datetime | None = None,
) -> Bulletin:
    """Take a bulletin off every public page. Its number stays taken; its initiatives stay in the directory.

    `reason` stays in the back office; `public_note` and the bulletin that replaces it are told at its address.
    """
    if not reason.strip():
        raise NotWithdrawable("Indiquez le motif du retrait : il reste dans l’historique.")
    with transaction.atomic():
        bulletin, _ = _lock(bulletin)
        if not bulletin.is_published:
            raise NotWithdrawable("Ce bulletin n’est pas publié : il n’y a rien à retirer.")
        if replaced_by is not None and (replaced_by.pk == bulletin.pk or not replaced_by.is_published):
            raise NotWithdrawable("Un bulletin retiré n’est remplacé que par un autre bulletin, déjà publié.")
        if sentence := private_data_sentence(bulletin, public_note, what="L’explication publique"):
            raise NotWithdrawable(sentence)
        bulletin.status = Bulletin.Status.WITHDRAWN
        bulletin.withdrawn_at, bulletin.withdrawn_by = now or timezone.now(), by
        bulletin.withdrawal_reason = reason.strip()[:300]
        bulletin.withdrawal_note, bulletin.replaced_by = public_note.strip(), replaced_by
        _save(bulletin, by=by, why="retiré")
        note(Kind.WITHDRAWN, by=by, about=bulletin, told=bulletin.withdrawal_reason, now=now)
        for edition in bulletin.editions.defer("snapshot"):
            transaction.on_commit(partial(forget, edition))
    return bulletin


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
        _write_citations(edition)


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


def _lock(bulletin: Bulletin) -> tuple[Bulletin, Series]:
    """The bulletin, then its series, both locked: always in this order, so that two acts never wait for each other."""
    bulletin = Bulletin.objects.select_for_update().get(pk=bulletin.pk)
    bulletin.series = Series.objects.select_for_update().get(pk=bulletin.series_id)
    return bulletin, bulletin.series


def _refuse_taken_number(bulletin: Bulletin, series: Series) -> None:
    if sentence := taken_number_sentence(series, bulletin.number or series.next_number, apart_from=bulletin):
        raise NumberTaken(sentence)


def _take_number(bulletin: Bulletin, series: Series) -> None:
    bulletin.number = bulletin.number or series.next_number
    series.last_number = max(series.last_number, bulletin.number)
    series.save(update_fields=["last_number"])


def _publish_initiatives(bulletin: Bulletin, *, by: AbstractBaseUser, now: datetime) -> None:
    """Publish those that are not public; an initiative without a date takes the bulletin's."""
    cited = Initiative.objects.filter(pk__in=Entry.objects.filter(section__bulletin=bulletin).values("initiative"))
    try:
        publish_initiatives(
            initiatives=cited, by=by, now=now, day=bulletin.dated_on, day_of=f"bulletin {bulletin.label}"
        )
    except InitiativeRefusal as refusal:
        raise NotPublishable(str(refusal)) from refusal


def _freeze(bulletin: Bulletin, *, revision: int, by: AbstractBaseUser, now: datetime, correction: str = "") -> Edition:
    snapshot: Snapshot = build_snapshot(bulletin)
    edition = Edition.objects.create(
        bulletin=bulletin,
        revision=revision,
        snapshot=snapshot,
        sha256=fingerprint(snapshot),
        published_at=now,
        published_by=by,
        correction=correction,
    )
    _write_citations(edition)
    make_outputs.enqueue(edition.pk)  # queued by this transaction: no edition without its files, no files without it
    return edition


def _write_citations(edition: Edition) -> None:
    edition.bulletin.citations.all().delete()
    entries = [(section, entry) for section in edition.snapshot["sections"] for entry in section["entries"]]
    Citation.objects.bulk_create(
        Citation(
            bulletin=edition.bulletin,
            initiative_id=entry["id"],
            heading=section["heading"][:250],
            wording=entry["wording"],
            position=position,
        )
        for position, (section, entry) in enumerate(entries, start=1)
    )


def _save(bulletin: Bulletin, *, by: AbstractBaseUser, why: str) -> None:
    bulletin.version += 1
    bulletin._history_user, bulletin._change_reason = by, why
    bulletin.save()
