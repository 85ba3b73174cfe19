"""Recognition in a child process: the same answer as here, and nothing lost when it fails."""

import copy
import json
import subprocess
import sys
from dataclasses import replace

import pytest

from documents.readers import errors, read, recogniser, wire
from documents.readers.recogniser import NOT_RECOGNISED, RecognitionLimits, read_and_propose
from documents.readers.sandbox import Limits
from recognition.assemble import propose
from recognition.gazetteer import Commune, Gazetteer, Organisation
from tests.documents.releases import docx_of, pdf_of, text_of
from tests.recognition.recognising import GAZETTEER

QUICK = RecognitionLimits(recognising=Limits(seconds=1))
STORY = "À Vimy, l’association Alpha a cousu 300 masques. Contact : alpha@exemple.fr"


@pytest.fixture
def child(monkeypatch, tmp_path):
    """Puts another program in the place of the recogniser's child."""

    def put(program: str) -> None:
        script = tmp_path / "child.py"
        script.write_text(f"import sys, json, os\nsys.stdin.buffer.read()\n{program}\n")
        monkeypatch.setattr(recogniser, "_CHILD", script)

    return put


@pytest.mark.parametrize(("data", "name"), [(docx_of(), "a.docx"), (pdf_of(), "a.pdf"), (text_of().encode(), "a.txt")])
def test_the_child_recognises_what_this_process_recognises(data, name):
    document, proposal = read_and_propose(data, name, GAZETTEER)
    assert document == read(data, name)
    assert proposal == propose(document, GAZETTEER)
    assert proposal.initiatives
    assert proposal.bulletin.date


def test_the_child_knows_the_names_of_this_installation():
    commune = Commune("62861", "Vimy", "62", aliases=("Ville-aux-Sept-Moulins",), in_territory=True)
    own = Gazetteer(communes=[commune])
    _, proposal = read_and_propose("À Ville-aux-Sept-Moulins, le club Alpha coud.".encode(), "a.txt", own)
    assert [found.insee for found in proposal.initiatives[0].communes] == ["62861"]


def test_the_child_knows_the_organisations_of_the_directory():
    own = GAZETTEER.with_organisations([Organisation("Rebonds", "association")])
    _, proposal = read_and_propose("À Vimy, 40 stères sont fendus par Rebonds.".encode(), "a.txt", own)
    assert [found.name for found in proposal.initiatives[0].organisations] == ["Rebonds"]


@pytest.mark.parametrize(
    "program",
    [
        "while True: pass",
        "import time; time.sleep(60)",
        "raise SystemExit(1)",
        "os.abort()",
        "print('[]')",
        "print('{}')",
        "print('[' * 100000)",
        "while True: sys.stdout.write('x' * 65536)",
        "print(json.dumps({'refused': 'out_of_memory', 'sentence': 'x'}))",
        "print(json.dumps({'proposal': [1, 2, 3, 4]}))",
    ],
)
def test_a_recognition_that_fails_keeps_every_passage(child, program):
    child(program)
    limits = replace(QUICK, recognising=Limits(seconds=1, answer=1_000_000))
    document, proposal = read_and_propose(f"{STORY}\n\nDeux.".encode(), "a.txt", GAZETTEER, limits=limits)
    assert [passage.text for passage in proposal.unplaced] == [STORY, "Deux."]
    assert [document.text[slice(*passage.span)] for passage in proposal.unplaced] == [STORY, "Deux."]
    assert [remark.message for remark in proposal.remarks] == [NOT_RECOGNISED]


def test_a_document_without_end_is_refused_before_it_is_recognised(child):
    child("raise SystemExit('never asked')")
    for text in ("a, " * 200_100, "Mot.\n\n" * 10_010):
        with pytest.raises(errors.TooLarge, match="découpez-le"):
            read_and_propose(text.encode(), "a.txt", GAZETTEER)


def test_a_refusal_of_the_reader_leaves_no_recogniser_behind():
    started = []
    for data in (b"MZ\x90\x00", docx_of()):
        try:
            read_and_propose(data, "a", GAZETTEER)
        except errors.ReadingRefused as refusal:
            started.append(refusal.code)
    listing = subprocess.run(["ps", "-o", "ppid=,args=", "-A"], capture_output=True, text=True, check=False).stdout
    assert started == ["wrong_type"]
    assert not [line for line in listing.splitlines() if "sandbox_child" in line and str(sys.executable) in line]


def message():
    document = read(text_of().encode(), "a.txt")
    return document, json.loads(json.dumps(wire.proposal_message(propose(document, GAZETTEER))))


def test_a_proposal_comes_back_as_it_was_sent():
    document, sent = message()
    assert wire.proposal_of(sent, document) == propose(document, GAZETTEER)


def forged(sent, path, value):
    """A copy of the message with one leaf replaced."""
    sent = copy.deepcopy(sent)
    node = sent["proposal"]
    for step in path[:-1]:
        node = node[step]
    node[path[-1]] = value
    return sent


def leaves(node, path=()):
    if isinstance(node, list):
        for index, one in enumerate(node):
            yield from leaves(one, (*path, index))
    else:
        yield path, node


def test_no_leaf_of_an_answer_takes_a_value_of_another_kind():
    document, sent = message()
    paths = list(leaves(sent["proposal"]))
    assert len(paths) > 40
    for path, _ in paths:
        for value in ({}, [], {"date": 3}, -1e999):
            with pytest.raises(wire.WRONG_FORM):
                wire.proposal_of(forged(sent, path, value), document)


def test_a_span_outside_of_the_text_is_refused():
    document, sent = message()
    spans = [path for path, value in leaves(sent["proposal"]) if type(value) is int and path[-1] == 1]
    passage = next(path for path in spans if path[-2:] == (1, 1))
    for value in (len(document.text) + 1, -1, True, "1"):
        with pytest.raises(wire.WRONG_FORM):
            wire.proposal_of(forged(sent, passage, value), document)
