"""What is refused, and the sentence that says why."""

import io
import struct
import zipfile

import pikepdf
import pytest

from documents.readers import errors, read
from documents.readers.archive import ENTRIES
from documents.readers.detect import FILE_BYTES, TEXT_BYTES, Kind, detect
from tests.documents.releases import docx_of, odt_of, pdf_of, unzipped, zip_of

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504


def wide(name):
    return name.encode("utf-16-le")


def with_parts(data, changed):
    return zip_of(unzipped(data) | changed)


def encrypted_pdf(**passwords):
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf_of())) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(**passwords))
    return out.getvalue()


def with_symlink():
    out = io.BytesIO(docx_of())
    with zipfile.ZipFile(out, "a") as archive:
        entry = zipfile.ZipInfo("word/lien.xml")
        entry.external_attr = 0o120777 << 16
        archive.writestr(entry, "/etc/passwd")
    return out.getvalue()


def with_name(name):
    """Names that `zipfile` would not write: put into the bytes in place of one of the same length."""
    plain = "x" * len(name)
    return with_parts(docx_of(), {plain: "<a/>"}).replace(plain.encode(), name.encode())


def doubled():
    out = io.BytesIO(docx_of())
    with zipfile.ZipFile(out, "a") as archive:
        entry = zipfile.ZipInfo("WORD/document.xml")
        archive.writestr(entry, "<a/>")
    return out.getvalue()


def encrypted_entry():
    data = bytearray(docx_of())
    at = data.index(b"PK\x01\x02")
    data[at + 8 : at + 10] = struct.pack("<H", 1)
    return bytes(data)


PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
LAUGHS = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;">]><a>&c;</a>'
ENCRYPTED_ODT = '<manifest:manifest xmlns:manifest="m"><manifest:encryption-data/></manifest:manifest>'

REFUSED = {
    "empty": (lambda: b"", "a.txt", errors.Empty),
    "blank": (lambda: b" \n\x00\r\n", "a.txt", errors.Empty),
    "no text": (lambda: docx_of([]), "a.docx", errors.Empty),
    "huge": (lambda: b"a" * (FILE_BYTES + 1), "a.txt", errors.TooLarge),
    "long text": (lambda: b"a " * TEXT_BYTES, "a.txt", errors.TooLarge),
    "old word": (lambda: OLE + wide("WordDocument"), "a.doc", errors.OldWord),
    "old word renamed": (lambda: OLE + wide("WordDocument"), "a.docx", errors.OldWord),
    "encrypted word": (lambda: OLE + wide("EncryptedPackage"), "a.docx", errors.Encrypted),
    "old table": (lambda: OLE + wide("Workbook"), "a.xls", errors.WrongType),
    "rtf": (lambda: b"{\\rtf1 texte}", "a.docx", errors.WrongType),
    "image": (lambda: b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, "a.png", errors.WrongType),
    "binary": (lambda: bytes(range(32)) * 50, "a.txt", errors.WrongType),
    "text named pdf": (lambda: b"bonjour", "a.pdf", errors.Damaged),
    "zip": (lambda: zip_of({"a.txt": "bonjour"}), "a.docx", errors.WrongType),
    "table": (lambda: zip_of({"[Content_Types].xml": "<a/>", "xl/workbook.xml": "<a/>"}), "a.docx", errors.WrongType),
    "odf table": (
        lambda: with_parts(odt_of(), {"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}),
        "a.odt",
        errors.WrongType,
    ),
    "broken zip": (lambda: docx_of()[:-60], "a.docx", errors.Damaged),
    "lying zip": (lambda: docx_of().replace(b"word/styles.xml", b"word/stules.xml", 1), "a.docx", errors.Damaged),
    "vba": (lambda: with_parts(docx_of(), {"word/vbaProject.bin": "x"}), "a.docx", errors.Macros),
    "docm": (
        lambda: with_parts(
            docx_of(), {"[Content_Types].xml": '<a b="application/vnd.ms-word.document.macroEnabled.main+xml"/>'}
        ),
        "a.docx",
        errors.Macros,
    ),
    "odf basic": (lambda: with_parts(odt_of(), {"Basic/Standard/Module1.xml": "<a/>"}), "a.odt", errors.Macros),
    "odf script": (lambda: with_parts(odt_of(), {"Scripts/python/a.py": "x"}), "a.odt", errors.Macros),
    "odf password": (lambda: with_parts(odt_of(), {"META-INF/manifest.xml": ENCRYPTED_ODT}), "a.odt", errors.Encrypted),
    "zip password": (encrypted_entry, "a.docx", errors.Encrypted),
    "doctype": (lambda: with_parts(docx_of(), {"word/document.xml": LAUGHS}), "a.docx", errors.Unsafe),
    "doctype in utf-16": (
        lambda: with_parts(docx_of(), {"word/document.xml": LAUGHS.decode().encode("utf-16")}),
        "a.docx",
        errors.Unsafe,
    ),
    "doctype in odt": (lambda: with_parts(odt_of(), {"content.xml": LAUGHS}), "a.odt", errors.Unsafe),
    "bomb": (lambda: with_parts(docx_of(), {"word/document.xml": b" " * 20_000_000}), "a.docx", errors.Unsafe),
    "bomb in an image": (
        lambda: with_parts(odt_of(), {"Pictures/a.png": b"\x00" * 40_000_000}),
        "a.odt",
        errors.Unsafe,
    ),
    "many entries": (
        lambda: with_parts(docx_of(), {f"word/{n}.xml": "" for n in range(ENTRIES)}),
        "a.docx",
        errors.TooLarge,
    ),
    "path upwards": (lambda: with_name("../../etc/crontab"), "a.docx", errors.Unsafe),
    "absolute path": (lambda: with_name("/etc/crontab"), "a.docx", errors.Unsafe),
    "drive": (lambda: with_name("C:/Windows/a.xml"), "a.docx", errors.Unsafe),
    "backslash": (lambda: with_name("word\\a.xml"), "a.docx", errors.Unsafe),
    "symlink": (with_symlink, "a.docx", errors.Unsafe),
    "same name twice": (doubled, "a.docx", errors.Unsafe),
    "pdf password": (lambda: encrypted_pdf(user="secret", owner="secret"), "a.pdf", errors.Encrypted),
    "scanned pdf": (
        lambda: pdf_of("<div style='width: 5cm; height: 5cm; background: red'></div>"),
        "a.pdf",
        errors.Scanned,
    ),
    "scanned pdf with page numbers": (
        lambda: pdf_of(f"<img src='data:image/png;base64,{PIXEL}' style='width: 9cm; height: 9cm'><p>Page 1</p>"),
        "a.pdf",
        errors.Scanned,
    ),
    "broken pdf": (lambda: pdf_of()[:3000], "a.pdf", errors.Damaged),
    "pdf in name only": (lambda: b"%PDF-1.7\nbonjour", "a.pdf", errors.Damaged),
}


@pytest.mark.parametrize(("make", "name", "refusal"), REFUSED.values(), ids=REFUSED)
def test_refusals(make, name, refusal):
    with pytest.raises(refusal) as caught:
        read(make(), name)
    assert type(caught.value) is refusal
    assert str(caught.value).endswith(".")
    assert "’" in str(caught.value) or "'" not in str(caught.value)


def test_too_many_pages():
    long = pdf_of("<style>p { break-after: page }</style>" + "<p>une page</p>" * 6)
    with pytest.raises(errors.TooLarge, match="plus de 5 pages"):
        read(long, "a.pdf", pages=5)
    assert len(read(long, "a.pdf", pages=10).blocks) == 6


def test_a_pdf_that_only_forbids_printing_is_read():
    assert "Douarnenez" in read(encrypted_pdf(user="", owner="secret"), "a.pdf").text


def test_empty_macro_libraries_of_libreoffice_are_no_macros():
    assert (
        detect(with_parts(odt_of(), {"Basic/script-lc.xml": "<a/>", "Basic/Standard/script-lb.xml": "<a/>"}), "a")
        is Kind.ODT
    )


@pytest.mark.parametrize(
    ("make", "name", "kind"),
    [
        (docx_of, "sans extension", Kind.DOCX),
        (docx_of, "a.txt", Kind.DOCX),
        (odt_of, "a.docx", Kind.ODT),
        (pdf_of, "a.odt", Kind.PDF),
        (lambda: b"\n\n" + pdf_of(), "a.pdf", Kind.PDF),
        (lambda: b"bonjour", "a.md", Kind.MARKDOWN),
        (lambda: b"bonjour", "sans extension", Kind.TEXT),
    ],
)
def test_content_decides(make, name, kind):
    assert detect(make(), name) is kind


def test_every_refusal_travels_by_its_code():
    for code, kind in errors.REFUSALS.items():
        assert type(errors.refusal(code, "Une phrase.")) is kind
    assert type(errors.refusal("inconnu", "Une phrase.")) is errors.ReadingRefused


def test_nested_beyond_reason_is_refused():
    deep = "<w:tbl><w:tr><w:tc>" * 3000 + "</w:tc></w:tr></w:tbl>" * 3000
    with pytest.raises(errors.ReadingRefused):
        read(docx_of(body=deep), "a.docx")
