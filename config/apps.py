from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class ConfigConfig(AppConfig):
    """The project's own commands and checks; it has no models."""

    name = "config"
    verbose_name = "Solidaire"

    def ready(self) -> None:
        from config import checks  # noqa: F401 (registers the checks)


class SolidaireAdminConfig(AdminConfig):
    """The admin with our own site, the “Espace rédaction”."""

    default_site = "config.editorial_site.EditorialSite"
