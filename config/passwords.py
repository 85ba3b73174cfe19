"""A forgotten password: the link by mail carries the address of the site, never the host of the request."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.contrib.auth import views
from django.contrib.auth.forms import PasswordResetForm
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django_tasks import task

from backoffice.access.accounts import invitation_url
from backoffice.access.ways import may_use_password
from backoffice.journal.accounts import NotedNewPasswordForm
from backoffice.journal.door import note_password_asked
from communes.site import site_url


class ForgottenPasswordForm(PasswordResetForm):
    """No link for an account that no password opens."""

    def get_users(self, email: str) -> Iterator[User]:
        return (account for account in super().get_users(email) if may_use_password(account))


class ForgottenPasswordView(views.PasswordResetView):
    """The same answer whether an account has this address or not, and in the same time: the same rows are written for
    both, and what takes longer is left to the worker."""

    form_class = ForgottenPasswordForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"mail_is_set": settings.MAIL_IS_SET}

    def form_valid(self, form: PasswordResetForm) -> HttpResponse:
        accounts = list(form.get_users(form.cleaned_data["email"]))
        with transaction.atomic():
            note_password_asked(accounts, self.request)
            send_links.enqueue([account.pk for account in accounts], site_url(self.request))
        return HttpResponseRedirect(self.get_success_url())


@task()
def send_links(accounts: list[int], site: str) -> str:
    """A mail that cannot leave is logged, not told."""
    found = list(User.objects.filter(pk__in=accounts, is_active=True))
    for account in found:
        PasswordResetForm().send_mail(
            "registration/password_reset_subject.txt",
            "registration/password_reset_email.html",
            {"user": account, "url": invitation_url(account, site=site)},
            None,
            account.email,
        )
    return f"Comptes à qui un lien est adressé\u00a0: {len(found)}."


class NewPasswordView(views.PasswordResetConfirmView):
    """The link of an invitation, or of a forgotten password."""

    form_class = NotedNewPasswordForm
