"""The draft of a review and its corrections, without a database."""

from __future__ import annotations

import copy
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.entering.accounting import corrected_away, set_aside, words
from documents.entering.reference import gazetteer_from_files
from documents.readers import read
from documents.readers.text import read_pasted
from documents.refusals import DraftRefusal
from documents.review import corrections
from documents.review.draft import Draft, covered_spans, doubts, draft_of, find_initiative, initiatives_of, text_at
from recognition.assemble import propose
from recognition.calibration import SURE
from tests.documents.drafts import TEXT, make_draft

FOLDER = Path(__file__).resolve().parents[2] / "recognition" / "documents"
DOCUMENTS = sorted(path for path in FOLDER.iterdir() if path.is_file() and not path.name.endswith(".truth.json"))


@pytest.fixture
def draft() -> Draft:
    return make_draft()


def ids(draft: Draft) -> list[str]:
    return [initiative["id"] for initiative in initiatives_of(draft)]


def uncovered_words(draft: Draft) -> list[str]:
    covered = list(TEXT)
    for start, end in covered_spans(draft):
        covered[start:end] = " " * (end - start)
    return words("".join(covered))


def test_draft_puts_what_was_left_out_under_unplaced(draft):
    assert [passage["text"] for passage in draft["unplaced"]] == ["Ne pas jeter sur la voie publique"]
    assert uncovered_words(draft) == []


def test_draft_keeps_landmarks_for_the_officer_to_judge(draft):
    bread = find_initiative(draft, ids(draft)[1])
    assert [(c["name"], c["role"]) for c in bread["communes"]] == [("Calais", "acts"), ("Coulogne", "landmark")]


def test_decide_accepts_sets_aside_and_asks_again(draft):
    first = ids(draft)[0]
    for decision in ("accepted", "rejected", "pending"):
        corrections.decide(draft, first, decision)
        assert find_initiative(draft, first)["decision"] == decision
    with pytest.raises(DraftRefusal, match="accepter"):
        corrections.decide(draft, first, "peut-être")
    with pytest.raises(DraftRefusal, match="n’est plus"):
        corrections.decide(draft, "i999", "accepted")


def test_accept_all_leaves_those_with_a_doubt_or_a_decision(draft):
    first, doubtful, third = ids(draft)
    corrections.decide(draft, third, "rejected")
    assert corrections.accept_all_without_remark(draft) == 1
    assert [find_initiative(draft, i)["decision"] for i in (first, doubtful, third)] == [
        "accepted",
        "pending",
        "rejected",
    ]


def test_accept_all_leaves_what_was_guessed(draft):
    first = ids(draft)[0]
    find_initiative(draft, first)["communes"][0]["confidence"] = 0.4
    corrections.accept_all_without_remark(draft)
    assert find_initiative(draft, first)["decision"] == "pending"


@pytest.mark.parametrize(
    ("field", "confidence", "decision"),
    [
        ("organisations", SURE, "accepted"),
        ("organisations", SURE - 0.01, "pending"),
        ("persons", 0.75, "pending"),
        ("communes", 0.75, "accepted"),
    ],
)
def test_accept_all_leaves_actors_that_are_not_sure(draft, field, confidence, decision):
    """95 of 100 actors said to be sure are right; a commune is only in doubt when it was guessed."""
    first = find_initiative(draft, ids(draft)[0])
    value = {"name": "Alpha", "kind": "association", "capacity": "", "insee": "62548", "span": [0, 5]}
    first[field] = [value | {"confidence": confidence, "match": None, "why": ""}]
    corrections.accept_all_without_remark(draft)
    assert first["decision"] == decision


def test_correct_words_refuses_an_empty_or_endless_text(draft):
    first = ids(draft)[0]
    corrections.correct_words(draft, first, title="  Deux   villes ", text="Un texte.\r\nSuite.")
    assert find_initiative(draft, first)["title"] == "Deux villes"
    assert find_initiative(draft, first)["text"] == "Un texte.\nSuite."
    for title, text in (("", "x"), ("x" * 201, "x"), ("x", " "), ("x", "x" * 20_001)):
        with pytest.raises(DraftRefusal):
            corrections.correct_words(draft, first, title=title, text=text)


def test_add_value_twice_is_once(draft):
    first = ids(draft)[0]
    value = {"insee": "62498", "name": "Lens", "role": "acts", "span": None, "confidence": 1.0}
    corrections.add_value(draft, first, "communes", value)
    corrections.add_value(draft, first, "communes", dict(value))
    assert [c["name"] for c in find_initiative(draft, first)["communes"]] == ["Marck", "Oye-Plage", "Lens"]
    with pytest.raises(DraftRefusal):
        corrections.add_value(draft, first, "décision", value)


def test_correct_and_remove_value(draft):
    first = ids(draft)[0]
    corrections.correct_value(draft, first, "communes", 1, {"role": "benefits"})
    corrections.remove_value(draft, first, "communes", 0)
    assert [(c["name"], c["role"]) for c in find_initiative(draft, first)["communes"]] == [("Oye-Plage", "benefits")]
    for field, index in (("communes", 5), ("communes", -1), ("id", 0)):
        with pytest.raises(DraftRefusal):
            corrections.remove_value(draft, first, field, index)


def test_split_gives_each_part_what_it_prints(draft):
    first = ids(draft)[0]
    at = TEXT.index("Oye-Plage")
    second = corrections.split_initiative(draft, first, at, TEXT)
    one, two = find_initiative(draft, first), find_initiative(draft, second)
    assert one["text"] == "Marck coud des masques."
    assert two["text"] == "Oye-Plage aussi : https://oye.exemple.fr"
    assert [c["name"] for c in one["communes"]] == ["Marck"]
    assert [c["name"] for c in two["communes"]] == ["Oye-Plage"]
    assert (one["contacts"], len(two["contacts"])) == ([], 1)
    assert ids(draft)[:2] == [first, second]
    assert uncovered_words(draft) == []


@pytest.mark.parametrize("at", [0, TEXT.index("Marck coud"), TEXT.index("Calais livre"), len(TEXT) + 9])
def test_split_outside_the_text_is_refused(draft, at):
    with pytest.raises(DraftRefusal, match="à l’intérieur"):
        corrections.split_initiative(draft, ids(draft)[0], at, TEXT)


def test_split_of_a_corrected_text_is_refused_until_it_is_restored(draft):
    first = ids(draft)[0]
    corrections.correct_words(draft, first, title="x", text="Autre chose.")
    with pytest.raises(DraftRefusal, match="corrigé"):
        corrections.split_initiative(draft, first, TEXT.index("Oye-Plage"), TEXT)
    corrections.restore_text(draft, first, TEXT)
    assert corrections.split_initiative(draft, first, TEXT.index("Oye-Plage"), TEXT) in ids(draft)


def test_merge_after_split_gives_all_back(draft):
    first = ids(draft)[0]
    before = find_initiative(make_draft(), first)
    second = corrections.split_initiative(draft, first, TEXT.index("Oye-Plage"), TEXT)
    assert corrections.merge_with_previous(draft, second) == first
    merged = find_initiative(draft, first)
    assert words(merged["text"]) == words(before["text"])
    for field in ("communes", "organisations", "contacts"):
        assert merged[field] == before[field]
    with pytest.raises(DraftRefusal, match="pas d’initiative avant"):
        corrections.merge_with_previous(draft, first)


def test_move_to_a_known_or_a_new_section(draft):
    first, second, _ = ids(draft)
    young = draft["sections"][1]["id"]
    corrections.move_initiative(draft, first, young)
    assert [i["id"] for i in draft["sections"][1]["initiatives"]][-1] == first
    corrections.move_initiative(draft, second, "theme:routiers")
    assert draft["sections"][-1]["theme"] == "routiers"
    assert [i["id"] for i in draft["sections"][-1]["initiatives"]] == [second]
    with pytest.raises(DraftRefusal):
        corrections.move_initiative(draft, first, "s999")


def test_choosing_a_theme_settles_the_doubt_about_it(draft):
    section = draft["sections"][0]
    section["remarks"] = [{"field": "theme", "level": "warning", "message": "Intertitre inconnu."}]
    corrections.correct_section(draft, section["id"], heading="Protéger", theme="soignants", intro="")
    assert (section["heading"], section["theme"], section["remarks"]) == ("Protéger", "soignants", [])


@pytest.mark.parametrize("target", ["intro", "closing", "initiative", "section"])
def test_unplaced_passage_goes_where_the_officer_says(draft, target):
    target = {"initiative": ids(draft)[0], "section": draft["sections"][1]["id"]}.get(target, target)
    corrections.place_passage(draft, 0, target)
    assert draft["unplaced"] == []
    places = [draft["bulletin"]["intro"], draft["bulletin"]["closing"], *(i["text"] for i in initiatives_of(draft))]
    assert sum("voie publique" in text for text in places) == 1
    assert uncovered_words(draft) == []
    with pytest.raises(DraftRefusal, match="déjà été placé"):
        corrections.place_passage(draft, 0, "intro")


def test_link_is_chosen_among_the_candidates_only(draft):
    first = ids(draft)[0]
    find_initiative(draft, first)["candidates"] = [{"pk": 12, "title": "Avant", "kind": "", "why": "même commune"}]
    corrections.choose_link(draft, first, "follows:12")
    assert find_initiative(draft, first)["link"]["kind"] == "follows"
    corrections.choose_link(draft, first, "")
    assert find_initiative(draft, first)["link"] is None
    for choice in ("same:13", "autre:12", "same:"):
        with pytest.raises(DraftRefusal):
            corrections.choose_link(draft, first, choice)


def test_accounting_tells_what_corrections_took_out(draft):
    first = ids(draft)[0]
    corrections.correct_words(draft, first, title="Masques", text="Marck coud. Oye-Plage : https://oye.exemple.fr")
    gone = corrected_away(draft, TEXT)
    assert [(line["title"], line["words"]) for line in gone] == [
        ("Masques", "«\u00a0des masques\u00a0» · «\u00a0aussi\u00a0»")
    ]


def test_accounting_quotes_what_was_taken_out_as_it_is_written(draft):
    first = ids(draft)[0]
    corrections.correct_words(draft, first, title="Masques", text="Marck coud des masques. https://oye.exemple.fr")
    assert [line["words"] for line in corrected_away(draft, TEXT)] == ["«\u00a0Oye-Plage aussi\u00a0»"]


def test_accounting_does_not_miss_a_title_that_is_printed_twice():
    title = "À Liévin, le club Alpha coud des masques"
    document = read_pasted(f"Un bulletin\n\n{title}\n\n{title}\n\nTrente couturières ont cousu 2 000 masques à Liévin.")
    draft = draft_of(propose(document, gazetteer_from_files()), document.text)
    (one,) = initiatives_of(draft)
    assert (one["title"], one["text"].count(title)) == (title, 1)
    assert corrected_away(draft, document.text) == []
    at = document.text.index("Trente")
    second = corrections.split_initiative(draft, one["id"], at, document.text)
    corrections.merge_with_previous(draft, second)
    corrections.restore_text(draft, one["id"], document.text)
    assert one["text"].count(title) == 1
    corrections.correct_words(draft, one["id"], title=title, text="Trente couturières ont cousu.")
    assert next(line["words"] for line in corrected_away(draft, document.text)).endswith(
        "«\u00a02 000 masques à Liévin\u00a0»"
    )


def test_accounting_keeps_an_untaken_section(draft):
    young = ids(draft)[2]
    corrections.decide(draft, young, "rejected")
    titles = [line["title"] for line in set_aside(draft)]
    assert "Tablettes à Lens" in titles
    assert "Rubrique « Jeunes »" in titles


MOVES = st.lists(
    st.tuples(
        st.sampled_from(["split", "merge", "move", "place", "decide"]), st.integers(0, 9), st.integers(0, len(TEXT))
    ),
    max_size=12,
)


@given(MOVES)
def test_no_sequence_of_corrections_loses_a_word(moves):
    draft = make_draft()
    for kind, which, at in moves:
        trial = copy.deepcopy(draft)  # a refused correction is thrown away whole, as the service does
        chosen = ids(trial)[which % len(ids(trial))]
        acts = {
            "split": lambda trial=trial, chosen=chosen, at=at: corrections.split_initiative(trial, chosen, at, TEXT),
            "merge": lambda trial=trial, chosen=chosen: corrections.merge_with_previous(trial, chosen),
            "move": lambda trial=trial, chosen=chosen: corrections.move_initiative(trial, chosen, "theme:jeunes"),
            "place": lambda trial=trial, chosen=chosen: corrections.place_passage(trial, 0, chosen),
            "decide": lambda trial=trial, chosen=chosen: corrections.decide(trial, chosen, "rejected"),
        }
        try:
            acts[kind]()
        except DraftRefusal:
            continue
        draft = trial
    assert uncovered_words(draft) == []
    told = [draft["bulletin"]["title"], draft["bulletin"]["intro"], *(s["heading"] for s in draft["sections"])]
    told += [initiative["text"] for initiative in initiatives_of(draft)] + [one["text"] for one in draft["unplaced"]]
    assert Counter(" ".join(told).replace(" ", "").replace("\n", "")) == Counter(
        TEXT.replace(" ", "").replace("\n", "")
    )
    identifiers = [node["id"] for node in [*draft["sections"], *initiatives_of(draft)]]
    assert len(identifiers) == len(set(identifiers))


def document_and_draft(path: Path) -> tuple[str, Draft]:
    document = read(path.read_bytes(), path.name)
    return document.text, draft_of(propose(document, gazetteer_from_files()), document.text)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_draft_of_any_document_holds_every_word(path):
    text, draft = document_and_draft(path)
    left = list(text)
    for start, end in covered_spans(draft):
        left[start:end] = " " * (end - start)
    assert words("".join(left)) == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_draft_of_any_document_can_be_split(path):
    """The text of each initiative is the document's own, so that a place in it is a place in the document."""
    text, draft = document_and_draft(path)
    assert [i["title"] for i in initiatives_of(draft) if i["text"] != text_at(text, i["spans"])] == []


def test_doubts_are_warnings_only(draft):
    node = {"remarks": [{"level": "info"}, {"level": "warning"}]}
    assert doubts(node) == [{"level": "warning"}]


def draft_of_a_title_and_its_story(**story):
    draft = make_draft()
    first, second = draft["sections"][0]["initiatives"]
    first |= {"title": "Atelier de Marck : masques", "text": "Marck coud des masques"}
    second |= {"title": "Pain : Calais", "text": "Trente couturières ont cousu.", **story}
    return draft, first, second


def test_joined_initiative_takes_the_title_that_its_text_opens_with():
    draft, first, second = draft_of_a_title_and_its_story()
    corrections.merge_with_previous(draft, second["id"])
    assert first["title"] == "Marck coud des masques"


def test_joined_initiative_keeps_the_title_given_by_hand():
    draft, first, second = draft_of_a_title_and_its_story()
    corrections.correct_words(draft, second["id"], title="Mon titre", text=second["text"])
    corrections.merge_with_previous(draft, second["id"])
    assert first["title"] == "Mon titre"


def test_joined_initiative_takes_no_title_that_names_somebody():
    person = {"name": "Marck", "capacity": "", "span": [], "confidence": 1, "match": None, "why": ""}
    draft, first, second = draft_of_a_title_and_its_story(persons=[person])
    corrections.merge_with_previous(draft, second["id"])
    assert first["title"] == "Atelier de Marck : masques"


def test_joined_sentences_keep_the_first_title(draft):
    first, second = ids(draft)[:2]
    corrections.merge_with_previous(draft, second)
    assert find_initiative(draft, first)["title"] == "Masques à Marck"
