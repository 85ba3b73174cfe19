"""Four times as much takes four times as long: counted in calls, which no busy machine changes. What would take longer
than the reader is given is refused at once, in words."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial

import pytest

from documents.readers import read
from documents.readers.errors import TooLarge
from documents.readers.markdown import MOST_MARKS, read_markdown
from documents.readers.office.docx import read_docx
from documents.readers.office.docx_parts import DEEPEST_FIELD
from tests.documents.releases import docx_of

SMALL, MORE = 60, 4
TEXTS = {
    "rows of a table": lambda n: "| a | b |\n|---|---|\n" + "| x | *y* |\n" * n,
    "cells of a row": lambda n: f"|{' a |' * n}\n|{'---|' * n}\n|{' x |' * n}\n",
    "tables": lambda n: "| a | b |\n|---|---|\n| x | y |\n\n" * n,
    "heads of tables": lambda n: "| a | b |\n|---|---|\n" * n,
    "emphasis": lambda n: "**a** " * n,
    "emphasis that is never closed": lambda n: "**a " * n,
    "emphasis of two kinds": lambda n: "*a _" * n,
    "emphasis within words": lambda n: "a**b" * n,
    "brackets": lambda n: "[" * n,
    "links": lambda n: "[a](b) " * n,
    "references": lambda n: "".join(f"[a{number}]: b{number}\n" for number in range(n)),
    "lines": lambda n: "ab cd\n" * n,
}


def run(content: str) -> str:
    return f"<w:r>{content}</w:r>"


def mark(kind: str) -> str:
    return run(f'<w:fldChar w:fldCharType="{kind}"/>')


INSTRUCTION = run('<w:instrText> HYPERLINK "https://exemple.fr" </w:instrText>')
OPENED, TEXT = mark("begin") + INSTRUCTION + mark("separate"), run("<w:t>abc</w:t>")
BODIES = {
    "fields": lambda n: f"<w:p>{(OPENED + TEXT + mark('end')) * n}</w:p>",
    "fields of a paragraph each": lambda n: f"<w:p>{OPENED}{TEXT}{mark('end')}</w:p>" * n,
    "simple fields": lambda n: "<w:p>" + f'<w:fldSimple w:instr="PAGE">{TEXT}</w:fldSimple>' * n + "</w:p>",
    "fields that are never closed": lambda n: f"<w:p>{(OPENED + TEXT) * n}</w:p>",
    "fields that are only begun": lambda n: f"<w:p>{(mark('begin') + TEXT) * n}</w:p>",
    "fields in one another": lambda n: f"<w:p>{OPENED * n}{TEXT}{mark('end') * n}</w:p>",
    "instructions": lambda n: f"<w:p>{mark('begin')}{INSTRUCTION * n}{mark('separate')}{TEXT}{mark('end')}</w:p>",
}


def calls(work: Callable[[], object]) -> int:
    count = 0

    def note(frame: object, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


def growth(reader: Callable[[bytes], object], make: Callable[[int], bytes], *, size: int) -> float:
    """How many times as many calls each part more takes, between the second and the third size."""
    one, two, four = (calls(partial(reader, make(size * times))) for times in (1, 2, MORE))
    return (four - two) / (two - one) / 2


@pytest.mark.parametrize("name", TEXTS)
def test_markdown_takes_as_long_as_it_is(name):
    assert growth(read_markdown, lambda n: TEXTS[name](n).encode(), size=SMALL) < 1.3


@pytest.mark.parametrize("name", BODIES)
def test_fields_of_word_take_as_long_as_they_are_many(name):
    assert growth(read_docx, lambda n: docx_of(body=BODIES[name](n)), size=SMALL) < 1.3


def test_control_fields_that_are_never_closed_took_longer_and_longer(monkeypatch):
    monkeypatch.setattr("documents.readers.office.docx_parts.DEEPEST_FIELD", 1_000_000)
    name = "fields that are only begun"
    assert growth(read_docx, lambda n: docx_of(body=BODIES[name](n)), size=SMALL) > 1.3


def test_text_of_fields_stays_however_deep_they_are():
    for name in ("fields that are never closed", "fields in one another"):
        document = read_docx(docx_of(body=BODIES[name](DEEPEST_FIELD * 2)))
        assert "abc" in document.blocks[0].text
    link = f"<w:p>{OPENED}{TEXT}{mark('end')}</w:p>"
    assert "https://exemple.fr" in read_docx(docx_of(body=link * (DEEPEST_FIELD * 2))).blocks[-1].links[0].target


def test_more_than_a_person_writes_is_refused_before_it_is_read(monkeypatch):
    with pytest.raises(TooLarge, match="trop de cellules, de liens ou de mises en forme"):
        read(("|" * (MOST_MARKS + 1)).encode(), "a.md")
    monkeypatch.setattr("documents.readers.office.docx_parts.MOST_ELEMENTS", 100)
    assert read(docx_of(body=f"<w:p>{TEXT}</w:p>"), "a.docx").blocks
    with pytest.raises(TooLarge, match="trop de champs, de cellules ou de mises en forme"):
        read(docx_of(body=f"<w:p>{TEXT * 100}</w:p>"), "a.docx")
