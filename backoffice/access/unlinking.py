"""On the page of an account: untying it from the wrong person at the provider, or from one who has left."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User

from backoffice.access.provider.configured import provider
from backoffice.access.provider.refusals import LinkRefused
from backoffice.access.provider.services import unlink
from backoffice.acts import Act
from backoffice.models import Identity


class UnlinkAccount(Act):
    slug = "delier"
    label = "Délier du fournisseur d’identité"
    refusal = LinkRefused
    asks_proof = True
    is_grave = True

    def is_offered(self, row: User) -> bool:
        trusted = provider()
        return trusted is not None and Identity.objects.filter(issuer=trusted.issuer, account=row).exists()

    def explanation(self, row: User) -> str:
        return (
            "La personne ne pourra plus entrer dans ce compte par son organisation, et ses sessions ouvertes sont "
            "fermées. Elle pourra le lier de nouveau depuis « Mon compte », si un mot de passe l’ouvre."
        )

    def perform(self, row: User, data: dict[str, Any], by: Any) -> str:
        if (trusted := provider()) is None:
            raise LinkRefused("Aucun fournisseur d’identité n’est réglé sur ce site.")
        unlink(account=row, provider=trusted, by=by)
        return f"Le compte {row.get_username()} n’est plus lié à personne chez le fournisseur."
