from django.apps import AppConfig


class BackofficeConfig(AppConfig):
    """What all pages of the Espace rédaction share. An app for its template tags; it has no models."""

    name = "backoffice"
    verbose_name = "Espace rédaction"
