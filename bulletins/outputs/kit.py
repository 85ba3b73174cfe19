"""The press kit: one archive with every form of an edition, its tables and a note that says what is what."""

from __future__ import annotations

import logging
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from bulletins.outputs.card import as_card
from bulletins.outputs.data import as_data
from bulletins.outputs.mail import as_mail
from bulletins.outputs.opendocument import as_opendocument
from bulletins.outputs.photographs import CREDITS, CREDITS_TOLD, picture_files
from bulletins.outputs.plain import as_text
from bulletins.outputs.tables import CONTACT_HEADER, FIGURE_HEADER, contact_rows, figure_rows
from bulletins.outputs.word import as_word
from bulletins.presenting import Issue
from bulletins.printing import PrintingUnavailable, print_issue
from communes.licence import LICENCE
from french.spreadsheets import csv_lines
from french.wording import NBSP

logger = logging.getLogger(__name__)

NOTE = "LISEZ-MOI.txt"
MAKERS = {
    "bulletin.docx": (as_word, "document Word, à reprendre"),
    "bulletin.odt": (as_opendocument, "le même pour LibreOffice"),
    "bulletin.txt": (as_text, "texte seul"),
    "bulletin.html": (as_mail, "à coller dans un courriel"),
    "bulletin.json": (as_data, "données, pour les programmes"),
    "image.png": (as_card, "image pour les réseaux sociaux"),
}
PDF = ("bulletin.pdf", "le bulletin imprimable, accessible")
TABLES = {"chiffres.csv": "les chiffres, pour un tableur", "contacts.csv": "les contacts, pour un tableur"}


def as_kit(issue: Issue, *, origin: str) -> bytes:
    """Always the same bytes for the same edition: the files carry its moment of publication."""
    files = {name: make(issue, origin=origin) for name, (make, _) in MAKERS.items()}
    files["chiffres.csv"] = "".join(csv_lines(FIGURE_HEADER, figure_rows(issue))).encode()
    files["contacts.csv"] = "".join(csv_lines(CONTACT_HEADER, contact_rows(issue))).encode()
    files |= picture_files(issue)
    try:
        files[PDF[0]] = print_issue(issue, origin=origin).path.read_bytes()
    except PrintingUnavailable as problem:
        logger.error("%s", problem)
    files[NOTE] = _note(issue, files, origin).encode()
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for name in sorted(files):
            info = ZipInfo(name, date_time=issue.edition.published_at.timetuple()[:6])
            info.compress_type, info.external_attr = ZIP_DEFLATED, 0o644 << 16
            archive.writestr(info, files[name])
    return buffer.getvalue()


def _note(issue: Issue, files: dict[str, bytes], origin: str) -> str:
    told = {name: words for name, (_, words) in MAKERS.items()} | TABLES | dict([PDF]) | {CREDITS: CREDITS_TOLD}
    lines = [
        issue.title,
        *([issue.written_date] if issue.written_date else []),
        "",
        *(f"{name}{NBSP}: {told[name]}" for name in sorted(files) if name in told),
        "",
        f"En ligne{NBSP}: {origin}{issue.bulletin.get_absolute_url()}",
        f"Textes et données sous {LICENCE.name} ({LICENCE.url})",
        "",
    ]
    return "\r\n".join(lines)
