"""What is read with the account that asks for a page."""

from django.db.models import Value

from backoffice.access.factors import accounts
from backoffice.access.factors.accounts import AccountBackend, read_along
from tests.builders import make_user


def test_what_another_room_has_read_along_is_read_from_then_on(db, monkeypatch):
    monkeypatch.setattr(accounts, "_along", dict(accounts._along))
    account = make_user(group="rédaction")
    assert not hasattr(AccountBackend().get_user(account.pk), "twice")
    read_along(twice=Value(2))
    assert AccountBackend().get_user(account.pk).twice == 2
    accounts.accounts_for_pages.cache_clear()
