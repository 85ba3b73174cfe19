from datetime import time

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "ledger"
    verbose_name = "Demandes des personnes"

    def ready(self) -> None:
        from django.contrib.auth.models import User

        from backoffice.records import panels
        from backoffice.work import periodic, soundness  # models can be read only now
        from bulletins.occulting import elsewhere
        from bulletins.occulting.clearing import register_texts
        from directory.models import SynonymFamily
        from ledger.erasing import listing, places
        from ledger.register.panel import panel_of
        from ledger.retention.nightly import keep_nightly
        from organisations.models import Contact, Person

        for model in (Person, Contact, User):
            panels.register(model, panel_of)
        elsewhere.register(clear=places.clear, left=places.left, searched="les sessions ouvertes")
        register_texts(SynonymFamily, "words", "note", is_about=False)
        soundness.register("liste des effacements", listing.lists_are_whole)
        periodic.register("effacements", listing.keep_missing, nightly_at=time(3, 45))
        periodic.register("conservation", keep_nightly, nightly_at=time(3, 15))
