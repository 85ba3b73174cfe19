"""Columns of a page: where a blank gutter runs down between two texts, the left one is read first."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

# A gutter stands between texts of at least so many rows each, with so many words a row on average, that fill so much of
# the widest one, and of which such a share opens in lower case: sentences run down a column, not down a table.
_ROWS = 5
_WORDS_A_ROW = 3.0
_FILL = 0.42
_RUNNING_ON = 0.3
_STEP = 4.0
# Letters smaller than this share of the usual, or words no longer than this, may be raised or lowered ones.
_SMALL = 0.85
_RAISED = 4
_DEEPEST = 6


@dataclass(frozen=True, slots=True)
class Word:
    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    bold: bool = False
    target: str = ""

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


def regions(words: Sequence[Word], width: float, depth: int = 0) -> list[list[Word]]:
    """The words in groups that are read one after the other, each without a gutter of its own."""
    gutter = _gutter(words, width) if depth < _DEEPEST else None
    if gutter is None:
        return [list(words)] if words else []
    x, top, bottom = gutter
    above = [word for word in words if word.bottom <= top]
    below = [word for word in words if word.bottom > top and word.top >= bottom]
    between = [word for word in words if word.bottom > top and word.top < bottom]
    left = [word for word in between if word.x0 + word.x1 <= 2 * x]
    right = [word for word in between if word.x0 + word.x1 > 2 * x]
    return [region for part in (above, left, right, below) for region in regions(part, width, depth + 1)]


def rows(words: Sequence[Word]) -> list[list[Word]]:
    """The words of each printed row, from top to bottom; raised and lowered letters ("1er", "m2") stay in their row."""
    if not words:
        return []
    usual = median(word.height for word in words)
    out: list[list[Word]] = []
    loose = [word for word in words if word.height < _SMALL * usual]
    for row in _level([word for word in words if word.height >= _SMALL * usual], usual):
        if all(len(word.text) <= _RAISED for word in row):
            loose.extend(row)
        else:
            out.append(row)
    out.extend(_level([word for word in loose if not _attach(word, out, usual)], usual))
    return sorted((sorted(row, key=lambda word: word.x0) for row in out), key=lambda row: _base(row).middle)


def _level(words: Sequence[Word], usual: float) -> list[list[Word]]:
    out: list[list[Word]] = []
    for word in sorted(words, key=lambda word: (word.middle, word.x0)):
        # A tall first letter may reach over several rows: what counts is the usual height.
        height = min(max(word.height, out[-1][0].height), 1.3 * usual) if out else 0.0
        if out and word.middle - out[-1][0].middle <= 0.45 * height:
            out[-1].append(word)
        else:
            out.append([word])
    return out


def _attach(word: Word, found: list[list[Word]], usual: float) -> bool:
    """Puts a small word right beside a word of a row that it overlaps into that row."""
    low = bisect_left(found, word.top - 2 * usual, key=lambda row: row[0].middle)
    high = bisect_left(found, word.bottom + 2 * usual, key=lambda row: row[0].middle)
    best, most = None, 0.2 * word.height
    for row in found[low:high]:
        beside = next((other for other in row if -1 <= word.x0 - other.x1 <= 0.5 * usual), None)
        overlap = min(word.bottom, beside.bottom) - max(word.top, beside.top) if beside else 0.0
        if overlap > most:
            best, most = row, overlap
    if best is not None:
        best.append(word)
    return best is not None


def _base(row: Sequence[Word]) -> Word:
    return max(row, key=lambda word: word.height)


def _gutter(words: Sequence[Word], width: float) -> tuple[float, float, float] | None:
    """The tallest blank band between two texts, as its middle, top and bottom; None where the page is one column."""
    if len(words) < 2 * _ROWS * _WORDS_A_ROW:
        return None
    size = median(word.size for word in words)
    left_edge, right_edge = min(word.x0 for word in words), max(word.x1 for word in words)
    best: tuple[float, float, float] | None = None
    x = left_edge + 0.2 * (right_edge - left_edge)
    while x < right_edge - 0.2 * (right_edge - left_edge):
        for top, bottom in _free_bands(words, x, 0.5 * size):
            least = _ROWS * size if best is None else best[2] - best[1] + size
            if bottom - top > least and _parts_texts(words, x, top, bottom):
                best = (x, top, bottom)
        x += _STEP
    return best


def _free_bands(words: Sequence[Word], x: float, margin: float) -> list[tuple[float, float]]:
    """The stretches down the page at `x` that no word crosses."""
    crossing = sorted((word.top, word.bottom) for word in words if word.x0 < x + margin and word.x1 > x - margin)
    ends = [(float("-inf"), min(word.top for word in words) - 1), *crossing]
    ends.append((max(word.bottom for word in words) + 1, float("inf")))
    bands, reached = [], ends[0][1]
    for top, bottom in ends[1:]:
        if top > reached:
            bands.append((reached, top))
        reached = max(reached, bottom)
    return bands


def _parts_texts(words: Sequence[Word], x: float, top: float, bottom: float) -> bool:
    """Whether running text stands on both sides of the band: rows of several words that fill their column."""
    inside = [word for word in words if word.bottom > top and word.top < bottom]
    for side in ([word for word in inside if word.x1 <= x], [word for word in inside if word.x0 >= x]):
        if len(side) < _ROWS * _WORDS_A_ROW:
            return False
        lines = rows(side)
        if len(lines) < _ROWS or len(side) < _WORDS_A_ROW * len(lines):
            return False
        extents = [row[-1].x1 - row[0].x0 for row in lines]
        running_on = sum(row[0].text[:1].islower() for row in lines)
        if sum(extents) < _FILL * max(extents) * len(extents) or running_on < _RUNNING_ON * len(lines):
            return False
    return True
