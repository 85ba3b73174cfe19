"""On the page of an account: giving it back to somebody who has lost the telephone."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.models import User

from backoffice.access.factors.accounts import factors_of
from backoffice.access.factors.acts import reset_factor
from backoffice.access.factors.refusals import FactorRefused
from backoffice.acts import Act, Remark


class ResetForm(forms.Form):
    reason = forms.CharField(
        label="Motif",
        max_length=300,
        help_text="Il reste au journal. Par exemple : « téléphone perdu, identité vérifiée de vive voix ».",
    )


class ResetFactor(Act):
    slug = "second-facteur"
    label = "Retirer le second facteur"
    form = ResetForm
    refusal = FactorRefused
    asks_proof = True
    is_grave = True

    def is_offered(self, row: User) -> bool:
        return bool(factors_of(row))

    def explanation(self, row: User) -> str:
        told = ", et elle en sera prévenue par courriel" if row.email else ""
        return (
            "Pour une personne qui a perdu son téléphone, ses clés et ses codes de secours : tous cessent de servir. "
            f"Le mot de passe suffira de nouveau, ses sessions ouvertes seront fermées{told}."
        )

    def remarks(self, row: User) -> list[Remark]:
        found = [
            Remark(
                "warning",
                "Assurez-vous que la demande vient bien d’elle, par un autre moyen que le courriel.",
                lead="Avant de retirer",
            )
        ]
        if not row.email:
            found.append(Remark("info", "Ce compte n’a pas de courriel : prévenez la personne vous-même.", "À savoir"))
        return found

    def perform(self, row: User, data: dict[str, Any], by: Any) -> str:
        reset_factor(account=row, by=by, reason=data["reason"])
        return f"Le second facteur du compte {row.get_username()} est retiré, et ses sessions sont fermées."
