"""Who is here: seen for 45 seconds after a sign of life, one row a person."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.builders import make_bulletin
from workshop.models import Presence
from workshop.page.presence import leave, note_presence

NOW = datetime(2020, 5, 4, 9, 0, tzinfo=UTC)


def test_others_are_told_with_their_block(draft, officer, editor):
    assert note_presence(bulletin=draft, by=officer, block="entry-1-wording", now=NOW) == []
    (seen,) = note_presence(bulletin=draft, by=editor, now=NOW)
    assert (seen.user, seen.block) == (officer, "entry-1-wording")


def test_presence_is_forgotten_after_45_seconds(draft, officer, editor):
    note_presence(bulletin=draft, by=officer, now=NOW)
    assert len(note_presence(bulletin=draft, by=editor, now=NOW + timedelta(seconds=44))) == 1
    assert note_presence(bulletin=draft, by=editor, now=NOW + timedelta(seconds=45)) == []
    assert Presence.objects.count() == 1


def test_one_row_a_person_and_none_after_leaving(draft, officer):
    for block in ("entry-1-wording", ""):
        note_presence(bulletin=draft, by=officer, block=block, now=NOW)
    assert Presence.objects.get().block == ""
    leave(bulletin=draft, by=officer)
    assert Presence.objects.count() == 0


def test_other_bulletins_are_not_told(draft, officer, editor):
    note_presence(bulletin=make_bulletin("Un autre", series=draft.series), by=officer, now=NOW)
    assert note_presence(bulletin=draft, by=editor, now=NOW) == []


def test_person_is_present_once(draft, officer):
    Presence.objects.create(bulletin=draft, user=officer, seen_at=NOW)
    with pytest.raises(IntegrityError, match="once_a_bulletin"), transaction.atomic():
        Presence.objects.create(bulletin=draft, user=officer, seen_at=NOW)
