"""What is public is read at once: only those who may publish change it; for others, see `correcting`."""

import pytest
from django.urls import reverse

from tests.backoffice.forms import form_of
from tests.builders import make_initiative


def _change(row):
    return reverse("admin:initiatives_initiative_change", args=[row.pk])


def test_editor_is_told_that_the_change_appears_at_once(client, editor):
    client.force_login(editor)
    row = make_initiative("Des masques à Marck")
    page = client.get(_change(row))
    assert "paraît aussitôt" in page.content.decode()
    typed = form_of(page, "initiative_form") | {"title": "Des masques à Calais"}
    assert client.post(_change(row), {**typed, "_save": "1"}).status_code == 302
    row.refresh_from_db()
    assert row.title == "Des masques à Calais"


@pytest.mark.parametrize("status", ["draft", "review"])
def test_officer_changes_what_is_not_online(client, officer, status):
    client.force_login(officer)
    row = make_initiative(published=False, status=status)
    typed = form_of(client.get(_change(row)), "initiative_form") | {"title": "Un autre titre"}
    assert client.post(_change(row), {**typed, "_save": "1"}).status_code == 302
    row.refresh_from_db()
    assert row.title == "Un autre titre"
