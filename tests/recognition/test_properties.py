"""What holds for any document: no word lost, spans in bounds, no failure, linear time."""

import json
import re
import time
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from recognition.assemble import propose
from recognition.blocks import Block, BlockKind, Document, Link
from tests.recognition.recognising import GAZETTEER

PIECES = st.sampled_from(
    [
        "À Lens, ", "la ville de Marck ", "l’entreprise ALPHA ", "« Les mains » ", "a cousu ",
        "1 600 masques ", "par jour ", "Contact : ", "alpha@exemple.fr ", "www.exemple.fr ",
        "03 21 00 11 22 ", "Solidaires avec les soignants : ", "Arras, le 6 avril 2020 ", "n° 7 ",
        "Fabien EXEMPLE, préfet du Nord, remercie ", "***** ", "²", "Communiqué de presse ",
        "près de Béthune, ", "une cinquantaine ", "Thème : ", "Qui ? ", ". ", "\n", "de ", "et ",
        "Paul et Jimmy, deux amis ", "œuvre", "İ", "é\u0301", "CONTACTS UTILES ", "Contact presse : ",
        "Commune ", "- ", "COVID-19 ", "le calaisis ",
    ]
)  # fmt: skip
TEXTS = st.one_of(st.lists(PIECES, min_size=1, max_size=12).map("".join), st.text(max_size=60))


@st.composite
def blocks(draw):
    text = draw(TEXTS)
    kind = draw(st.sampled_from(BlockKind))
    links = ()
    if text and draw(st.booleans()):
        start = draw(st.integers(0, len(text) - 1))
        end = draw(st.integers(start, len(text)))
        links = (
            Link(start, end, draw(st.sampled_from(["https://exemple.fr/a", "mailto:a@exemple.fr", "tel:0321", "x"]))),
        )
    marker = draw(st.sampled_from(["", "-", "1."])) if kind is BlockKind.ITEM else ""
    return Block(text, kind, draw(st.integers(0, 3)), draw(st.booleans()), marker, links)


DOCUMENTS = st.lists(blocks(), max_size=14).map(Document.of)


def words(text):
    return Counter(re.findall(r"[^\W_]+", text))


def strings(value):
    if isinstance(value, dict):
        return " ".join(strings(one) for one in value.values())
    if isinstance(value, list):
        return " ".join(strings(one) for one in value)
    return str(value)


def spans(proposal):
    bulletin = proposal.bulletin
    head = (bulletin.number, bulletin.title, bulletin.date, bulletin.place, bulletin.signatory, bulletin.function)
    things = [*head, *bulletin.intro, *bulletin.closing, *bulletin.links, *proposal.unplaced]
    for section in proposal.sections:
        things += [section.heading, section.theme, *section.intro]
        for initiative in section.initiatives:
            things += [initiative, *initiative.passages, *initiative.organisations, *initiative.persons]
            things += [*initiative.communes, *initiative.areas, *initiative.contacts, *initiative.figures]
    return [thing.span for thing in things if thing is not None and thing.span is not None]


@settings(max_examples=150, deadline=None)
@given(DOCUMENTS)
def test_any_document_gives_a_proposal_without_losing_a_word(document):
    proposal = propose(document, GAZETTEER)
    lost = words(document.text) - words(strings(proposal.as_dict()))
    assert not lost
    json.dumps(proposal.as_dict())
    assert all(0 <= start <= end <= len(document.text) for start, end in spans(proposal))


@settings(max_examples=60, deadline=None)
@given(DOCUMENTS)
def test_passages_are_the_text_at_their_span(document):
    for initiative in propose(document, GAZETTEER).initiatives:
        for passage in initiative.passages:
            assert document.text[slice(*passage.span)] == passage.text


def seconds(document):
    """The best of three, in processor time."""
    times = []
    for _ in range(3):
        start = time.process_time()
        propose(document, GAZETTEER)
        times.append(time.process_time() - start)
    return min(times)


def many(count):
    story = [
        Block("Solidaires avec les soignants :", BlockKind.HEADING, 2),
        Block("À Lens, l’entreprise Alpha a cousu 1 600 masques pour l’hôpital de Lens.", BlockKind.ITEM, marker="-"),
        Block("Contact : alpha@exemple.fr ou 03 21 00 11 22"),
        Block("Titre court", BlockKind.HEADING, 3),
    ]
    return Document(tuple(story * count))


def long_paragraph(count):
    return Document((Block("À Lens, l’entreprise Alpha a cousu 1 600 masques, Saint-" * count),))


def test_time_grows_as_the_text_does():
    """Five times the text in about five times the time; a quadratic step would take twenty-five."""
    for make, small in ((many, 60), (long_paragraph, 150)):
        propose(make(2), GAZETTEER)
        assert seconds(make(small * 5)) < 12 * max(seconds(make(small)), 0.01)
