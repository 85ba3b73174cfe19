"""A forgotten password: the link by mail carries the address of the site, never the host of the request."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.contrib.auth import views
from django.contrib.auth.forms import PasswordResetForm
from django.contrib.auth.models import User
from django.http import HttpResponse

from backoffice.access.ways import may_use_password
from backoffice.journal.accounts import NotedNewPasswordForm
from backoffice.journal.door import note_password_asked
from communes.site import site_url


class ForgottenPasswordForm(PasswordResetForm):
    """No link for an account that no password opens."""

    def get_users(self, email: str) -> Iterator[User]:
        return (account for account in super().get_users(email) if may_use_password(account))


class ForgottenPasswordView(views.PasswordResetView):
    """The same answer whether an account has this address or not; a mail that cannot leave is logged, not told."""

    form_class = ForgottenPasswordForm
    subject_template_name = "registration/password_reset_subject.txt"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"mail_is_set": settings.MAIL_IS_SET}

    def form_valid(self, form: PasswordResetForm) -> HttpResponse:
        note_password_asked(form.get_users(form.cleaned_data["email"]), self.request)
        self.extra_email_context = {"site_url": site_url(self.request)}
        return super().form_valid(form)


class NewPasswordView(views.PasswordResetConfirmView):
    """The link of an invitation, or of a forgotten password."""

    form_class = NotedNewPasswordForm
