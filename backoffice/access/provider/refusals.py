"""Why nobody comes in: each refusal has its French sentence, its status, and a reason for the log alone."""

from __future__ import annotations

from http import HTTPStatus


class LoginRefused(Exception):
    """Base of them all. `reason` is technical and holds neither token nor code."""

    status = HTTPStatus.FORBIDDEN
    sentence = ""

    def __init__(self, sentence: str = "", *, reason: str = "") -> None:
        super().__init__(sentence or self.sentence)
        self.reason = reason or type(self).__name__


class ProviderAway(LoginRefused):
    """It does not answer, or answers with a fault of its own."""

    status = HTTPStatus.SERVICE_UNAVAILABLE
    sentence = "Le service qui vous identifie ne répond pas en ce moment. Réessayez dans une minute."


class AttemptOver(LoginRefused):
    """The return belongs to no log-in that this browser has begun in the last minutes, or to one that was used."""

    status = HTTPStatus.BAD_REQUEST
    sentence = (
        "Cette tentative de connexion n’est plus valable : elle a expiré, elle a déjà servi, ou elle a été commencée "
        "dans un autre navigateur. Recommencez."
    )


class AnswerRefused(LoginRefused):
    """The answer cannot be trusted: wrong signature, issuer, audience, nonce, time."""

    status = HTTPStatus.BAD_REQUEST
    sentence = (
        "La réponse du service qui vous identifie n’a pas pu être vérifiée : personne n’a été connecté. Recommencez ; "
        "si cela se répète, prévenez l’administration."
    )


class DeclinedThere(LoginRefused):
    """The provider says no, or the person gave up there."""

    sentence = "La connexion a été refusée ou abandonnée auprès du service qui vous identifie."


class AccessRefused(LoginRefused):
    """Known who it is, and that this person does not come in."""


class LinkRefused(Exception):
    """An identity cannot be tied to an account, or untied; the message is a French sentence."""
