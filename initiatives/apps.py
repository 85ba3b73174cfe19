from django.apps import AppConfig


class InitiativesConfig(AppConfig):
    name = "initiatives"
    verbose_name = "Initiatives"

    def ready(self) -> None:
        from initiatives.appearances import in_initiatives  # models can be read only now
        from organisations.appearances import register

        register(in_initiatives)
