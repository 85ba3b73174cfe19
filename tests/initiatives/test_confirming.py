"""Saying today where published initiatives stand, one by one or several at once."""

from datetime import date

import pytest
from django.utils import timezone

from initiatives.services import NotCheckable, confirm_state
from tests.builders import NOW, make_initiative

LIST = "/admin/initiatives/initiative/"


def test_confirming_keeps_the_state_and_the_day(editor):
    row = confirm_state(initiative=make_initiative(), state="over", by=editor, now=NOW)
    row.refresh_from_db()
    assert (row.state, row.state_checked_on, row.version) == ("over", date(2020, 4, 30), 2)
    assert (row.history.first().history_user, row.history.first().history_change_reason) == (
        editor,
        "vérifiée : terminée",
    )


def test_draft_is_not_confirmed(editor):
    with pytest.raises(NotCheckable, match="pas parue"):
        confirm_state(initiative=make_initiative(published=False), state="over", by=editor)


def test_list_shows_what_is_to_check_and_confirms_it(client, editor):
    old = make_initiative("Vieille annonce", started_on=date(2020, 4, 7))
    make_initiative("Fraîche", state_checked_on=timezone.localdate())
    client.force_login(editor)
    page = client.get(f"{LIST}?verifier=oui").content.decode()
    assert "Vieille annonce" in page
    assert ">Fraîche<" not in page
    client.post(LIST, {"action": "confirm_ongoing", "_selected_action": [old.pk]})
    old.refresh_from_db()
    assert (old.state, old.state_checked_on) == ("ongoing", timezone.localdate())
    assert "Vieille annonce" not in client.get(f"{LIST}?verifier=oui").content.decode().partition("result_list")[2]
    client.post(LIST, {"action": "confirm_over", "_selected_action": [old.pk]})
    old.refresh_from_db()
    assert old.state == "over"


def test_officer_does_not_change_what_is_online_from_the_list(client, officer):
    old = make_initiative(started_on=date(2020, 4, 7))
    client.force_login(officer)
    client.post(LIST, {"action": "confirm_ongoing", "_selected_action": [old.pk]})
    old.refresh_from_db()
    assert old.state_checked_on is None


def test_form_offers_the_state_with_its_day(client, editor):
    row = make_initiative()
    client.force_login(editor)
    page = client.get(f"{LIST}{row.pk}/change/").content.decode()
    assert 'name="state"' in page
    assert 'name="state_checked_on"' in page
    assert "Aujourd’hui" in page
