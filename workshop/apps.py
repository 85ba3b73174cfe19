from django.apps import AppConfig


class WorkshopConfig(AppConfig):
    name = "workshop"
    verbose_name = "Atelier"

    def ready(self) -> None:
        from backoffice.records.panels import register  # models can be read only now
        from bulletins.models import Bulletin
        from initiatives.models import Initiative
        from workshop.talking.panel import panel_of

        register(Initiative, panel_of)
        register(Bulletin, panel_of)
