"""Pictures in bulletins: frozen with their words, on the page and in the PDF, gone with their row."""

from io import BytesIO

import pikepdf
import pytest

from bulletins.presenting import issues_of
from bulletins.printing import render_pdf
from bulletins.services import publish_bulletin
from initiatives.models import Rendition
from initiatives.pictures.services import describe_picture, remove_picture
from initiatives.services import withdraw_initiative
from tests.builders import make_bulletin, make_initiative, make_person, make_picture, make_section
from tests.documents.readers.pictures.photographs import photograph

ORIGIN = "https://exemple.fr"
WORDS = {"alternative_text": "Autre chose", "credit": "Autre auteur", "licence": "cc_by", "faces": "none"}


@pytest.fixture
def picture(db):
    picture = make_picture(make_initiative("Des masques"))
    picture.renditions.filter(format=Rendition.Format.JPEG).update(data=photograph(480, 320))
    return picture


@pytest.fixture
def bulletin(picture, editor):
    bulletin = make_bulletin("Solidaires", dated_on="2020-04-30")
    make_section(bulletin, picture.initiative, make_initiative("Sans image"))
    publish_bulletin(bulletin=bulletin, by=editor)
    bulletin.refresh_from_db()
    return bulletin


def page_of(client, bulletin):
    return client.get(bulletin.get_absolute_url()).content.decode()


def pdf_of(bulletin):
    (issue,) = issues_of([bulletin.editions.get()])
    return pikepdf.open(BytesIO(render_pdf(issue, origin=ORIGIN)))


def pictures_in(pdf):
    return [image for page in pdf.pages for image in page.get_images().values()]


def test_edition_freezes_the_picture_with_its_words(client, picture, bulletin, editor):
    describe_picture(picture=picture, facts=WORDS, by=editor)
    picture.is_current = False  # another one came
    picture.save()
    page = page_of(client, bulletin)
    assert page.count("<figure") == 1
    assert 'alt="Des machines à coudre sur une table"' in page
    assert "Photo\u00a0: Ville de Marck" in page
    assert client.get(f"/images/{picture.sha256}-480.jpeg").status_code == 200


def test_entry_without_a_picture_says_nothing_of_it(bulletin):
    first, second = bulletin.editions.get().snapshot["sections"][0]["entries"]
    assert "picture" in first
    assert "picture" not in second


def test_removed_picture_leaves_the_page(client, picture, bulletin, editor):
    remove_picture(picture=picture, by=editor)
    assert "<figure" not in page_of(client, bulletin)


def test_picture_of_a_withdrawn_initiative_leaves_the_page(client, picture, bulletin, editor):
    withdraw_initiative(initiative=picture.initiative, by=editor, reason="Erreur")
    assert "<figure" not in page_of(client, bulletin)


def test_hidden_name_leaves_the_frozen_words(client, picture, bulletin):
    picture.initiative.persons.add(make_person("Marck", is_public=False))
    assert "Ville de Marck" not in page_of(client, bulletin)


def test_draft_shows_the_picture_of_an_initiative_nobody_read_yet(client, officer):
    draft = make_bulletin("Brouillon")
    make_section(draft, make_picture(make_initiative("Neuve", published=False)).initiative)
    client.force_login(officer)
    assert "<figure" in client.get(f"/bulletins/apercu/{draft.pk}/").content.decode()


def test_pdf_prints_the_picture_with_its_words(bulletin):
    pdf = pdf_of(bulletin)
    (image,) = pictures_in(pdf)
    assert (image.Width, image.Height) == (480, 320)
    assert any(
        "Des machines à coudre" in str(one.get("/Alt", ""))
        for one in pdf.objects
        if isinstance(one, pikepdf.Dictionary)
    )


def test_pdf_is_printed_without_a_removed_picture(picture, bulletin, editor):
    remove_picture(picture=picture, by=editor)
    assert pictures_in(pdf_of(bulletin)) == []
