"""Zip files from strangers: counted and weighed before a byte of them is unpacked, and never unpacked to disk."""

from __future__ import annotations

import io
import re
import stat
import zipfile
import zlib

from documents.readers.errors import Damaged, Encrypted, TooLarge, Unsafe

ENTRIES = 2_000
UNPACKED_BYTES = 120_000_000
XML_BYTES = 30_000_000
# XML of word processors packs 10 to 60 times; bombs, a thousand.
RATIO = 250
_SMALL = 1_000_000
_DOCTYPE = re.compile(
    rb"<!\s*(?:DOCTYPE|ENTITY)|<\0!\0(?:D\0O\0C\0T\0Y\0P\0E|E\0N\0T\0I\0T\0Y)|\0<\0!\0(?:D\0O\0C|E\0N\0T)"
)
_UNPACKABLE = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENTRIES = f"Ce document contient plus de {ENTRIES} éléments internes. Enregistrez-le de nouveau sans ses images."
_BOMB = (
    "Ce document occupe une place démesurée une fois ouvert (« bombe de décompression »). Il n’a pas été lu. "
    "S’il s’agit d’un vrai document, collez son texte."
)


def entry_names(data: bytes) -> list[str]:
    return [entry.filename for entry in _entries(data)]


def check_archive(data: bytes) -> dict[str, bytes]:
    """The XML parts of the archive, once it has been found sound; else a refusal with its reason."""
    entries = _entries(data)
    if len(entries) > ENTRIES:
        raise TooLarge(_ENTRIES)
    names = [entry.filename for entry in entries]
    if len({name.lower() for name in names}) < len(names) or any(map(_is_tricky, entries)):
        raise Unsafe
    if any(entry.flag_bits & 1 for entry in entries):
        raise Encrypted
    if any(entry.compress_type not in _UNPACKABLE for entry in entries):
        raise Unsafe
    xml = [entry for entry in entries if entry.filename.endswith((".xml", ".rels", "mimetype"))]
    if sum(entry.file_size for entry in entries) > UNPACKED_BYTES or sum(entry.file_size for entry in xml) > XML_BYTES:
        raise Unsafe(_BOMB)
    if any(entry.file_size > max(_SMALL, RATIO * entry.compress_size) for entry in entries):
        raise Unsafe(_BOMB)
    parts: dict[str, bytes] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for entry in xml:
                # `read` stops at the size that the entry declares and checks the sum: a lie is damage.
                parts[entry.filename] = archive.read(entry)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError) as error:
        raise Damaged from error
    if any(_DOCTYPE.search(part) for part in parts.values()):
        raise Unsafe
    return parts


def _entries(data: bytes) -> list[zipfile.ZipInfo]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return archive.infolist()
    except Exception as error:  # BadZipFile, struct.error, UnicodeDecodeError: zipfile reports damage in many ways
        raise Damaged from error


def _is_tricky(entry: zipfile.ZipInfo) -> bool:
    """Names that would leave the folder they are unpacked into, and links. No word processor writes such a file."""
    name = entry.orig_filename
    parts = re.split(r"[/\\]", name)
    return (
        name.startswith(("/", "\\"))
        or "\\" in name
        or "\x00" in name
        or ".." in parts
        or re.match(r"[A-Za-z]:", name) is not None
        or stat.S_ISLNK(entry.external_attr >> 16)
    )
