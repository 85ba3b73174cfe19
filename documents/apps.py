from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "documents"
    verbose_name = "Documents"

    def ready(self) -> None:
        from bulletins.occulting import elsewhere  # models can be read only now
        from documents.appearances import in_documents
        from documents.erasing import clear, left
        from organisations.appearances import register

        register(in_documents)
        elsewhere.register(clear=clear, left=left, searched="les documents importés et leurs comptes rendus")
