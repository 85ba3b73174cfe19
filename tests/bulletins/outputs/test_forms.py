"""Every form tells the same: one table of what each holds, kept, sent and forgotten as the PDF is."""

from __future__ import annotations

import json
import re
from io import BytesIO
from zipfile import ZipFile

import docx
import odfdo
import pytest
from django.urls import reverse
from PIL import Image

from bulletins.models import Bulletin
from bulletins.occulting.acts import occult_edition
from bulletins.outputs.forms import FORMS
from bulletins.services import publish_bulletin, withdraw_bulletin
from tests.builders import make_contact, make_person, make_series
from tests.bulletins.issues import make_cited, make_draft, make_published
from tests.bulletins.outputs.reading import pictures_of, words_of

pytestmark = pytest.mark.django_db

TITLE = "Covid-19 : le Pas-de-Calais solidaire n°\u00a01"
WORDED = ("docx", "odt", "txt", "html", "json")
# What each form holds, by the words that tell it. The picture holds the title, the number and three headlines; the
# archive holds all the others.
HELD = {
    "title": "Covid-19 : le Pas-de-Calais solidaire n° 1",
    "letterhead": "Préfecture du Pas-de-Calais",
    "place": "Arras",
    "correction": "La conclusion.",
    "pictures": "Ville d’Arras|Licence Ouverte 2.0|Ville de Marck|avec l’accord de l’auteur",
    "introduction": "Merci à toutes.",
    "heading": "Pour les soignants",
    "introduction of a section": "Chaque midi.",
    "titles": "Couture à Marck|Pain à Lens|Repas à Arras",
    "text": "masques|pour|tous|en tissu|en papier|www.exemple.fr/atelier|Le pain arrive le matin.",
    "actor": "Couturières de Marck",
    "places of it": "Marck|Calais",
    "figure": "1 600 masques|objectif : 11 000",
    "contacts": "03 21 85 53 70|standard|aide@exemple.fr|www.exemple.fr/couture",
    "story before": "Couture à Marck",
    "closing": "Continuons, toujours.",
    "link": "Devenir bénévole|exemple.fr/aider",
    "signatory": "Camille Exemple|préfète",
    "press contact": "Cabinet de la préfecture|presse@exemple.fr|03 21 21 20 00",
    "address": "http://testserver/bulletins/1/",
    "licence": "Licence Ouverte 2.0",
}


def fetch(client, extension, number=1):
    response = client.get(f"/bulletins/{number}.{extension}")
    assert response.status_code == 200
    assert response.headers["Content-Type"] == FORMS[extension].content_type
    return response.content


@pytest.mark.parametrize("extension", [*WORDED, "zip"])
@pytest.mark.usefixtures("full")
def test_form_holds_what_the_page_tells(client, extension):
    told = words_of(extension, fetch(client, extension))
    assert [
        (what, words) for what, all_words in HELD.items() for words in all_words.split("|") if words not in told
    ] == []


@pytest.mark.usefixtures("full")
def test_forms_hold_the_same_words(client):
    """The page read from top to bottom: whatever one of these forms writes, the others write, in the same order."""
    document = words_of("docx", fetch(client, "docx"))
    assert words_of("odt", fetch(client, "odt")) == document
    mail = words_of("html", fetch(client, "html"))
    assert [word for word in document.split() if word not in mail] == []
    text = words_of("txt", fetch(client, "txt"))
    assert [word for word in document.split() if word not in text] == []


@pytest.mark.parametrize("extension", WORDED)
@pytest.mark.usefixtures("full")
def test_form_shows_the_pictures_with_their_words(client, extension):
    shown = ["Préfecture du Pas-de-Calais", "La place du marché", "Des machines à coudre sur une table"]
    if extension == "txt":
        del shown[0]  # the letterhead says it
    assert pictures_of(extension, fetch(client, extension)) == shown


@pytest.mark.usefixtures("full")
def test_documents_hold_the_pictures_and_the_mail_names_them(client):
    with ZipFile(BytesIO(fetch(client, "docx"))) as archive:
        assert len([name for name in archive.namelist() if name.startswith("word/media/")]) == 3
    with ZipFile(BytesIO(fetch(client, "odt"))) as archive:
        held = [name for name in archive.namelist() if name.startswith("Pictures/")]
        assert [Image.open(BytesIO(archive.read(name))).format for name in held] == ["JPEG"] * 3
        assert all(f'full-path="{name}"' in archive.read("META-INF/manifest.xml").decode() for name in held)
    addresses = re.findall(r'<img src="([^"]*)"', fetch(client, "html").decode())
    assert len(addresses) == 3
    assert all(client.get(url.removeprefix("http://testserver")).status_code == 200 for url in addresses)


@pytest.mark.usefixtures("full")
def test_archive_tells_what_its_pictures_show(client):
    with ZipFile(BytesIO(fetch(client, "zip"))) as archive:
        told = archive.read("images/CREDITS.txt").decode()
        assert Image.open(BytesIO(archive.read("images/bulletin.jpeg"))).size == (480, 320)
    assert "Ce que l’on voit\u00a0: La place du marché" in told
    assert "Photo\u00a0: Ville de Marck, avec l’accord de l’auteur" in told


@pytest.mark.usefixtures("full")
def test_word_document_has_headings_lists_links_and_language(client):
    document = docx.Document(BytesIO(fetch(client, "docx")))
    styles = [(one.style.name, one.text) for one in document.paragraphs]
    assert [text for name, text in styles if name == "Heading 1"] == [TITLE]
    assert [text for name, text in styles if name == "Heading 3"] == ["Couture à Marck", "Pain à Lens", "Repas à Arras"]
    assert [text for name, text in styles if name == "List Bullet"] == ["en tissu", "en papier"]
    links = {link.address for one in document.paragraphs for link in one.hyperlinks}
    assert {"tel:+33321855370", "mailto:aide@exemple.fr", "https://www.exemple.fr/couture",
            "https://exemple.fr/aider", "http://testserver/bulletins/1/"} <= links  # fmt: skip
    about = document.core_properties
    assert (about.language, about.author) == ("fr-FR", "Préfecture du Pas-de-Calais")
    assert about.title == TITLE
    assert 'w:val="en-US"' not in document.styles.element.xml


@pytest.mark.usefixtures("full")
def test_opendocument_has_headings_lists_links_and_language(client):
    document = odfdo.Document(BytesIO(fetch(client, "odt")))
    headers = [(int(header.level), header.inner_text) for header in document.body.headers]
    assert headers[0] == (1, TITLE)
    assert [text for level, text in headers if level == 3] == ["Couture à Marck", "Pain à Lens", "Repas à Arras"]
    (bullets,) = document.body.lists
    assert [item.inner_text.strip() for item in bullets.children] == ["en tissu", "en papier"]
    assert {"tel:+33321855370", "mailto:aide@exemple.fr"} <= {link.url for link in document.body.get_links()}
    assert document.language == "fr-FR"
    assert document.meta.language == "fr-FR"
    assert document.meta.title == TITLE


def test_numbered_lists_begin_anew(client, editor):
    make_published(editor, make_cited(summary="1. un\n2. deux\n   - sous deux\n\nPuis :\n\n1. trois\n2. quatre"))
    document = docx.Document(BytesIO(fetch(client, "docx")))
    counted = [one._p.pPr.numPr.numId.val for one in document.paragraphs if one.style.name == "List Number"]
    assert counted[0] == counted[1] != counted[2] == counted[3]
    lists = odfdo.Document(BytesIO(fetch(client, "odt"))).body.lists
    assert len([one for one in lists if one.style == "Numbering_20_1"]) == 2
    assert "1. trois" in fetch(client, "txt").decode()


@pytest.mark.usefixtures("full")
def test_mail_styles_itself_and_is_only_downloaded(client):
    response = client.get("/bulletins/1.html")
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert b"<style" not in response.content
    assert b"<script" not in response.content
    assert b'<h3 style="' in response.content


def test_texts_cannot_break_out_of_the_mail(client, editor):
    make_published(editor, make_cited("<script>alert(1)</script>", summary="A <b>b</b> & c"))
    mail = fetch(client, "html").decode()
    assert "<script>" not in mail
    assert "&lt;script&gt;" in mail


@pytest.mark.usefixtures("full")
def test_data_keep_their_form(client):
    told = json.loads(fetch(client, "json"))
    assert (told["format"], told["number"], told["revision"], told["date"]) == (1, 1, 2, "2020-04-30")
    entry = told["sections"][0]["entries"][0]
    assert set(entry) == {"id", "url", "title", "text", "follows", "organisations", "places", "figures", "contacts",
                          "picture"}  # fmt: skip
    assert entry["contacts"][0] == {
        "kind": "phone", "value": "+33321855370", "printed": "03\u00a021\u00a085\u00a053\u00a070", "label": "standard",
    }  # fmt: skip


@pytest.mark.usefixtures("full")
def test_image_has_the_size_of_networks_and_is_announced(client):
    image = Image.open(BytesIO(fetch(client, "png")))
    assert (image.size, image.format) == ((1200, 630), "PNG")
    page = client.get("/bulletins/1/").content.decode()
    assert '<meta property="og:image" content="http://testserver/bulletins/1.png">' in page


def test_image_holds_the_longest_texts(client, editor):
    long = "Une initiative dont le titre ne finit pas " * 5
    make_published(editor, *[make_cited(f"{long}{n}"[:200]) for n in range(3)], title="Bulletin du département " * 10)
    assert Image.open(BytesIO(fetch(client, "png"))).size == (1200, 630)


@pytest.mark.usefixtures("full")
def test_archive_holds_every_form_and_is_always_the_same(client):
    data = fetch(client, "zip")
    entry_id = json.loads(fetch(client, "json"))["sections"][0]["entries"][0]["id"]
    with ZipFile(BytesIO(data)) as archive:
        assert archive.namelist() == [
            "LISEZ-MOI.txt", "bulletin.docx", "bulletin.html", "bulletin.json", "bulletin.odt", "bulletin.pdf",
            "bulletin.txt", "chiffres.csv", "contacts.csv", "image.png", "images/CREDITS.txt", "images/bulletin.jpeg",
            f"images/initiative-{entry_id}.jpeg", "images/logo.jpeg",
        ]  # fmt: skip
        assert archive.read("bulletin.pdf") == client.get("/bulletins/1.pdf").content
        assert "1\u00a0600\u00a0masques" in archive.read("chiffres.csv").decode()


@pytest.mark.usefixtures("full")
def test_kit_page_tells_figures_contacts_and_forms(client):
    page = client.get("/bulletins/1/dossier-de-presse/").content.decode()
    for words in ("1\u00a0600\u00a0masques", "03\u00a021\u00a085\u00a053\u00a070", "presse@exemple.fr", "Pain à Lens"):
        assert words in page
    for extension in FORMS:
        assert f'href="/bulletins/1.{extension}"' in page
    assert 'href="/bulletins/1/dossier-de-presse/"' in client.get("/bulletins/1/").content.decode()


@pytest.mark.parametrize("extension", FORMS)
def test_form_is_made_once_and_answers_conditionally(client, editor, settings, extension):
    make_published(editor)
    url = f"/bulletins/1.{extension}"
    first = client.get(url)
    (kept,) = settings.MEDIA_ROOT.rglob(f"*.{extension}")
    made = kept.stat().st_mtime_ns
    assert client.get(url).headers["ETag"] == first.headers["ETag"]
    assert client.get(url, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    assert kept.stat().st_mtime_ns == made
    assert f"covid-19-le-pas-de-calais-solidaire-1.{extension}" in first.headers["Content-Disposition"]


@pytest.mark.parametrize("extension", FORMS)
@pytest.mark.usefixtures("full")
def test_replaced_revision_stays_readable(client, extension):
    response = client.get(f"/bulletins/1.{extension}?revision=1")
    assert response.status_code == 200
    assert client.get(f"/bulletins/1.{extension}?revision=9").status_code == 404
    if extension != "png":
        assert "Continuons ensemble." in words_of(extension, response.content)


@pytest.mark.parametrize("extension", FORMS)
def test_forms_of_withdrawn_and_missing_bulletins(
    client, editor, settings, extension, django_capture_on_commit_callbacks
):
    bulletin = make_published(editor)
    client.get(f"/bulletins/1.{extension}")
    with django_capture_on_commit_callbacks(execute=True):
        withdraw_bulletin(bulletin=bulletin, by=editor, reason="Erreur")
    assert client.get(f"/bulletins/1.{extension}").status_code == 410
    assert client.get("/bulletins/1/dossier-de-presse/").status_code == 410
    assert client.get(f"/bulletins/2.{extension}").status_code == 404
    assert [path for path in settings.MEDIA_ROOT.rglob("[!.]*.*") if path.is_file()] == []


def test_specials_and_other_series_have_the_same_forms(client, editor):
    special = make_published(editor, kind=Bulletin.Kind.SPECIAL, title="Spécial entreprises")
    other = make_series("Lettre du littoral", is_main=False)
    numbered = publish_bulletin(bulletin=make_draft(make_cited(), series=other), by=editor)
    for bulletin in (special, numbered):
        assert client.get(bulletin.get_kit_url()).status_code == 200
        for extension in FORMS:
            assert client.get(bulletin.get_output_url(extension)).status_code == 200
    assert special.get_output_url("docx") == reverse("bulletins:special_output", args=[special.slug, "docx"])


@pytest.mark.parametrize("extension", [*WORDED, "zip"])
def test_what_is_hidden_is_in_no_form(client, editor, extension):
    initiative = make_cited(
        summary="Jeanne Martin coud, au 03 21 00 00 09.", contacts=(make_contact("+33321000009", kind="phone"),)
    )
    person = make_person("Jeanne Martin", is_public=True)
    initiative.persons.add(person)
    make_published(editor, initiative)
    assert "Jeanne Martin" in words_of(extension, fetch(client, extension))
    person.is_public = False
    person.save()
    initiative.contacts.update(is_public=False)
    told = words_of(extension, fetch(client, extension))
    assert "Jeanne Martin" not in told
    assert "00 00 09" not in told
    assert "+33321000009" not in told


@pytest.mark.parametrize("extension", FORMS)
def test_occultation_forgets_every_form(client, editor, settings, extension):
    contact = make_contact("contact.a.oublier@exemple.fr")
    bulletin = make_published(editor, make_cited(contacts=(contact,)))
    client.get(f"/bulletins/1.{extension}")
    occult_edition(edition=bulletin.editions.get(), by=editor, reason="Demande de la personne", contacts=[contact])
    assert [path for path in settings.MEDIA_ROOT.rglob("[!.]*.*") if path.is_file()] == []
    if extension != "png":
        assert "a.oublier" not in words_of(extension, fetch(client, extension))


def test_full_disk_stops_only_the_file(client, editor, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "occupied"
    settings.MEDIA_ROOT.write_text("")
    make_published(editor)
    response = client.get("/bulletins/1.docx")
    assert response.status_code == 503
    assert "Ce fichier n’est pas disponible" in response.content.decode()
    assert client.get("/bulletins/1/dossier-de-presse/").status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_form_and_kit_take_the_same_queries_whatever_the_entries(client, editor, django_assert_num_queries, count):
    make_published(editor, *[make_cited() for _ in range(count)])
    with django_assert_num_queries(3):
        client.get("/bulletins/1.txt")
    client.get("/bulletins/1/dossier-de-presse/")
    with django_assert_num_queries(4):
        client.get("/bulletins/1/dossier-de-presse/")
