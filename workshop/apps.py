from datetime import time

from django.apps import AppConfig


class WorkshopConfig(AppConfig):
    name = "workshop"
    verbose_name = "Atelier"

    def ready(self) -> None:
        from backoffice.records.panels import register as register_panel  # models can be read only now
        from bulletins.models import Bulletin
        from bulletins.occulting.clearing import register_texts
        from initiatives.models import Initiative
        from organisations.appearances import register as register_finder
        from workshop.models import Assignment, Comment
        from workshop.talking.appearances import in_talk
        from workshop.talking.panel import panel_of

        register_panel(Initiative, panel_of)
        register_panel(Bulletin, panel_of)
        register_finder(in_talk)
        register_texts(Comment, "passage", "text")
        register_texts(Assignment, "note")
        from backoffice.work.periodic import register
        from bulletins.checks import ADVISERS
        from workshop.proof.advice import advise
        from workshop.proof.links import check_nightly

        if advise not in ADVISERS:
            ADVISERS.append(advise)
        register("liens", check_nightly, nightly_at=time(3, 30))
