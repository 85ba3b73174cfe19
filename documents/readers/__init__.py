"""Readers: bytes in, blocks out, one small module per format. No Django, no database, no network.

Untrusted files go through `documents.readers.sandbox`, which calls `read` in a child process.
"""

from __future__ import annotations

from documents.readers.detect import Kind, detect
from documents.readers.errors import Damaged, Empty, ReadingRefused, is_shortage
from recognition.blocks import Document


def read(data: bytes, filename: str, *, pages: int = 100, in_python: bool = False) -> Document:
    """Reads one document in this process. Raises a `ReadingRefused` that says why, `MemoryError`, and nothing else.

    `in_python`: PDFs without the C library that may end the process.
    """
    kind = detect(data, filename)
    try:
        document = _read(data, kind, pages, in_python)
    except (ReadingRefused, MemoryError):
        raise
    except Exception as error:  # parsers fail on damaged files in every way there is; the officer's answer is the same
        if is_shortage(error):
            raise MemoryError from error
        raise Damaged from error
    if not document.blocks:
        raise Empty
    return document


def _read(data: bytes, kind: Kind, pages: int, in_python: bool) -> Document:
    """Each parser is loaded for its own format only."""
    if kind is Kind.PDF:
        from documents.readers.pdf.file import read_pdf

        return read_pdf(data, pages=pages, in_python=in_python)
    if kind is Kind.DOCX:
        from documents.readers.office.docx import read_docx

        return read_docx(data)
    if kind is Kind.ODT:
        from documents.readers.office.odt import read_odt

        return read_odt(data)
    if kind is Kind.MARKDOWN:
        from documents.readers.markdown import read_markdown

        return read_markdown(data)
    from documents.readers.text import read_text

    return read_text(data)
