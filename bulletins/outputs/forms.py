"""The forms of an edition, by the end of their address: who makes them, and what a reader is told of them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

from bulletins.outputs.card import as_card
from bulletins.outputs.data import as_data
from bulletins.outputs.keeping import Kept, keep, ready
from bulletins.outputs.kit import as_kit
from bulletins.outputs.mail import as_mail
from bulletins.outputs.opendocument import as_opendocument
from bulletins.outputs.plain import as_text
from bulletins.outputs.word import as_word
from bulletins.presenting import Issue
from bulletins.reading import entries_of


class OutputUnavailable(Exception):
    """The form cannot be kept here; the message is a French sentence for whoever runs the site."""


@dataclass(frozen=True)
class Form:
    """`make` gives the bytes of an issue; `is_attached`: it is saved, never shown by the browser."""

    extension: str
    content_type: str
    label: str
    note: str
    make: Callable[..., bytes]
    is_attached: bool = True


FORMS = {
    form.extension: form
    for form in (
        Form(
            "docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "Document Word",
            "pour les rédactions",
            as_word,
        ),
        Form("odt", "application/vnd.oasis.opendocument.text", "Document LibreOffice", "OpenDocument", as_opendocument),
        Form("txt", "text/plain; charset=utf-8", "Texte seul", "à coller partout", as_text, is_attached=False),
        Form("html", "text/html; charset=utf-8", "Courriel", "HTML à coller dans un message", as_mail),
        Form("png", "image/png", "Image pour les réseaux sociaux", "1200 × 630 pixels", as_card, is_attached=False),
        Form("json", "application/json", "Données", "JSON, pour les programmes", as_data, is_attached=False),
        Form("zip", "application/zip", "Tout en un fichier", "archive ZIP", as_kit),
    )
}


def ready_output(issue: Issue, form: Form, *, origin: str) -> Kept | None:
    return ready(issue.edition, _digest(issue, form, origin), form.extension)


def output_of(issue: Issue, form: Form, *, origin: str) -> Kept:
    """The file of a form, made unless it is there. Raises OutputUnavailable."""
    if kept := ready_output(issue, form, origin=origin):
        return kept
    content = form.make(issue, origin=origin)
    try:
        return keep(content, issue.edition, _digest(issue, form, origin), form.extension)
    except OSError as error:
        raise OutputUnavailable(f"Le fichier n’a pas pu être rangé dans {settings.MEDIA_ROOT} : {error}") from error


def _digest(issue: Issue, form: Form, origin: str) -> str:
    """Of all that a form shows: the readable text, what is told around it, the site’s address, and how it is made."""
    links = [entry["url"] for entry in entries_of(issue.content)]
    told = (issue.digest, str(issue.edition.pk), issue.occulted, *links, form.extension, origin, _look())
    return hashlib.sha256("\n".join(told).encode()).hexdigest()


@cache
def _look() -> str:
    """Fingerprint of the makers, so that a form that is made otherwise is made anew."""
    files = sorted(Path(__file__).parent.glob("*.py"))
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
