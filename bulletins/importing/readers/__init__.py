"""Readers: bytes in, blocks out, one small module per format. No Django, no database, no network.

Untrusted files go through `bulletins.importing.sandbox`, which calls `read` in a child process.
"""

from __future__ import annotations

from bulletins.importing.blocks import Document
from bulletins.importing.readers.markdown import read_markdown
from bulletins.importing.readers.text import read_text


def read(data: bytes, filename: str) -> Document:
    """Reads one document in this process. The file's content decides, its name only tells text from Markdown."""
    if data.startswith(b"PK"):
        if b"mimetypeapplication/vnd.oasis.opendocument.text" in data[:200]:
            from bulletins.importing.readers.odt import read_odt

            return read_odt(data)
        from bulletins.importing.readers.docx import read_docx

        return read_docx(data)
    if data.startswith(b"%PDF"):
        from bulletins.importing.readers.pdf import read_pdf

        return read_pdf(data)
    if filename.lower().endswith((".md", ".markdown")):
        return read_markdown(data)
    return read_text(data)
