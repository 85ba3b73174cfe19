"""The code after the password: only now is anybody logged in."""

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
from backoffice.access.factors.accounts import factor_of
from backoffice.access.factors.acts import WRONG
from backoffice.access.factors.asking import CodeForm, code_page
from backoffice.access.factors.codes import proves
from backoffice.access.factors.pending import FACTOR, HELD, held_account
from backoffice.access.lockout import is_held_back
from backoffice.access.login import LoginForm
from backoffice.access.proof import log_in
from backoffice.access.resuming import AGAIN, login_page
from backoffice.returning import own_page


@sensitive_post_parameters("code")
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
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        if proves(account=account, typed=form.cleaned_data["code"], request=request):
            enter(request, account)
            if target:
                return send_again(request, target=target, typed=typed or [], **AGAIN)
            return HttpResponseRedirect(following or reverse("admin:index"))
        is_late = is_held_back(request, account.get_username())
        form.add_error(None, LoginForm.error_messages["locked_out"] if is_late else WRONG)
    return code_page(request, form=form, target=target or following, typed=typed)


def enter(request: HttpRequest, account: User) -> None:
    """Log in with a proven factor; the session takes a new key."""
    request.session.pop(HELD, None)
    log_in(request, account, backend=account.backend, proof=account.came_by)
    request.session[FACTOR] = factor_of(account)
