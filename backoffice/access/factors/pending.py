"""A log-in half done: the password was right, the code is still to come. Nobody is logged in meanwhile."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timedelta

from django.contrib.auth.models import AnonymousUser, User
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from backoffice.access.proof import Proof, told

HELD = "held_login"  # in the session
FACTOR = "factor"  # in the session: the mark of the factor that was proven in it
LASTS = timedelta(minutes=10)


def hold(
    request: HttpRequest, account: User, *, backend: str, proof: Proof | None = None, now: datetime | None = None
) -> None:
    """Remember whose password was right, or whom a provider knows, in a session of its own that opens nothing."""
    mark = account.get_session_auth_hash()
    request.session.flush()
    request.session[HELD] = {
        "account": account.pk,
        "backend": backend,
        "came_by": asdict(proof) if proof else None,
        "proof": mark,  # changes with the password
        "until": ((now or timezone.now()) + LASTS).timestamp(),
    }
    request.user = AnonymousUser()


def held_account(request: HttpRequest, *, now: datetime | None = None) -> User | None:
    """Whose code is awaited; None when the time is over, or the password was changed meanwhile."""
    held = request.session.get(HELD)
    if held is None or not 0 <= held["until"] - (now or timezone.now()).timestamp() <= LASTS.total_seconds():
        return None
    account = User.objects.filter(pk=held["account"], is_active=True).first()
    if account is None or not constant_time_compare(held["proof"], account.get_session_auth_hash()):
        return None
    account.backend = held["backend"]
    account.came_by = told(held["came_by"])
    return account
