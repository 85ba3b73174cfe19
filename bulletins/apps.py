from django.apps import AppConfig


class BulletinsConfig(AppConfig):
    name = "bulletins"
    verbose_name = "Bulletins"

    def ready(self) -> None:
        from backoffice.work import periodic  # models can be read only now
        from bulletins.occulting.appearances import in_bulletins
        from bulletins.occulting.faces import in_pictures
        from bulletins.scheduling.acts import publish_due
        from organisations.appearances import register

        register(in_bulletins)
        register(in_pictures)
        periodic.register("parutions", publish_due)
