"""Readers: bytes in, blocks out, one small module per format. No Django, no database, no network.

Untrusted files go through `bulletins.importing.sandbox`, which calls `read` in a child process.
"""

from __future__ import annotations

from bulletins.importing.blocks import Document
from bulletins.importing.readers.detect import Kind, detect
from bulletins.importing.readers.errors import Empty


def read(data: bytes, filename: str, *, pages: int = 100) -> Document:
    """Reads one document in this process; a `ReadingRefused` says why it cannot be. A damaged file may raise others."""
    kind = detect(data, filename)
    if kind is Kind.PDF:
        from bulletins.importing.readers.pdf import read_pdf  # each parser is loaded for its own format only

        document = read_pdf(data, pages=pages)
    elif kind is Kind.DOCX:
        from bulletins.importing.readers.docx import read_docx

        document = read_docx(data)
    elif kind is Kind.ODT:
        from bulletins.importing.readers.odt import read_odt

        document = read_odt(data)
    elif kind is Kind.MARKDOWN:
        from bulletins.importing.readers.markdown import read_markdown

        document = read_markdown(data)
    else:
        from bulletins.importing.readers.text import read_text

        document = read_text(data)
    if not document.blocks:
        raise Empty
    return document
