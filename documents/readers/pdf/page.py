"""One page of a PDF: its words put in reading order as lines, with what their place tells about paragraphs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from pdfplumber.page import Page
from pdfplumber.utils import extract_words

from documents.readers.lines.line import Line, Run
from documents.readers.lines.marks import ends_sentence
from documents.readers.pdf.letters import BOLD, SPACE, PageLetters
from documents.readers.pdf.links import Area
from documents.readers.pdf.regions import Word, regions, rows
from documents.readers.pdf.tables import tables_of

# Of the size of the letters: gaps over this part two texts of one row.
_WIDE = 3.0
# And gaps that differ by less than this were made by justifying the line.
_EVEN = 0.05


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line with its place on the page. `column` is set for the cells of a table only."""

    line: Line
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    page_height: float
    column: int | None = None


def page_lines(page: Page, links: Sequence[Area] = (), letters: PageLetters | None = None) -> list[PageLine]:
    """The page in reading order: columns one by one, the cells of a ruled table where the table stands.

    With `letters` the page itself is not read again.
    """
    words = page_words(page, links) if letters is None else linked(letters.words, links)
    tables, rest = tables_of(page.edges if letters is None else letters.edges, words, page.page_number)
    out: list[PageLine] = []
    for region in regions(rest, page.width):
        out.extend(following(out[-1] if out else None, _region_lines(region, page)))
    for top, cells in tables:
        at = next((index for index, line in enumerate(out) if line.top >= top and line.column is None), len(out))
        out[at:at] = [_placed(cell, [word], page, column) for cell, word, column in cells]
    if letters is None:
        out.extend(line for line in _turned_lines(page) if line.line.text)
    return out


def following(above: PageLine | None, lines: Sequence[PageLine]) -> list[PageLine]:
    """The lines of the next column or page: the first one may go on with a sentence that is unfinished above."""
    if above is None or not lines or lines[0].column is not None:
        return list(lines)
    goes_on = above.column is None and not ends_sentence(above.line.text)
    first = replace(lines[0], line=replace(lines[0].line, gap=0 if goes_on else 2))
    return [first, *lines[1:]]


def linked(words: list[Word], links: Sequence[Area]) -> list[Word]:
    if not links:
        return words
    return [replace(word, target=target) if (target := target_at(word, links)) else word for word in words]


def target_at(word: Word, links: Sequence[Area]) -> str:
    x = (word.x0 + word.x1) / 2
    return next((link.target for link in links if link.holds(x, word.middle)), "")


def page_words(page: Page, links: Sequence[Area]) -> list[Word]:
    """The upright words of the page; a letter printed twice (a poor man's bold) counts once."""
    found = extract_words(
        _printed_once(page.chars), x_tolerance_ratio=SPACE, y_tolerance=2, extra_attrs=["fontname", "size"]
    )
    words = []
    for item in found:
        if not item["upright"]:
            continue
        bold = BOLD.search(item["fontname"].rpartition("+")[2]) is not None
        box = (item["x0"], item["x1"], item["top"], item["bottom"])
        words.append(Word(item["text"], *box, round(item["size"], 1), bold))
    return linked(words, links)


def _printed_once(chars: Sequence[dict]) -> list[dict]:
    """pdfplumber's own `dedupe_chars` sorts and compares whole pages, which takes longer than to read them."""
    seen: set[tuple[str, int, int]] = set()
    out = []
    for char in chars:
        text, x, y = char["text"], round(char["x0"]), round(char["top"])
        if any((text, x + right, y + down) in seen for right in (0, -1, 1) for down in (0, -1, 1)):
            continue
        seen.add((text, x, y))
        out.append(char)
    return out


def _turned_lines(page: Page) -> Iterator[PageLine]:
    """Text that runs up or down the margin, in the order in which it was drawn."""
    run: list[Word] = []
    for char in page.chars:
        if char["upright"]:
            continue
        word = Word(char["text"], char["x0"], char["x1"], char["top"], char["bottom"], round(char["size"], 1))
        apart = max(abs(word.x0 - run[-1].x0), abs(word.top - run[-1].top)) if run else 0
        if run and apart > 2.5 * word.size:
            yield _turned(run, page)
            run = []
        run.append(word)
    if run:
        yield _turned(run, page)


def _turned(run: Sequence[Word], page: Page) -> PageLine:
    return _placed(Line.of((Run(word.text) for word in run), gap=2, page=page.page_number), run, page)


def _region_lines(words: Sequence[Word], page: Page) -> list[PageLine]:
    """The lines of one column with their measures: how far they reach, and whether more than a line end parts them."""
    segments = [segment for row in rows(words) for segment in _segments(row)]
    left = min(segment[0].x0 for segment in segments)
    ends = sorted(segment[-1].x1 for segment in segments if len(segment) > 4) or [max(word.x1 for word in words)]
    width = max(1.0, ends[int(0.95 * len(ends))] - left)
    pitch = _pitch(segments, left, width)
    out: list[PageLine] = []
    for index, segment in enumerate(segments):
        size = _size(segment)
        above = segments[index - 1] if index else None
        gap = 0 if above is not None else 2
        if above is not None:
            step = segment[0].middle - above[0].middle
            is_beside = segment[0].x0 >= above[-1].x1 or segment[-1].x1 <= above[0].x0
            if step <= 0.2 * size or is_beside:
                gap = 2
            elif step > 1.2 * pitch * max(size, _size(above)) or abs(_size(above) - size) > 0.1 * size:
                gap = 1
        line = Line.of(
            _runs(segment),
            indent=(segment[0].x0 - left) / (0.5 * size or 1),
            gap=gap,
            reach=(segment[-1].x1 - left) / width,
            first=(segment[0].x1 - segment[0].x0 + 0.25 * size) / width,
            page=page.page_number,
        )
        if line.text:
            out.append(_placed(line, segment, page))
    return out


def _segments(row: Sequence[Word]) -> Iterator[list[Word]]:
    """The row cut at very wide gaps: a letterhead's left and right halves, the columns of a table without rules."""
    if _is_spread(row):
        yield list(row)
        return
    segment = [row[0]]
    for above, word in pairwise(row):
        if word.x0 - above.x1 > _WIDE * max(above.size, word.size) and len(above.text) > 1:
            yield segment
            segment = []
        segment.append(word)
    yield segment


def _is_spread(row: Sequence[Word]) -> bool:
    """A short line that was justified all the same: its few words stand exactly as far from each other."""
    gaps = [word.x0 - above.x1 for above, word in pairwise(row)]
    return len(gaps) > 1 and max(gaps) - min(gaps) < _EVEN * row[0].size


def _pitch(segments: Sequence[Sequence[Word]], left: float, width: float) -> float:
    """The usual step from line to line in sizes of the letters, taken below full lines: there a paragraph goes on."""
    steps = [
        (below[0].middle - above[0].middle) / size
        for above, below in pairwise(segments)
        if (size := max(_size(above), 1.0)) and above[-1].x1 - left > 0.85 * width and len(above) > 4
    ]
    steps = [step for step in steps if 0.8 < step < 3.5]
    return median(steps) if steps else 1.25


def _runs(segment: Sequence[Word]) -> Iterator[Run]:
    """The words with blanks between them, none where a change of font alone had parted two halves of a word."""
    for index, word in enumerate(segment):
        above = segment[index - 1] if index else None
        if above is not None:
            is_note = (
                word.text.isdigit() and above.text[-3:].isalpha() and len(above.text) > 2 and word.middle < above.middle
            )
            is_apart = is_note or word.x0 - above.x1 > SPACE * min(above.size, word.size)
            same_link = word.target if above.target == word.target else ""
            yield Run(" " if is_apart else "", same_link, above.bold and word.bold)
        core = word.text.rstrip(".,;:!?)»") if word.target else word.text
        yield Run(core, word.target, word.bold)
        yield Run(word.text[len(core) :], "", word.bold)


def _size(words: Sequence[Word]) -> float:
    """The size that most letters have."""
    letters: dict[float, int] = {}
    for word in words:
        letters[word.size] = letters.get(word.size, 0) + len(word.text)
    return max(letters, key=lambda size: letters[size])


def _placed(line: Line, words: Sequence[Word], page: Page, column: int | None = None) -> PageLine:
    top, bottom = min(word.top for word in words), max(word.bottom for word in words)
    return PageLine(line, words[0].x0, words[-1].x1, top, bottom, _size(words), float(page.height), column)
