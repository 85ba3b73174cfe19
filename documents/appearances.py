"""Which imported documents name a person or a contact."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from documents.models import DocumentImport
from organisations.appearances import Appearance, Row, likely, link_to, tells


def in_documents(row: Row) -> Iterable[Appearance]:
    """In one query: the rows that an import made or found again, and the text that it read."""
    told = likely(row, DocumentImport.objects.all(), "text").values("pk")
    line = [{"kind": row._meta.model_name, "pk": row.pk}]
    brought = Q(report__made__contains=line) | Q(report__reused__contains=line)
    for one in DocumentImport.objects.filter(brought | Q(pk__in=told)).select_related("document").order_by("pk"):
        lines = [*one.report.get("made", ()), *one.report.get("reused", ())]
        is_brought = any((known["kind"], known["pk"]) == (row._meta.model_name, row.pk) for known in lines)
        if is_brought or tells(row, one.text):
            way = "enregistré par cet import" if is_brought else "dans le texte du document"
            yield Appearance("Document importé", one.document.filename, link_to(one), way)
