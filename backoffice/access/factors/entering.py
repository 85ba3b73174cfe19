"""The second factor after the password: only now is anybody logged in."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from backoffice.access.carrying import carried, send_again, target_of
from backoffice.access.factors.asking import CodeForm, code_page
from backoffice.access.factors.given import proven_factor
from backoffice.access.factors.pending import FACTOR, HELD, held_account
from backoffice.access.factors.refusals import FactorRefused
from backoffice.access.lockout import is_held_back
from backoffice.access.login import LoginForm
from backoffice.access.proof import log_in
from backoffice.access.resuming import AGAIN, login_page
from backoffice.returning import own_page


@sensitive_post_parameters("code", "cle")
@never_cache
@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def give_code(request: HttpRequest) -> HttpResponse:
    """The page and its answer. Whoever has waited too long gives the password again, and loses no text."""
    following = own_page(request.POST.get("next") or request.GET.get("next", ""))
    target = target_of(request)
    typed = carried(request) if target else None
    account = held_account(request)
    if account is None:
        if target:
            return login_page(request, LoginForm(request), target, typed or [])
        login_url = reverse("admin:login")
        return HttpResponseRedirect(f"{login_url}?{urlencode({'next': following})}" if following else login_url)
    form = CodeForm(request.POST if request.method == "POST" else None, account=account, request=request)
    if form.is_valid():
        try:
            factor = proven_factor(account=account, given=form.given, request=request)
        except FactorRefused as refusal:
            is_late = is_held_back(request, account.get_username())
            form.add_error(None, LoginForm.error_messages["locked_out"] if is_late else str(refusal))
        else:
            enter(request, account, factor=factor)
            if target:
                return send_again(request, target=target, typed=typed or [], **AGAIN)
            return HttpResponseRedirect(following or reverse("admin:index"))
    return code_page(request, account, form=form, target=target or following, typed=typed)


def enter(request: HttpRequest, account: User, *, factor: str) -> None:
    """Log in with a proven factor, of this mark; the session takes a new key."""
    request.session.pop(HELD, None)
    log_in(request, account, backend=account.backend, proof=account.came_by)
    request.session[FACTOR] = factor
