"""One's open sessions: noted at the log-in, seen while one works, closed from “Mon compte”."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from backoffice.access.network import client_network, shortened_network
from backoffice.access.proof import PROOF, announced
from backoffice.journal.kinds import Kind
from backoffice.journal.writing import note
from backoffice.models import OpenSession
from backoffice.models.sessions import OpenSessionQuerySet

SEEN = "seen_at"  # in the session: seconds since 1970
STEP = timedelta(minutes=5)  # a session is written down as seen no oftener
BROWSERS = (("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


def note_log_in(sender: Any, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> None:
    """A receiver of `user_logged_in`: the session has its new key by then."""
    if announced(request) is None:  # by a password: what a provider said in this session before says nothing of it
        request.session.pop(PROOF, None)
    request.session.set_expiry(None)  # an attempt at the provider's may have made it a short one
    note_session(request=request, account=user)


def note_session(*, request: HttpRequest, account: AbstractBaseUser, now: datetime | None = None) -> None:
    """Write down that the session of a request is at work."""
    now = now or timezone.now()
    proof = announced(request)
    request.session[SEEN] = int(now.timestamp())
    if request.session.session_key is None or not Session.objects.filter(pk=request.session.session_key).exists():
        request.session.save()
    OpenSession.objects.update_or_create(
        session_id=request.session.session_key,
        defaults={"account": account, "last_seen": now},
        create_defaults={
            "account": account,
            "first_seen": now,
            "last_seen": now,
            "network": shortened_network(client_network(request)),
            "browser": browser_of(request.headers.get("User-Agent", "")),
            "means": proof.means[:60] if proof else "",
        },
    )


def close_session(*, account: AbstractBaseUser, pk: int) -> bool:
    """End one of the account's own sessions; False where it has ended already, or is another one's."""
    with transaction.atomic():
        row = OpenSession.objects.select_for_update().filter(account=account, pk=pk).first()
        if row is None:
            return False
        Session.objects.filter(pk=row.session_id).delete()
        note(Kind.SESSION_CLOSED, by=account, about=account, told=f"{row.browser}, {row.network}")
    return True


def close_others(*, account: AbstractBaseUser, but: str) -> int:
    """End all sessions of an account but the one of this key; how many."""
    with transaction.atomic():
        count = _closed(OpenSession.objects.open().filter(account=account).exclude(session=but))
        if count:
            note(Kind.SESSION_CLOSED, by=account, about=account, told=f"toutes les autres ({count})")
    return count


def close_all(*, account: AbstractBaseUser, by: AbstractBaseUser | None) -> int:
    """End the sessions of somebody else's account; how many. `by` is None for whoever commands the server."""
    with transaction.atomic():
        count = _closed(OpenSession.objects.open().filter(account=account))
        if count:
            note(Kind.SESSION_CLOSED, by=by, about=account, told=f"toutes ({count})")
    return count


def close_opened_by_provider(*, account: AbstractBaseUser, until: datetime) -> int:
    """End the sessions that the provider has opened up to a moment, which it says are over; how many."""
    with transaction.atomic():
        opened = OpenSession.objects.open().filter(account=account, first_seen__lte=until)
        count = _closed(opened.exclude(means=""))
        if count:
            note(Kind.SESSION_CLOSED, by=None, about=account, told=f"par le fournisseur ({count})")
    return count


def _closed(rows: OpenSessionQuerySet) -> int:
    keys = list(rows.values_list("session", flat=True))
    Session.objects.filter(pk__in=keys).delete()
    return len(keys)


def browser_of(told: str) -> str:
    """“Firefox sous Windows”, from what a browser says of itself; it may lie."""
    browser = next((name for mark, name in BROWSERS if mark in told), "")
    system = next((name for mark, name in SYSTEMS if mark in told), "")
    if browser and system:
        return f"{browser} sous {system}" if system not in ("iPhone", "iPad") else f"{browser} sur {system}"
    return browser or system or "Navigateur inconnu"


class SeenMiddleware:
    """Keeps the moment at which a session of the back office was last seen, every five minutes."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Public pages never read the session: their answers do not depend on it.
        if request.path.startswith(reverse("admin:index")) and request.user.is_authenticated:
            seen = request.session.get(SEEN, 0)
            if timezone.now().timestamp() - seen > STEP.total_seconds():
                note_session(request=request, account=request.user)
        return self.get_response(request)
