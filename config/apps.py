from datetime import time

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class ConfigConfig(AppConfig):
    """The project's own commands and checks; it has no models."""

    name = "config"
    verbose_name = "Solidaire"

    def ready(self) -> None:
        from django.db.backends.signals import connection_created

        from backoffice.work import guards, soundness
        from backoffice.work.periodic import register  # models can be read only now
        from config import checks  # noqa: F401 (registers the checks)
        from config.backups.keeping import NIGHTLY_AT, gone_on, save_nightly
        from config.keeping.taking import hear_takings, watch_new_connection
        from config.limits.statements import hold_new_connection
        from config.nightly.verifying import verify_nightly
        from config.serving.rights import rights_are_limited
        from config.state.watching import BEAT, beat
        from ledger.erasing import backups

        connection_created.connect(hold_new_connection, dispatch_uid="limits of statements")
        connection_created.connect(watch_new_connection, dispatch_uid="takings from the public")
        backups.register(gone_on)
        soundness.register("déclencheurs", guards.triggers_are_on)
        soundness.register("règles de la base", guards.constraints_hold)
        soundness.register("droits de la base", rights_are_limited)
        register("verification", verify_nightly, nightly_at=time(4, 0))
        register("sauvegarde", save_nightly, nightly_at=NIGHTLY_AT)
        register("retraits", hear_takings)
        register(BEAT, beat)


class SolidaireAdminConfig(AdminConfig):
    """The admin with our own site, the “Espace rédaction”."""

    default_site = "config.editorial_site.EditorialSite"
