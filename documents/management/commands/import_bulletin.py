"""Reads documents and prints what would be imported. Dry unless told to save: then a review of each is opened."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from documents import services
from documents.entering.gazetteers import installed_gazetteer
from documents.entering.lessons import apply_to_proposal
from documents.readable import readable
from documents.readers.errors import ReadingRefused
from documents.readers.recogniser import read_and_propose
from documents.refusals import ImportRefusal
from recognition.blocks import Document
from recognition.gazetteer import Gazetteer
from recognition.proposal import Proposal

BAR = 24
WIDEST = 48


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: its proposal and what was saved of it, or the reason of a refusal."""

    proposal: Proposal | None = None
    refusal: str = ""
    saved: str = ""


class Command(BaseCommand):
    help = (
        "Lit des bulletins (.docx, .odt, .pdf, .txt, .md) et affiche la proposition d’import. N’enregistre rien, sauf "
        "avec --save : chaque document attend alors sa relecture dans l’espace rédaction."
    )
    # Works without a database, migrated or not.
    requires_system_checks = ()
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FICHIER")
        parser.add_argument("--format", choices=("text", "json"), default="text", help="forme de la proposition")
        parser.add_argument("--save", action="store_true", help="ouvrir une relecture pour chaque document")
        parser.add_argument("--accept", action="store_true", help="avec --save : tout accepter, en brouillon")
        parser.add_argument("--by", metavar="COMPTE", default="", help="avec --save : au nom de qui")

    def handle(self, *, files: list[Path], format: str, save: bool, accept: bool, by: str, **options: object) -> None:
        officer = self.officer(by) if save else None
        gazetteer = installed_gazetteer()
        read: dict[Path, Outcome] = {}
        for done, path in enumerate(files):
            self.show_progress(done, len(files), path.name)
            read[path] = self.read(path, gazetteer, officer, accept=accept)
        self.show_progress(len(files), len(files), "")
        if format == "json":
            self.write_json(read)
        else:
            self.write_text(read)
        refused = [outcome for outcome in read.values() if outcome.refusal]
        if len(files) > 1:
            rows = [*table(read), "", total(read)]
            self.tell("\n".join(rows))
        if refused and len(files) > 1:
            raise SystemExit(1)  # the table says why: an error of the command would tell it twice
        if refused:
            raise CommandError(f"{files[0].name} : {refused[0].refusal}")

    def read(self, path: Path, gazetteer: Gazetteer, officer: AbstractBaseUser | None, *, accept: bool) -> Outcome:
        """Each file is opened and recognised once, whether it is saved or not."""
        try:
            data = path.read_bytes()
            read = read_and_propose(data, path.name, gazetteer)
        except ReadingRefused as refusal:
            return Outcome(refusal=str(refusal))
        except OSError as error:
            return Outcome(refusal=f"fichier illisible ({error.strerror}).")
        said = refused = ""
        try:
            said = self.save(data, path.name, read, by=officer, accept=accept) if officer else ""
        except (ReadingRefused, ImportRefusal) as refusal:
            refused = str(refusal)
        document, proposal = read
        with suppress(DatabaseError):  # away: nothing was learned that one could know
            apply_to_proposal(proposal, document.text)
        return Outcome(proposal, refusal=refused, saved=said)

    def officer(self, username: str) -> AbstractBaseUser:
        officer = get_user_model().objects.filter(username=username, is_active=True).first()
        if officer is None:
            raise CommandError("Dites au nom de qui enregistrer : --by suivi du nom d’un compte actif.")
        return officer

    def save(
        self,
        data: bytes,
        filename: str,
        read: tuple[Document, Proposal],
        *,
        by: AbstractBaseUser,
        accept: bool,
    ) -> str:
        """Through the services that officers use; gives the sentence that says what was done."""
        review = services.receive_document(data=data, filename=filename, by=by, read=read)
        if not accept:
            return f"relecture {review.pk} ouverte"
        bulletin = services.accept_import(review=services.accept_everything(review=review, by=by), by=by)
        return f"brouillon « {bulletin} » créé (import {review.pk})"

    def write_json(self, read: dict[Path, Outcome]) -> None:
        """One file gives its proposal; several give a list, each with its file name."""
        answers = [
            {"file": path.name} | (o.proposal.as_dict() if o.proposal else {"refused": o.refusal})
            for path, o in read.items()
        ]
        if len(read) == 1:
            proposals = [outcome.proposal.as_dict() for outcome in read.values() if outcome.proposal]
            answers = proposals[0] if proposals else None
        if answers is not None:
            self.stdout.write(json.dumps(answers, ensure_ascii=False, indent=1))
        for path, outcome in read.items():
            if outcome.saved and len(read) == 1:
                self.tell(f"{path.name} : {outcome.saved}.")

    def write_text(self, read: dict[Path, Outcome]) -> None:
        for path, outcome in read.items():
            if outcome.proposal is None:
                continue
            if len(read) > 1:
                self.stdout.write(f"\n═══ {path.name} ═══")
            self.stdout.write(readable(outcome.proposal))
            if outcome.saved and len(read) == 1:
                self.tell(f"{path.name} : {outcome.saved}.")

    def tell(self, text: str) -> None:
        """On the error stream, beside the proposal, without the red of errors."""
        self.stderr.write(text, style_func=str)

    def show_progress(self, done: int, total: int, name: str) -> None:
        """A bar on the error stream, only for a person and several files."""
        if total < 2 or not self.stderr.isatty():
            return
        filled = BAR * done // total
        bar = f"\r[{'█' * filled}{'·' * (BAR - filled)}] {done}/{total} {name[:40]:<40}"
        self.stderr.write(bar, style_func=str, ending="")
        if done == total:
            self.tell("")


def table(read: dict[Path, Outcome]) -> list[str]:
    """One row a file: what it is, how much was found in it, or why it was refused."""
    rows = [("document", "n°", "date", "initiatives", "à vérifier", "")]
    for path, outcome in read.items():
        proposal = outcome.proposal
        if proposal is None:
            rows.append((path.name, "", "", "", "", f"refusé : {outcome.refusal}"))
            continue
        number, day = proposal.bulletin.number, proposal.bulletin.date
        count, doubts = len(proposal.initiatives), doubts_of(proposal)
        values = (number.value if number else "–", f"{day.value:%d/%m/%Y}" if day else "–", count, doubts)
        rows.append((path.name, *map(str, values), outcome.saved or outcome.refusal))
    widths = [min(WIDEST, max(map(len, column))) for column in zip(*rows, strict=True)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]


def total(read: dict[Path, Outcome]) -> str:
    proposals = [outcome.proposal for outcome in read.values() if outcome.proposal]
    return (
        f"{len(proposals)} document(s) lu(s), {len(read) - len(proposals)} refusé(s), "
        f"{sum(len(proposal.initiatives) for proposal in proposals)} initiative(s) proposée(s), "
        f"{sum(map(doubts_of, proposals))} point(s) à vérifier."
    )


def doubts_of(proposal: Proposal) -> int:
    return sum(remark.level == "warning" for made in proposal.initiatives for remark in made.remarks)
