from django.apps import AppConfig


class BackofficeConfig(AppConfig):
    """What all pages of the Espace rédaction share."""

    name = "backoffice"
    verbose_name = "Espace rédaction"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in

        from backoffice.access.provider import checks  # noqa: F401 (registers the checks)
        from backoffice.access.proving import note_proof
        from backoffice.access.sessions import note_log_in  # models can be read only now
        from backoffice.journal import door

        user_logged_in.connect(note_proof, dispatch_uid="backoffice.fresh_login")  # saved with what the next one notes
        user_logged_in.connect(note_log_in, dispatch_uid="backoffice.open_sessions")
        door.connect()
