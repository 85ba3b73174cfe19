"""Two returns of one person at the same moment open one account."""

import threading
import time
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, connection, transaction

from backoffice.access.provider import services
from backoffice.access.provider.claims import told_by
from backoffice.access.provider.configured import provider
from backoffice.models import Identity

TRUSTED = {
    "OIDC_ISSUER": "https://id.exemple.fr",
    "OIDC_CLIENT_ID": "solidaire",
    "OIDC_CLIENT_SECRET": "secret",
    "OIDC_ROLES_CLAIM": "roles",
    "OIDC_ROLES": {"a": "édition"},
    "OIDC_CREATE_ACCOUNTS": True,
}
CLAIMS = {"sub": "agent-7", "email": "agent@exemple.fr", "roles": ["a"]}
WAITING = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"


def _at_once(act: Callable[[], object]) -> list[object]:
    """What two threads got, both of which had found no identity before either could write one."""
    found: list[object] = []

    def run() -> None:
        try:
            found.append(act())
        except IntegrityError as error:
            found.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE backoffice_identity IN SHARE MODE")
        for thread in threads:
            thread.start()
        for _ in range(1000):
            cursor.execute("SELECT pg_stat_clear_snapshot()")  # else the first answer is repeated
            cursor.execute(WAITING)
            if cursor.fetchone()[0] == 2:
                break
            time.sleep(0.01)
        else:
            pytest.fail("The threads never met.")
    for thread in threads:
        thread.join()
    return found


@pytest.mark.parametrize("tries", [services.TRIES, 1], ids=["protected", "control"])
def test_two_returns_at_once_open_one_account(transactional_db, settings, monkeypatch, tries):
    for name, value in TRUSTED.items():
        setattr(settings, name, value)
    monkeypatch.setattr(services, "TRIES", tries)
    trusted = provider()
    told = told_by(CLAIMS, provider=trusted)
    found = _at_once(lambda: services.account_of(told=told, provider=trusted))
    account = User.objects.get()
    assert Identity.objects.get().account == account
    assert found.count(account) == tries
    assert len([one for one in found if isinstance(one, IntegrityError)]) == 2 - tries
