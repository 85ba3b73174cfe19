"""Whether the answer of a key proves that its owner is there."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from webauthn import verify_authentication_response
from webauthn.helpers import base64url_to_bytes

from backoffice.access.factors.accounts import key_mark
from backoffice.access.factors.codes import count_failure
from backoffice.access.factors.keys.answers import UNREADABLE, read
from backoffice.access.factors.keys.challenges import Purpose, take
from backoffice.access.factors.keys.party import Party, party_of
from backoffice.access.factors.refusals import KeyCopied, KeyRefused
from backoffice.access.factors.telling import tell
from backoffice.access.lockout import is_held_back
from backoffice.models import SecurityKey

LATE = "La demande faite à la clé a expiré, ou une autre l’a remplacée\u00a0: réessayez."
NOT_HERE = "Aucune clé ne peut servir à cette adresse du site\u00a0: donnez un code."
WRONG_KEY = (
    "Cette clé n’est pas acceptée\u00a0: ce n’est pas une clé de ce compte, ou sa réponse n’est pas pour ce site. "
    "Réessayez, ou donnez un code."
)
COPIED = (
    "Cette clé est refusée\u00a0: son compteur est en retard sur son dernier emploi, ce qui arrive quand elle a été "
    "copiée. Donnez un code, puis retirez-la de votre compte."
)


def prove_by_key(*, account: User, answer: str, request: HttpRequest, now: datetime | None = None) -> str:
    """The mark of the key that has signed the challenge of this session, for this account and this site.

    Raises KeyRefused. But for an answer that comes too late, a refusal counts as a wrong code does.
    """
    now = now or timezone.now()
    challenge = take(request, account=account, purpose=Purpose.PROVE, now=now)
    if (party := party_of(request)) is None:
        raise KeyRefused(NOT_HERE)
    if is_held_back(request, account.get_username()):
        raise KeyRefused(WRONG_KEY)
    if challenge is None:
        raise KeyRefused(LATE)
    try:
        with transaction.atomic():
            key = _used(account, read(answer), party=party, challenge=challenge, now=now)
    except KeyCopied:
        tell(account, "copied", now=now)
        count_failure(request, account, told="le compteur de la clé recule")
        raise
    except KeyRefused:
        count_failure(request, account)
        raise
    return key_mark(key.pk)


def _used(account: User, told: dict[str, Any], *, party: Party, challenge: bytes, now: datetime) -> SecurityKey:
    key = _named(account, told)
    try:
        # The counter is compared here and not there, once the rest is right: only then is it the key's own.
        verified = verify_authentication_response(
            credential=told,
            expected_challenge=challenge,
            expected_rp_id=party.domain,
            expected_origin=party.origin,
            credential_public_key=bytes(key.public_key),
            credential_current_sign_count=0,
        )
    except UNREADABLE as error:
        raise KeyRefused(WRONG_KEY) from error
    count = verified.new_sign_count
    if (key.sign_count or count) and count <= key.sign_count:
        raise KeyCopied(COPIED)
    key.sign_count, key.last_used_at = count, max(now, key.added_at)
    key.save(update_fields=["sign_count", "last_used_at"])
    return key


def _named(account: User, told: dict[str, Any]) -> SecurityKey:
    """The key that the answer names, locked; another person's is none."""
    try:
        name = base64url_to_bytes(told["id"])
    except UNREADABLE as error:
        raise KeyRefused(WRONG_KEY) from error
    key = SecurityKey.objects.select_for_update().filter(account=account, credential_id=name).first()
    if key is None:
        raise KeyRefused(WRONG_KEY)
    return key
