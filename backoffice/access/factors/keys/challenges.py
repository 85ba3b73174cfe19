"""What a key is asked to sign: random, for one account, one purpose and one session, once, for five minutes."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from django.contrib.auth.models import User
from django.http import HttpRequest
from django.utils import timezone
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, generate_challenge

CHALLENGE = "key_challenge"  # in the session; a newer one takes its place
LASTS = timedelta(minutes=5)


class Purpose(StrEnum):
    ADD = "add"
    PROVE = "prove"


def begin(request: HttpRequest, *, account: User, purpose: Purpose, now: datetime | None = None) -> bytes:
    challenge = generate_challenge()
    request.session[CHALLENGE] = {
        "challenge": bytes_to_base64url(challenge),
        "account": account.pk,
        "purpose": purpose,
        "until": ((now or timezone.now()) + LASTS).timestamp(),
    }
    return challenge


def take(request: HttpRequest, *, account: User, purpose: Purpose, now: datetime | None = None) -> bytes | None:
    """The challenge that waits, which then waits no more; None where none does, or it is another's or too old."""
    kept = request.session.pop(CHALLENGE, None)
    if kept is None or (kept["account"], kept["purpose"]) != (account.pk, purpose):
        return None
    left = kept["until"] - (now or timezone.now()).timestamp()
    return base64url_to_bytes(kept["challenge"]) if 0 <= left <= LASTS.total_seconds() else None
