from datetime import time

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class ConfigConfig(AppConfig):
    """The project's own commands and checks; it has no models."""

    name = "config"
    verbose_name = "Solidaire"

    def ready(self) -> None:
        from backoffice.work import guards, soundness
        from backoffice.work.periodic import register  # models can be read only now
        from config import checks  # noqa: F401 (registers the checks)
        from config.backups.keeping import gone_on, save_nightly
        from config.nightly.pruning import prune_queue
        from config.nightly.verifying import verify_nightly
        from config.serving.rights import rights_are_limited
        from ledger.erasing import backups

        backups.register(gone_on)
        register("file-d-attente", prune_queue, nightly_at=time(3, 15))
        soundness.register("déclencheurs", guards.triggers_are_on)
        soundness.register("règles de la base", guards.constraints_hold)
        soundness.register("droits de la base", rights_are_limited)
        register("verification", verify_nightly, nightly_at=time(4, 0))
        register("sauvegarde", save_nightly, nightly_at=time(2, 30))


class SolidaireAdminConfig(AdminConfig):
    """The admin with our own site, the “Espace rédaction”."""

    default_site = "config.editorial_site.EditorialSite"
