from datetime import time

from django.apps import AppConfig


class WorkshopConfig(AppConfig):
    name = "workshop"
    verbose_name = "Atelier"

    def ready(self) -> None:
        from backoffice.records import panels  # models can be read only now
        from backoffice.work import periodic
        from bulletins.checks import ADVISERS
        from bulletins.models import Bulletin
        from bulletins.occulting import elsewhere
        from bulletins.occulting.clearing import register_texts
        from initiatives.models import Initiative
        from organisations import appearances
        from workshop.models import Assignment, Comment
        from workshop.proof import erasing
        from workshop.proof.advice import advise
        from workshop.proof.links import check_nightly
        from workshop.talking.appearances import in_talk
        from workshop.talking.panel import panel_of

        panels.register(Initiative, panel_of)
        panels.register(Bulletin, panel_of)
        appearances.register(in_talk)
        register_texts(Comment, "passage", "text")
        register_texts(Assignment, "note")
        elsewhere.register(clear=erasing.clear, left=erasing.left, searched="les remarques sur les épreuves")
        if advise not in ADVISERS:
            ADVISERS.append(advise)
        periodic.register("liens", check_nightly, nightly_at=time(3, 30))
