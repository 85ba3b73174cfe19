"""PDF files with text: words by their positions, then lines, then paragraphs.

The words come through PDFium; what it does not tell, through pdfminer and pdfplumber, which find the links and tables.

Headers and footers that repeat and page numbers are dropped; tables with rules are read cell by cell, columns one after
the other. A link is the text that its clickable area covers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import nullcontext
from itertools import groupby

from pdfplumber.page import Page

from documents.readers.errors import Damaged, Scanned, TooLarge, is_shortage
from documents.readers.lines.cut import remarks_on_cut_addresses
from documents.readers.lines.marks import marker
from documents.readers.lines.paragraphs import blocks, paragraphs
from documents.readers.lines.structure import Piece, blocks_of
from documents.readers.pdf.letters import Letters, open_letters
from documents.readers.pdf.links import links_of
from documents.readers.pdf.opening import Pdf, open_pdf
from documents.readers.pdf.page import PageLine, page_lines
from documents.readers.pdf.running import without_running
from recognition.blocks import Block, BlockKind, Document

PAGES = 100
_LONGEST_HEADING = 300
# Scanners stamp a date or a page number on each image: fewer letters a page than this are no document.
_STAMP = 40
_UNREADABLE = (
    "Les caractères de ce PDF ne peuvent pas être lus : il ne dit pas à quelles lettres ils correspondent. "
    "Déposez le fichier d’origine, ou collez son texte."
)


def read_pdf(data: bytes, *, pages: int = PAGES, in_python: bool = False) -> Document:
    """Links are a bonus and pages stand for themselves: what cannot be read of them is told in the remarks."""
    pictures = 0
    read: list[list[PageLine]] = []
    lost: list[int] = []
    broken_links: Counter[int] = Counter()
    with open_pdf(data) as pdf, nullcontext() if in_python else open_letters(data) as letters:
        # `pdf.pages` builds every page at once: the page tree is walked first, only as far as the cap.
        if len(pdf.pages) > pages:
            raise TooLarge(f"Ce PDF compte plus de {pages} pages. Découpez-le, puis déposez chaque partie.")
        for page in pdf.pages:
            links, broken = links_of(page)
            broken_links[page.page_number] += broken
            try:
                is_plain = letters is not None and _is_plain(pdf, page, letters)
                found = letters.page(page.page_number - 1, float(page.height)) if is_plain else None
                read.append(page_lines(page, links, found))
                pictures += found.has_pictures if found else bool(page.images)
            except Exception as error:  # parsers fail on damaged pages in every way there is; the other pages are sound
                if is_shortage(error):
                    raise
                lost.append(page.page_number)
            page.close()
        remarks = tuple(_remarks(pdf, lost, +broken_links))
    if lost and not any(read):
        raise Damaged
    lines = without_running(read)
    if not lines:
        raise Scanned
    letters = "".join(line.line.text for line in lines)
    if pictures == len(read) and len(letters) < _STAMP * len(read):
        raise Scanned
    if letters.count("(cid:") * 12 > len(letters):
        raise Scanned(_UNREADABLE)
    cut = remarks_on_cut_addresses(line.line for line in lines if line.column is None)
    return Document.of(_blocks(lines), remarks=(*remarks, *cut))


def _is_plain(pdf: Pdf, page: Page, letters: Letters) -> bool:
    """Whether both libraries see the same document, and nothing that only pdfminer tells is wrong with the page."""
    return len(letters.document) == len(pdf.pages) and pdf.has_sound_fonts(page)


def _remarks(pdf: Pdf, lost: list[int], broken_links: Counter[int]) -> Iterator[str]:
    if lost:
        what, whose = (
            ("Les {} n’ont pas pu être lues", "leur") if len(lost) > 1 else ("La {} n’a pas pu être lue", "son")
        )
        yield f"{what.format(_pages(lost))}\u00a0: {whose} texte manque ici. Comparez avec l’original."
    if pdf.has_broken_font:
        yield (
            "Une police de caractères de ce PDF est abîmée\u00a0: des mots peuvent être mal lus. "
            "Comparez avec l’original."
        )
    if total := broken_links.total():
        what = f"{total} liens n’ont pas pu être lus" if total > 1 else "Un lien n’a pas pu être lu"
        yield f"{what} ({_pages(list(broken_links))})\u00a0: vérifiez les adresses sur l’original."


def _pages(numbers: list[int]) -> str:
    if len(numbers) == 1:
        return f"page\u00a0{numbers[0]}"
    return f"pages\u00a0{', '.join(map(str, numbers[:-1]))} et {numbers[-1]}"


def _blocks(lines: list[PageLine]) -> Iterator[Block]:
    """Cells as they are, other lines joined into paragraphs; short texts printed larger than the body are headings."""
    ranks = _heading_ranks(lines)
    for (is_cell, rank), group in groupby(lines, key=lambda line: (line.column is not None, ranks.get(line.size, 0))):
        stretch = list(group)
        if is_cell:
            yield from blocks_of(Piece((line.line,), BlockKind.CELL, line.column) for line in stretch)
        elif rank:
            yield from blocks_of(_heading_pieces(stretch, rank))
        else:
            yield from blocks(paragraphs(line.line for line in stretch))


def _heading_ranks(lines: list[PageLine]) -> dict[float, int]:
    """The sizes clearly over that of most letters, the largest first."""
    letters: Counter[float] = Counter()
    for line in lines:
        letters[line.size] += len(line.line.text)
    body = letters.most_common(1)[0][0]
    larger = sorted(size for size in letters if size >= 1.08 * body and letters[size] < 0.25 * letters.total())
    return {size: min(6, rank) for rank, size in enumerate(reversed(larger), start=1)}


def _heading_pieces(lines: list[PageLine], rank: int) -> Iterator[Piece]:
    """Lines of one size that follow closely are one heading on several lines, unless each opens with a bullet."""
    run: list[PageLine] = []
    for line in lines:
        step = line.top - run[-1].top if run and line.line.page == run[-1].line.page else 0
        is_close = step > 0 and (line.line.gap == 0 or step < 1.5 * line.size)
        if run and (not is_close or marker(line.line.text)[0]):
            yield _heading(run, rank)
            run = []
        run.append(line)
    yield _heading(run, rank)


def _heading(run: list[PageLine], rank: int) -> Piece:
    is_long = sum(len(line.line.text) for line in run) > _LONGEST_HEADING
    return Piece(
        tuple(line.line for line in run), BlockKind.PARAGRAPH if is_long else BlockKind.HEADING, 0 if is_long else rank
    )
