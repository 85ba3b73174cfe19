from datetime import time

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    """How initiatives are found."""

    name = "directory"
    verbose_name = "Répertoire"

    def ready(self) -> None:
        from backoffice.work import periodic  # models can be read only now
        from directory.changes import prune
        from directory.outputs.making import make_in_turn

        periodic.register("changements", prune, nightly_at=time(3, 50))
        periodic.register("lignes", make_in_turn)
