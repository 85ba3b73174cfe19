"""Short ways to run one recogniser on one sentence."""

from documents.entering.reference import gazetteer_from_files
from documents.readers.text import read_pasted
from recognition.assemble import propose
from recognition.blocks import Block, BlockKind, Document
from recognition.normalise import Source
from recognition.proposal import Proposal, ProposedInitiative

GAZETTEER = gazetteer_from_files()


def source_of(text: str) -> Source:
    return Source(Document.of([Block(text)]))


def whole(source: Source) -> tuple[int, int]:
    return 0, len(source.text)


def told(sentence: str) -> ProposedInitiative:
    """The one initiative that a bullet under a heading makes."""
    heading = Block("Solidaires avec tous :", BlockKind.HEADING, 2)
    document = Document.of([heading, Block(sentence, BlockKind.ITEM, marker="-")])
    (initiative,) = propose(document, GAZETTEER).initiatives
    return initiative


def pasted(text: str) -> Proposal:
    return propose(read_pasted(text), GAZETTEER)
