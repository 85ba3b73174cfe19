"""“État du service”: who sees it, and the way to it."""

import pytest
from django.urls import reverse

from tests.builders import make_user

URL, INDEX = reverse("admin:state"), reverse("admin:index")


@pytest.mark.parametrize("group", ["rédaction", "édition"])
def test_others_see_neither_page_nor_badge(client, db, group):
    client.force_login(make_user(group=group))
    assert client.get(URL).status_code == 403
    assert URL not in client.get(INDEX).content.decode()


def test_administrators_see_versions_and_what_to_do(client, db):
    client.force_login(make_user(group="administration"))
    page = client.get(URL)
    text = page.content.decode()
    assert page.headers["Cache-Control"].count("no-store") == 1
    assert "PostgreSQL" in text
    assert "manage.py travail" in text
    index = client.get(INDEX).content.decode()
    assert URL in index
    assert "le travail de fond ne tourne pas" in index


def test_visitors_are_asked_to_log_in(client, db):
    assert client.get(URL).status_code == 302
