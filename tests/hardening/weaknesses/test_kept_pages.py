"""A page that is kept for everybody says nothing of who asked for it first."""

import pytest
from django.test import Client

from tests.builders import make_commune, make_initiative, make_territory, make_user
from tests.directory.published import publish

ADDRESSES = ["/", "/initiatives/", "/initiatives.json", "/initiatives.atom", "/communes/62548-marck/", "/bulletins/7/"]
# What a cache does not look at, and a program may: all that was told of poisoned caches.
POISON = {
    "X-Forwarded-Host": "poison.exemple",
    "X-Host": "poison.exemple",
    "X-Forwarded-Server": "poison.exemple",
    "Forwarded": "host=poison.exemple",
    "X-Forwarded-Prefix": "/poison",
    "X-Original-URL": "/poison/",
    "X-Rewrite-URL": "/poison/",
    "X-Forwarded-Scheme": "poison",
    "X-Forwarded-Port": "666",
    "Accept-Language": "poison",
    "Accept": "text/poison",
    "Origin": "https://poison.exemple",
    "Referer": "https://poison.exemple/",
    "User-Agent": "poison",
    "Cookie": "sessionid=poison; csrftoken=poison; messages=poison",
    "X-Requested-With": "fetch",
    "HX-Request": "true",
    "X-HTTP-Method-Override": "POST",
    "Range": "bytes=0-5",
    "Authorization": "Basic poison",
}


@pytest.fixture
def site(transactional_db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    make_territory()
    row = make_initiative("Masques", communes=(make_commune("Marck", insee="62548"),))
    publish(row, number=7)
    Client().get("/bulletins/7/")  # its PDF is made: from then on the page tells its size
    return row


def test_kept_page_is_that_of_a_plain_request(site):
    for address in ADDRESSES:
        plain = Client().get(address)  # each client is a process of its own
        process = Client()
        poisoned = process.get(address, headers=POISON)
        process.cookies.clear()  # the site takes back a session that is none
        kept = process.get(address)
        assert b"poison" not in poisoned.content, address
        assert kept.content == plain.content, address
        assert {**kept.headers} == {**plain.headers}, address


def test_page_of_another_host_is_another_page(site, settings):
    settings.SITE_URL = ""
    process = Client()
    process.get("/", headers={"Host": "localhost:666"})
    assert "localhost:666" not in process.get("/", headers={"Host": "localhost"}).text


def test_page_of_someone_who_is_logged_in_is_that_of_everybody(site):
    process = Client()
    process.force_login(make_user("redactrice", group="rédaction"))
    here = process.get("/initiatives/").content
    process.cookies.clear()
    assert process.get("/initiatives/").content == here
    assert b"redactrice" not in here


def test_refusals_are_not_kept(site):
    process = Client(raise_request_exception=False)
    for address in ("/?q=%00", "/inconnu/"):
        assert process.get(address).status_code in (400, 404)
    assert process.get("/").status_code == 200
