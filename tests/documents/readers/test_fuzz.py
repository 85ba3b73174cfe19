"""Damaged files of every format: a document or a refusal, never another exception, in bounded time."""

import random
import time

import pytest

from documents.readers import read
from documents.readers.errors import ReadingRefused
from tests.documents.releases import docx_of, odt_of, pdf_of, unzipped, zip_of

ROUNDS = 60


def mutated(data, dice):
    out = bytearray(data)
    for _ in range(dice.randint(1, 10)):
        at, choice = dice.randrange(len(out)), dice.random()
        if choice < 0.5:
            out[at] = dice.randrange(256)
        elif choice < 0.7:
            del out[at : at + dice.randint(1, 30)]
        elif choice < 0.85:
            out[at:at] = dice.randbytes(dice.randint(1, 20))
        else:
            out[at:at] = out[at : at + dice.randint(1, 200)]
    return bytes(out) or b"x"


def mutated_inside(data, dice):
    """The archive stays sound and one of its parts is damaged: that is what reaches the parsers."""
    parts = unzipped(data)
    name = dice.choice([name for name, part in parts.items() if part and name.endswith(".xml")])
    return zip_of(parts | {name: mutated(parts[name], dice)})


def swapped_inside(data, dice):
    """Well-formed and wrong: a tag or a number of a part replaced by another one of it."""
    parts = unzipped(data)
    name = dice.choice([name for name, part in parts.items() if len(part) > 200 and name.endswith(".xml")])
    words = parts[name].split(b'"')
    if len(words) > 4:
        words[dice.randrange(len(words))] = dice.choice([b"", b"-1", b"99999999999", b"x", *words])
    return zip_of(parts | {name: b'"'.join(words)})


def swapped(data, dice):
    """The same for a PDF: its objects point to one another by number."""
    words = data.split(b" ")
    for _ in range(3):
        words[dice.randrange(len(words))] = dice.choice([b"0", b"1", b"-1", b"99999999", b"R", b"<<", b"]"])
    return b" ".join(words)


CASES = {
    "docx": (docx_of, (mutated, mutated_inside, swapped_inside)),
    "odt": (odt_of, (mutated, mutated_inside, swapped_inside)),
    "pdf": (pdf_of, (mutated, swapped)),
}


@pytest.mark.parametrize("kind", CASES)
def test_damaged_files_are_read_or_refused(kind):
    make, ways = CASES[kind]
    sound = make()
    dice = random.Random(f"solidaire {kind}")
    outcomes = set()
    for _ in range(ROUNDS):
        data = dice.choice(ways)(sound, dice)
        started = time.process_time()
        try:
            outcomes.add(bool(read(data, f"a.{kind}").blocks))
        except ReadingRefused as error:
            outcomes.add(error.code)
        assert time.process_time() - started < 5
    assert len(outcomes) > 1


def test_nested_beyond_reason_is_refused():
    deep = "<w:tbl><w:tr><w:tc>" * 3000 + "</w:tc></w:tr></w:tbl>" * 3000
    with pytest.raises(ReadingRefused):
        read(docx_of(body=deep), "a.docx")
