"""A log-in under way at the provider: begun here, in this browser, some minutes ago, and finished once."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from backoffice.access.provider.refusals import AttemptOver

STATES = "oidc_states"  # where the library keeps them in the session
NEXT = "oidc_login_next"  # where it keeps the last way on, which is kept by attempt here
LASTS = 600  # seconds


@dataclass(frozen=True)
class Attempt:
    nonce: str
    code_verifier: str
    begun_at: float  # seconds since 1970
    next: str
    links: int | None  # the account that shall be tied to the identity; None: a log-in
    is_fresh: bool  # the person must prove itself anew


def remember(request: HttpRequest, state: str, *, next_url: str, links: int | None, is_fresh: bool) -> None:
    """Add to what the library keeps of an attempt what it is for."""
    request.session[STATES][state] |= {"next": next_url, "links": links, "is_fresh": is_fresh}
    request.session.pop(NEXT, None)
    request.session.modified = True


def take(request: HttpRequest, state: str, *, now: float | None = None) -> Attempt:
    """The attempt of this return, which is over with it. Raises AttemptOver.

    The session is written before the provider is asked, which may take seconds, and read again for what another tab
    has changed meanwhile.
    """
    kept: dict[str, Any] | None = request.session.get(STATES, {}).pop(state, None)
    if kept is None:
        raise AttemptOver(reason="unknown state")
    request.session.save()
    request.session = request.session.__class__(request.session.session_key)
    if not 0 <= (now or time.time()) - kept["added_on"] <= LASTS:
        raise AttemptOver(reason="the attempt is too old")
    return Attempt(
        nonce=kept["nonce"],
        code_verifier=kept["code_verifier"],
        begun_at=kept["added_on"],
        next=kept["next"],
        links=kept["links"],
        is_fresh=kept["is_fresh"],
    )
