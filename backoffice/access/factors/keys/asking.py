"""What a browser is told, so that it asks for a key: what to sign, for which site, with which keys."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.utils.crypto import salted_hmac
from webauthn import generate_authentication_options, generate_registration_options
from webauthn.helpers import options_to_json_dict
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    AuthenticatorTransport,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from backoffice.access.factors.keys.challenges import LASTS
from backoffice.access.factors.keys.party import Party
from backoffice.models import SecurityKey

MILLISECONDS = int(LASTS.total_seconds() * 1000)
# A key that knows a fingerprint or a code of its own asks for it; one that has none serves with a touch.
VERIFICATION = UserVerificationRequirement.PREFERRED


def options_to_add(account: User, *, party: Party, challenge: bytes) -> dict[str, Any]:
    """The key need not remember the account (`DISCOURAGED`: some have few places), since the password names it first;
    and no maker's certificate is asked for, which would tell one key from another."""
    options = generate_registration_options(
        rp_id=party.domain,
        rp_name="Solidaire",
        user_id=owner_of(account),
        user_name=account.get_username(),
        challenge=challenge,
        timeout=MILLISECONDS,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.DISCOURAGED, user_verification=VERIFICATION
        ),
        exclude_credentials=_told(account),
    )
    return options_to_json_dict(options)


def options_to_prove(account: User, *, party: Party, challenge: bytes) -> dict[str, Any]:
    options = generate_authentication_options(
        rp_id=party.domain,
        challenge=challenge,
        timeout=MILLISECONDS,
        allow_credentials=_told(account),
        user_verification=VERIFICATION,
    )
    return options_to_json_dict(options)


def owner_of(account: User) -> bytes:
    """The name under which a key keeps the account: it tells nobody who that is."""
    return salted_hmac("backoffice.key_owner", str(account.pk), algorithm="sha256").digest()


def _told(account: User) -> list[PublicKeyCredentialDescriptor]:
    return [
        PublicKeyCredentialDescriptor(
            id=bytes(key.credential_id), transports=[AuthenticatorTransport(one) for one in key.transports]
        )
        for key in SecurityKey.objects.filter(account=account)
    ]
