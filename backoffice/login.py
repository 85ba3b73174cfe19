from django.contrib.admin.forms import AdminAuthenticationForm


class LoginForm(AdminAuthenticationForm):
    """The refusal speaks of the fields as they are labelled."""

    error_messages = {
        **AdminAuthenticationForm.error_messages,
        "invalid_login": (
            "Identifiant ou mot de passe incorrect, ou compte sans accès à cet espace. "
            "Les majuscules comptent dans les deux champs."
        ),
    }
