"""Which provider this installation trusts, as its settings say."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

ON, ADMINISTRATORS, OFF = "on", "administrators", "off"
LOCAL_ACCOUNTS = (ON, ADMINISTRATORS, OFF)  # who may log in with a password of this site


@dataclass(frozen=True)
class Provider:
    """One provider and what is believed of its claims."""

    issuer: str
    client_id: str
    client_secret: str
    name: str  # “ProConnect”: after « Se connecter avec »
    scopes: str
    acr_values: str  # asked for, and one of them required; empty: any
    claims: str  # the parameter `claims`, as JSON; empty: not sent
    roles_claim: str  # empty: roles are given here, in the account
    roles: dict[str, str]  # value of that claim → role
    email_claim: str
    has_verified_email: bool  # every address that it tells was verified by it
    links_by_email: bool
    creates_accounts: bool
    second_factors: tuple[str, ...]  # values of `acr` or `amr` that say “with a second factor”
    session_hours: float
    timeout: float  # seconds

    @property
    def governed(self) -> set[str]:
        """The roles that follow the claims; the others stay as the administration gave them."""
        return set(self.roles.values()) if self.roles_claim else set()


def provider() -> Provider | None:
    """The provider, or None unless address, name and secret of the client are all there."""
    if not (settings.OIDC_ISSUER and settings.OIDC_CLIENT_ID and settings.OIDC_CLIENT_SECRET):
        return None
    return Provider(
        issuer=settings.OIDC_ISSUER,
        client_id=settings.OIDC_CLIENT_ID,
        client_secret=settings.OIDC_CLIENT_SECRET,
        name=settings.OIDC_NAME,
        scopes=settings.OIDC_SCOPES,
        acr_values=settings.OIDC_ACR_VALUES,
        claims=settings.OIDC_CLAIMS,
        roles_claim=settings.OIDC_ROLES_CLAIM,
        roles=settings.OIDC_ROLES,
        email_claim=settings.OIDC_EMAIL_CLAIM,
        has_verified_email=settings.OIDC_EMAIL_IS_VERIFIED,
        links_by_email=settings.OIDC_LINK_BY_EMAIL,
        creates_accounts=settings.OIDC_CREATE_ACCOUNTS,
        second_factors=tuple(settings.OIDC_SECOND_FACTORS),
        session_hours=settings.OIDC_SESSION_HOURS,
        timeout=settings.OIDC_TIMEOUT,
    )
