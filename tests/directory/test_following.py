"""The page about following: what a feed is, its address, and what it last brought."""

import re
from datetime import date
from xml.etree import ElementTree

import pytest

from tests.builders import make_commune, make_initiative
from tests.directory.published import publish

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def calais():
    commune = make_commune("Calais", insee="62193")
    make_initiative("Ancienne couture", communes=(commune,), started_on=date(2020, 4, 1))
    make_initiative("Nouvelle couture", communes=(commune,), started_on=date(2020, 4, 20))
    make_initiative("Ailleurs", communes=(make_commune("Arras"),), started_on=date(2020, 4, 25))
    return commune


def address_in(html):
    (address,) = re.findall(r'<textarea id="adresse-flux" readonly [^>]+>([^<]+)</textarea>', html)
    return address.replace("&amp;", "&")


def test_search_leads_to_a_page_that_people_can_read(client, calais):
    html = client.get("/initiatives/?commune=62193").content.decode()
    assert '<a href="/suivre/?commune=62193">' in html
    assert 'type="application/atom+xml" title="Cette recherche" href="/initiatives.atom?commune=62193"' in html
    response = client.get("/suivre/?commune=62193")
    page = response.content.decode()
    assert response["Content-Type"].startswith("text/html")
    assert "concernant Calais" in page
    assert "Comment faire" in page
    assert page.index("Nouvelle couture") < page.index("Ancienne couture")
    assert "Ailleurs" not in page


@pytest.mark.parametrize("query", ["", "commune=62193", "q=couture", "q=couture&commune=62193", "tri=commune"])
def test_address_is_that_of_a_feed_of_the_same_rows_newest_first(client, calais, query):
    address = address_in(client.get(f"/suivre/?{query}").content.decode())
    assert address.startswith("http://testserver/initiatives.atom")
    feed = ElementTree.fromstring(client.get(address).content)
    titles = [entry.findtext(f"{ATOM}title") for entry in feed.findall(f"{ATOM}entry")]
    newest = ["Nouvelle couture", "Ancienne couture"]
    assert titles == (newest if "couture" in query or "62193" in query else ["Ailleurs", *newest])


def test_page_about_following_needs_no_javascript_and_no_row(client):
    page = client.get("/suivre/?theme=protection&bulletin=99").content.decode()
    assert "Rien n’a encore paru ici" in page
    assert "ne connaît pas" in page  # the bulletin that does not exist
    assert re.search(r'<button [^>]*type="button" hidden data-copies="adresse-flux"', page)
    assert "<script>" not in page


def test_no_link_of_a_page_opens_a_feed_without_saying_what_it_is(client, calais):
    publish(make_initiative("Citée"), number=7)
    for path in ("/", "/initiatives/", "/communes/62193-calais/", "/bulletins/", "/bulletins/7/", "/donnees-ouvertes/"):
        html = client.get(path).content.decode()
        assert not re.search(r'<a [^>]*href="[^"]*(?:\.atom|atom\.xml)', html), path
        assert "/suivre/" in html, path


def test_bulletins_are_followed_from_a_page_of_their_own(client):
    publish(make_initiative("Citée"), number=7)
    page = client.get("/bulletins/suivre/").content.decode()
    assert address_in(page) == "http://testserver/bulletins/atom.xml"
    assert "N°\u00a07" in page
    assert client.get("/bulletins/atom.xml")["Content-Type"] == "application/atom+xml; charset=utf-8"


def test_bulletins_can_be_followed_before_the_first(client):
    assert "Aucun bulletin n’est encore publié" in client.get("/bulletins/suivre/").content.decode()
