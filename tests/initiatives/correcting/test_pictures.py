"""Another picture as part of a correction: kept aside, shown beside the present one, taken or destroyed."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from backoffice.pictures.keeping import NotShowable
from backoffice.records.contents import content_of
from initiatives.correcting.models import Correction
from initiatives.correcting.panel import what_of
from initiatives.correcting.pictures import propose_caption, propose_picture, proposed_picture
from initiatives.correcting.refusals import NotDecidable, NothingProposed, NotProposable
from initiatives.correcting.services import accept_correction, drop_correction, propose_correction, refuse_correction
from initiatives.pictures.services import keep_picture, remove_picture
from initiatives.shape import SHAPE
from tests.builders import make_initiative, make_picture

FACTS = {"alternative_text": "Un atelier", "credit": "Ville de Lens", "licence": "cc_by", "faces": "none"}
FILES = [("jpeg", 480, 320, b"a"), ("avif", 480, 320, b"c")]


@pytest.fixture
def row(db):
    return make_initiative("Des masques")


def proposed(row, by, sha256="b" * 64, **facts):
    return propose_picture(initiative=row, files=FILES, sha256=sha256, facts=FACTS | facts, by=by)


def test_proposed_picture_waits_beside_the_present_one(row, officer):
    before = make_picture(row)
    correction = proposed(row, officer)
    found = proposed_picture(correction)
    assert (found.today["sha256"], found.new["sha256"], found.is_stale) == (before.sha256, "b" * 64, False)
    assert row.pictures.get(is_current=True) == before
    assert what_of(correction) == "image"


def test_accepted_picture_becomes_that_of_the_record(row, officer, editor):
    before = make_picture(row)
    correction = proposed(row, officer)
    accept_correction(correction=correction, names=["picture"], by=editor)
    current = row.pictures.get(is_current=True)
    assert (current.sha256, current.is_proposed, current.renditions.count()) == ("b" * 64, False, 2)
    before.refresh_from_db()
    assert not before.is_current  # it stays for the bulletins
    assert "image" in row.history.first().history_change_reason


def test_picture_and_text_are_accepted_apart(row, officer, editor):
    proposed(row, officer)
    correction = propose_correction(
        initiative=row, content=content_of(SHAPE, row) | {"title": "Des blouses"}, by=officer
    )
    assert set(correction.changes) == {"picture", "title"}
    accept_correction(correction=correction, names=["title"], by=editor, reason="Image floue")
    row.refresh_from_db()
    assert row.title == "Des blouses"
    assert not row.pictures.exists()


@pytest.mark.parametrize("end", ["refuse", "drop"])
def test_picture_that_is_not_taken_is_destroyed(row, officer, editor, end):
    correction = proposed(row, officer)
    if end == "refuse":
        refuse_correction(correction=correction, by=editor, reason="Floue")
    else:
        drop_correction(correction=correction, by=officer)
    assert not row.pictures.exists()
    assert proposed_picture(correction) is None


def test_next_proposal_of_the_same_person_replaces_the_first(row, officer):
    proposed(row, officer)
    proposed(row, officer, "c" * 64)
    assert row.pictures.get().sha256 == "c" * 64
    assert Correction.objects.count() == 1


def test_words_are_proposed_without_a_file(row, officer, editor):
    picture = make_picture(row)
    correction = propose_caption(initiative=row, facts=FACTS, by=officer)
    assert proposed_picture(correction).new["credit"] == "Ville de Lens"
    picture.refresh_from_db()
    assert picture.credit == "Ville de Marck"
    accept_correction(correction=correction, names=["picture"], by=editor)
    picture.refresh_from_db()
    assert (picture.credit, picture.is_current) == ("Ville de Lens", True)
    with pytest.raises(NothingProposed):
        propose_caption(initiative=row, facts=FACTS, by=officer)


def test_refused_words_leave_the_picture(row, officer, editor):
    picture = make_picture(row)
    correction = propose_caption(initiative=row, facts=FACTS, by=officer)
    refuse_correction(correction=correction, by=editor, reason="Non")
    assert row.pictures.get() == picture


def test_picture_that_changed_meanwhile_is_told(row, officer, editor):
    make_picture(row)
    correction = proposed(row, officer)
    keep_picture(initiative=row, files=FILES, sha256="d" * 64, facts=FACTS, by=editor)
    assert proposed_picture(correction).is_stale


def test_what_cannot_be_proposed_is_refused(row, officer, editor):
    with pytest.raises(NotShowable, match="retirée"):
        propose_caption(initiative=row, facts=FACTS, by=officer)
    make_picture(row, sha256="b" * 64)
    with pytest.raises(NothingProposed, match="déjà"):
        proposed(row, officer)
    with pytest.raises(NotShowable, match="accord"):
        proposed(row, officer, "e" * 64, faces="agreed")
    with pytest.raises(NotProposable):
        proposed(make_initiative("Brouillon", published=False), officer)
    correction = proposed(row, officer, "f" * 64)
    remove_picture(picture=row.pictures.get(is_proposed=True), by=editor)
    with pytest.raises(NotDecidable, match="retirée"):
        accept_correction(correction=correction, names=["picture"], by=editor)


def test_proposed_picture_is_not_that_of_the_record(row):
    with pytest.raises(IntegrityError, match="proposed_or_current"), transaction.atomic():
        make_picture(row, is_proposed=True)
