"""The page of the picture: from a file to what the public sees, and what is refused."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from bulletins.services import publish_bulletin
from tests.builders import make_bulletin, make_initiative, make_picture, make_territory
from tests.bulletins.issues import make_draft
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


def test_record_leads_to_its_picture(client, officer):
    initiative = make_initiative("Brouillon", published=False)
    client.force_login(officer)
    page = client.get(reverse("admin:initiatives_initiative_change", args=[initiative.pk])).content.decode()
    assert url_of(initiative) in page


def test_officer_proposes_a_picture_for_what_is_online(client, officer, editor):
    before = make_picture(make_initiative("En ligne"))
    client.force_login(officer)
    page = client.get(url_of(before.initiative)).content.decode()
    assert "est proposée à l’édition" in page
    assert "Retirer cette image" not in page
    answer = client.post(url_of(before.initiative), FACTS | upload(photograph(500, 400)), follow=True)
    both = answer.content.decode()
    proposed = before.initiative.pictures.get(is_proposed=True)
    assert before.sha256 in both
    assert proposed.sha256 in both
    assert client.get(f"/images/{proposed.sha256}-480.jpeg").status_code == 200
    client.logout()
    assert client.get(f"/images/{proposed.sha256}-480.jpeg").status_code == 404
    assert proposed.sha256 not in client.get(before.initiative.get_absolute_url()).content.decode()
    client.force_login(editor)
    client.post(answer.redirect_chain[-1][0], {"acte": "accepter", "champ": "picture", "version": "1"})
    assert proposed.sha256 in client.get(before.initiative.get_absolute_url()).content.decode()


def test_officer_may_not_remove_what_is_online(client, officer):
    picture = make_picture(make_initiative("En ligne"))
    client.force_login(officer)
    assert client.post(url_of(picture.initiative), {"act": "remove", "picture": picture.pk}).status_code == 403


def test_bulletin_gets_its_picture_and_shows_it_in_the_workshop(client, officer):
    draft = make_bulletin("Brouillon")
    url = reverse("workshop:bulletin_picture", args=[draft.pk])
    client.force_login(officer)
    assert url in client.get(reverse("workshop:page", args=[draft.pk])).content.decode()
    answer = client.post(url, FACTS | upload(photograph(700, 500)), follow=True)
    assert "L’image est enregistrée." in answer.content.decode()
    assert 'alt="Un atelier"' in client.get(reverse("workshop:page", args=[draft.pk])).content.decode()
    client.post(url, FACTS | {"credit": "Une autre"})
    assert draft.pictures.get().credit == "Une autre"
    client.post(url, {"act": "remove", "picture": draft.pictures.get().pk})
    assert not draft.pictures.exists()


def test_picture_of_a_published_bulletin_is_for_editors(client, officer, editor):
    bulletin = publish_bulletin(bulletin=make_draft(), by=editor)
    url = reverse("workshop:bulletin_picture", args=[bulletin.pk])
    client.force_login(officer)
    page = client.get(url).content.decode()
    assert "seule l’édition" in page
    assert "picture_form" not in page
    assert client.post(url, FACTS | upload(photograph(500, 400))).status_code == 403
    client.force_login(editor)
    assert "avec un rectificatif" in client.get(url).content.decode()


def logo_upload(data):
    return {"act": "save", "file": SimpleUploadedFile("logo.png", data)}


def test_logo_is_kept_in_its_sizes_and_removed(client, admin_client):
    territory = make_territory()
    url = reverse("workshop:logo")
    assert url in admin_client.get(reverse("admin:communes_territory_change", args=[territory.pk])).content.decode()
    page = admin_client.post(url, logo_upload(photograph(400, 150, mode="RGBA", kind="PNG")), follow=True)
    assert "Le logo est enregistré" in page.content.decode()
    logo = territory.logos.get()
    assert (logo.widths, logo.renditions.count()) == ([160, 320, 400], 9)
    admin_client.post(url, {"act": "remove", "picture": logo.pk})
    assert not territory.logos.exists()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "un dessin SVG, qui peut porter un programme"),
        (photograph(400, 200, kind="WEBP"), "PNG ou JPEG"),
        (photograph(120, 60), "au moins 160 pixels"),
        (photograph(1400, 200), "trop étroite ou trop longue"),
    ],
)
def test_refused_logo_is_told_why(admin_client, data, sentence):
    territory = make_territory()
    answer = admin_client.post(reverse("workshop:logo"), logo_upload(data))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not territory.logos.exists()


def test_logo_is_for_who_describes_the_installation(client, officer):
    make_territory()
    client.force_login(officer)
    assert client.get(reverse("workshop:logo")).status_code == 403
