"""The PDF of an edition: PDF/UA-1 by WeasyPrint, made after publication, on demand, as often as needed.

Files are kept by `bulletins.outputs.keeping`, as those of the other forms.
"""

from __future__ import annotations

import hashlib
import logging
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import get_template, render_to_string

from bulletins.outputs.keeping import Kept, keep, ready
from bulletins.presenting import Issue
from communes.licence import LICENCE

if TYPE_CHECKING:  # loaded only when something is printed: slow, and absent where system libraries are missing
    from pydyf import PDF
    from weasyprint import HTML, Document

logger = logging.getLogger(__name__)

EXTENSION = "pdf"
VARIANT = "pdf/ua-1"
TEMPLATE = "bulletins/pdf.html"
STYLESHEETS = ("bulletins/pdf.css", "bulletins/pdf-closer.css")
PROOF_STYLESHEETS = ("bulletins/pdf-proof.css",)
_is_paused = ContextVar("printing is paused", default=False)
LIBRARIES = {
    "linux": "sudo apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
    "darwin": "brew install pango",
}


class PrintingUnavailable(Exception):
    """No PDF can be made or kept here; the message is a French sentence for whoever runs the site."""


@cache
def printing_problem() -> str | None:
    """Why no PDF can be made here, with the line to type; None when all is there. Loads WeasyPrint once."""
    try:
        import weasyprint  # noqa: F401 (slow, and fails where its system libraries are missing)
    except (ImportError, OSError):
        line = LIBRARIES.get(sys.platform, "https://doc.courtbouillon.org/weasyprint/stable/first_steps.html")
        return f"Les PDF ne peuvent pas être fabriqués : il manque des bibliothèques du système. Tapez : {line}"
    return None


def ready_pdf(issue: Issue, *, origin: str) -> Kept | None:
    """The file, if it has been made already."""
    return ready(issue.edition, _digest(issue, origin), EXTENSION)


def print_issue(issue: Issue, *, origin: str) -> Kept:
    """Make the PDF unless it is there; files of the same edition that show something else are deleted.

    `origin` is the site's own address (“https://exemple.fr”), for the links. Raises PrintingUnavailable.
    """
    if printed := ready_pdf(issue, origin=origin):
        return printed
    if problem := printing_problem():
        raise PrintingUnavailable(problem)
    content = render_pdf(issue, origin=origin)
    try:
        return keep(content, issue.edition, _digest(issue, origin), EXTENSION)
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


def print_or_none(issue: Issue, *, origin: str) -> Kept | None:
    """The same for a page that only announces the PDF, and must be read even when the PDF fails."""
    if _is_paused.get():
        return ready_pdf(issue, origin=origin)
    try:
        return print_issue(issue, origin=origin)
    except Exception:  # whatever a text does to the printer; the PDF's own address tells it
        logger.exception("Le PDF du bulletin %s n’a pas pu être fabriqué.", issue.bulletin.pk)
        return None


def printed_context(issue: Issue, *, origin: str, proofed_at: datetime | None = None) -> dict[str, Any]:
    """What the template of the printed bulletin shows."""
    address = origin + issue.bulletin.get_absolute_url()
    shown = {"issue": issue, "content": issue.content, "origin": origin, "address": address, "licence": LICENCE}
    return shown | {"proofed_at": proofed_at}


def render_pdf(issue: Issue, *, origin: str, proofed_at: datetime | None = None) -> bytes:
    """`proofed_at` makes it a proof, marked on every page and dated: nobody is to take it for what was published."""
    import weasyprint
    from weasyprint.urls import URLFetcher

    from bulletins.outputs.fonts import OwnFonts
    from bulletins.pictures.fetching import PictureFetcher

    html = render_to_string(TEMPLATE, printed_context(issue, origin=origin, proofed_at=proofed_at))
    fonts = OwnFonts()
    # The text loads its own pictures, the stylesheets only their fonts beside them: no request leaves the server.
    # (“data” fetches nothing either: the mark of a proof is drawn in its stylesheet.)
    own = PictureFetcher(issue, origin=origin, allowed_protocols=("data",) if proofed_at else ())
    page = weasyprint.HTML(string=html, base_url=f"{origin}/", url_fetcher=own)
    styles = [
        weasyprint.CSS(
            filename=finders.find(name), font_config=fonts, url_fetcher=URLFetcher(allowed_protocols=("file",))
        )
        for name in (STYLESHEETS + PROOF_STYLESHEETS if proofed_at else STYLESHEETS)
    ]
    marks = styles[len(STYLESHEETS) :]
    document = page.render(stylesheets=[styles[0], *marks], font_config=fonts, pdf_variant=VARIANT)
    if len(document.pages) > 1:
        # A page that a slightly closer setting saves would have been a nearly blank one.
        closer = page.render(stylesheets=styles, font_config=fonts, pdf_variant=VARIANT)
        document = closer if len(closer.pages) < len(document.pages) else document
    return document.write_pdf(finisher=partial(_describe_links, texts=_link_texts(page)), pdf_variant=VARIANT)


def _link_texts(page: HTML) -> dict[str, str]:
    """What each address of the page is called: the title of its first link, else the words of it."""
    from weasyprint.urls import iri_to_uri

    texts: dict[str, str] = {}
    for link in page.etree_element.iter("a"):
        text = link.get("title") or re.sub(r"[ \t\r\n]+", " ", "".join(link.itertext())).strip()
        texts.setdefault(iri_to_uri(link.get("href", "")), text)
    return texts


def _describe_links(document: Document, pdf: PDF, *, texts: dict[str, str]) -> None:
    """WeasyPrint describes a link by its address, which is then read out letter by letter: say its words instead."""
    from pydyf import Dictionary, String

    for annotation in pdf.objects:
        if isinstance(annotation, Dictionary) and annotation.get("Subtype") == "/Link" and "A" in annotation:
            address = annotation["A"]["URI"].string
            annotation["Contents"] = String(texts.get(address) or address)


def _digest(issue: Issue, origin: str) -> str:
    parts = (issue.digest, origin, _look())
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


@cache
def _look() -> str:
    """Fingerprint of the template and the stylesheets, so that a new look is printed anew."""
    files = (Path(get_template(TEMPLATE).origin.name), *(Path(finders.find(name)) for name in STYLESHEETS))
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
