"""What is too large is refused before it is read, with words and without a fault; what is just small enough is read."""

from __future__ import annotations

import pytest
from django.test import Client

from config.limits.kinds import Kind
from config.limits.sizes import LARGEST, LONGEST_QUERY
from tests.builders import make_organisation

FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize("path", ["/initiatives/", "/initiatives.csv", "/inconnu/", "/admin/login/"])
def test_address_that_is_too_long_is_a_clear_414(client, db, path):
    response = client.get(path, QUERY_STRING="q=" + "a" * LONGEST_QUERY)
    assert response.status_code == 414
    assert "Cette adresse est trop longue" in response.text
    assert response["Cache-Control"] == "no-store"


def test_control_address_of_that_length_is_read(client, db):
    assert client.get("/initiatives/", QUERY_STRING="q=" + "a" * (LONGEST_QUERY - 2)).status_code == 200


@pytest.mark.parametrize(
    ("path", "kind"),
    [("/", Kind.PUBLIC), ("/epreuves/x/", Kind.OFFICE), ("/admin/documents/", Kind.OFFICE), ("/a.csv", Kind.FILE)],
)
def test_body_is_refused_by_what_it_announces(client, db, path, kind):
    sent = {"content_type": FORM, "data": b"a=1"}
    response = client.generic("POST", path, **sent, CONTENT_LENGTH=str(LARGEST[kind] + 1))
    assert response.status_code == 413
    assert f"{LARGEST[kind] // 1_000_000}\u00a0Mo au plus" in response.text
    assert client.generic("POST", path, **sent).status_code != 413


def test_length_that_is_none_is_a_400(client, db):
    assert client.generic("POST", "/", b"a", content_type=FORM, CONTENT_LENGTH="²").status_code == 400


def test_text_that_is_too_long_tells_that_it_is_still_in_the_browser(administrator, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000
    client = Client(raise_request_exception=False)
    client.force_login(administrator)
    response = client.post("/admin/initiatives/initiative/add/", {"summary": "a" * 2_000})
    assert response.status_code == 413
    assert "Revenez en arrière\u00a0: ce que vous avez saisi y est encore." in response.text


@pytest.mark.parametrize(
    ("setting", "data"),
    [("DATA_UPLOAD_MAX_NUMBER_FIELDS", {f"field-{number}": "" for number in range(8)})],
)
def test_too_many_fields_are_told(administrator, settings, setting, data):
    setattr(settings, setting, 5)
    client = Client(raise_request_exception=False)
    client.force_login(administrator)
    response = client.post("/admin/initiatives/initiative/add/", data)
    assert response.status_code == 413
    assert "trop de champs" in response.text


def test_search_of_a_list_looks_for_a_bounded_number_of_words(client, administrator):
    client.force_login(administrator)
    assert client.get("/admin/organisations/organisation/", {"q": "a " * 500}).status_code == 200


def test_action_takes_as_many_lines_as_a_page_shows(client, administrator):
    row = make_organisation()
    client.force_login(administrator)
    path = "/admin/organisations/organisation/?q=a"
    selected = {"action": "delete_selected", "_selected_action": [str(row.pk)] * 201}
    response = client.post(path, selected, follow=True)
    assert response.redirect_chain == [(path, 302)]
    assert "200 lignes au plus à la fois\u00a0: rien n’a été changé." in response.text
    assert client.post(path, selected | {"_selected_action": [str(row.pk)] * 200}).status_code == 200
