"""The page that asks for the code, after the password."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from backoffice.access.carrying import Typed, can_carry, sent, told_of
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
    code = CodeField(help_text="Les six chiffres que montre votre téléphone, ou un code de secours.")


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
    return code_page(request, target=target, typed=typed, has_files=has_files)


def code_page(
    request: HttpRequest,
    *,
    form: forms.Form | None = None,
    target: str = "",
    typed: Typed | None = None,
    has_files: bool = False,
) -> HttpResponse:
    """With a form of before that it carries (`typed`, which goes to `target`), or with the page to go on with."""
    context = {
        "form": form or CodeForm(),
        **told_of(typed, target, has_files=has_files),
        "title": "Code de connexion",
    }
    # A form that was sent is answered as by the page that asks for the password: the script of a page knows by it.
    response = render(request, "backoffice/factors/code.html", context, status=200 if typed is None else 401)
    response["Cache-Control"] = "no-store"
    return response
