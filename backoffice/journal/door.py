"""What happens at the door, told by signals of Django and of the lock-out: who comes in, who does not, who leaves."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from axes.signals import user_locked_out
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.http import HttpRequest
from django.utils import timezone

from backoffice.access.proof import announced
from backoffice.journal.kinds import Kind
from backoffice.journal.whence import network_of
from backoffice.journal.writing import note
from backoffice.models import JournalLine

# Lines of one kind that one network may write in an hour: whoever tries a million passwords does not fill the disk.
MOST_AN_HOUR = 100
HOUR = timedelta(hours=1)


def connect() -> None:
    """Called once, as the room starts."""
    user_logged_in.connect(note_log_in, dispatch_uid="journal.logged_in")
    user_logged_out.connect(note_log_out, dispatch_uid="journal.logged_out")
    user_login_failed.connect(note_failure, dispatch_uid="journal.log_in_failed")
    user_locked_out.connect(note_lock_out, dispatch_uid="journal.locked_out")


def note_log_in(sender: Any, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> None:
    proof = announced(request)
    note(Kind.LOGGED_IN, by=user, told=f"par {proof.means}" if proof else "", request=request)


def note_log_out(sender: Any, request: HttpRequest, user: AbstractBaseUser | None, **kwargs: Any) -> None:
    if user is not None:
        note(Kind.LOGGED_OUT, by=user, request=request)


def note_failure(sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any) -> None:
    """The lock-out says itself what it refuses."""
    if not getattr(request, "axes_locked_out", False):
        _note_refused(Kind.LOG_IN_FAILED, credentials.get("username"), request)


def note_lock_out(sender: Any, request: HttpRequest, username: str | None, **kwargs: Any) -> None:
    _note_refused(Kind.LOCKED_OUT, username, request)


def note_refused_by_provider(told: str, request: HttpRequest) -> None:
    """Somebody came back from the provider and was not let in."""
    _note_at_most(Kind.LOG_IN_FAILED, None, told, request)


def note_password_asked(accounts: Iterable[AbstractBaseUser], request: HttpRequest) -> None:
    """Somebody asked for the link of a forgotten password, by an address that is one of `accounts`, or of none."""
    for account in list(accounts) or [None]:
        _note_at_most(Kind.PASSWORD_ASKED, account, "" if account else "adresse inconnue", request)


def note_code_refused(account: AbstractBaseUser, request: HttpRequest, told: str = "") -> None:
    """The password was right, the second factor was not."""
    _note_at_most(Kind.FACTOR_FAILED, account, told, request)


def _note_refused(kind: Kind, username: str | None, request: HttpRequest | None) -> None:
    """About the account, where there is one of this name. Another name is not kept: it may be a password in the wrong
    field. The same queries for both, so that the time tells nothing."""
    account = get_user_model().objects.filter(username=(username or "").replace("\0", "")).first()
    _note_at_most(kind, account, "" if account else "identifiant inconnu", request)


def _note_at_most(kind: Kind, account: AbstractBaseUser | None, told: str, request: HttpRequest | None) -> None:
    lately = JournalLine.objects.filter(kind=kind, network=network_of(request), at__gt=timezone.now() - HOUR)
    count = lately.order_by()[:MOST_AN_HOUR].count()
    if count == MOST_AN_HOUR:
        return
    if count == MOST_AN_HOUR - 1:
        told = f"{told} ; les suivantes de ce réseau ne sont plus écrites pendant une heure".removeprefix(" ; ")
    note(kind, by=None, about=account, told=told, request=request)
