from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    """How initiatives are found. An app for its template tags; it has no models."""

    name = "directory"
    verbose_name = "Répertoire"
