"""Texts made to take long: the time grows as the text does, whatever is repeated in it."""

import time

import pytest

from documents.readers.text import read_pasted
from recognition.assemble import propose
from recognition.blocks import Block, Document
from tests.recognition.recognising import GAZETTEER

# What is repeated, and how many characters of it show a quadratic step.
REPEATED = {
    "commas": (",", 8_000),
    "commas and spaces": (", ", 8_000),
    "a town": ("Arras ", 1_500),
    "a town in a list": ("À Arras, ", 1_500),
    "towns joined": ("Arras et ", 2_500),
    "letters": ("A", 20_000),
    "non-breaking spaces": ("\u00a0", 8_000),
    "spaces behind an office": ("Maire" + "\u00a0" * 4_000, 8_000),
    "per cents": ("5\u00a0% ", 1_500),
    "digits": ("5", 8_000),
    "thousands": ("000 ", 8_000),
    "thousands with dots": ("000.", 8_000),
    "dots": (". ", 8_000),
    "names": ("Jean Dupont ", 2_000),
    "names in a list": ("Jean Dupont, ", 2_000),
    "sentences": ("À Vimy, le club Alpha aide. Rien. Voilà. ", 3_000),
    "series": ("plusieurs communes ", 8_000),
    "half a verb": ("mobilis", 8_000),
    "disguised addresses": ("contact (at) ", 4_000),
    "at signs": ("a @ ", 4_000),
    "broken sites": ("www. a", 4_000),
    "labels of mails": ("De : ", 4_000),
    "notes of an imprint": ("ISSN – ", 2_000),
    "asides": ("la ville, qui aide, ", 4_000),
    "clauses": ("la ville aide et ", 4_000),
    "sentences that end in figures": ("de 8h à 18h. ", 4_000),
    "brackets": ("Arras (62), ", 1_000),
    "quotation marks": ("« ", 8_000),
    "hyphens": ("Saint-", 8_000),
    "nouns": ("l’association ", 4_000),
    "nouns and names": ("le club Alpha et ", 3_000),
    "complements": ("le comité des fêtes de la salle ", 3_000),
    "names in small letters": ("l’association Au fil ", 4_000),
    "networks": ("le Secours populaire ", 3_000),
    "brackets without end": ("le club (", 4_000),
    "couples": ("Martine et Roger ", 3_000),
    "groups": ("les couturières de ", 4_000),
    "prepositions": ("aux élèves du ", 4_000),
}


def seconds(text):
    document = Document.of([Block(text)])
    times = []
    for _ in range(2):
        started = time.process_time()
        propose(document, GAZETTEER)
        times.append(time.process_time() - started)
    return min(times)


@pytest.mark.parametrize(("unit", "size"), REPEATED.values(), ids=REPEATED)
def test_eight_times_the_text_takes_about_eight_times_the_time(unit, size):
    """A quadratic step takes sixty-four."""
    propose(read_pasted("À Arras, l’association Alpha aide à Houdyn."), GAZETTEER)
    small, large = (unit * (characters // len(unit) + 1) for characters in (size, 8 * size))
    assert seconds(large) < 24 * max(seconds(small), 0.01)


def test_a_number_without_end_is_no_number():
    """Python refuses to read more than some thousand digits; no text may make recognition fail."""
    assert propose(Document.of([Block("À Vimy, le club Alpha a cousu " + "000 " * 3_000 + "masques.")]), GAZETTEER)
