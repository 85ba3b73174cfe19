"""Pages of a PDF read per second of processor time, by PDFium and by pdfminer alone: `python bench/pdf.py [PAGES]`.

Three documents of as many pages: text, text with a ruled table on each page, and two columns. Then the time that a
hundred pages take in the child process, its start included, against its limit.
"""

from __future__ import annotations

import io
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import pikepdf

from documents.readers import read
from documents.readers.sandbox import DEFAULT_LIMITS, read_document
from tests.documents.releases import pdf_of

SENTENCE = "À Vimy, l’association Alpha a cousu 1 600 masques pour les aînés de la commune, qui les attendaient. "
PAGE = (
    f"<style>body {{ font: 10pt 'DejaVu Sans' }} td {{ border: 1px solid }}</style><h2>Titre</h2><p>{SENTENCE * 26}</p>"
)
ROW = "<tr><td>Vimy</td><td>Le club coud 300 masques</td><td>03 21 00 00 00</td></tr>"
DOCUMENTS = {
    "text": PAGE,
    "table": f"{PAGE}<table>{ROW * 4}</table>",
    "columns": f"<div style='columns: 2'>{PAGE}</div>",
}


def repeated(page: bytes, pages: int) -> bytes:
    source, made = pikepdf.open(io.BytesIO(page)), pikepdf.new()
    for _ in range(pages):
        made.pages.append(source.pages[0])
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def pages_a_second(data: bytes, pages: int, *, in_python: bool) -> float:
    started = time.process_time()
    read(data, "a.pdf", pages=pages, in_python=in_python)
    return pages / (time.process_time() - started)


def main(pages: int) -> None:
    sys.stdout.write(f"{'pages':<10}{'letters a page':>16}{'PDFium':>10}{'pdfminer':>10}\n")
    for name, html in DOCUMENTS.items():
        page = pdf_of(html)
        letters = len(read(page, "a.pdf").text)  # loads the parsers too
        data = repeated(page, pages)
        fast, slow = (pages_a_second(data, pages, in_python=in_python) for in_python in (False, True))
        sys.stdout.write(f"{name:<10}{letters:>16}{fast:>10.0f}{slow:>10.0f}\n")
    data = repeated(pdf_of(PAGE), DEFAULT_LIMITS.pages)
    started = time.perf_counter()
    read_document(data, "a.pdf")
    taken = time.perf_counter() - started
    sys.stdout.write(f"{DEFAULT_LIMITS.pages} pages in the child: {taken:.1f} s of {DEFAULT_LIMITS.seconds}\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 30)
