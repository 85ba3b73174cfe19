from django.apps import AppConfig


class FrenchConfig(AppConfig):
    """How French is written. An app for its template filters; it has no models."""

    name = "french"
    verbose_name = "français"
