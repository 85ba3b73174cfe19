"""Pages per second of the import, by format: `python bench/import.py [PAGES]`.

One run over a document made on the fly. What counts is the ratio to plain text, which hardly depends on the machine:
reading (in this process), recognising, and reading again in the child process, its start included.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from documents.entering.reference import gazetteer_from_files
from documents.readers import read
from documents.readers.sandbox import read_document
from recognition.assemble import propose
from recognition.blocks import Document
from tests.documents.releases import RELEASE, docx_of, odt_of, pdf_of, text_of

# A page of a press release holds about this many characters.
PAGE = 2_500
MAKERS: dict[str, Callable[[tuple], bytes]] = {
    "txt": lambda pieces: text_of(pieces).encode(),
    "md": lambda pieces: text_of(pieces).encode(),
    "docx": docx_of,
    "odt": odt_of,
    "pdf": lambda pieces: pdf_of(pieces=pieces),
}


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def seconds(work: Callable[[], object]) -> tuple[float, object]:
    """In this process by its processor time; a child’s counts by the clock."""
    started = time.process_time()
    result = work()
    return time.process_time() - started, result


def main(pages: int) -> None:
    length = sum(len(text) for _, text in RELEASE)
    pieces = RELEASE * max(1, pages * PAGE // length)
    pages = len(pieces) // len(RELEASE) * length / PAGE
    gazetteer = gazetteer_from_files()
    propose(read(text_of().encode(), "warm.txt"), gazetteer)
    base = 0.0
    say(f"{pages:.0f} pages of {PAGE} characters; pages per second, ratio of reading to that of txt\n")
    say(f"{'format':<8}{'read':>10}{'ratio':>8}{'recognise':>12}{'child':>10}")
    for kind, make in MAKERS.items():
        data, name = make(pieces), f"a.{kind}"
        read(make(RELEASE), name)  # loads the parser
        reading, document = seconds(lambda data=data, name=name: read(data, name))
        assert isinstance(document, Document)
        recognising, _ = seconds(lambda document=document: propose(document, gazetteer))
        started = time.perf_counter()
        read_document(data, name)
        child = time.perf_counter() - started
        base = base or reading
        figures = f"{pages / reading:>10.0f}{reading / base:>8.1f}{pages / recognising:>12.0f}{pages / child:>10.0f}"
        say(f"{kind:<8}{figures}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
