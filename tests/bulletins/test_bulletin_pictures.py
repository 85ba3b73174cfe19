"""The picture of a bulletin and the logo of the office: frozen, changed by a rectificatif, gone once removed."""

from __future__ import annotations

import json
from datetime import date
from io import BytesIO

import pytest
from django.db import IntegrityError, transaction
from PIL import Image

from backoffice.pictures.keeping import NotShowable
from bulletins.checks.changes import changes_of
from bulletins.models import BulletinPicture, BulletinRendition
from bulletins.occulting.erasing import erase_everywhere
from bulletins.pictures.services import describe_bulletin_picture, keep_bulletin_picture, remove_bulletin_picture
from bulletins.services import NotRectifiable, publish_bulletin, rectify_bulletin, withdraw_bulletin
from bulletins.signing import approve_bulletin, is_approved
from communes.logo.services import keep_logo, remove_logo
from initiatives.models import Picture
from organisations.appearances import appearances_of
from tests.builders import make_bulletin_picture, make_logo, make_person, make_picture, make_territory
from tests.bulletins.issues import make_cited, make_draft, make_published
from tests.documents.readers.pictures.photographs import photograph

pytestmark = pytest.mark.django_db

FACTS = {"alternative_text": "Un atelier", "credit": "Ville de Lens", "licence": "cc_by", "faces": "none"}
FILES = [("jpeg", 480, 320, b"a"), ("avif", 480, 320, b"c")]


@pytest.fixture
def territory():
    return make_territory()


@pytest.fixture
def bulletin(territory, editor):
    draft = make_draft()
    make_bulletin_picture(draft, data=photograph(480, 320))
    make_logo(territory, data=photograph(160, 80))
    return publish_bulletin(bulletin=draft, by=editor)


def page_of(client, bulletin, asked=""):
    return client.get(bulletin.get_absolute_url() + asked).content.decode()


def rectified(bulletin, editor):
    return rectify_bulletin(bulletin=bulletin, by=editor, correction="L’image.")


def test_page_shows_the_picture_and_the_logo(client, bulletin):
    page = page_of(client, bulletin)
    picture = bulletin.pictures.get()
    assert 'alt="La place du marché" decoding' in page  # at the top: asked for at once
    assert "Photo\u00a0: Ville d’Arras, Licence Ouverte 2.0" in page
    assert 'alt="Préfecture du Pas-de-Calais"' in page
    data = json.loads(page.partition('application/ld+json">')[2].partition("</script>")[0])
    assert data["image"][0]["url"] == f"http://testserver/images/{picture.sha256}-480.jpeg"
    assert data["image"][0]["creditText"] == "Ville d’Arras"
    assert data["publisher"]["logo"]["url"].endswith("-160.jpeg")


def test_bulletin_without_pictures_has_no_empty_place(client, territory, editor):
    bulletin = make_published(editor)
    page = page_of(client, bulletin)
    assert "<figure" not in page
    assert "logo" not in page
    assert not {"picture", "logo"} & set(bulletin.editions.get().snapshot)


def test_edition_keeps_the_picture_of_its_day_until_a_rectificatif(client, bulletin, editor, territory):
    first, mark = bulletin.pictures.get(), territory.logos.get()
    second = keep_bulletin_picture(bulletin=bulletin, files=FILES, sha256="b" * 64, facts=FACTS, by=editor)
    keep_logo(territory=territory, files=FILES, sha256="c" * 64, by=editor)
    page = page_of(client, bulletin)
    assert first.sha256 in page
    assert mark.sha256 in page
    assert second.sha256 not in page
    assert {change.name for change in changes_of(bulletin)} == {"Image", "Logo"}
    rectified(bulletin, editor)
    assert second.sha256 in page_of(client, bulletin)
    before = page_of(client, bulletin, "?revision=1")
    assert first.sha256 in before
    assert mark.sha256 in before
    with pytest.raises(NotRectifiable):
        rectified(bulletin, editor)


def test_other_words_are_a_change_that_a_rectificatif_publishes(client, bulletin, editor):
    describe_bulletin_picture(picture=bulletin.pictures.get(), facts=FACTS, by=editor)
    assert "Ville d’Arras" in page_of(client, bulletin)
    rectified(bulletin, editor)
    assert "Ville de Lens" in page_of(client, bulletin)


def test_approval_falls_with_another_picture(editor, territory):
    draft = make_draft()
    approve_bulletin(bulletin=draft, by=editor)
    draft.refresh_from_db()
    assert is_approved(draft)
    make_bulletin_picture(draft)
    assert not is_approved(draft)


def test_removed_picture_leaves_every_revision_and_file(
    client, bulletin, editor, settings, django_capture_on_commit_callbacks
):
    picture = bulletin.pictures.get()
    client.get(bulletin.get_output_url("docx"))
    with django_capture_on_commit_callbacks(execute=True):
        remove_bulletin_picture(picture=picture, by=editor)
    assert list(settings.MEDIA_ROOT.rglob("*.docx")) == []
    assert "<figure" not in page_of(client, bulletin)
    assert not BulletinRendition.objects.exists()
    assert bulletin.history.first().history_change_reason == "image retirée"
    with pytest.raises(NotShowable, match="retirée"):
        describe_bulletin_picture(picture=picture, facts=FACTS, by=editor)


def test_removed_logo_leaves_the_bulletins_that_bear_it(client, bulletin, editor, territory):
    remove_logo(logo=territory.logos.get(), by=editor)
    assert "logo" not in page_of(client, bulletin)
    assert territory.history.first().history_change_reason == "logo retiré"


def test_same_bytes_of_another_bulletin_stay(client, bulletin, editor):
    other = make_draft()
    twin = make_bulletin_picture(other, sha256=bulletin.pictures.get().sha256)
    other = publish_bulletin(bulletin=other, by=editor)
    remove_bulletin_picture(picture=bulletin.pictures.get(), by=editor)
    assert "<figure" not in page_of(client, bulletin)
    assert twin.sha256 in page_of(client, other)


def test_file_is_public_with_its_bulletin(client, bulletin, editor, officer, territory):
    url = f"/images/{bulletin.pictures.get().sha256}-480.jpeg"
    mark = f"/images/{territory.logos.get().sha256}-160.avif"
    draft = make_bulletin_picture(make_draft())
    assert [client.get(one).status_code for one in (url, mark)] == [200, 200]
    assert client.get(f"/images/{draft.sha256}-480.jpeg").status_code == 404
    withdraw_bulletin(bulletin=bulletin, by=editor, reason="Erreur")
    assert client.get(url).status_code == 404
    client.force_login(officer)
    assert client.get(url)["Cache-Control"] == "private, no-store"
    assert client.get(f"/images/{draft.sha256}-480.jpeg").status_code == 200


def test_share_image_holds_the_picture(client, bulletin, editor):
    url = bulletin.get_output_url("png")
    with_it = Image.open(BytesIO(client.get(url).content))
    remove_bulletin_picture(picture=bulletin.pictures.get(), by=editor)
    without = Image.open(BytesIO(client.get(url).content))
    assert with_it.getpixel((1000, 100)) != without.getpixel((1000, 100)) == (255, 253, 249)


def test_erased_person_takes_the_pictures_with_faces_of_what_names_them(client, editor):
    """Control: those without faces, and those of what names nobody, stay."""
    person, consent = make_person("Jeanne Martin", is_public=True), {"consent_on": date(2020, 4, 1), "consent_by": "X"}
    cited = make_cited(summary="Jeanne Martin coud.")
    cited.persons.add(person)
    face = make_picture(cited, faces="agreed", **consent)
    draft = make_draft(cited)
    head = make_bulletin_picture(draft, faces="agreed", **consent)
    plain = make_bulletin_picture(draft, is_current=False)
    elsewhere = make_picture(make_cited(), faces="agreed", **consent)
    bulletin = publish_bulletin(bulletin=draft, by=editor)
    old = make_draft(once := make_cited())
    once.persons.add(person)
    told = make_bulletin_picture(old, faces="agreed", alternative_text="Autrefois", **consent)
    publish_bulletin(bulletin=old, by=editor)
    once.persons.clear()  # only what is frozen names her there
    assert [one.label for one in appearances_of(person) if one.kind == "Image"] == [str(face), str(head), str(told)]
    done = erase_everywhere(row=person, by=editor, reason="À sa demande")
    assert "3\u00a0images avec leurs visages" in str(done)
    assert list(Picture.objects.all()) == [elsewhere]
    assert list(BulletinPicture.objects.all()) == [plain]
    assert "<figure" not in page_of(client, bulletin)


def test_erased_name_leaves_the_words_of_the_picture(editor):
    person = make_person("Jeanne Martin", is_public=True)
    cited = make_cited(summary="Jeanne Martin coud.")
    cited.persons.add(person)
    draft = make_draft(cited)
    picture = make_bulletin_picture(draft, alternative_text="Jeanne Martin coud", credit="Jeanne Martin")
    bulletin = publish_bulletin(bulletin=draft, by=editor)
    erase_everywhere(row=person, by=editor, reason="À sa demande")
    picture.refresh_from_db()
    assert "Martin" not in picture.alternative_text + picture.credit + str(bulletin.editions.get().snapshot)


def test_faces_without_consent_are_refused(editor):
    with pytest.raises(NotShowable, match="accord"):
        keep_bulletin_picture(
            bulletin=make_draft(), files=FILES, sha256="a" * 64, facts=FACTS | {"faces": "agreed"}, by=editor
        )
    assert not BulletinPicture.objects.exists()


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"alternative_text": ""}, "described"),
        ({"faces": "agreed"}, "faces_agreed"),
        ({"is_current": True}, "one_current"),
        ({"is_current": False, "sha256": "a" * 64}, "once_each"),
    ],
)
def test_database_refuses_what_must_not_be(fields, constraint):
    draft = make_draft()
    make_bulletin_picture(draft, sha256="a" * 64)
    with pytest.raises(IntegrityError, match=f"bulletins_bulletinpicture_{constraint}"), transaction.atomic():
        make_bulletin_picture(draft, **{"is_current": False} | fields)


def test_files_and_logos_stand_once(territory):
    picture = make_bulletin_picture(make_draft())
    logo = make_logo(territory, sha256="a" * 64)
    with pytest.raises(IntegrityError, match="bulletins_bulletinrendition_once_each"), transaction.atomic():
        picture.renditions.create(format="jpeg", width=480, data=b"x")
    with pytest.raises(IntegrityError, match="communes_logorendition_once_each"), transaction.atomic():
        logo.renditions.create(format="jpeg", width=160, data=b"x")
    with pytest.raises(IntegrityError, match="communes_logo_one_current"), transaction.atomic():
        make_logo(territory)
    with pytest.raises(IntegrityError, match="communes_logo_once_each"), transaction.atomic():
        make_logo(territory, is_current=False, sha256="a" * 64)
