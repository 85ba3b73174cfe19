"""“Conservation”: every rule with what would go tonight, for administrators, who agree to it or suspend it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from backoffice.access.proving import ask_proof, is_fresh
from backoffice.models import PeriodicWork
from ledger.retention.kinds.all import RULES
from ledger.retention.models import Agreement, Removal
from ledger.retention.refusals import NotAgreeable
from ledger.retention.services import Standing, agree, standings, suspend

MOST_SHOWN = 30  # reports
NOTE_LENGTH = Agreement._meta.get_field("note").max_length


class ChangeForm(forms.Form):
    """`jours` are those that the page showed beside the button."""

    acte = forms.ChoiceField(choices=(("accorder", "accorder"), ("suspendre", "suspendre")))
    nature = forms.ChoiceField(choices=[(name, name) for name in RULES])
    jours = forms.IntegerField(required=False, min_value=1, max_value=100_000)
    note = forms.CharField(required=False, max_length=NOTE_LENGTH)


def for_administrators(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm("ledger.govern_retention"):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


@require_safe
@for_administrators
def retention(request: HttpRequest) -> HttpResponse:
    """One query a rule for what would go, a few for the rest."""
    now = timezone.now()
    found = standings()
    shown = {
        "waiting": [_shown(one, one.rule.count(now)) for one in found if one.is_waiting],
        "applied": [_shown(one, one.rule.count(now)) for one in found if one.is_applied],
        "kept": [one.rule for one in found if one.is_kept],
        "work": PeriodicWork.objects.filter(name="conservation").first(),
        "reports": [
            {"at": one.at, "days": one.days, "told": RULES[one.kind].told(one.count), "done": RULES[one.kind].done}
            for one in Removal.objects.filter(kind__in=RULES)[:MOST_SHOWN]
        ],
        "note_length": NOTE_LENGTH,
    }
    context = {**admin.site.each_context(request), "title": "Conservation", **shown}
    return TemplateResponse(request, "ledger/retention.html", context)


@require_POST
@for_administrators
def change(request: HttpRequest) -> HttpResponse:
    """Agree to one rule, with the number of days that the page showed, or suspend it.

    Agreeing destroys from the next night on, and asks for a recent proof; suspending destroys nothing.
    """
    form = ChangeForm(request.POST)
    if not form.is_valid():
        raise BadRequest("nature, durée ou référence illisible")
    asked = form.cleaned_data
    if asked["acte"] == "accorder" and not is_fresh(request):
        return ask_proof(request)
    try:
        if asked["acte"] == "suspendre":
            suspend(kind=asked["nature"], by=request.user)
            messages.success(request, f"C’est suspendu, rien ne part plus\u00a0: {RULES[asked['nature']].many}.")
        else:
            agree(kind=asked["nature"], days=asked["jours"] or 0, note=asked["note"], by=request.user)
            messages.success(
                request, f"C’est accordé, la prochaine nuit l’applique\u00a0: {RULES[asked['nature']].many}."
            )
    except NotAgreeable as refusal:
        messages.error(request, str(refusal))
    return HttpResponseRedirect(reverse("admin:retention"))


def _shown(one: Standing, count: int) -> dict[str, Any]:
    return {"rule": one.rule, "standing": one, "count": count, "told": one.rule.told(count)}


urls = (("conservation/", retention, "retention"), ("conservation/changer/", change, "change_retention"))
