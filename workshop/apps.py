from datetime import time

from django.apps import AppConfig


class WorkshopConfig(AppConfig):
    name = "workshop"
    verbose_name = "Atelier"

    def ready(self) -> None:
        from backoffice.work.periodic import register  # models can be read only now
        from bulletins.checks import ADVISERS
        from workshop.proof.advice import advise
        from workshop.proof.links import check_nightly

        if advise not in ADVISERS:
            ADVISERS.append(advise)
        register("liens", check_nightly, nightly_at=time(3, 30))
