"""Plain text: .txt files in any usual encoding, and text pasted by an officer."""

from __future__ import annotations

import re

from documents.readers.lines.cut import remarks_on_cut_addresses
from documents.readers.lines.line import Line, Run
from documents.readers.lines.paragraphs import paragraphs
from documents.readers.lines.rows import barred, blocks_with_tables
from recognition.blocks import Document

_LINE_END = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")
_TAB = 4
# A sign beyond ASCII with the letter before it: a capital within a word is no French.
_BEYOND = re.compile(r"[a-z]?[^\x00-\x7f]")
_FRENCH = re.compile(r"[a-z]?[éèêëàâçîïôùûœæü’«»…–—°€\u00a0•²³‘“”·]|[ÉÈÊÀÂÇÎÔŒ]")
_SAMPLE = 100_000
_QUOTED = re.compile(r"\A\s?(?:> ?)+")
_MOSTLY = 0.5
_MARK = re.compile(r"\A(?:\W|\d{1,2}[.)°])\s+")
_WIDE_BLANKS = re.compile(r"\S {3,}(?=\S)")
_LONGEST_ROW = 2000


def read_text(data: bytes) -> Document:
    return read_pasted(decode(data))


def read_pasted(text: str) -> Document:
    lines = lines_of(text)
    return Document.of(blocks_with_tables(paragraphs(lines)), remarks=remarks_on_cut_addresses(lines))


def decode(data: bytes) -> str:
    """UTF-8 or UTF-16 with or without a mark, else the encoding of Windows or of old Macs, by the better French.

    Never fails.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    sample = data[:2000]
    if len(sample) >= 4 and sample.count(0) >= 0.3 * len(sample):
        return data.decode(
            "utf-16-le" if sample[1::2].count(0) > sample[::2].count(0) else "utf-16-be", errors="replace"
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Five bytes have no meaning in cp1252; latin-1 gives them one, so that nothing around them is lost.
        windows = "".join(_windows(byte) for byte in re.split(rb"([\x81\x8d\x8f\x90\x9d])", data))
        macintosh = data.decode("mac_roman")
        return macintosh if _frenchness(macintosh) > _frenchness(windows) else windows


def _frenchness(text: str) -> int:
    """Signs beyond ASCII that French has where they stand, less those it has not: “élève” against “ŽlŹve”, “ÈlËve”."""
    beyond = [match[0] for match in _BEYOND.finditer(text[:_SAMPLE])]
    return sum(1 if _FRENCH.fullmatch(sign) else -1 for sign in beyond)


def lines_of(text: str) -> list[Line]:
    """The lines with something on them; each knows how many empty lines stand above it and how far it is indented."""
    out: list[Line] = []
    gap = 0
    for raw in barred(_unquoted(_LINE_END.split(text))):
        line = Line.of([Run(raw)])
        if not line.text:
            gap += 1
            continue
        expanded = raw[:200].expandtabs(_TAB)
        indent = len(expanded) - len(expanded.lstrip())
        is_row = _is_row(raw)
        out.append(Line(line.text, indent=indent, gap=2 if is_row else min(gap, 2)))
        gap = 2 if is_row else 0
    return out


def _unquoted(raws: list[str]) -> list[str]:
    """Without the marks of a mail that was answered or forwarded, when most of its lines bear them."""
    quoted = sum(_QUOTED.match(raw) is not None for raw in raws)
    written = sum(bool(raw.strip()) for raw in raws)
    return [_QUOTED.sub("", raw) for raw in raws] if quoted > max(3, _MOSTLY * written) else raws


def _is_row(raw: str) -> bool:
    """A row of a table typed with tabs, wide blanks or bars: it does not go on with the lines around it."""
    inner = _MARK.sub("", raw.strip())
    return "\t" in inner or len(_WIDE_BLANKS.findall(inner[:_LONGEST_ROW])) >= 2 or inner.count(" | ") >= 1


def _windows(part: bytes) -> str:
    try:
        return part.decode("cp1252")
    except UnicodeDecodeError:
        return part.decode("latin-1")
