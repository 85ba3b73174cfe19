"""How the page's script asks: JSON in and out, a login that has ended told as 401, a refusal in a French sentence."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache

from bulletins.models import Bulletin
from bulletins.reach.rule import BeyondReach, reaches
from workshop.page.showing import may_write


class Unreadable(Exception):
    """What was sent is not what the page's script sends."""


OTHER_ACCOUNT = "Vous êtes connecté sous un autre compte\u00a0: rouvrez la page."

Answer = Callable[[HttpRequest, Bulletin, dict[str, Any]], JsonResponse]


def is_script(request: HttpRequest) -> bool:
    """Asked without leaving the page: the answer is told there."""
    return request.headers.get("X-Requested-With") == "fetch"


def refusal(sentence: str, *, status: int, **more: Any) -> JsonResponse:
    return JsonResponse({"refused": sentence, **more}, status=status)


def for_writers(view: Answer) -> Callable[..., HttpResponse]:
    """A view that gets the bulletin and the JSON sent; only for those who may write in it."""

    @wraps(view)
    @never_cache
    def guarded(request: HttpRequest, bulletin: int) -> HttpResponse:
        is_known = admin.site.has_permission(request)
        if request.method != "POST":
            # A person who follows such an address is led like on any page; only the script is answered.
            if not is_known:
                return redirect_to_login(request.get_full_path(), reverse("admin:login"))
            return HttpResponseNotAllowed(["POST"])
        if not is_known:
            return refusal("Votre session a expiré.", status=401, login=reverse("admin:login"))
        row = Bulletin.objects.select_related("series").filter(pk=bulletin).first()
        if not request.user.has_perm("bulletins.change_bulletin"):
            return refusal("Votre compte n’a pas le droit d’écrire dans les bulletins.", status=403)
        if row is None:
            return refusal("Ce bulletin n’existe plus.", status=404)
        if not reaches(request.user, row.series_id):
            return refusal(str(BeyondReach(row.series)), status=403)
        if not may_write(request.user, row):
            return refusal("Ce bulletin a été retiré et ne peut plus être modifié.", status=403)
        try:
            sent = _sent(request)
            if sent.get("account", str(request.user.pk)) != str(request.user.pk):
                # Someone else logged in since the page was opened: nobody writes under another's name.
                return refusal(OTHER_ACCOUNT, status=403)
            return view(request, row, sent)
        except Unreadable:
            return refusal("Cette demande n’a pas pu être lue\u00a0: rien n’a été changé.", status=400)

    return guarded


def text_in(sent: dict[str, Any], name: str) -> str:
    value = sent.get(name, "")
    if not isinstance(value, str):
        raise Unreadable
    return value


def key_in(sent: dict[str, Any], name: str) -> int | None:
    """The key of a row, or None where none is told."""
    value = sent.get(name)
    if value is None:
        return None
    # Greater ones the database would not even compare.
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value < 2**63:
        raise Unreadable
    return value


def _sent(request: HttpRequest) -> dict[str, Any]:
    try:
        sent = json.loads(request.body)
    except (ValueError, RecursionError) as error:
        raise Unreadable from error
    if not isinstance(sent, dict):
        raise Unreadable
    return sent
