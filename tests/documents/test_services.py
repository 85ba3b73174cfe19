"""Receive, correct, accept, undo: whole acts on the sample document."""

from __future__ import annotations

from collections import Counter

import pytest

from backoffice.versions import StaleVersion
from bulletins.models import Bulletin, Entry, Section
from bulletins.services import publish_bulletin
from communes.models import Area, Commune
from documents.entering.accounting import words
from documents.models import DocumentImport, SourceDocument
from documents.readers.errors import ReadingRefused
from documents.readers.recogniser import NOT_RECOGNISED
from documents.refusals import ImportRefusal
from documents.review import corrections
from documents.review.draft import initiatives_of
from documents.services import (
    AlreadyImported,
    abandon_review,
    accept_import,
    correct_draft,
    read_again,
    reasons_to_keep,
    receive_document,
    resume_review,
    undo_import,
)
from initiatives.models import Initiative
from initiatives.services import publish_initiative
from organisations.models import Contact, Organisation, Person
from tests.builders import CONSENT, make_initiative, make_organisation
from tests.documents.sample import RELEASE

ROWS = (Bulletin, Section, Entry, Initiative, Organisation, Contact, Person, Area, Commune)


def counts():
    return {model.__name__: model.objects.count() for model in ROWS}


def decide_all(review, by, decision="accepted"):
    def correction(draft):
        for initiative in initiatives_of(draft):
            corrections.decide(draft, initiative["id"], decision)

    return correct_draft(review=review, expected=review.version, by=by, correction=correction)


def accept_all(review, by):
    return accept_import(review=decide_all(review, by), by=by)


def test_receive_reads_the_sample(review):
    titles = [initiative["title"] for initiative in initiatives_of(review.proposal)]
    assert len(titles) == 3
    assert review.proposal["bulletin"]["number"] == 9
    assert [section["theme"] for section in review.proposal["sections"]] == ["protection", "isolees"]
    assert not any("Vasseur" in title for title in titles)


def test_receive_keeps_the_original_by_its_fingerprint(review):
    source = SourceDocument.objects.get()
    assert source.content.name == f"documents/{source.sha256[:2]}/{source.sha256}"
    with source.content.open("rb") as file:
        assert file.read() == RELEASE.encode()
    assert source.filename == "semaine 19.txt"


def test_receive_of_an_open_file_leads_to_its_review(review, editor):
    assert receive_document(data=RELEASE.encode(), filename="autre nom.txt", by=editor) == review
    assert DocumentImport.objects.count() == 1


def test_receive_of_an_accepted_file_says_so_and_can_be_read_again(review, officer):
    accept_all(review, officer)
    with pytest.raises(AlreadyImported) as refusal:
        receive_document(data=RELEASE.encode(), filename="x.txt", by=officer)
    assert refusal.value.earlier == review
    second = read_again(source=review.document, by=officer)
    assert (second.status, second.document) == ("review", review.document)
    links = [initiative["link"]["kind"] for initiative in initiatives_of(second.proposal)]
    assert links[:2] == ["same", "same"]


@pytest.mark.parametrize(
    ("data", "filename"), [(b"", "vide.txt"), (b"MZ\x90\x00", "programme.exe"), (b"%PDF-1.7 abime", "abime.pdf")]
)
def test_receive_of_an_unreadable_file_stores_nothing(series, officer, data, filename):
    with pytest.raises(ReadingRefused):
        receive_document(data=data, filename=filename, by=officer)
    assert not SourceDocument.objects.exists()
    assert not DocumentImport.objects.exists()


def test_receive_of_an_endless_list_is_refused(series, officer):
    stories = "\n\n".join(f"- La ville de Marck a cousu {number} masques." for number in range(10, 450))
    with pytest.raises(ReadingRefused, match="découpez-le"):
        receive_document(data=f"{RELEASE}\n\n{stories}".encode(), filename="x.txt", by=officer)
    assert not SourceDocument.objects.exists()


def test_receive_of_an_endless_list_of_names_is_refused(series, officer):
    names = " ".join(f"L’association Alpha{number} aide." for number in range(4_100))
    with pytest.raises(ReadingRefused, match="acteurs, lieux, contacts et chiffres"):
        receive_document(data=f"À Vimy. {names}".encode(), filename="x.txt", by=officer)
    assert not SourceDocument.objects.exists()


def test_receive_keeps_a_document_that_could_not_be_recognised(series, officer, monkeypatch, tmp_path):
    """Its text waits in the review, and an officer makes initiatives of it by hand."""
    child = tmp_path / "child.py"
    child.write_text("raise SystemExit(1)")
    monkeypatch.setattr("documents.readers.recogniser._CHILD", child)
    review = receive_document(data=RELEASE.encode(), filename="x.txt", by=officer)
    kept = " ".join(passage["text"] for passage in review.proposal["unplaced"])
    assert words(kept) == words(review.text)
    assert [remark["message"] for remark in review.proposal["remarks"]] == [NOT_RECOGNISED]
    section = review.proposal["sections"][0]["id"]
    made = correct_draft(
        review=review, expected=1, by=officer, correction=lambda draft: corrections.place_passage(draft, 0, section)
    )
    assert len(list(initiatives_of(made.proposal))) == 1


def test_receive_takes_no_folder_from_a_file_name(series, officer):
    review = receive_document(data=RELEASE.encode(), filename="..\\..\\etc/passwd.txt", by=officer)
    assert review.document.filename == "passwd.txt"


def test_correct_refuses_a_stale_version(review, officer, editor):
    decide_all(review, officer)
    with pytest.raises(StaleVersion):
        decide_all(review, editor, "rejected")
    review.refresh_from_db()
    assert {initiative["decision"] for initiative in initiatives_of(review.proposal)} == {"accepted"}
    assert review.version == 2


def test_refused_correction_changes_nothing(review, officer):
    def half(draft):
        corrections.correct_head(draft, {"title": "Autre"})
        corrections.decide(draft, "i999", "accepted")

    with pytest.raises(ImportRefusal):
        correct_draft(review=review, expected=1, by=officer, correction=half)
    review.refresh_from_db()
    assert review.proposal["bulletin"]["title"] != "Autre"
    assert review.version == 1


def test_accept_asks_for_a_decision_on_each(review, officer):
    with pytest.raises(ImportRefusal, match="Il reste 3 initiatives"):
        accept_import(review=review, by=officer)
    with pytest.raises(ImportRefusal, match="Aucune initiative"):
        accept_import(review=decide_all(review, officer, "rejected"), by=officer)
    assert Bulletin.objects.count() == 0


def test_accept_writes_drafts_and_a_report(review, officer):
    bulletin = accept_all(review, officer)
    review.refresh_from_db()
    assert (review.status, review.bulletin, review.accepted_by) == ("accepted", bulletin, officer)
    made = Counter(line["kind"] for line in review.report["made"])
    assert (made["bulletin"], made["initiative"]) == (1, 3)
    assert made["organisation"] >= 2
    assert bulletin.number == 9
    assert not Initiative.objects.published().exists()
    with pytest.raises(ImportRefusal, match="close"):
        accept_import(review=review, by=officer)


def test_accept_failing_halfway_writes_nothing(review, officer):
    before = counts()

    def spoil(draft):
        for initiative in initiatives_of(draft):
            initiative["decision"] = "accepted"
        draft["sections"][-1]["theme"] = ""

    review = correct_draft(review=review, expected=1, by=officer, correction=spoil)
    with pytest.raises(ImportRefusal):
        accept_import(review=review, by=officer)
    assert counts() == before
    review.refresh_from_db()
    assert review.status == "review"


def test_no_word_of_the_document_is_lost(review, officer):
    """Each word stands in the bulletin, in an entry, in a section, or in the report."""
    first, second, _ = [initiative["id"] for initiative in initiatives_of(review.proposal)]

    def correction(draft):
        for initiative in initiatives_of(draft):
            corrections.decide(draft, initiative["id"], "accepted")
        corrections.decide(draft, second, "rejected")
        corrections.correct_words(draft, first, title="Masques", text="La ville de Marck a cousu.")

    review = correct_draft(review=review, expected=1, by=officer, correction=correction)
    bulletin = accept_import(review=review, by=officer)
    review.refresh_from_db()
    kept = [bulletin.title, bulletin.introduction, bulletin.closing, bulletin.signatory_name, bulletin.place]
    kept += [bulletin.signatory_function, "12 mai 2020 le", bulletin.label]
    for section in bulletin.sections.all():
        kept += [section.heading, section.introduction, *section.entries.values_list("wording", flat=True)]
    kept += [line["text"] for line in review.report["set_aside"]] + review.report["unplaced"]
    kept += [line["words"] for line in review.report["corrected"] + review.report["said_once"]]
    assert set(words(review.text)) - set(words(" ".join(kept))) == set()


def test_undo_removes_exactly_what_was_made(review, officer):
    other = make_initiative("Reste", organisations=(make_organisation("Reste aussi"),))
    before = counts()
    accept_all(review, officer)
    assert reasons_to_keep(review) == []
    review.refresh_from_db()
    undone = undo_import(review=review, by=officer)
    assert counts() == before
    assert Initiative.objects.get() == other
    assert (undone.status, undone.bulletin, undone.report["kept"]) == ("undone", None, [])
    with pytest.raises(ImportRefusal, match="déjà annulé"):
        undo_import(review=undone, by=officer)


def test_undo_keeps_what_was_edited_and_what_it_needs(review, officer):
    accept_all(review, officer)
    review.refresh_from_db()
    edited = Initiative.objects.get(theme__slug="isolees")
    edited.summary = "Récrit par la rédaction."
    edited.save()
    assert [line["pk"] for line in reasons_to_keep(review)] == [edited.pk]
    undone = undo_import(review=review, by=officer)
    assert Initiative.objects.get() == edited
    kept = {(line["kind"], line["reason"]) for line in undone.report["kept"]}
    assert ("initiative", "modifié depuis") in kept
    assert ("person", "utilisé ailleurs") in kept
    assert Person.objects.count() == 1


def test_undo_keeps_a_published_initiative(review, officer, editor):
    accept_all(review, officer)
    published = publish_initiative(initiative=Initiative.objects.first(), by=editor)
    undone = undo_import(review=review, by=officer)
    assert Initiative.objects.get() == published
    assert "publiée depuis" in {line["reason"] for line in undone.report["kept"]}


def test_undo_is_refused_once_the_bulletin_is_published(review, officer, editor):
    bulletin = accept_all(review, officer)
    Person.objects.update(is_public=True, **CONSENT)
    publish_bulletin(bulletin=bulletin, by=editor)
    before = counts()
    with pytest.raises(ImportRefusal, match="est publié"):
        undo_import(review=review, by=officer)
    assert counts() == before


def test_undone_import_is_resumed_with_its_corrections(review, officer):
    def correction(draft):
        corrections.correct_head(draft, {"title": "Titre corrigé"})

    review = correct_draft(review=review, expected=1, by=officer, correction=correction)
    accept_all(review, officer)
    undone = undo_import(review=review, by=officer)
    resumed = resume_review(review=undone, by=officer)
    assert (resumed.status, resumed.proposal["bulletin"]["title"]) == ("review", "Titre corrigé")
    assert {initiative["link"] is None for initiative in initiatives_of(resumed.proposal)} == {True}
    with pytest.raises(ImportRefusal, match="annulé"):
        resume_review(review=resumed, by=officer)


def test_abandoned_review_writes_nothing_and_can_be_resumed(review, officer):
    abandoned = abandon_review(review=review, by=officer)
    assert (abandoned.status, Bulletin.objects.count()) == ("undone", 0)
    assert resume_review(review=abandoned, by=officer).status == "review"
