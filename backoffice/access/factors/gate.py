"""What is closed until the second factor is proven: everything. A session without its proof is nobody's."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

from django.contrib.auth import BACKEND_SESSION_KEY
from django.contrib.auth.models import AnonymousUser, User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from backoffice.access.factors.accounts import factors_of, must_have_factor
from backoffice.access.factors.asking import ask_for_code
from backoffice.access.factors.pending import FACTOR
from backoffice.access.proof import has_proved_second_factor

# Open to whoever must set up a factor first: its pages, their proof of the password, and the way out.
SETTING_UP = (
    *("admin:factor", "admin:factor_codes", "admin:keys", "admin:key_challenge_to_add"),
    *("admin:prove", "admin:logout", "admin:jsi18n"),
)


class Standing(Enum):
    ADMITTED = "admitted"
    OWES_CODE = "owes a code"
    OWES_FACTOR = "owes a factor"


def standing_of(request: HttpRequest, account: User | AnonymousUser) -> Standing:
    """Log-in itself holds back whoever owes a code: this one holds for sessions opened before the factor was set up
    elsewhere. Nothing is owed where the provider says that it asked for a second factor."""
    if not account.is_authenticated or has_proved_second_factor(request.session):
        return Standing.ADMITTED
    if factors := factors_of(account):
        return Standing.ADMITTED if request.session.get(FACTOR) in factors else Standing.OWES_CODE
    return Standing.OWES_FACTOR if must_have_factor(account) else Standing.ADMITTED


class FactorMiddleware:
    """`request.user` is anonymous wherever a proof is owed, outside of the back office too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        account = request.user  # read when it is asked for: public pages never do
        request.user = SimpleLazyObject(lambda: _admitted(request, account))
        # Public pages never read the session: their answers do not depend on it.
        if request.path.startswith(reverse("admin:index")):
            standing = standing_of(request, account)
            if standing is Standing.OWES_CODE:
                return ask_for_code(request, account, backend=request.session[BACKEND_SESSION_KEY])
            if standing is Standing.OWES_FACTOR and not _is_open(request):
                return HttpResponseRedirect(reverse("admin:factor"))
        return self.get_response(request)


def _admitted(request: HttpRequest, account: User | AnonymousUser) -> User | AnonymousUser:
    standing = standing_of(request, account)
    if standing is Standing.ADMITTED or (standing is Standing.OWES_FACTOR and _is_open(request)):
        return account
    return AnonymousUser()


def _is_open(request: HttpRequest) -> bool:
    return request.path in map(reverse, SETTING_UP)
