"""Every kind of answer carries the same headers, and no link of ours repeats the host of a request."""

import pytest
from django.test import Client

from initiatives.services import withdraw_initiative
from tests.builders import make_initiative, make_territory
from tests.directory.published import publish

EVERYWHERE = {
    "Content-Security-Policy": "default-src 'self'",
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "geolocation=()",
}


def check(response, status):
    if response.streaming:
        b"".join(response)  # to its end, where the file is closed
    assert response.status_code == status
    for name, value in EVERYWHERE.items():
        assert value in response.headers.get(name, ""), name


@pytest.fixture
def anyone(db):
    return Client(raise_request_exception=False)


def test_pages_and_refusals_carry_every_header(anyone):
    initiative = make_initiative("Masques")
    check(anyone.get("/"), 200)
    check(anyone.get("/initiatives.json"), 200)
    check(anyone.get("/initiatives"), 301)
    check(anyone.get(f"/initiatives/{initiative.pk}-autre/"), 301)
    check(anyone.get("/?q=%00"), 400)
    check(anyone.post("/", "x", content_type="multipart/form-data"), 400)
    check(anyone.get("/", headers={"Host": "ailleurs.exemple"}), 400)
    check(anyone.get("/inconnu/"), 404)
    check(anyone.post("/"), 405)
    check(anyone.get("/healthz"), 200)
    check(anyone.get("/static/css/base.css"), 200)


def test_an_answer_that_has_not_changed_carries_every_header(anyone):
    first = anyone.get("/initiatives.json")
    check(anyone.get("/initiatives.json", headers={"If-None-Match": first["ETag"]}), 304)


def test_a_refused_form_carries_every_header(db):
    check(Client(enforce_csrf_checks=True).post("/admin/login/", {"username": "x"}), 403)


def test_a_withdrawn_page_carries_every_header(anyone, editor):
    initiative = make_initiative("Masques")
    withdraw_initiative(initiative=initiative, by=editor, reason="Erreur.")
    check(anyone.get(initiative.get_absolute_url()), 410)


def test_a_fault_carries_every_header(anyone, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError("exprès")

    monkeypatch.setattr("config.views.render", fail)
    check(anyone.get("/mentions-legales/"), 500)


HOSTS = ("localhost:8443", "LOCALHOST", "localhost.", "127.0.0.1:1")


@pytest.mark.parametrize("host", HOSTS)
def test_addresses_that_leave_the_site_are_those_of_site_url(anyone, settings, host):
    settings.SITE_URL = "https://solidaire.exemple.fr"
    make_territory()
    initiative = make_initiative("Masques")
    forms = [f"/initiatives{form}" for form in ("/", ".json", ".csv", ".atom", ".geojson")]
    bulletin = publish(initiative)
    others = [
        "/",
        bulletin.get_absolute_url(),
        "/bulletins/atom.xml",
        "/sitemap.xml",
        "/robots.txt",
        initiative.get_absolute_url(),
    ]
    for page in forms + others:
        response = anyone.get(page, headers={"Host": host})
        text = (b"".join(response) if response.streaming else response.content).decode()
        assert response.status_code == 200, page
        assert host.lower() not in text.lower(), page
        assert "https://solidaire.exemple.fr" in text, page


def test_addresses_follow_the_request_where_site_url_is_not_set(anyone, settings):
    settings.SITE_URL = ""
    assert 'rel="canonical" href="http://localhost:8443/"' in anyone.get("/", headers={"Host": "localhost:8443"}).text
