"""From the code that a browser brings back to what the provider tells: the library's flow, with our own checks.

The library reads answers of any size, takes one algorithm and looks neither at issuer nor at audience: asking and
verifying are `asking` and `tokens`.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.http import HttpRequest
from mozilla_django_oidc.auth import OIDCAuthenticationBackend
from requests.auth import HTTPBasicAuth

from backoffice.access.provider import asking
from backoffice.access.provider.claims import Told, told_by
from backoffice.access.provider.configured import Provider
from backoffice.access.provider.refusals import AnswerRefused, AttemptOver
from backoffice.access.provider.tokens import check_access_token, verified_id_token, verified_userinfo

JWT = "application/jwt"
CALLBACK = "admin:provider_return"
PKCE_LENGTH = 64  # characters, of 43 to 128 (RFC 7636, 4.1)


def setting(provider: Provider, description: dict[str, Any], name: str, *default: Any) -> Any:
    """What mozilla-django-oidc asks its settings for: ours have plainer names, and the provider describes the rest."""
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


class Exchange(OIDCAuthenticationBackend):
    """One exchange with one provider; after `authenticate`, `told` and `id_token` are known."""

    def __init__(self, provider: Provider) -> None:
        self.provider = provider
        self.description = asking.description(provider)
        self.told: Told | None = None
        self.id_token = ""
        super().__init__()

    def get_settings(self, name: str, *default: Any) -> Any:
        return setting(self.provider, self.description, name, *default)

    def ask(self, request: HttpRequest, *, nonce: str, code_verifier: str) -> Told:
        """Raises LoginRefused."""
        self.authenticate(request, nonce=nonce, code_verifier=code_verifier)
        if self.told is None:  # the return brought no code
            raise AttemptOver(reason="no code")
        return self.told

    def get_token(self, payload: dict[str, str]) -> dict[str, Any]:
        methods = self.description.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
        form, auth = dict(payload), None
        if "client_secret_post" not in methods:
            auth = HTTPBasicAuth(form.pop("client_id"), form.pop("client_secret"))
        answer = asking.fetch(self.provider, self.OIDC_OP_TOKEN_ENDPOINT, form=form, auth=auth)
        told = answer.json()
        if answer.status != 200:
            error = told.get("error")
            if error == "invalid_grant":  # the code is too old, or was used
                raise AttemptOver(reason="invalid_grant")
            raise AnswerRefused(reason=f"the token endpoint answers {answer.status} {str(error)[:40]!r}")
        if not all(isinstance(told.get(name), str) for name in ("id_token", "access_token")):
            raise AnswerRefused(reason="a token is missing")
        return told

    def verify_token(self, token: str, **kwargs: Any) -> dict[str, Any]:
        return verified_id_token(token, nonce=kwargs["nonce"], **self._trusted)

    def store_tokens(self, access_token: str, id_token: str) -> None:
        """The access token is kept nowhere: nothing is asked of the provider after the log-in."""

    def get_or_create_user(self, access_token: str, id_token: str, payload: dict[str, Any]) -> User | None:
        """No account yet: whether somebody logs in or ties an identity is the caller's to know."""
        check_access_token(access_token, payload)
        claims = payload | self.get_userinfo(access_token, id_token, payload)
        self.told, self.id_token = told_by(claims, provider=self.provider), id_token
        return None

    def get_userinfo(self, access_token: str, id_token: str, payload: dict[str, Any]) -> dict[str, Any]:
        """More of the same person: another `sub` is refused. What the ID token says of itself stays."""
        if not self.OIDC_OP_USER_ENDPOINT:
            return {}
        answer = asking.fetch(self.provider, self.OIDC_OP_USER_ENDPOINT, auth=asking.Bearer(access_token))
        if answer.status != 200:
            raise AnswerRefused(reason=f"the userinfo endpoint answers {answer.status}")
        told = verified_userinfo(answer.body, **self._trusted) if answer.content_type == JWT else answer.json()
        if told.get("sub") != payload["sub"]:
            raise AnswerRefused(reason="userinfo speaks of somebody else")
        return {name: value for name, value in told.items() if name not in ("acr", "amr", "auth_time")}

    @property
    def _trusted(self) -> dict[str, Any]:
        return {
            "keys": lambda kid: asking.keys(self.provider, kid=kid),
            "issuer": self.provider.issuer,
            "client_id": self.provider.client_id,
        }
