"""What mozilla-django-oidc asks its settings for: ours are under plainer names, and the provider describes the rest."""

from __future__ import annotations

from typing import Any

from backoffice.access.provider.configured import Provider

CALLBACK = "admin:provider_return"
PKCE_LENGTH = 64  # characters, of 43 to 128 (RFC 7636, 4.1)


def setting(provider: Provider, description: dict[str, Any], name: str, *default: Any) -> Any:
    values = {
        "OIDC_OP_AUTHORIZATION_ENDPOINT": description["authorization_endpoint"],
        "OIDC_OP_TOKEN_ENDPOINT": description["token_endpoint"],
        "OIDC_OP_USER_ENDPOINT": description.get("userinfo_endpoint", ""),
        "OIDC_OP_JWKS_ENDPOINT": description["jwks_uri"],
        "OIDC_RP_CLIENT_ID": provider.client_id,
        "OIDC_RP_CLIENT_SECRET": provider.client_secret,
        "OIDC_RP_SIGN_ALGO": "RS256",  # which both are taken is said in `tokens`
        "OIDC_RP_SCOPES": provider.scopes,
        "OIDC_AUTHENTICATION_CALLBACK_URL": CALLBACK,
        "OIDC_USE_PKCE": True,
        "OIDC_PKCE_CODE_VERIFIER_SIZE": PKCE_LENGTH,
    }
    return values.get(name, *default)
