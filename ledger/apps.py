from datetime import time

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "ledger"
    verbose_name = "Registre des personnes"

    def ready(self) -> None:
        from backoffice.work.periodic import register  # models can be read only now
        from ledger.retention.nightly import keep_nightly

        register("conservation", keep_nightly, nightly_at=time(3, 15))
