"""Fifty publications at once, three in ten cut off before they are committed: no number twice, none skipped."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet

from bulletins.models import Bulletin
from bulletins.refusals import BulletinRefusal
from bulletins.services import publish_bulletin
from tests.builders import make_user
from tests.bulletins.issues import make_draft

MANY, AT_ONCE = 50, 8
CUT_OFF = {number for number in range(MANY) if number % 10 < 3}


class PowerCutError(Exception):
    """Raised in the place of a commit."""


@pytest.mark.django_db(transaction=True)
def test_fifty_publications_with_a_third_cut_off_leave_no_double_and_no_gap():
    drafts, outcomes = _publish_all()
    assert outcomes == ["cut" if number in CUT_OFF else "published" for number in range(MANY)]
    numbers = sorted(Bulletin.objects.published().values_list("number", flat=True))
    assert numbers == list(range(1, MANY - len(CUT_OFF) + 1))
    assert drafts[0].series.__class__.objects.get().last_number == len(numbers)


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_the_same_race_refuses_publications(monkeypatch):
    """Control: readers of one counter take the same number, and the database turns all but one away."""
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **options: self)
    _, outcomes = _publish_all()
    assert {"refused", "stopped"} & set(outcomes)


def _publish_all() -> tuple[list[Bulletin], list[str]]:
    editor = make_user()
    drafts = [make_draft() for _ in range(MANY)]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        outcomes = list(pool.map(lambda pair: _publish(*pair, by=editor), enumerate(drafts)))
    return drafts, outcomes


def _publish(number: int, draft: Bulletin, *, by: User) -> str:
    try:
        with transaction.atomic():
            publish_bulletin(bulletin=draft, by=by)
            if number in CUT_OFF:
                raise PowerCutError
    except PowerCutError:
        return "cut"
    except BulletinRefusal:
        return "refused"
    except IntegrityError:
        return "stopped"
    finally:
        connection.close()
    return "published"
