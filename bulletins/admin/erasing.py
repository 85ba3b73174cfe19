"""“Effacer partout”, on the page of a person or of a contact: every place it would leave, one button."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse

from backoffice.acts import Act, Remark
from bulletins.occulting.erasing import erase_everywhere, records_of
from bulletins.services import BulletinRefusal
from french.wording import counted
from organisations.admin.contacts import ContactAdmin
from organisations.admin.persons import PersonAdmin
from organisations.appearances import Appearance, appearances_of, link_to
from organisations.models import Contact, Person


class ErasureForm(forms.Form):
    reason = forms.CharField(
        label="Motif",
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
        help_text="Il reste dans le journal et avec les éditions, et n’est pas publié : n’y écrivez pas ce que vous "
        "effacez.",
    )


class EraseEverywhere(Act):
    slug = "effacer"
    label = "Effacer partout"
    permission = "bulletins.withdraw_bulletin"
    form = ErasureForm
    refusal = BulletinRefusal
    asks_proof = True
    is_grave = True

    def is_offered(self, row: Person | Contact) -> bool:
        return row.merged_into_id is None

    def explanation(self, row: Person | Contact) -> str:
        what = "Ce nom" if isinstance(row, Person) else "Ce contact, sous toutes ses formes,"
        faces = " images dont un visage peut être le sien," if isinstance(row, Person) else ""
        return (
            f"{what} sera détruit sans retour possible : fiches, textes et leur historique, textes figés de toutes les "
            f"révisions,{faces} PDF et autres fichiers, recherche, documents importés (leur original et leur texte), "
            "journal, et la fiche elle-même. Tout est ensuite relu ; s’il en restait quelque part, rien ne serait "
            "changé."
        )

    def remarks(self, row: Person | Contact) -> list[Remark]:
        others = [one for one in records_of(row) if one.pk != row.pk]
        found = [place for one in (row, *others) for place in appearances_of(one)]
        found = [*(Appearance("Autre fiche", str(one), link_to(one), "supprimée avec elle") for one in others), *found]
        found = list(dict.fromkeys(found))
        if not found:
            return [Remark("info", "Il n’apparaît nulle part : seule sa fiche sera supprimée.")]
        head = Remark("info", f"{counted(len(found), 'endroit', 'endroits')}, d’où il disparaîtra.", lead="Où il est")
        return [
            head,
            *(
                Remark("warning", f"{one.label}{f' ({one.way})' if one.way else ''}", one.kind, [(one.url, "Ouvrir")])
                for one in found
            ),
        ]

    def next_url(self, row: Person | Contact, data: dict[str, Any]) -> str:
        return reverse(f"admin:organisations_{row._meta.model_name}_changelist")

    def perform(self, row: Person | Contact, data: dict[str, Any], by: Any) -> str:
        return str(erase_everywhere(row=row, by=by, reason=data["reason"]))


ERASE = EraseEverywhere()
for page in (PersonAdmin, ContactAdmin):
    page.offer(ERASE)
