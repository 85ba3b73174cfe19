"""“Effacer partout”, on the page of a person, of a contact, of an account: what would go, what is to be decided, and
the request. Another person confirms it."""

from __future__ import annotations

import hashlib
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.models import User
from django.http import QueryDict
from django.urls import reverse

from backoffice.acts import Act, Remark
from french.wording import counted
from initiatives.models import Initiative
from ledger.erasing.findings import PERSONS, Findings, findings_of
from ledger.erasing.models import NOTE_LENGTH, Erasure
from ledger.erasing.refusals import ErasureRefusal
from ledger.erasing.services import ask_erasure
from ledger.erasing.subjects import Row, kind_of
from organisations.models import Contact, Person

CHANGED = "Depuis l’ouverture de cette page, ce nom se trouve ailleurs aussi\u00a0: relisez la liste, puis recommencez."


class AskForm(forms.Form):
    reason = forms.ChoiceField(label="Motif", choices=[("", "Choisissez"), *Erasure.Reason.choices])
    note = forms.CharField(
        label="Précisions",
        max_length=NOTE_LENGTH,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text="Date et moyen de la demande, par exemple. Elles sont gardées\u00a0: n’y écrivez pas ce que vous "
        "effacez.",
    )
    named = forms.MultipleChoiceField(
        label="C’est bien cette personne que ces textes nomment",
        required=False,
        widget=forms.CheckboxSelectMultiple({"class": "sides"}),
        help_text="Ces fiches ne sont pas reliées à la personne. Décochez celles qui parlent de quelqu’un d’autre du "
        "même nom\u00a0: leurs textes restent.",
    )
    families = forms.MultipleChoiceField(
        label="Ici, le nom de famille seul est aussi le sien",
        required=False,
        widget=forms.CheckboxSelectMultiple({"class": "sides"}),
        help_text="Un nom de famille seul peut être celui d’une rue, d’une entreprise, d’un parent\u00a0: il ne part "
        "que des fiches cochées.",
    )
    shown = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, data: Any, *, findings: Findings, **options: Any) -> None:
        super().__init__(data, **options)
        self.findings = findings
        choices = [
            (_value(place.owner), f"{place.kind} « {place.label} » — {' … '.join(place.passages)}")
            for place in findings.to_decide
        ]
        choices += [(_value((PERSONS, one.pk)), f"Autre fiche du même nom, n°\u00a0{one.pk}{_apart(one)}")
                    for one in findings.namesakes]  # fmt: skip
        families = [
            (_value(place.owner), f"{place.kind} « {place.label} » — {' … '.join(place.passages)}")
            for place in findings.families
        ]
        for name, offered in (("named", choices), ("families", families)):
            self.fields[name].choices = offered
            if not offered:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """What was decided is decided of what was shown. The page then shows what there is now."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("shown") != fingerprint(self.findings):
            self.data = self.data.copy()
            self.data["shown"] = fingerprint(self.findings)
            raise forms.ValidationError(CHANGED)
        return cleaned


class EraseEverywhere(Act):
    slug = "effacer"
    label = "Effacer partout"
    permission = "ledger.erase_person"
    refusal = ErasureRefusal
    asks_proof = True
    is_grave = True

    def is_offered(self, row: Row) -> bool:
        return getattr(row, "merged_into_id", None) is None

    def confirmation(self, row: Row) -> str:
        return "Demander l’effacement"

    def explanation(self, row: Row) -> str:
        if isinstance(row, User):
            return (
                "Le compte devient un numéro, sans nom, sans courriel et sans mot de passe\u00a0; ce qu’il a signé "
                "reste signé de ce numéro. Rien n’est fait avant qu’une autre personne ne le confirme."
            )
        what = "Ce nom" if isinstance(row, Person) else "Ce contact, sous toutes ses formes,"
        faces = " images dont un visage peut être le sien," if isinstance(row, Person) else ""
        return (
            f"{what} sera détruit sans retour possible\u00a0: fiches, textes et leur historique, textes figés de "
            f"toutes les révisions,{faces} PDF et autres fichiers, recherche, documents importés (leur original et "
            "leur texte), journal, et la fiche elle-même. Rien n’est fait avant qu’une autre personne ne le "
            "confirme\u00a0; tout est alors relu, et s’il en restait quelque part, rien ne serait changé."
        )

    def initial(self, row: Row, asked: QueryDict) -> dict[str, Any]:
        findings = _findings(row)
        others = set(
            Initiative.objects.filter(persons__in=findings.namesakes).values_list("pk", flat=True)
            if findings.namesakes
            else ()
        )
        theirs = {(Initiative._meta.label_lower, pk) for pk in others}
        return {
            "named": [_value(place.owner) for place in findings.to_decide if place.owner not in theirs],
            "families": [_value(place.owner) for place in findings.families if place.is_sure],
            "shown": fingerprint(findings),
        }

    def form_for(self, row: Row, data: Any, **options: Any) -> forms.Form:
        return AskForm(data, findings=_findings(row), **options)

    def remarks(self, row: Row) -> list[Remark]:
        told = remarks_on(_findings(row))
        waiting = Erasure.objects.pending().filter(kind=kind_of(row), key=row.pk).first()
        if waiting is None:
            return told
        link = (reverse("admin:ledger_erasure_change", args=[waiting.pk]), "Voir la demande")
        return [Remark("error", "Cet effacement attend déjà sa confirmation.", "Déjà demandé", [link]), *told]

    def next_url(self, row: Row, data: dict[str, Any]) -> str:
        return reverse("admin:ledger_erasure_changelist")

    def perform(self, row: Row, data: dict[str, Any], by: Any) -> str:
        findings = _findings(row)
        chosen = {_owner(value) for value in data.get("named", ())}
        spared = set(findings.seen) - chosen
        ask_erasure(
            row=row,
            by=by,
            reason=data["reason"],
            note=data["note"],
            spared=spared,
            families={_owner(value) for value in data.get("families", ())} - spared,
            seen=findings.seen,
        )
        return "L’effacement est demandé. Une autre personne de l’édition ou de l’administration le confirme ici."


class EraseAccount(EraseEverywhere):
    permission = "ledger.view_ledger"


def remarks_on(findings: Findings) -> list[Remark]:
    """What goes in any case, with the ways to look at it, and how many rows tell it."""
    if not findings.surfaces:
        return [Remark("info", "Il n’apparaît nulle part\u00a0: seule sa fiche sera supprimée.")]
    rows = [f"{name}\u00a0: {count}" for name, count in findings.counted]
    head = Remark("info", "\u00a0; ".join(rows) + ".", lead=counted(sum(findings.surfaces.values()), "ligne", "lignes"))
    return [
        head,
        *(
            Remark("warning", f"{place.label} {' … '.join(f'« {told} »' for told in place.passages)}".strip(),
                   place.kind, [(place.url, "Ouvrir")])
            for place in findings.sure
        ),
    ]  # fmt: skip


def fingerprint(findings: Findings) -> str:
    """Of what is shown to be decided."""
    shown = [*findings.seen, *(place.owner for place in findings.families)]
    return hashlib.sha256(repr(sorted(shown)).encode()).hexdigest()


def _findings(row: Row) -> Findings:
    """Once for a page, which asks for its form, its remarks and its first values."""
    if not hasattr(row, "_ledger_findings"):
        row._ledger_findings = findings_of(row)
    return row._ledger_findings


def _value(owner: tuple[str, int]) -> str:
    return f"{owner[0]}:{owner[1]}"


def _owner(value: str) -> tuple[str, int]:
    label, _, pk = value.partition(":")
    return label, int(pk)


def _apart(person: Person) -> str:
    return f" ({person.capacity})" if person.capacity else ""


for model, act in ((Person, EraseEverywhere()), (Contact, EraseEverywhere()), (User, EraseAccount())):
    type(admin.site.get_model_admin(model)).offer(act)
