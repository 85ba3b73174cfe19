from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError


class LoginForm(AdminAuthenticationForm):
    """The refusal speaks of the fields as they are labelled."""

    error_messages = {
        **AdminAuthenticationForm.error_messages,
        "invalid_login": (
            "Identifiant ou mot de passe incorrect, ou compte sans accès à cet espace. "
            "Les majuscules comptent dans les deux champs."
        ),
        "no_role": "Ce compte n’a encore aucun rôle : demandez-en un à l’administration.",
    }

    def confirm_login_allowed(self, user: AbstractBaseUser) -> None:
        """Asked once the password is known to be right, so the reason may be told."""
        if not user.is_staff:
            raise ValidationError(self.error_messages["no_role"], code="no_role")
        super().confirm_login_allowed(user)
