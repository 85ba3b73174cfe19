"""Every kind of answer carries the same headers, and no link of ours repeats the host of a request."""

import pytest
from django.db import OperationalError, connection
from django.test import Client

from initiatives.services import withdraw_initiative
from tests.builders import make_initiative, make_picture, make_territory
from tests.config.headers import lacking
from tests.directory.published import publish


def check(response, status):
    if response.streaming:
        b"".join(response)  # to its end, where the file is closed
    assert response.status_code == status
    assert lacking(response) == []


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


def test_a_form_that_is_too_large_carries_every_header(anyone, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000
    check(anyone.post("/admin/login/", {"username": "x" * 2_000}), 413)


def test_files_that_are_handed_out_carry_every_header(anyone, editor):
    bulletin = publish(make_initiative("Masques"), number=1)
    for form in ("docx", "odt", "txt", "json", "pdf"):
        check(anyone.get(f"{bulletin.get_absolute_url().rstrip('/')}.{form}"), 200)
    anyone.force_login(editor)
    check(anyone.get(f"/admin/atelier/{bulletin.pk}/epreuve.pdf"), 200)


def test_unreachable_database_answers_with_every_header(anyone):
    def refuse(*arguments):
        raise OperationalError

    with connection.execute_wrapper(refuse):
        check(anyone.get("/initiatives/"), 503)


def test_only_what_any_site_may_read_may_be_shown_by_another(anyone):
    """A picture is shown by mails, whose page is another site; a copy that has not changed stays so."""
    picture = make_picture(make_initiative("Masques"))
    files = f"/images/{picture.sha256}-480.jpeg"
    first = anyone.get(files)
    again = anyone.get(files, headers={"If-None-Match": first["ETag"]})
    shown = [first, again, anyone.get("/initiatives.json"), anyone.get("/"), anyone.get("/admin/login/")]
    assert [(one.status_code, one["Cross-Origin-Resource-Policy"]) for one in shown] == [
        (200, "cross-origin"),
        (304, "cross-origin"),
        (200, "cross-origin"),
        (200, "same-origin"),
        (200, "same-origin"),
    ]


def test_secure_answers_ask_for_secure_ones_only(db, settings):
    settings.SECURE_HSTS_SECONDS = 3600
    client = Client(raise_request_exception=False)
    for path, status in (("/", 200), ("/inconnu/", 404), ("/?q=%00", 400), ("/static/css/base.css", 200)):
        response = client.get(path, secure=True)
        check(response, status)
        assert response["Strict-Transport-Security"] == "max-age=3600", path
    assert not Client().get("/").has_header("Strict-Transport-Security")


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
