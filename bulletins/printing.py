"""The PDF of an edition: PDF/UA-1 by WeasyPrint, made after publication, on demand, as often as needed.

Files are kept under MEDIA_ROOT by the fingerprint of what they show, so that a second request reads a file, and
whatever is no longer public leaves the disk with the next printing.
"""

from __future__ import annotations

import hashlib
import logging
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import get_template, render_to_string

from bulletins.models import Edition
from bulletins.presenting import Issue
from french.wording import NBSP, number

logger = logging.getLogger(__name__)

TEMPLATE = "bulletins/pdf.html"
STYLESHEET = "bulletins/pdf.css"
_is_paused = ContextVar("printing is paused", default=False)
LIBRARIES = {
    "linux": "sudo apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
    "darwin": "brew install pango",
}


class PrintingUnavailable(Exception):
    """No PDF can be made or kept here; the message is a French sentence for whoever runs the site."""


@dataclass(frozen=True)
class Printed:
    """A PDF on the disk. `digest` names its content and serves as ETag."""

    path: Path
    digest: str
    size: int
    made_at: datetime

    @property
    def written_size(self) -> str:
        """“84 ko”; a bulletin with its two fonts never reaches a megabyte."""
        return f"{number(max(1, round(self.size / 1000)))}{NBSP}ko"


@cache
def printing_problem() -> str | None:
    """Why no PDF can be made here, with the line to type; None when all is there. Loads WeasyPrint once."""
    try:
        import weasyprint  # noqa: F401 (slow, and fails where its system libraries are missing)
    except (ImportError, OSError):
        line = LIBRARIES.get(sys.platform, "https://doc.courtbouillon.org/weasyprint/stable/first_steps.html")
        return f"Les PDF ne peuvent pas être fabriqués : il manque des bibliothèques du système. Tapez : {line}"
    return None


def ready_pdf(issue: Issue, *, origin: str) -> Printed | None:
    """The file, if it has been made already."""
    digest = _digest(issue, origin)
    path = _folder(issue.edition) / f"{digest}.pdf"
    try:
        return _printed(path, digest)
    except OSError:
        return None


def print_issue(issue: Issue, *, origin: str) -> Printed:
    """Make the PDF unless it is there; files of the same edition that show something else are deleted.

    `origin` is the site's own address (“https://exemple.fr”), for the links. Raises PrintingUnavailable.
    """
    if printed := ready_pdf(issue, origin=origin):
        return printed
    if problem := printing_problem():
        raise PrintingUnavailable(problem)
    content = render_pdf(issue, origin=origin)
    try:
        return _store(content, _folder(issue.edition), _digest(issue, origin))
    except OSError as error:
        raise PrintingUnavailable(f"Le PDF n’a pas pu être rangé dans {settings.MEDIA_ROOT} : {error}") from error


@contextmanager
def without_printing() -> Iterator[None]:
    """Pages announce the PDFs that are there and make none: for whoever only wants to know what they say."""
    token = _is_paused.set(True)
    try:
        yield
    finally:
        _is_paused.reset(token)


def print_or_none(issue: Issue, *, origin: str) -> Printed | None:
    """The same for a page that only announces the PDF, and must be read even when the PDF fails."""
    if _is_paused.get():
        return ready_pdf(issue, origin=origin)
    try:
        return print_issue(issue, origin=origin)
    except Exception:  # whatever a text does to the printer; the PDF's own address tells it
        logger.exception("Le PDF du bulletin %s n’a pas pu être fabriqué.", issue.bulletin.pk)
        return None


def forget_printed(edition: Edition) -> None:
    """Delete the files of an edition: after a withdrawal or an occultation."""
    for old in kept_files(edition):
        old.unlink(missing_ok=True)


def kept_files(edition: Edition) -> list[Path]:
    return list(_folder(edition).glob("*.pdf"))


def render_pdf(issue: Issue, *, origin: str) -> bytes:
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher

    html = render_to_string(TEMPLATE, {"issue": issue, "content": issue.content, "origin": origin})
    fonts = FontConfiguration()
    # The text loads nothing at all, the stylesheet only its fonts beside it: no request leaves the server.
    document = weasyprint.HTML(string=html, base_url=f"{origin}/", url_fetcher=URLFetcher(allowed_protocols=()))
    stylesheet = weasyprint.CSS(
        filename=finders.find(STYLESHEET), font_config=fonts, url_fetcher=URLFetcher(allowed_protocols=("file",))
    )
    return document.write_pdf(stylesheets=[stylesheet], font_config=fonts, pdf_variant="pdf/ua-1")


def _store(content: bytes, folder: Path, digest: str) -> Printed:
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.pdf"):
        old.unlink(missing_ok=True)
    # Written aside and moved: a reader never gets half a file, and two printers at once do no harm.
    with tempfile.NamedTemporaryFile(dir=folder, suffix=".part", delete=False) as file:
        file.write(content)
    path = folder / f"{digest}.pdf"
    os.replace(file.name, path)
    return _printed(path, digest)


def _printed(path: Path, digest: str) -> Printed:
    state = path.stat()
    return Printed(path, digest, state.st_size, datetime.fromtimestamp(int(state.st_mtime), UTC))


def _folder(edition: Edition) -> Path:
    return Path(settings.MEDIA_ROOT) / "bulletins" / str(edition.pk)


def _digest(issue: Issue, origin: str) -> str:
    parts = (issue.digest, origin, _look())
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


@cache
def _look() -> str:
    """Fingerprint of the template and the stylesheet, so that a new look is printed anew."""
    files = (Path(get_template(TEMPLATE).origin.name), Path(finders.find(STYLESHEET)))
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
