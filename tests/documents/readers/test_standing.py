"""The process that stands by: the answer of the recognisers at once, and each text in a fork that is shut in."""

import os
import signal
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from documents.readers import errors, read, standing
from documents.readers.sandbox import Limits
from documents.readers.standing import prepare, understand
from recognition.alone import propose_one
from tests.documents.readers import standing_gazetteers as acting
from tests.documents.releases import text_of
from tests.recognition.recognising import GAZETTEER

STORY = "À Vimy, l’association Alpha a cousu 300 masques. Contact : alpha@exemple.fr".encode()
QUICK = Limits(memory=1024 * 1024 * 1024, seconds=1)


@pytest.fixture(autouse=True)
def _nothing_left():
    yield
    standing.stop()


def test_it_reads_and_recognises_what_this_process_does():
    for data in (STORY, text_of().encode(), b"bonjour", "é\r\n\tà".encode(), b"***"):
        document = read(data, "a.txt")
        assert understand(data, "a.txt", GAZETTEER) == (document, propose_one(document, GAZETTEER))


def test_it_answers_at_once_after_the_first_text():
    understand(STORY, "a.txt", GAZETTEER)
    started = time.perf_counter()
    understand(STORY, "a.txt", GAZETTEER)
    assert time.perf_counter() - started < 0.3


def test_several_texts_at_once_get_their_own_answers():
    texts = [f"À Vimy, l’association Alpha{number} coud.".encode() for number in range(6)]
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda text: understand(text, "a.txt", GAZETTEER), texts))
    assert [document.text for document, _ in answers] == [text.decode() for text in texts]


def test_refusals_come_through_with_their_sentence():
    with pytest.raises(errors.WrongType):
        understand(b"{\\rtf1 bonjour}", "a.txt", GAZETTEER)


def test_a_fork_may_neither_read_write_connect_nor_start_anything():
    document, proposal = understand(STORY, "a.txt", acting.Curious(communes=[]))
    assert document.text == STORY.decode()
    assert proposal.initiatives[0].contacts[0].value == "alpha@exemple.fr"


@pytest.mark.parametrize("kind", [acting.Endless, acting.Asleep])
def test_a_fork_that_takes_too_long_is_ended_and_the_next_text_is_served(kind):
    gazetteer = kind(communes=[])
    started = time.perf_counter()
    with pytest.raises(errors.ReadingRefused):
        understand(STORY, "a.txt", gazetteer, limits=QUICK)
    assert time.perf_counter() - started < 6
    child = prepare(gazetteer).child.pid
    time.sleep(0.3)
    listing = subprocess.run(["ps", "-o", "ppid=", "-A"], capture_output=True, text=True, check=True).stdout
    assert str(child) not in listing.split()  # no fork is left
    assert understand(STORY, "a.txt", GAZETTEER)[1].initiatives


def test_a_fork_that_wants_too_much_memory_is_refused():
    with pytest.raises(errors.OutOfMemory):
        understand(STORY, "a.txt", acting.Greedy(communes=[]))


def test_another_process_stands_by_after_one_died():
    first = prepare(GAZETTEER)
    understand(STORY, "a.txt", GAZETTEER)
    os.kill(first.child.pid, signal.SIGKILL)
    first.child.wait(timeout=5)
    assert understand(STORY, "a.txt", GAZETTEER)[1].initiatives
    assert prepare(GAZETTEER) is not first


def test_other_names_ask_for_another_process():
    first = prepare(GAZETTEER)
    second = prepare(acting.Acting(communes=[]))
    assert second is not first
    assert first.child.poll() is not None


def test_no_process_to_have_is_a_refusal(monkeypatch):
    def refuse(*args, **kwargs):
        raise BlockingIOError

    monkeypatch.setattr(standing, "standing_by", refuse)
    with pytest.raises(errors.ReadingRefused):
        understand(STORY, "a.txt", GAZETTEER)


def test_it_ends_when_its_socket_is_closed():
    one = prepare(GAZETTEER)
    understand(STORY, "a.txt", GAZETTEER)
    one.socket.close()
    assert one.child.wait(timeout=5) == 0
