"""Logging out closes the provider's session too, where it says how."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from tests.builders import make_user

LOGOUT, LOGGED_OUT = reverse("admin:logout"), reverse("admin:provider_logged_out")


def test_log_out_goes_on_to_the_provider_and_back(client, travel, there):
    travel(client)
    response = client.post(LOGOUT)
    page = response.content.decode()
    url = response.context["url"]
    assert f'http-equiv="refresh" content="0; url={url.replace("&", "&amp;")}"' in page
    assert "no-store" in response.headers["Cache-Control"]
    told = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
    assert told["id_token_hint"].count(".") == 2
    assert told["post_logout_redirect_uri"] == f"http://testserver{LOGGED_OUT}"
    assert client.get("/admin/").status_code == 302
    back = client.get(there.send(url).removeprefix("http://testserver"))
    assert "fermée ici et chez ProEssai" in back.content.decode()


@pytest.mark.parametrize("state", ["", "x", "ImZhdXgi:1x:abc"])
def test_return_that_nobody_asked_for_says_nothing(client, db, there, state):
    assert client.get(LOGGED_OUT, {"state": state}).url == reverse("admin:login")


def test_provider_without_an_address_for_it_is_left_alone(client, travel, there):
    there.described = {"end_session_endpoint": None}
    travel(client)
    assert "http-equiv" not in client.post(LOGOUT).content.decode()
    assert client.get("/admin/").status_code == 302


def test_log_out_of_a_password_stays_here(client, db, there):
    client.force_login(make_user(group="rédaction"))
    assert "http-equiv" not in client.post(LOGOUT).content.decode()


def test_reading_the_address_logs_nobody_out(client, travel):
    travel(client)
    assert client.get(LOGOUT).status_code == 405
    assert client.get("/admin/").status_code == 200
