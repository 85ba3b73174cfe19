"""Whether the originals of imported documents are where their rows say, and as they were dropped in."""

from __future__ import annotations

import hashlib

from documents.models import SourceDocument


def originals_are_whole() -> list[str]:
    wrong = []
    for document in SourceDocument.objects.exclude(content="").order_by("pk").iterator():
        try:
            with document.content.open("rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError:
            wrong.append(f"L’original de « {document.filename} » n’est plus dans le dossier des fichiers.")
            continue
        if found != document.sha256:
            wrong.append(f"L’original de « {document.filename} » n’est plus celui qui avait été déposé.")
    return wrong
