"""Half a configuration is told before the site opens, and one that shuts everybody out is refused."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register

from backoffice.access.provider.configured import LOCAL_ACCOUNTS, OFF, Provider, provider

ROLES = ("rédaction", "édition", "administration")
NEEDED = ("OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET")


@register
def check_provider(**kwargs: Any) -> list[CheckMessage]:
    return [*_local_accounts(), *_halves(), *(_trusted(found) if (found := provider()) else ())]


def _local_accounts() -> Iterator[CheckMessage]:
    if settings.LOCAL_ACCOUNTS not in LOCAL_ACCOUNTS:
        yield Error(f"LOCAL_ACCOUNTS doit valoir {', '.join(LOCAL_ACCOUNTS)}.", id="solidaire.E010")
    elif settings.LOCAL_ACCOUNTS == OFF and provider() is None:
        yield Error(
            "LOCAL_ACCOUNTS=off sans fournisseur fermerait le site à tous.",
            hint="Réglez OIDC_ISSUER, OIDC_CLIENT_ID et OIDC_CLIENT_SECRET, ou laissez LOCAL_ACCOUNTS=on.",
            id="solidaire.E011",
        )


def _halves() -> Iterator[CheckMessage]:
    missing = [name for name in NEEDED if not getattr(settings, name)]
    if 0 < len(missing) < len(NEEDED):
        yield Warning(
            f"La connexion par un fournisseur reste éteinte : il manque {', '.join(missing)}.", id="solidaire.W010"
        )


def _trusted(found: Provider) -> Iterator[CheckMessage]:
    parts = urlsplit(found.issuer)
    if parts.scheme not in ("https", "http") or not parts.netloc or (settings.PRODUCTION and parts.scheme == "http"):
        yield Error("OIDC_ISSUER doit être une adresse en https://.", id="solidaire.E012")
    if "openid" not in found.scopes.split():
        yield Error("OIDC_SCOPES doit contenir « openid ».", id="solidaire.E013")
    if not _is_mapping(found.roles):
        yield Error(
            "OIDC_ROLES doit être un objet JSON dont chaque valeur est un rôle : rédaction, édition ou administration.",
            id="solidaire.E014",
        )
    elif bool(found.roles) != bool(found.roles_claim):
        yield Warning(
            "OIDC_ROLES et OIDC_ROLES_CLAIM vont ensemble : sans l’un, l’autre ne dit rien.", id="solidaire.W011"
        )
    if found.claims and not _is_json(found.claims):
        yield Error("OIDC_CLAIMS doit être du JSON.", id="solidaire.E015")
    if found.session_hours <= 0 or found.timeout <= 0:
        yield Error("OIDC_SESSION_HOURS et OIDC_TIMEOUT doivent être positifs.", id="solidaire.E016")
    if settings.LOCAL_ACCOUNTS == OFF and not (found.creates_accounts or found.links_by_email):
        yield Warning(
            "Personne de nouveau ne peut entrer : les mots de passe sont fermés, et le fournisseur n’ouvre ni ne lie "
            "aucun compte.",
            hint="OIDC_CREATE_ACCOUNTS=true ou OIDC_LINK_BY_EMAIL=true.",
            id="solidaire.W012",
        )


def _is_mapping(found: Any) -> bool:
    return isinstance(found, dict) and all(role in ROLES for role in found.values())


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True
