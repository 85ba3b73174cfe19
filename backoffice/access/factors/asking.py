"""The page that asks for the second factor, after the password: a code, or a security key."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from backoffice.access.carrying import Typed, can_carry, sent, told_of
from backoffice.access.factors.accounts import keys_of, telephones_of
from backoffice.access.factors.given import Given
from backoffice.access.factors.keys.answers import MOST_SIGNS
from backoffice.access.factors.keys.party import party_of
from backoffice.access.factors.pending import hold
from backoffice.access.proof import proof_of
from backoffice.returning import own_page


class CodeInput(forms.TextInput):
    """Empty when the page is shown again: a refused code is of no use, and a good one is a secret."""

    def format_value(self, value: Any) -> None:
        return None


class CodeField(forms.CharField):
    """A code of the telephone or a recovery code; browsers and telephones propose the former by themselves."""

    def __init__(self, **options: Any) -> None:
        attributes = {
            "autocomplete": "one-time-code",
            "autocapitalize": "none",
            "spellcheck": "false",
            "autofocus": True,
        }
        super().__init__(**{"label": "Code", "max_length": 40, "widget": CodeInput(attributes)} | options)


class CodeForm(forms.Form):
    """What proves the second factor of an account: a code is typed, or a script hands over what a key has answered."""

    code = CodeField(required=False)
    cle = forms.CharField(required=False, max_length=MOST_SIGNS, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, account: User, request: HttpRequest, **options: Any) -> None:
        super().__init__(data, **options)
        self.has_key = keys_of(account)
        self.party = party_of(request) if self.has_key else None
        self.fields["code"].help_text = (
            "Les six chiffres que montre votre téléphone, ou un code de secours."
            if telephones_of(account)
            else "Un de vos codes de secours."
        )

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        if not self.errors and not (told["code"] or told["cle"]):
            self.add_error("code", self.fields["code"].default_error_messages["required"])
        return told

    @property
    def given(self) -> Given:
        return Given(code=self.cleaned_data.get("code", ""), answer=self.cleaned_data.get("cle", ""))


def code_url(target: str) -> str:
    """The address of the page, which leads on to a page of the back office."""
    return f"{reverse('admin:code')}?{urlencode({'next': target})}" if own_page(target) else reverse("admin:code")


def ask_for_code(request: HttpRequest, account: Any, *, backend: str) -> HttpResponse:
    """Instead of the answer: the session is half logged in from here on, and a form that was sent goes along."""
    typed = sent(request) if can_carry(request) else None
    has_files = typed is not None and bool(request.FILES)
    target = request.get_full_path()
    hold(request, account, backend=backend, proof=proof_of(request.session))
    if typed is None:
        return HttpResponseRedirect(code_url(target))
    return code_page(request, account, target=target, typed=typed, has_files=has_files)


def code_page(
    request: HttpRequest,
    account: Any,
    *,
    form: forms.Form | None = None,
    target: str = "",
    typed: Typed | None = None,
    has_files: bool = False,
) -> HttpResponse:
    """With a form of before that it carries (`typed`, which goes to `target`), or with the page to go on with."""
    context = {
        "form": form or CodeForm(account=account, request=request),
        **told_of(typed, target, has_files=has_files),
        "title": "Code de connexion",
    }
    # A form that was sent is answered as by the page that asks for the password: the script of a page knows by it.
    response = render(request, "backoffice/factors/code.html", context, status=200 if typed is None else 401)
    response["Cache-Control"] = "no-store"
    return response
