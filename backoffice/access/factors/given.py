"""What a form gives as the second factor: a code, or the answer of a security key."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.http import HttpRequest

from backoffice.access.factors.accounts import factors_of
from backoffice.access.factors.codes import proves
from backoffice.access.factors.keys.proving import prove_by_key
from backoffice.access.factors.refusals import WRONG, FactorRefused


@dataclass(frozen=True)
class Given:
    code: str = ""
    answer: str = ""  # of a key, as JSON; where it is there, it is the answer that is read


def proven_factor(*, account: User, given: Given, request: HttpRequest) -> str:
    """The mark of the factor that is proven. A recovery code stands for the first one that the account has.

    Raises FactorRefused. Failures are counted by account and network.
    """
    if given.answer:
        return prove_by_key(account=account, answer=given.answer, request=request)
    if not proves(account=account, typed=given.code, request=request):
        raise FactorRefused(WRONG)
    return factors_of(account)[0]
