from django.apps import AppConfig


class WorkshopConfig(AppConfig):
    name = "workshop"
    verbose_name = "Atelier"

    def ready(self) -> None:
        from bulletins.checks import ADVISERS
        from workshop.proof.advice import advise

        if advise not in ADVISERS:
            ADVISERS.append(advise)
