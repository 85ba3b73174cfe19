"""For which site a key answers: its address is part of what the key signs, so that no other site can ask for it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest

NUMBERS = re.compile(r"[0-9.]+")  # an address of IPv4; one of IPv6 has colons


@dataclass(frozen=True)
class Party:
    """“relying party” of WebAuthn."""

    domain: str  # “solidaire.exemple.fr”
    origin: str  # “https://solidaire.exemple.fr”


def party_of(request: HttpRequest) -> Party | None:
    """The site as `SITE_URL` says it, elsewhere than in production as it is asked.

    None where browsers let no key serve: at an address in numbers, or without HTTPS (but on the machine itself).
    """
    own = settings.SITE_URL or ("" if settings.PRODUCTION else f"{request.scheme}://{request.get_host()}")
    parts = urlsplit(own)
    domain = parts.hostname or ""
    is_of_this_machine = domain == "localhost" or domain.endswith(".localhost")
    if not domain or NUMBERS.fullmatch(domain) or ":" in domain:
        return None
    return Party(domain, own) if parts.scheme == "https" or is_of_this_machine else None
