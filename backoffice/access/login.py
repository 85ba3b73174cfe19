from __future__ import annotations

from typing import Any

from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.auth.views import LoginView
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse_lazy

from backoffice.access.factors.accounts import factors_of
from backoffice.access.factors.asking import code_url
from backoffice.access.factors.pending import hold
from backoffice.access.provider.configured import Provider, provider
from backoffice.access.ways import local_accounts, may_use_password


class LoginForm(AdminAuthenticationForm):
    """The refusal speaks of the fields as they are labelled."""

    error_messages = {
        **AdminAuthenticationForm.error_messages,
        "invalid_login": (
            "Identifiant ou mot de passe incorrect, ou compte sans accès à cet espace. "
            "Les majuscules comptent dans les deux champs."
        ),
        "locked_out": (
            "Trop d’essais manqués avec cet identifiant depuis ce réseau\u00a0: attendez un quart d’heure avant de "
            "réessayer. Ailleurs, ce compte reste ouvert."
        ),
        "by_provider": (
            "Ce compte ne s’ouvre pas avec un mot de passe de ce site : connectez-vous par votre organisation."
        ),
        "no_role": "Ce compte n’a encore aucun rôle : demandez-en un à l’administration.",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if provider():
            del self.fields["username"].widget.attrs["autofocus"]  # the way in above is the one of most people

    def get_invalid_login_error(self) -> ValidationError:
        """Too many wrong passwords are told as such, for an unknown name as for a known one."""
        if getattr(self.request, "axes_locked_out", False):
            return ValidationError(self.error_messages["locked_out"], code="locked_out")
        return super().get_invalid_login_error()

    def confirm_login_allowed(self, user: AbstractBaseUser) -> None:
        """Asked once the password is known to be right, so the reason may be told."""
        if not user.is_staff:
            raise ValidationError(self.error_messages["no_role"], code="no_role")
        if not may_use_password(user):
            raise ValidationError(self.error_messages["by_provider"], code="by_provider")
        super().confirm_login_allowed(user)

    @property
    def provider(self) -> Provider | None:
        """The other way in, which the page offers."""
        return provider()

    @property
    def local_accounts(self) -> str:
        return local_accounts()


class LogInView(LoginView):
    """A right password logs in, or leads to the page that asks for the code."""

    next_page = reverse_lazy("admin:index")

    def form_valid(self, form: LoginForm) -> HttpResponse:
        account = form.get_user()
        if not factors_of(account):
            return super().form_valid(form)
        following = self.get_redirect_url()
        hold(self.request, account, backend=account.backend)
        return HttpResponseRedirect(code_url(following))
