from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "documents"
    verbose_name = "Documents"

    def ready(self) -> None:
        from documents.appearances import in_documents  # models can be read only now
        from organisations.appearances import register

        register(in_documents)
