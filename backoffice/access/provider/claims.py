"""What the provider tells of a person, read for what it is: text from elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from backoffice.access.provider.configured import Provider
from backoffice.access.provider.refusals import AnswerRefused

NAME_LENGTH = 150  # of Django's accounts
SUBJECT_LENGTH = 255  # OpenID Connect Core, 2: it never exceeds 255 characters


@dataclass(frozen=True)
class Told:
    """Who it is, and what this person may be here."""

    issuer: str
    subject: str
    email: str
    is_verified: bool  # the address
    first_name: str
    last_name: str
    roles: frozenset[str]  # of ours, by the mapping
    has_second_factor: bool
    authenticated_at: float | None  # seconds since 1970: when the person last proved itself there

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip() or self.email or self.subject


def told_by(claims: dict[str, Any], *, provider: Provider) -> Told:
    """Raises AnswerRefused where there is nobody to speak of, or not the level of assurance that was asked for."""
    subject = claims.get("sub")
    if not isinstance(subject, str) or not subject or len(subject) > SUBJECT_LENGTH or not subject.isprintable():
        raise AnswerRefused(reason="sub is no identifier")
    levels = {level for name in ("acr", "amr") for level in _values(claims.get(name))}
    asked = set(provider.acr_values.split())
    if asked and not asked & set(_values(claims.get("acr"))):
        raise AnswerRefused(reason="acr is not a level that was asked for")
    email = _email(claims.get(provider.email_claim))
    moment = claims.get("auth_time")
    return Told(
        issuer=provider.issuer,
        subject=subject,
        email=email,
        is_verified=bool(email) and (provider.has_verified_email or claims.get("email_verified") is True),
        first_name=_line(claims.get("given_name")),
        last_name=_line(claims.get("family_name") or claims.get("usual_name")),  # ProConnect tells the latter
        roles=roles_told(claims, provider=provider),
        has_second_factor=bool(levels & set(provider.second_factors)),
        authenticated_at=moment if isinstance(moment, int | float) and not isinstance(moment, bool) else None,
    )


def roles_told(claims: dict[str, Any], *, provider: Provider) -> frozenset[str]:
    """Our roles, by the mapping; values that it does not name say nothing."""
    if not provider.roles_claim:
        return frozenset()
    return frozenset(
        provider.roles[value] for value in _values(_claim(claims, provider.roles_claim)) if value in provider.roles
    )


def _claim(claims: dict[str, Any], name: str) -> Any:
    """A claim by its name, or by its way down: `realm_access.roles`. A name may be an address with dots in it."""
    if name in claims:
        return claims[name]
    found: Any = claims
    for step in name.split("."):
        found = found.get(step) if isinstance(found, dict) else None
    return found


def _values(found: Any) -> list[str]:
    if isinstance(found, str):
        return [found]
    return [value for value in found if isinstance(value, str)] if isinstance(found, list) else []


def _line(found: Any) -> str:
    if not isinstance(found, str):
        return ""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in found).split())[:NAME_LENGTH]


def _email(found: Any) -> str:
    try:
        validate_email(found if isinstance(found, str) else "")
    except ValidationError:
        return ""
    return found if len(found) <= 254 else ""
