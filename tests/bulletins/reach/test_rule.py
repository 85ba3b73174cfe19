"""Who reaches which series."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.test import RequestFactory

from bulletins.models import Bulletin, Keeper, Series
from bulletins.reach.rule import BeyondReach, forget_kept, kept_by, reaches, refuse_beyond, series_within, within
from bulletins.refusals import BulletinRefusal
from tests.builders import make_bulletin, make_series, make_user
from tests.bulletins.reach.accounts import OTHER, make_limited

pytestmark = pytest.mark.django_db


def test_account_without_a_row_reaches_all(django_assert_num_queries):
    series, editor = make_series(), make_user(group="édition")
    bulletin = make_bulletin(series=series)
    with django_assert_num_queries(1):
        assert kept_by(editor) is None
        assert reaches(editor, series.pk)
    assert list(within(editor, Bulletin.objects.all())) == [bulletin]
    assert kept_by(None) is None


def test_account_reaches_what_is_entrusted_and_nothing_else():
    main, other = make_series(), make_series(OTHER, is_main=False)
    limited = make_limited(other)
    own, foreign = make_bulletin(series=other), make_bulletin(series=main)
    assert list(within(limited, Bulletin.objects.all())) == [own]
    assert list(series_within(limited)) == [other]
    refuse_beyond(limited, own)
    refuse_beyond(limited, other)
    with pytest.raises(BeyondReach, match="«\u00a0Covid-19 : le Pas-de-Calais solidaire\u00a0»"):
        refuse_beyond(limited, foreign)
    with pytest.raises(BulletinRefusal):  # what acts catch
        refuse_beyond(limited, main)
    with pytest.raises(PermissionDenied):  # what nobody catches is a 403
        refuse_beyond(limited, main)


@pytest.mark.parametrize("means", ["role", "superuser"])
def test_administrator_is_never_limited(means):
    account = make_limited()
    if means == "role":
        account.groups.add(Group.objects.get(name="administration"))
    else:
        account.is_superuser = True
    assert kept_by(account) is None


def test_page_asks_no_query_more_for_it(client, django_assert_num_queries):
    limited = make_limited()
    client.force_login(limited)
    request = RequestFactory().get("/")
    request.session = client.session
    request.session.get("", None)  # read before
    kept = {Series.objects.get(name=OTHER).pk}
    with django_assert_num_queries(1):
        account = get_user(request)
        assert kept_by(account) == kept
    Keeper.objects.all().delete()
    assert kept_by(account)
    forget_kept(account)
    assert kept_by(account) is None


def test_series_that_is_entrusted_is_not_deleted():
    make_limited()
    with pytest.raises(ProtectedError):
        Series.objects.get(name=OTHER).delete()


def test_deleted_account_takes_its_rows_along():
    make_limited().delete()
    assert not Keeper.objects.exists()


def test_series_is_entrusted_once():
    row = Keeper(user=make_limited(), series=Series.objects.get(name=OTHER))
    with pytest.raises(IntegrityError, match="bulletins_keeper_once"), transaction.atomic():
        row.save()
