from django.contrib.admin.apps import AdminConfig


class SolidaireAdminConfig(AdminConfig):
    """The admin with our own site, the “Espace rédaction”."""

    default_site = "config.admin.EditorialSite"

    def ready(self) -> None:
        super().ready()
        from config import checks  # noqa: F401 (registers the checks)
