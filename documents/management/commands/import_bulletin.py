"""Reads documents and prints what would be imported. Dry unless told to save: then a review of each is opened."""

from __future__ import annotations

import json
from pathlib import Path

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.core.management.base import BaseCommand, CommandError, CommandParser

from documents import services
from documents.entering.gazetteers import installed_gazetteer
from documents.readable import readable
from documents.readers.errors import ReadingRefused
from documents.readers.recogniser import read_and_propose
from documents.refusals import ImportRefusal
from recognition.proposal import Proposal

BAR = 24


class Command(BaseCommand):
    help = (
        "Lit des bulletins (.docx, .odt, .pdf, .txt, .md) et affiche la proposition d’import. N’enregistre rien, sauf "
        "avec --save : chaque document attend alors sa relecture dans l’espace rédaction."
    )
    # Works without a database, migrated or not.
    requires_system_checks = ()
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FICHIER")
        parser.add_argument("--format", choices=("text", "json"), default="text", help="forme de la proposition")
        parser.add_argument("--save", action="store_true", help="ouvrir une relecture pour chaque document")
        parser.add_argument("--accept", action="store_true", help="avec --save : tout accepter, en brouillon")
        parser.add_argument("--by", metavar="COMPTE", default="", help="avec --save : au nom de qui")

    def handle(self, *, files: list[Path], format: str, save: bool, accept: bool, by: str, **options: object) -> None:
        officer = self.officer(by) if save else None
        proposals: dict[Path, Proposal] = {}
        refusals: dict[Path, str] = {}
        gazetteer = installed_gazetteer()
        for done, path in enumerate(files):
            self.show_progress(done, len(files), path.name)
            try:
                data = path.read_bytes()
                _, proposals[path] = read_and_propose(data, path.name, gazetteer)
                if officer:
                    self.save(data, path.name, by=officer, accept=accept)
            except (ReadingRefused, ImportRefusal) as refusal:
                refusals[path] = str(refusal)
            except OSError as error:
                refusals[path] = f"fichier illisible ({error.strerror})."
        self.show_progress(len(files), len(files), "")
        self.write_json(files, proposals, refusals) if format == "json" else self.write_text(files, proposals)
        if len(files) > 1:
            self.write_summary(proposals, refusals)
        if refusals:
            raise CommandError("\n".join(f"{path.name} : {why}" for path, why in refusals.items()))

    def officer(self, username: str) -> AbstractBaseUser:
        officer = get_user_model().objects.filter(username=username, is_active=True).first()
        if officer is None:
            raise CommandError("Dites au nom de qui enregistrer : --by suivi du nom d’un compte actif.")
        return officer

    def save(self, data: bytes, filename: str, *, by: AbstractBaseUser, accept: bool) -> None:
        """Through the services that officers use; what was done goes to the error stream, beside the proposal."""
        review = services.receive_document(data=data, filename=filename, by=by)
        if not accept:
            self.stderr.write(f"{filename} : relecture {review.pk} ouverte.")
            return
        bulletin = services.accept_import(review=services.accept_everything(review=review, by=by), by=by)
        self.stderr.write(f"{filename} : brouillon « {bulletin} » créé (import {review.pk}).")

    def write_json(self, files: list[Path], proposals: dict[Path, Proposal], refusals: dict[Path, str]) -> None:
        """One file gives its proposal; several give a list, each with its file name."""
        if len(files) == 1:
            if proposals:
                self.stdout.write(json.dumps(proposals[files[0]].as_dict(), ensure_ascii=False, indent=1))
            return
        answers = [
            {"file": path.name} | (proposals[path].as_dict() if path in proposals else {"refused": refusals[path]})
            for path in files
        ]
        self.stdout.write(json.dumps(answers, ensure_ascii=False, indent=1))

    def write_text(self, files: list[Path], proposals: dict[Path, Proposal]) -> None:
        for path, proposal in proposals.items():
            if len(files) > 1:
                self.stdout.write(f"\n═══ {path.name} ═══")
            self.stdout.write(readable(proposal))

    def write_summary(self, proposals: dict[Path, Proposal], refusals: dict[Path, str]) -> None:
        initiatives = [initiative for proposal in proposals.values() for initiative in proposal.initiatives]
        doubts = sum(remark.level == "warning" for initiative in initiatives for remark in initiative.remarks)
        self.stderr.write(
            f"{len(proposals)} document(s) lu(s), {len(refusals)} refusé(s), "
            f"{len(initiatives)} initiative(s) proposée(s), {doubts} point(s) à vérifier."
        )

    def show_progress(self, done: int, total: int, name: str) -> None:
        """A bar on the error stream, only for a person and several files."""
        if total < 2 or not self.stderr.isatty():
            return
        filled = BAR * done // total
        self.stderr.write(f"\r[{'█' * filled}{'·' * (BAR - filled)}] {done}/{total} {name[:40]:<40}", ending="")
        if done == total:
            self.stderr.write("")
