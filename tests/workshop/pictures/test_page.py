"""The page of the picture: from a file to what the public sees, and what is refused."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from tests.builders import make_initiative, make_picture
from tests.documents.readers.pictures.photographs import exif_with_place, photograph

FACTS = {"alternative_text": "Un atelier", "credit": "Ville de Marck", "licence": "cc_by", "faces": "none"}


def url_of(initiative):
    return reverse("workshop:picture", args=[initiative.pk])


def upload(data, name="photo.jpg"):
    return {"file": SimpleUploadedFile(name, data, content_type="image/jpeg")}


def test_uploaded_picture_reaches_the_public_page(client, editor):
    initiative = make_initiative("Des masques")
    client.force_login(editor)
    answer = client.post(url_of(initiative), FACTS | upload(photograph(700, 500, exif=exif_with_place())), follow=True)
    assert "L’image est enregistrée." in answer.content.decode()
    client.logout()
    picture = initiative.pictures.get()
    assert (picture.width, picture.height) == (500, 700)  # turned as it was held
    assert picture.sha256 in client.get(initiative.get_absolute_url()).content.decode()
    sent = client.get(f"/images/{picture.sha256}-500.avif").content
    assert Image.open(BytesIO(sent)).size == (500, 700)


@pytest.mark.parametrize(
    ("facts", "data", "sentence"),
    [
        ({}, b"<svg/>", "n’est pas une photo"),
        ({}, photograph(300, 200), "trop petite"),
        ({}, None, "Choisissez le fichier"),
        ({"alternative_text": ""}, photograph(500, 400), "Texte de remplacement"),
        ({"faces": ""}, photograph(500, 400), "reconnaissables"),
        ({"faces": "refused"}, photograph(500, 400), "ne peut pas paraître"),
        ({"faces": "agreed"}, photograph(500, 400), "le jour où les personnes ont donné leur accord"),
        ({"consent_on": "2999-01-01"}, photograph(500, 400), "pas encore venu"),
    ],
)
def test_refused_picture_keeps_the_words(client, officer, facts, data, sentence):
    initiative = make_initiative("Brouillon", published=False)
    client.force_login(officer)
    answer = client.post(url_of(initiative), FACTS | facts | (upload(data) if data else {}))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert "Ville de Marck" in page
    assert not initiative.pictures.exists()


def test_words_are_changed_without_a_file(client, officer):
    picture = make_picture(make_initiative("Brouillon", published=False))
    client.force_login(officer)
    client.post(url_of(picture.initiative), FACTS | {"credit": "Une autre"})
    picture.refresh_from_db()
    assert (picture.credit, picture.renditions.count()) == ("Une autre", 3)


def test_picture_is_removed(client, officer):
    picture = make_picture(make_initiative("Brouillon", published=False))
    client.force_login(officer)
    assert client.post(url_of(picture.initiative), {"act": "remove", "picture": "0"}).status_code == 404
    client.post(url_of(picture.initiative), {"act": "remove", "picture": picture.pk})
    assert not picture.initiative.pictures.exists()


def test_online_picture_is_for_editors(client, officer):
    picture = make_picture(make_initiative("En ligne"))
    client.force_login(officer)
    page = client.get(url_of(picture.initiative)).content.decode()
    assert "seule l’édition" in page
    assert "picture_form" not in page
    assert client.post(url_of(picture.initiative), {"act": "remove", "picture": picture.pk}).status_code == 403


def test_record_leads_to_its_picture(client, officer):
    initiative = make_initiative("Brouillon", published=False)
    client.force_login(officer)
    page = client.get(reverse("admin:initiatives_initiative_change", args=[initiative.pk])).content.decode()
    assert url_of(initiative) in page
