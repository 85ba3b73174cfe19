from django.apps import AppConfig


class WorkshopConfig(AppConfig):
    name = "workshop"
    verbose_name = "Atelier"

    def ready(self) -> None:
        from backoffice.records.panels import register  # models can be read only now
        from bulletins.models import Bulletin
        from bulletins.occulting.clearing import register_texts
        from initiatives.models import Initiative
        from organisations.appearances import register as register_finder
        from workshop.models import Assignment, Comment
        from workshop.talking.appearances import in_talk
        from workshop.talking.panel import panel_of

        register(Initiative, panel_of)
        register(Bulletin, panel_of)
        register_finder(in_talk)
        register_texts(Comment, "passage", "text")
        register_texts(Assignment, "note")
