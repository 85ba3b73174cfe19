"""From a document to a draft bulletin: receive, review, accept, undo. Each act is one transaction."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime
from pathlib import PurePath

from django.contrib.auth.models import AbstractBaseUser
from django.core.files.base import ContentFile
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from backoffice.journal.kinds import Kind
from backoffice.journal.writing import note
from backoffice.versions import take_next_version
from bulletins.models import Bulletin, Series
from bulletins.reach.rule import refuse_beyond
from communes.models import Area, Commune
from documents.entering.accounting import corrected_away, set_aside
from documents.entering.fingerprints import fingerprint, fingerprints
from documents.entering.gazetteers import installed_gazetteer
from documents.entering.lessons import apply_lessons, forget, learn_from
from documents.entering.matching import match_draft
from documents.entering.rows import Made
from documents.entering.writing import write_draft
from documents.models import DocumentImport, Lesson, SourceDocument
from documents.readers.errors import ReadingRefused, TooLarge
from documents.readers.recogniser import read_and_propose
from documents.refusals import ImportRefusal
from documents.review.corrections import decide
from documents.review.draft import VALUE_FIELDS, Draft, draft_of, initiatives_of, unsettled_sections
from french.wording import counted
from initiatives.models import Initiative
from organisations.models import Contact, Organisation, Person
from recognition.blocks import Document
from recognition.proposal import Proposal

# In the order in which an undoing may delete them: what points at others goes first.
MADE = {
    "bulletin": Bulletin,
    "series": Series,
    "initiative": Initiative,
    "organisation": Organisation,
    "contact": Contact,
    "person": Person,
    "area": Area,
    "commune": Commune,
}


MOST_INITIATIVES = 400  # five years of weekly bulletins in one file would make a screen that nobody can read
MOST_VALUES = 4_000  # each is looked for in the directory; a real initiative holds three or four


class DocumentErased(ReadingRefused):
    """The file told someone who had it erased: it is not read a second time."""

    code = "erased"
    sentence = (
        "Ce document a été effacé, car il donnait le nom ou le contact de quelqu’un qui l’a demandé. Ôtez-les du "
        "fichier, puis déposez-le de nouveau."
    )


class AlreadyImported(ImportRefusal):
    """The same file was imported before. `earlier` is that import; reading it once more must be asked for."""

    def __init__(self, earlier: DocumentImport) -> None:
        super().__init__("Ce document a déjà été importé : rien de nouveau n’a été enregistré.")
        self.earlier = earlier


def receive_document(
    *,
    data: bytes,
    filename: str,
    by: AbstractBaseUser,
    read: tuple[Document, Proposal] | None = None,
    now: datetime | None = None,
) -> DocumentImport:
    """Read a document and open its review, or find the review that is open on the same file.

    `read` is what `read_and_propose` said of it, where the caller has asked already.

    Raises `readers.errors.ReadingRefused` for a file that cannot be read, AlreadyImported for one that was accepted
    before; nothing is stored then.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    if SourceDocument.objects.filter(sha256=sha256, erased_at__isnull=False).exists():
        raise DocumentErased
    earlier = DocumentImport.objects.filter(document__sha256=sha256).order_by("-pk")
    if known := earlier.filter(status=DocumentImport.Status.REVIEW).first():
        return known
    if known := earlier.filter(status=DocumentImport.Status.ACCEPTED).first():
        raise AlreadyImported(known)
    document, draft = _read(data, filename, read)
    now = now or timezone.now()
    with transaction.atomic():
        source, is_new = SourceDocument.objects.get_or_create(
            sha256=sha256,
            defaults={
                "filename": PurePath(filename.replace("\\", "/").replace("\x00", "")).name[:200] or "document",
                "size": len(data),
                "received_at": now,
                "received_by": by,
            },
        )
        if is_new:
            source.content.save(sha256, ContentFile(data))
        return _open_review(source, text=document.text, draft=draft, by=by, now=now)


def read_again(*, source: SourceDocument, by: AbstractBaseUser, now: datetime | None = None) -> DocumentImport:
    """Open a review on an original that is kept already, whatever became of earlier ones."""
    if source.erased_at:
        raise DocumentErased
    with source.content.open("rb") as file:
        document, draft = _read(file.read(), source.filename)
    with transaction.atomic():
        return _open_review(source, text=document.text, draft=draft, by=by, now=now or timezone.now())


def resume_review(*, review: DocumentImport, by: AbstractBaseUser, now: datetime | None = None) -> DocumentImport:
    """After an undoing: a new review with all corrections of the old one, matched anew."""
    if review.status != DocumentImport.Status.UNDONE:
        raise ImportRefusal("Seul un import annulé se reprend.")
    if review.document.erased_at:
        raise ImportRefusal("Ce document a été effacé : il n’y a plus rien à reprendre.")
    draft = review.proposal
    match_draft(draft)
    with transaction.atomic():
        return _open_review(review.document, text=review.text, draft=draft, by=by, now=now or timezone.now())


def correct_draft(
    *, review: DocumentImport, expected: int, by: AbstractBaseUser, correction: Callable[[Draft], object]
) -> DocumentImport:
    """Apply one correction of `draft` to an open review; StaleVersion when someone corrected meanwhile."""
    with transaction.atomic():
        locked = DocumentImport.objects.select_for_update().get(pk=review.pk)
        _refuse_unless_open(locked)
        take_next_version(locked, expected=expected)
        correction(locked.proposal)
        locked.save()
    return locked


def accept_everything(*, review: DocumentImport, by: AbstractBaseUser) -> DocumentImport:
    """Accept whatever is still pending, doubts and guessed themes included: for whoever imports archives and reads them
    as drafts. The report tells which themes were only guessed; nothing is learned from them.
    """

    def correction(draft: Draft) -> None:
        for section in unsettled_sections(draft):
            section["is_theme_taken"] = bool(section["theme"])
        for initiative in initiatives_of(draft):
            if initiative["decision"] == "pending":
                decide(draft, initiative["id"], "accepted")

    return correct_draft(review=review, expected=review.version, by=by, correction=correction)


def accept_import(*, review: DocumentImport, by: AbstractBaseUser, now: datetime | None = None) -> Bulletin:
    """Write the accepted initiatives and the bulletin that tells them, all as drafts, with a stored report."""
    try:
        with transaction.atomic():
            return _accept(review, by=by, now=now or timezone.now())
    except IntegrityError:
        # Between our look and our writing, someone took the number or made the same record.
        raise ImportRefusal(
            "Quelqu’un vient d’enregistrer le même numéro ou la même fiche : rien n’a été créé. Recommencez."
        ) from None


def abandon_review(*, review: DocumentImport, by: AbstractBaseUser, now: datetime | None = None) -> DocumentImport:
    """Close a review without writing anything. Its corrections are kept and can be resumed."""
    with transaction.atomic():
        review = DocumentImport.objects.select_for_update().get(pk=review.pk)
        _refuse_unless_open(review)
        return _close(review, by=by, now=now)


def undo_import(*, review: DocumentImport, by: AbstractBaseUser, now: datetime | None = None) -> DocumentImport:
    """Delete exactly what the import made; what was edited, published or used since is kept, and the report says so."""
    with transaction.atomic():
        review = DocumentImport.objects.select_for_update().get(pk=review.pk)
        if review.status != DocumentImport.Status.ACCEPTED:
            raise ImportRefusal("Cet import n’a rien écrit, ou il est déjà annulé.")
        if review.bulletin:
            refuse_beyond(by, review.bulletin)
            if review.bulletin.published_at:
                raise ImportRefusal(f"Le bulletin {review.bulletin.label} est publié : retirez-le plutôt.")
        kept, removed = [], []
        for kind, model in MADE.items():
            for line in (line for line in review.report["made"] if line["kind"] == kind):
                row = model.objects.select_for_update(of=("self",)).filter(pk=line["pk"]).first()
                if row is None:
                    continue
                if reason := _reason_to_keep(row, line):
                    kept.append({**line, "reason": reason})
                else:
                    _delete(row, by=by)
                    removed.append(line)
        forget(review)
        review.refresh_from_db(fields=["bulletin"])
        review.report |= {"kept": kept, "removed": removed}
        told = f"{counted(len(removed), 'fiche effacée', 'fiches effacées')}, {len(kept)} gardées"
        note(Kind.IMPORT_UNDONE, by=by, about=review, told=told, now=now)
        return _close(review, by=by, now=now)


def reasons_to_keep(review: DocumentImport) -> list[dict]:
    """What an undoing would keep now, each with its reason; nothing is changed."""
    kept = []
    for line in review.report.get("made", []):
        row = MADE[line["kind"]].objects.filter(pk=line["pk"]).first()
        if row and (reason := _changed_since(row, line)):
            kept.append({**line, "reason": reason})
    return kept


def _accept(review: DocumentImport, *, by: AbstractBaseUser, now: datetime) -> Bulletin:
    review = DocumentImport.objects.select_for_update().get(pk=review.pk)
    _refuse_unless_open(review)
    decisions = [initiative["decision"] for initiative in initiatives_of(review.proposal)]
    if count := decisions.count("pending"):
        words = f"{count} initiatives" if count > 1 else "1 initiative"
        raise ImportRefusal(f"Il reste {words} à relire : acceptez ou écartez ce qui reste.")
    if "accepted" not in decisions:
        raise ImportRefusal("Aucune initiative n’est acceptée : il n’y a rien à enregistrer.")
    made = write_draft(review.proposal, by=by)
    review.bulletin = made.rows[0][1]
    lessons = learn_from(review.proposal, review=review, by=by, now=now)
    review.report = _report(review, made, lessons)
    review.status = DocumentImport.Status.ACCEPTED
    review.accepted_at, review.accepted_by = now, by
    review.version += 1
    review.save()
    note(Kind.IMPORT_ACCEPTED, by=by, about=review, told=f"bulletin {review.bulletin.label}", now=now)
    return review.bulletin


def _report(review: DocumentImport, made: Made, lessons: list[Lesson]) -> dict:
    """What was made and found again, and where every other word of the document is."""
    shown = fingerprints(row for _, row in made.rows)
    return {
        "made": [{"kind": kind, "pk": row.pk, "name": str(row), "fingerprint": shown[row]} for kind, row in made.rows],
        "reused": [{"kind": kind, "pk": row.pk, "name": str(row)} for kind, row in made.reused],
        "unwritten": made.unwritten,
        "said_once": made.said_once,
        "set_aside": set_aside(review.proposal),
        "corrected": corrected_away(review.proposal, review.text),
        "learned": [lesson.in_words for lesson in lessons],
        "themes_taken": [
            section["heading"] or "sans intertitre"
            for section in review.proposal["sections"]
            if section.get("is_theme_taken") and any(one["decision"] == "accepted" for one in section["initiatives"])
        ],
        "to_settle": [
            {"title": one["title"], "text": remark["message"]}
            for one in initiatives_of(review.proposal)
            for remark in one["remarks"]
            if one["decision"] == "accepted" and remark["field"] == "persons"
        ],
        "unplaced": [passage["text"] for passage in review.proposal["unplaced"]],
        "reading": [remark["message"] for remark in review.proposal["remarks"] if remark["field"] == "document"],
    }


def _read(data: bytes, filename: str, read: tuple[Document, Proposal] | None = None) -> tuple[Document, Draft]:
    document, proposal = read or read_and_propose(data, filename, installed_gazetteer())
    _refuse_endless(proposal)
    draft = draft_of(proposal, document.text)
    apply_lessons(draft, document.text)
    match_draft(draft)
    return document, draft


def _refuse_endless(proposal: Proposal) -> None:
    count = len(proposal.initiatives)
    if count > MOST_INITIATIVES:
        raise TooLarge(
            f"Ce document compte {count} initiatives\u00a0: au-delà de {MOST_INITIATIVES}, découpez-le "
            "en plusieurs fichiers."
        )
    values = sum(len(getattr(initiative, field)) for initiative in proposal.initiatives for field in VALUE_FIELDS)
    if values > MOST_VALUES:
        raise TooLarge(
            f"Ce document cite {values} acteurs, lieux, contacts et chiffres\u00a0: au-delà de {MOST_VALUES}, "
            "découpez-le en plusieurs fichiers."
        )


def _open_review(
    source: SourceDocument, *, text: str, draft: Draft, by: AbstractBaseUser, now: datetime
) -> DocumentImport:
    return DocumentImport.objects.create(document=source, text=text, proposal=draft, created_at=now, created_by=by)


def _close(review: DocumentImport, *, by: AbstractBaseUser, now: datetime | None) -> DocumentImport:
    review.status = DocumentImport.Status.UNDONE
    review.undone_at, review.undone_by = now or timezone.now(), by
    review.version += 1
    review.save()
    return review


def _refuse_unless_open(review: DocumentImport) -> None:
    if review.status != DocumentImport.Status.REVIEW:
        raise ImportRefusal(f"Cette relecture est close ({review.get_status_display()}) : rien n’a été changé.")


def _reason_to_keep(row: models.Model, line: dict) -> str:
    return _changed_since(row, line) or ("utilisé ailleurs" if _is_used(row) else "")


def _changed_since(row: models.Model, line: dict) -> str:
    if isinstance(row, Initiative) and row.published_at:
        return "publiée depuis"
    return "modifié depuis" if fingerprint(row) != line["fingerprint"] else ""


def _is_used(row: models.Model) -> bool:
    """Does something else point at the row? Its own parts and its history do not count."""
    return any(
        relation.related_model._base_manager.filter(**{relation.field.name: row}).exists()
        for relation in row._meta.get_fields(include_hidden=True)
        if relation.auto_created
        and relation.is_relation
        and not relation.related_model.__name__.startswith("Historical")
        if relation.many_to_many or relation.on_delete is models.PROTECT
    )


def _delete(row: models.Model, *, by: AbstractBaseUser) -> None:
    row._history_user, row._change_reason = by, "import annulé"
    row.delete()
