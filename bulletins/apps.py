from django.apps import AppConfig


class BulletinsConfig(AppConfig):
    name = "bulletins"
    verbose_name = "Bulletins"

    def ready(self) -> None:
        from django.contrib.postgres.expressions import ArraySubquery  # models can be read only now
        from django.db.models import OuterRef

        from backoffice.access.factors.accounts import read_along
        from backoffice.work import periodic, soundness
        from bulletins.checks.frozen import citations_hold, fingerprints_hold, numbers_hold
        from bulletins.occulting.appearances import in_bulletins
        from bulletins.occulting.faces import in_pictures
        from bulletins.reach.rule import KEPT, keys_kept_by
        from bulletins.scheduling.acts import publish_due
        from organisations.appearances import register

        soundness.register("empreintes des éditions", fingerprints_hold)
        soundness.register("numéros des bulletins", numbers_hold)
        soundness.register("citations du répertoire", citations_hold)
        read_along(**{KEPT: ArraySubquery(keys_kept_by(OuterRef("pk")).values("series"))})
        register(in_bulletins)
        register(in_pictures)
        periodic.register("parutions", publish_due)
