"""A row of each kind as old as asked, through the builders."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from itertools import count
from typing import Any

from django.contrib.auth.models import User
from django.core.files.base import ContentFile

from documents.models import DocumentImport, SourceDocument
from documents.review.draft import draft_of
from recognition.proposal import Proposal
from tests.builders import make_bulletin, make_user
from workshop.models import ProofLink, ProofRemark

_numbers = count(1)


def make_source(*, at: datetime, by: User | None = None) -> SourceDocument:
    text = f"Marck : {next(_numbers)} masques.".encode()
    sha256 = hashlib.sha256(text).hexdigest()
    source = SourceDocument(
        sha256=sha256, filename="note.txt", size=len(text), received_at=at, received_by=by or make_user()
    )
    source.content.save(sha256, ContentFile(text))
    return source


def make_import(*, at: datetime, status: str = "review", **fields: Any) -> DocumentImport:
    by = make_user()
    source = fields.pop("document", None) or make_source(at=at, by=by)
    acted = {"accepted": {"accepted_at": at, "accepted_by": by}, "undone": {"undone_at": at, "undone_by": by}}
    return DocumentImport.objects.create(
        document=source,
        text="Marck",
        proposal=draft_of(Proposal(), ""),
        created_at=at,
        created_by=by,
        status=status,
        **acted.get(status, {}),
        **fields,
    )


def make_proof(*, expires_at: datetime, revoked_at: datetime | None = None) -> ProofLink:
    """With a remark that came by it, and its history."""
    by = make_user()
    link = ProofLink.objects.create(
        bulletin=make_bulletin(),
        reader="Cabinet",
        created_at=datetime(2020, 4, 30, tzinfo=UTC),
        created_by=by,
        expires_at=expires_at,
        revoked_at=revoked_at,
        revoked_by=by if revoked_at else None,
    )
    ProofRemark.objects.create(link=link, author="Cabinet", text="Une faute.")
    return link
