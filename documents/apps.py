from datetime import time

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "documents"
    verbose_name = "Documents"

    def ready(self) -> None:
        from backoffice.work import periodic, soundness  # models can be read only now
        from bulletins.occulting import elsewhere
        from documents.appearances import in_documents
        from documents.confinement import in_words, readers_are_held
        from documents.erasing import clear, left
        from documents.orphans import sweep_originals
        from documents.soundness import originals_are_whole
        from organisations.appearances import register

        soundness.register("originaux des documents", originals_are_whole)
        periodic.register("originaux-sans-fiche", sweep_originals, nightly_at=time(3, 20))
        soundness.register("lecture des documents", readers_are_held, told_with=in_words)
        register(in_documents)
        elsewhere.register(
            clear=clear,
            left=left,
            searched="les documents importés et leurs comptes rendus",
            parents=["documents.sourcedocument"],
        )
