"""What editors do with a bulletin. Each act checks, then changes everything in one transaction."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import partial

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.utils import timezone

from backoffice.journal.kinds import Kind
from backoffice.journal.writing import note
from bulletins.checks import Problem, missing_for_publication, private_data_sentence, taken_number_sentence
from bulletins.models import Bulletin, Citation, Edition, Entry, Schedule, Series
from bulletins.outputs.keeping import forget
from bulletins.outputs.tasks import make_outputs
from bulletins.reach.rule import locked_bulletin
from bulletins.refusals import BulletinRefusal
from bulletins.scheduling.signed import signed_text
from bulletins.signing import REASON_LENGTH, refusal_of_signature
from bulletins.snapshots import Snapshot, build_snapshot, fingerprint
from initiatives.models import Initiative
from initiatives.services import InitiativeRefusal, publish_initiatives


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
            bulletin, series = _lock(bulletin, by=by)
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
        bulletin, _ = _lock(bulletin, by=by)
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
        bulletin, _ = _lock(bulletin, by=by)
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


def _lock(bulletin: Bulletin, *, by: AbstractBaseUser) -> tuple[Bulletin, Series]:
    """The bulletin, then its series, both locked: always in this order, so that two acts never wait for each other.

    Refused where the series is beyond the reach of who acts.
    """
    bulletin = locked_bulletin(bulletin.pk, by=by)
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
    write_citations(edition)
    make_outputs.enqueue(edition.pk)  # queued by this transaction: no edition without its files, no files without it
    return edition


def write_citations(edition: Edition) -> None:
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
