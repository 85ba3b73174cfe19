"""How the person of a session has proved who it is, where that was by a provider and not by a password of this site.

The seam between the provider and what asks for more: the second factor, a log-in asked again.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from django.contrib.auth import login
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

PROOF = "proof"  # in the session


@dataclass(frozen=True)
class Proof:
    """One proof, by a provider."""

    means: str  # its name, as “Se connecter avec” says it
    has_second_factor: bool  # the provider says that it asked for one
    at: float  # seconds since 1970: when the person last proved itself there
    ends_at: float  # seconds since 1970: when the session ends, whatever is done in it
    id_token: str = ""  # a hint for the log-out there
    log_out_url: str = ""  # where the provider logs people out; empty where it does not

    @property
    def moment(self) -> datetime:
        return datetime.fromtimestamp(self.at, UTC)


def log_in(request: HttpRequest, account: AbstractBaseUser, *, backend: str, proof: Proof | None) -> None:
    """Open the session, of a password or of a proof, which those who are told of the log-in can read by then."""
    request.proof = proof
    login(request, account, backend=backend)
    if proof is not None:
        keep_proof(request.session, proof)


def announced(request: HttpRequest) -> Proof | None:
    """The proof of the log-in that is under way: the session may be emptied by it."""
    return getattr(request, "proof", None)


def keep_proof(session: SessionBase, proof: Proof) -> None:
    session[PROOF] = asdict(proof)
    session.set_expiry(datetime.fromtimestamp(proof.ends_at, UTC))


def proof_of(session: SessionBase) -> Proof | None:
    """None where the person came in by a password."""
    return told(session.get(PROOF))


def told(kept: dict[str, Any] | None) -> Proof | None:
    """A proof as a session keeps it."""
    return Proof(**kept) if kept else None


def has_proved_second_factor(session: SessionBase) -> bool:
    """The provider asked for a second factor: this site need not ask for another."""
    proof = proof_of(session)
    return proof is not None and proof.has_second_factor
