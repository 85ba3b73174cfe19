"""The document as the review screen colours it: all of it, once, and in order."""

from __future__ import annotations

import time

from documents.entering.accounting import words
from documents.review.corrections import decide
from documents.review.draft import initiatives_of
from documents.review.marking import passages_of
from tests.documents.drafts import TEXT, make_draft


def pieces(passages):
    return [piece for passage in passages for paragraph in passage.paragraphs for piece in paragraph]


def test_passages_hold_every_word_in_order_with_its_place():
    passages = passages_of(make_draft(), TEXT)
    assert words(" ".join(piece.text for piece in pieces(passages))) == words(TEXT)
    for piece in pieces(passages):
        assert TEXT[piece.start : piece.start + len(piece.text)] == piece.text


def test_passages_say_what_each_became():
    kinds = [passage.kind for passage in passages_of(make_draft(), TEXT)]
    assert kinds == ["head", "intro", "heading", "initiative", "initiative", "heading", "initiative", "unplaced"]


def test_marks_lead_to_their_values_and_the_shortest_wins():
    draft = make_draft()
    first = next(initiatives_of(draft))
    marks = {piece.text: piece.mark for piece in pieces(passages_of(draft, TEXT)) if piece.mark}
    assert marks["Oye-Plage"].target == f"v-{first['id']}-communes-1"
    assert marks["Coulogne"].kind == "landmark"
    assert marks["https://oye.exemple.fr"].kind == "contacts"
    assert marks["Bulletin des voisins"].target == "bulletin-title"


def test_anchors_stand_once():
    passages = passages_of(make_draft(), TEXT)
    anchors = [one.anchor for one in [*passages, *pieces(passages)] if one.anchor]
    assert len(anchors) == len(set(anchors)) > 8


def test_initiative_set_aside_is_shown_as_such():
    draft = make_draft()
    decide(draft, next(initiatives_of(draft))["id"], "rejected")
    assert "rejected" in {passage.kind for passage in passages_of(draft, TEXT)}


def test_marking_time_grows_with_the_text_only():
    """Two thousand initiatives and as many marks, in a text of half a million letters."""
    draft = make_draft()
    model = next(initiatives_of(draft))
    line = "Marck coud des masques pour les écoles de la commune et pour ses voisins."
    text = "\n\n".join([line] * 2000)
    step = len(line) + 2
    draft["bulletin"]["spans"], draft["unplaced"], draft["sections"][1:] = [], [], []
    draft["sections"][0] |= {
        "spans": [],
        "initiatives": [
            {
                **model,
                "id": f"i{index}",
                "spans": [[index * step, index * step + len(line)]],
                "organisations": [],
                "contacts": [],
                "communes": [{"role": "acts", "span": [index * step, index * step + 5]}],
            }
            for index in range(2000)
        ],
    }
    started = time.monotonic()
    assert len(passages_of(draft, text)) == 2000
    assert time.monotonic() - started < 2
