from django.apps import AppConfig


class BulletinsConfig(AppConfig):
    name = "bulletins"
    verbose_name = "Bulletins"

    def ready(self) -> None:
        from bulletins.occulting.appearances import in_bulletins  # models can be read only now
        from organisations.appearances import register

        register(in_bulletins)
