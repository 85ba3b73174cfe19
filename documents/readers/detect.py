"""What a file is, by its content; its name only tells Markdown from plain text. Refuses what no reader should open."""

from __future__ import annotations

import re
from enum import StrEnum

from documents.readers.archive import check_archive, entry_names
from documents.readers.errors import Damaged, Empty, Encrypted, Macros, OldWord, TooLarge, WrongType
from documents.readers.text import decode

FILE_BYTES = 20_000_000
TEXT_BYTES = 5_000_000
TEXT_LINES = 200_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OFFICE_NAMES = re.compile(
    r"\.(?:docx|odt|pdf|docm|dotx|ott|doc|rtf|xlsx?|pptx?|ods|odp|zip|jpe?g|png|heic|pages)\Z", re.IGNORECASE
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM")
_TEXT_ODF = ("application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.text-template")
_IMAGE = (
    "Ce fichier est une image : son texte ne peut pas être lu. "
    "Déposez le document d’origine (Word, ODT, PDF avec texte), ou collez son texte."
)
_RTF = "Ce document est au format RTF. Ouvrez-le dans votre traitement de texte et enregistrez-le en .docx ou en .odt."
_RENAMED = (
    "Le contenu de ce fichier ne correspond pas à son extension : il est abîmé, ou il a été renommé. "
    "Enregistrez-le de nouveau depuis votre traitement de texte, puis déposez cette copie."
)


class Kind(StrEnum):
    DOCX = "docx"
    ODT = "odt"
    PDF = "pdf"
    MARKDOWN = "markdown"
    TEXT = "text"


def detect(data: bytes, filename: str) -> Kind:
    """The kind of a document that may be read, else a refusal. Looks into archives, unpacks nothing to disk."""
    if not data.strip(b"\x00\t\n\r \xef\xbb\xbf"):
        raise Empty
    if len(data) > FILE_BYTES:
        raise TooLarge(f"Ce fichier dépasse {FILE_BYTES // 1_000_000} Mo. Découpez-le, ou collez seulement son texte.")
    if data.startswith(_OLE):
        raise _ole_refusal(data)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _archive_kind(data)
    if b"%PDF-" in data[:1024]:
        return Kind.PDF
    if data.startswith(b"{\\rtf"):
        raise WrongType(_RTF)
    if data.startswith(_IMAGES):
        raise WrongType(_IMAGE)
    if _OFFICE_NAMES.search(filename):
        raise Damaged(_RENAMED)
    return _text_kind(data, filename)


def _ole_refusal(data: bytes) -> OldWord | Encrypted | WrongType:
    """Old binary files and encrypted new ones share one container, whose directory names what is inside."""
    if _wide("EncryptedPackage") in data:
        return Encrypted()
    return OldWord() if _wide("WordDocument") in data else WrongType()


def _archive_kind(data: bytes) -> Kind:
    names = entry_names(data)
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Macros
    if "mimetype" in names and "content.xml" in names:
        kind = Kind.ODT
    elif "[Content_Types].xml" in names and any(name.startswith("word/") for name in names):
        kind = Kind.DOCX
    else:
        raise WrongType
    parts = check_archive(data)
    if kind is Kind.ODT:
        if parts["mimetype"].decode("ascii", "replace").strip() not in _TEXT_ODF:
            raise WrongType
        if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
            raise Encrypted
        if any(_is_odf_macro(name) for name in names):
            raise Macros
    elif b"macroEnabled" in parts["[Content_Types].xml"]:
        raise Macros
    return kind


def _is_odf_macro(name: str) -> bool:
    """LibreOffice writes empty library indexes into documents without macros; modules are other files."""
    is_index = name.endswith(("script-lc.xml", "script-lb.xml", "dialog-lc.xml", "dialog-lb.xml", "/"))
    return name.startswith(("Basic/", "Scripts/")) and not is_index


def _text_kind(data: bytes, filename: str) -> Kind:
    if len(data) > TEXT_BYTES:
        raise TooLarge(f"Ce texte dépasse {TEXT_BYTES // 1_000_000} Mo. Découpez-le, puis déposez chaque partie.")
    if data.count(b"\n") + data.count(b"\r") > 2 * TEXT_LINES:  # both stand at each line end of Windows
        raise TooLarge(f"Ce texte compte plus de {TEXT_LINES} lignes. Découpez-le, puis déposez chaque partie.")
    sample = decode(data[:100_000])
    if len(_CONTROL.findall(sample)) > 0.02 * len(sample):
        raise WrongType
    return Kind.MARKDOWN if filename.lower().endswith((".md", ".markdown")) else Kind.TEXT


def _wide(name: str) -> bytes:
    return name.encode("utf-16-le")
