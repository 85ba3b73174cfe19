"""The five bulletins of the demonstration as printed: no page is nearly blank, and links say where they lead."""

from io import BytesIO

import pdfplumber
import pikepdf
import pytest
from django.db import transaction
from django.test import Client, override_settings

from bulletins.models import Bulletin
from tests.bulletins.issues import make_cited, make_published

LEAST = 900  # characters: about a third of a page


@pytest.fixture(scope="module")
def printed(demonstration_rows, django_db_blocker, tmp_path_factory):
    """Each bulletin's PDF by its label; the rows are rolled back."""
    media = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media"))
    with django_db_blocker.unblock(), transaction.atomic(), media:
        demonstration_rows.put_back()
        client = Client()
        yield {bulletin.label: client.get(bulletin.get_pdf_url()).content for bulletin in Bulletin.objects.published()}
        transaction.set_rollback(True)


def texts(content):
    with pdfplumber.open(BytesIO(content)) as pdf:
        return [page.extract_text() for page in pdf.pages]


def links(content):
    """(what is said of it, where it leads) of each link."""
    with pikepdf.open(BytesIO(content)) as pdf:
        annotations = [one for page in pdf.pages for one in page.get("/Annots", []) if "/A" in one]
        return [(str(one.Contents), str(one.A.URI)) for one in annotations]


def test_no_page_is_nearly_blank(printed):
    assert len(printed) == 5
    lengths = {label: [len(text) for text in texts(content)] for label, content in printed.items()}
    assert {label: found for label, found in lengths.items() if min(found) < LEAST} == {}


def test_first_bulletin_takes_no_page_for_its_signature_alone(printed):
    pages = texts(printed["n°\u00a01"])
    assert len(pages) == 3
    assert "Fabien Sudry" in pages[-1]


def test_every_link_is_described_by_words(printed):
    for label, content in printed.items():
        described = links(content)
        assert described
        bare = [(text, url) for text, url in described if text.startswith(("http", "mailto:", "tel:")) or not text]
        assert bare == [], label


def test_link_descriptions_are_those_of_the_text(printed):
    described = dict(map(reversed, links(printed["n°\u00a07"])))
    assert described["tel:+33321727800"] == "Téléphone\u00a0: 03\u00a021\u00a072\u00a078\u00a000"
    assert described["http://testserver/communes/62548-marck/"] == "Marck"
    assert described["http://testserver/bulletins/7/"] == "Lire ce bulletin en ligne"
    facebook = described["https://www.facebook.com/groups/275110659329756/"]
    assert facebook.startswith("Facebook\u00a0: www.facebook.com/groups/")


def test_every_bulletin_says_how_to_reach_the_press_office(printed):
    for content in printed.values():
        text = texts(content)[-1].replace("\u00a0", " ")
        assert "Contact presse" in text
        assert "03 21 21 20 00" in text
        assert "Licence Ouverte 2.0" in text


@pytest.mark.django_db
@pytest.mark.parametrize("entries", range(1, 14, 3))
def test_signature_never_stands_alone(client, editor, entries):
    """Whatever the length: where no closer setting saves the page, the last initiative comes along."""
    make_published(editor, *[make_cited(f"Récit {n}", summary="Un récit. " * 60) for n in range(entries)])
    pages = texts(client.get("/bulletins/1.pdf").content)
    assert "Camille Exemple" in pages[-1]
    assert f"Récit {entries - 1}" in pages[-1]
