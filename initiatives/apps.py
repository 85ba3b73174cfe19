from django.apps import AppConfig


class InitiativesConfig(AppConfig):
    name = "initiatives"
    verbose_name = "Initiatives"

    def ready(self) -> None:
        from backoffice.records.panels import register as show_beside
        from backoffice.work import soundness
        from initiatives.appearances import in_corrections, in_initiatives  # models can be read only now
        from initiatives.correcting.panel import corrections_panel
        from initiatives.models import Initiative
        from initiatives.soundness import words_are_fresh
        from organisations.appearances import register

        soundness.register("mots de la recherche", words_are_fresh)
        register(in_initiatives)
        register(in_corrections)
        show_beside(Initiative, corrections_panel)
