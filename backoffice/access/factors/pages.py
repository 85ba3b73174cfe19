"""“Mon compte”, second factor: setting up a telephone, recovery codes, changing it, doing without."""

from __future__ import annotations

from base64 import b32encode
from collections.abc import Iterable
from typing import Any

import segno
from django import forms
from django.contrib import admin, messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST
from django_otp.plugins.otp_totp.models import TOTPDevice

from backoffice.access.factors.accounts import factors_of, keys_of, must_have_factor, telephone_mark, telephones_of
from backoffice.access.factors.acts import (
    begin_factor,
    confirm_factor,
    remove_factor,
    remove_telephone,
    renew_recovery_codes,
)
from backoffice.access.factors.asking import CodeField, CodeForm
from backoffice.access.factors.codes import RECOVERY_CODES, are_own_codes, in_groups, recovery_codes_left
from backoffice.access.factors.pending import FACTOR
from backoffice.access.factors.refusals import FactorRefused
from backoffice.access.proving import prove, proves_password, with_proof

FEW = 3  # recovery codes left, from which on new ones are advised
SCALE, QUIET_ZONE = 5, 4  # of the QR code: pixels a module, modules around it as the standard asks


class FirstCodeForm(forms.Form):
    code = CodeField(label="Donnez le code que l’application montre")


class RemovalForm(CodeForm):
    password = forms.CharField(
        label="Mot de passe",
        max_length=200,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )
    field_order = ("password", "code", "cle")


@sensitive_post_parameters("code", "cle", "password")
@never_cache
@with_proof
@require_http_methods(["GET", "HEAD", "POST"])
def own_factor(request: HttpRequest) -> HttpResponse:
    """The page, and the acts that its buttons name."""
    if request.method != "POST":
        return _page(request)
    acts = {"commencer": _begin, "confirmer": _confirm, "codes": _renew}
    acts |= {"telephone": _remove_telephone, "retirer": _remove}
    if (act := acts.get(request.POST.get("acte", ""))) is None:
        raise BadRequest("acte inconnu")
    return act(request)


@never_cache
@require_POST
def codes_as_text(request: HttpRequest) -> HttpResponse:
    """The recovery codes that the page shows, which sends them along: the site itself cannot tell them again."""
    codes = request.POST.getlist("code")[: RECOVERY_CODES + 1]
    if not are_own_codes(request.user, codes):
        raise BadRequest("ce ne sont pas les codes de ce compte")
    head = f"Solidaire, codes de secours du compte {request.user.get_username()}. Chacun sert une fois."
    response = HttpResponse("\r\n".join([head, "", *codes, ""]), content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="codes-de-secours.txt"'
    return response


def _begin(request: HttpRequest) -> HttpResponse:
    begin_factor(by=request.user)
    return HttpResponseRedirect(reverse("admin:factor"))


def _confirm(request: HttpRequest) -> HttpResponse:
    form = FirstCodeForm(request.POST)
    if form.is_valid():
        try:
            device, codes = confirm_factor(
                by=request.user, code=form.cleaned_data["code"], session=request.session.session_key
            )
        except FactorRefused as refusal:
            form.add_error("code", str(refusal))
        else:
            request.session[FACTOR] = telephone_mark(device.pk)
            prove(request)
            return codes_page(request, codes, "Le second facteur est en place")
    return _page(request, first=form)


def _renew(request: HttpRequest) -> HttpResponse:
    try:
        codes = renew_recovery_codes(by=request.user)
    except FactorRefused as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(reverse("admin:factor"))
    return codes_page(request, codes, "Vos nouveaux codes de secours")


def go_on_without(request: HttpRequest, gone: Iterable[str]) -> None:
    """A session that one of these factors has proven goes on with one that stays: it has just proven itself anew."""
    if request.session.get(FACTOR) in gone:
        request.session[FACTOR] = next((one for one in factors_of(request.user) if one not in gone), "")


def _remove_telephone(request: HttpRequest) -> HttpResponse:
    gone = [telephone_mark(pk) for pk in telephones_of(request.user)]
    try:
        remove_telephone(by=request.user)
    except FactorRefused as refusal:
        messages.error(request, str(refusal))
    else:
        go_on_without(request, gone)
        messages.success(request, "Le téléphone est retiré : vos clés de sécurité et vos codes de secours restent.")
    return HttpResponseRedirect(reverse("admin:factor"))


def _remove(request: HttpRequest) -> HttpResponse:
    form = _removal_form(request, request.POST)
    if form.is_valid():
        if "password" in form.fields and not proves_password(request, form.cleaned_data["password"]):
            form.add_error("password", "Ce n’est pas votre mot de passe, ou il y a eu trop d’essais.")
        else:
            try:
                remove_factor(by=request.user, given=form.given, request=request)
            except FactorRefused as refusal:
                form.add_error("code", str(refusal))
            else:
                messages.success(request, "Le second facteur est retiré : le mot de passe suffit de nouveau.")
                return HttpResponseRedirect(reverse("admin:account"))
    return _page(request, removal=form)


def _removal_form(request: HttpRequest, data: Any = None) -> RemovalForm:
    form = RemovalForm(data, account=request.user, request=request, auto_id="retirer_%s")
    form.fields["code"].widget.attrs.pop("autofocus")
    if not request.user.has_usable_password():
        del form.fields["password"]
    return form


def _page(
    request: HttpRequest, *, first: FirstCodeForm | None = None, removal: RemovalForm | None = None
) -> HttpResponse:
    devices = {device.confirmed: device for device in TOTPDevice.objects.filter(user=request.user)}
    begun = devices.get(False)
    left = recovery_codes_left(request.user)
    context = {
        **admin.site.each_context(request),
        "title": "Second facteur",
        "device": devices.get(True),
        "begun": begun,
        "qr": qr_of(begun) if begun else "",
        "secret": secret_of(begun) if begun else "",
        "first": first or FirstCodeForm(),
        "removal": removal or _removal_form(request),
        "left": left,
        "are_few": left <= FEW,
        "is_required": must_have_factor(request.user),
        "has_factor": bool(factors_of(request.user)),
        "has_key": keys_of(request.user),
    }
    return TemplateResponse(request, "backoffice/factors/factor.html", context)


def codes_page(request: HttpRequest, codes: list[str], title: str) -> HttpResponse:
    context = {**admin.site.each_context(request), "title": title, "codes": codes}
    return TemplateResponse(request, "backoffice/factors/codes.html", context)


def secret_of(device: TOTPDevice) -> str:
    """The secret as it is typed where no camera reads it: “ABCD-EFGH-…”."""
    return in_groups(b32encode(device.bin_key).decode())


def qr_of(device: TOTPDevice) -> SafeString:
    """The address that a telephone reads, as a picture in the page: no other address ever tells the secret."""
    code = segno.make_qr(device.config_url, error="m")
    drawn = code.svg_inline(scale=SCALE, border=QUIET_ZONE, dark="#000", light="#fff", svgclass="qr", lineclass=None)
    return mark_safe(drawn)  # numbers and colours only: the address is drawn, not written
