"""Adding, naming and removing the security keys of an account."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from webauthn import verify_registration_response
from webauthn.helpers import base64url_to_bytes, parse_attestation_object
from webauthn.helpers.structs import AttestationFormat, AuthenticatorTransport
from webauthn.registration.verify_registration_response import VerifiedRegistration

from backoffice.access.factors.accounts import has_factor_now, lock_account
from backoffice.access.factors.codes import new_recovery_codes
from backoffice.access.factors.keys.answers import UNREADABLE, read
from backoffice.access.factors.keys.party import Party
from backoffice.access.factors.refusals import KeyRefused
from backoffice.access.factors.telling import tell
from backoffice.access.sessions import close_others
from backoffice.journal.kinds import Kind
from backoffice.journal.writing import note
from backoffice.models import SecurityKey
from backoffice.models.keys import MOST_ID, MOST_NAME

MOST_KEYS = 10
# Browsers make one of these when no certificate is asked for: what a maker signs is never read.
FORMATS = (AttestationFormat.NONE, AttestationFormat.PACKED)
TRANSPORTS = {one.value for one in AuthenticatorTransport}
NOT_OF_HERE = (
    "Cette clé n’est pas ajoutée\u00a0: sa réponse est illisible, ou n’est pas pour ce site. Réessayez\u00a0; si cela "
    "revient, prenez-en une autre."
)


def add_key(
    *, by: User, name: str, answer: str, challenge: bytes, party: Party, session: str, now: datetime | None = None
) -> tuple[SecurityKey, list[str]]:
    """From here on the log-in asks for a second factor, and this key is one. The key, and ten recovery codes where it
    is the account's first factor.

    With the first one, sessions of the account other than the one of this key (`session`) are closed. Refused for an
    answer that is not for this challenge and site, for a key or a name that is known already, and beyond ten keys.
    """
    told = read(answer)
    verified = _verified(told, challenge=challenge, party=party)
    now = now or timezone.now()
    codes: list[str] = []
    with transaction.atomic():
        lock_account(by)
        name = _free_name(by, name)
        if by.security_keys.count() >= MOST_KEYS:
            raise KeyRefused(f"Un compte a {MOST_KEYS} clés au plus\u00a0: retirez-en une d’abord.")
        if SecurityKey.objects.filter(credential_id=verified.credential_id).exists():
            raise KeyRefused("Cette clé est déjà enregistrée.")
        is_first = not has_factor_now(by)
        key = SecurityKey.objects.create(
            account=by,
            name=name,
            credential_id=verified.credential_id,
            public_key=verified.credential_public_key,
            sign_count=verified.sign_count,
            transports=_transports(told),
            added_at=now,
        )
        if is_first:
            codes = new_recovery_codes(by)
            close_others(account=by, but=session)
        note(Kind.KEY_ADDED, by=by, about=by, told=f"clé n°\u00a0{key.pk}", now=now)
        tell(by, "key_added", now=now)
    return key, codes


def rename_key(*, by: User, pk: int, name: str) -> SecurityKey:
    """Refused for a key that is not one's own, and for a name that another one has."""
    with transaction.atomic():
        lock_account(by)
        key = _own(by, pk)
        key.name = _free_name(by, name, but=key.pk)
        key.save(update_fields=["name"])
    return key


def remove_key(*, by: User, pk: int, now: datetime | None = None) -> SecurityKey:
    """It opens nothing any more, and sessions that it has proven ask for another proof.

    Refused for a key that is not one's own, and for the last factor of an account: doing without is another act.
    """
    with transaction.atomic():
        lock_account(by)
        key = _own(by, pk)
        if not has_factor_now(by, but=key.pk):
            raise KeyRefused(
                "C’est votre seul second facteur\u00a0: ajoutez d’abord une autre clé, ou un téléphone. Pour vous en "
                "passer, allez au bas de la page du second facteur."
            )
        SecurityKey.objects.filter(pk=key.pk).delete()
        note(Kind.KEY_REMOVED, by=by, about=by, told=f"clé n°\u00a0{key.pk}", now=now)
        tell(by, "key_removed", now=now)
    return key


def _verified(told: dict[str, Any], *, challenge: bytes, party: Party) -> VerifiedRegistration:
    try:
        made = parse_attestation_object(base64url_to_bytes(told["response"]["attestationObject"]))
        if made.fmt not in FORMATS or made.att_stmt.x5c:
            raise KeyRefused(NOT_OF_HERE)
        verified = verify_registration_response(
            credential=told,
            expected_challenge=challenge,
            expected_rp_id=party.domain,
            expected_origin=party.origin,
        )
    except UNREADABLE as error:
        raise KeyRefused(NOT_OF_HERE) from error
    if len(verified.credential_id) > MOST_ID:  # the library bears any length, an index of the database does not
        raise KeyRefused(NOT_OF_HERE)
    return verified


def _transports(told: dict[str, Any]) -> list[str]:
    listed = told["response"].get("transports")
    return sorted({one for one in listed if isinstance(one, str)} & TRANSPORTS) if isinstance(listed, list) else []


def _free_name(account: User, name: str, *, but: int | None = None) -> str:
    name = " ".join(name.split())
    if not name or len(name) > MOST_NAME:
        raise KeyRefused(f"Donnez à la clé un nom de {MOST_NAME} signes au plus.")
    if account.security_keys.filter(name=name).exclude(pk=but).exists():
        raise KeyRefused("Une autre de vos clés porte déjà ce nom.")
    return name


def _own(account: User, pk: int) -> SecurityKey:
    key = account.security_keys.filter(pk=pk).first()
    if key is None:
        raise KeyRefused("Cette clé n’est plus parmi les vôtres.")
    return key
