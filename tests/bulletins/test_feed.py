"""The Atom feed: valid, stable, each bulletin with its PDF."""

from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.template.loader import render_to_string

from bulletins.listing.telling import summaries_of
from bulletins.models import Bulletin
from bulletins.pages import published_editions
from bulletins.presenting import Issue, issues_of
from bulletins.services import rectify_bulletin
from tests.builders import make_territory
from tests.bulletins.issues import LATER, make_cited, make_published

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"


def read_feed(client):
    response = client.get("/bulletins/atom.xml")
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(response.content)


def test_entry_carries_what_atom_asks_and_the_pdf(client, editor):
    make_territory()
    bulletin = make_published(editor, make_cited("Couture <à> Marck"))
    feed = read_feed(client)
    assert feed.find(f"{ATOM}author/{ATOM}name").text == "Préfecture du Pas-de-Calais"
    (entry,) = feed.findall(f"{ATOM}entry")
    assert entry.find(f"{ATOM}title").text == "Covid-19 : le Pas-de-Calais solidaire n°\u00a01"
    assert entry.find(f"{ATOM}id").text.startswith("urn:uuid:")
    assert entry.find(f"{ATOM}updated").text == "2020-04-30T18:00:00+02:00"
    assert "Couture &lt;à&gt; Marck" in entry.find(f"{ATOM}summary").text
    (enclosure,) = [link for link in entry.findall(f"{ATOM}link") if link.get("rel") == "enclosure"]
    assert enclosure.get("type") == "application/pdf"
    assert enclosure.get("href") == "http://testserver" + bulletin.get_pdf_url()


def enclosure_of(client):
    (link,) = [link for link in read_feed(client).iter(f"{ATOM}link") if link.get("rel") == "enclosure"]
    return link


def test_feed_makes_no_pdf_and_tells_the_length_of_those_that_are_there(client, editor, settings):
    bulletin = make_published(editor, make_cited())
    assert "length" not in enclosure_of(client).attrib
    assert list(Path(settings.MEDIA_ROOT).rglob("*.pdf")) == []
    printed = client.get(bulletin.get_pdf_url())
    assert int(enclosure_of(client).get("length")) == len(printed.content) > 1000


def test_rectification_updates_the_entry_without_making_it_new(client, editor):
    bulletin = make_published(editor)
    before = read_feed(client).find(f"{ATOM}entry")
    Bulletin.objects.filter(pk=bulletin.pk).update(title="Titre corrigé")
    rectify_bulletin(bulletin=bulletin, by=editor, correction="Le titre est corrigé.", now=LATER)
    after = read_feed(client).find(f"{ATOM}entry")
    assert after.find(f"{ATOM}id").text == before.find(f"{ATOM}id").text
    assert after.find(f"{ATOM}published").text == before.find(f"{ATOM}published").text
    assert after.find(f"{ATOM}updated").text == "2020-05-04T11:00:00+02:00"
    assert "Le titre est corrigé." in after.find(f"{ATOM}summary").text


def test_empty_feed_is_still_a_feed(client):
    assert read_feed(client).findall(f"{ATOM}entry") == []


def test_feed_names_the_same_content_as_the_page_without_making_its_links(client, editor, django_assert_num_queries):
    first = make_published(editor, make_cited("Couture"))
    second = make_published(editor, make_cited("Repas"), number=2)
    Bulletin.objects.filter(pk=second.pk).update(title="Autre titre")
    second.refresh_from_db()
    rectify_bulletin(bulletin=second, correction="Un titre.", by=editor, now=LATER)
    editions = list(published_editions())
    with django_assert_num_queries(1):  # persons and contacts that are not public
        told = summaries_of(editions, with_files=editions)
    short = summaries_of(editions, with_files=[])
    assert [issue.digest for issue in told] == [issue.digest for issue in issues_of(editions)]
    assert [issue.title for issue in told] == [issue.title for issue in issues_of(editions)]
    assert [issue.digest for issue in short] == ["", ""]
    assert [_entry_of(issue) for issue in short] == [_entry_of(issue) for issue in told]
    assert {issue.bulletin for issue in told} == {first, second}


def _entry_of(issue: Issue) -> str:
    return render_to_string("bulletins/feed_entry.html", {"issue": issue, "content": issue.content})
