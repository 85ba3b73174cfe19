"""The picture of an initiative: kept, described, removed, and what must hold of it."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from initiatives.models import Picture, Rendition
from initiatives.pictures.services import NotShowable, describe_picture, keep_picture, remove_picture
from tests.builders import make_initiative, make_picture

FACTS = {"alternative_text": "Un atelier", "credit": "Ville de Marck", "licence": "cc_by", "faces": "none"}
FILES = [("jpeg", 480, 320, b"a"), ("jpeg", 960, 640, b"b"), ("avif", 480, 320, b"c")]


@pytest.fixture
def initiative(db):
    return make_initiative("Des masques")


def keep(initiative, by, sha256="a" * 64, **facts):
    return keep_picture(initiative=initiative, files=FILES, sha256=sha256, facts=FACTS | facts, by=by)


def test_picture_is_kept_with_its_files_and_told_in_the_history(initiative, officer):
    picture = keep(initiative, officer)
    assert (picture.width, picture.height, picture.widths, picture.is_current) == (960, 640, [480, 960], True)
    assert picture.renditions.count() == 3
    last = initiative.history.first()
    assert (last.history_change_reason, last.history_user) == ("image ajoutée", officer)


def test_next_picture_leaves_the_one_before_for_the_bulletins(initiative, officer):
    first, second = keep(initiative, officer), keep(initiative, officer, "b" * 64)
    assert list(initiative.pictures.filter(is_current=True)) == [second]
    assert first.renditions.count() == 3


def test_same_picture_again_is_the_same_row(initiative, officer):
    first, _, again = keep(initiative, officer), keep(initiative, officer, "b" * 64), keep(initiative, officer)
    assert again.pk == first.pk
    assert initiative.pictures.get(is_current=True) == first
    assert Rendition.objects.count() == 6


def test_faces_without_a_recorded_consent_are_refused_and_nothing_is_kept(initiative, officer):
    with pytest.raises(NotShowable, match="accord"):
        keep(initiative, officer, faces="agreed")
    with pytest.raises(NotShowable, match="pas encore venu"):
        keep(initiative, officer, faces="agreed", consent_on=date(2999, 1, 1), consent_by="Le cabinet")
    assert not Picture.objects.exists()
    assert keep(initiative, officer, faces="agreed", consent_on=date(2020, 4, 1), consent_by="Le cabinet").pk


def test_consent_goes_where_no_face_is_seen(initiative, officer):
    picture = keep(initiative, officer, consent_on=date(2020, 4, 1), consent_by="Le cabinet")
    assert (picture.consent_on, picture.consent_by) == (None, "")


def test_described_picture_keeps_its_files(initiative, officer):
    picture = keep(initiative, officer)
    describe_picture(picture=picture, facts=FACTS | {"credit": "Un photographe"}, by=officer)
    picture.refresh_from_db()
    assert picture.credit == "Un photographe"
    assert picture.renditions.count() == 3


def test_removed_picture_leaves_nothing(initiative, officer):
    picture = keep(initiative, officer)
    remove_picture(picture=picture, by=officer)
    assert not Picture.objects.exists()
    assert not Rendition.objects.exists()
    assert initiative.history.first().history_change_reason == "image retirée"
    with pytest.raises(NotShowable, match="retirée"):
        describe_picture(picture=Picture(pk=1, initiative=initiative), facts=FACTS, by=officer)


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"alternative_text": ""}, "described"),
        ({"credit": ""}, "described"),
        ({"faces": "agreed"}, "faces_agreed"),
        ({"is_current": True}, "one_current"),
        ({"is_current": False, "sha256": "a" * 64}, "once_each"),
    ],
)
def test_database_refuses_what_must_not_be(initiative, fields, constraint):
    make_picture(initiative, sha256="a" * 64)
    with pytest.raises(IntegrityError, match=f"initiatives_picture_{constraint}"), transaction.atomic():
        make_picture(initiative, **{"is_current": False} | fields)


def test_file_stands_once_for_each_width_and_format(initiative):
    picture = make_picture(initiative)
    with pytest.raises(IntegrityError, match="initiatives_rendition_once_each"), transaction.atomic():
        Rendition.objects.create(picture=picture, format="jpeg", width=480, data=b"x")
