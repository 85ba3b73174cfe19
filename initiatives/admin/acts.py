"""Publishing, withdrawing and uniting initiatives from their page; every rule is the services'."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin

from backoffice.acts import Act, Remark
from backoffice.records.choosing import choices_of
from backoffice.records.uniting_page import Unite
from backoffice.widgets import OneChoice
from french.wording import counted, enumerated
from initiatives.models import Initiative
from initiatives.services import (
    RETURNABLE,
    SUBMITTABLE,
    InitiativeRefusal,
    approve_initiative,
    private_contact_sentence,
    publish_initiative,
    return_initiative,
    submit_for_review,
    withdraw_initiative,
)
from initiatives.shape import SHAPE
from initiatives.uniting.initiatives import merge_initiatives, other_initiatives
from organisations.privacy import NAME_REMOVED, hide_names

Status = Initiative.Status


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="Motif du retrait",
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
        help_text="Il reste dans l’historique et n’est pas publié.",
    )


class ReturnForm(forms.Form):
    note = forms.CharField(
        label="Mot pour la rédaction",
        max_length=500,
        widget=forms.Textarea({"rows": 4}),
        help_text="Ce qui est à reprendre. Il est dit en tête de la fiche et reste dans son parcours.",
    )


class SubmitForReview(Act):
    slug = "relire"
    label = "Proposer"
    refusal = InitiativeRefusal
    goes_with_save = is_plain = True

    def is_offered(self, row: Initiative) -> bool:
        return row.status in SUBMITTABLE and not row.merged_into_id

    def button(self, row: Initiative) -> str:
        return "Proposer de nouveau" if row.status == Status.RETURNED else "Proposer"

    def explanation(self, row: Initiative) -> str:
        return "Une personne de l’édition la verra sur sa première page. Elle l’approuvera, ou la renverra avec un mot."

    def perform(self, row: Initiative, data: dict[str, Any], by: Any) -> str:
        submit_for_review(initiative=row, by=by)
        return f"« {row.title} » est proposée à l’édition."


class Approve(Act):
    slug = "approuver"
    label = "Approuver"
    permission = "publish_initiative"
    refusal = InitiativeRefusal
    goes_with_save = True

    def is_offered(self, row: Initiative) -> bool:
        return row.is_unread and not row.merged_into_id

    def explanation(self, row: Initiative) -> str:
        return "Elle pourra être citée et paraîtra avec son bulletin. D’ici là, elle n’est pas en ligne."

    def remarks(self, row: Initiative) -> list[Remark]:
        return lacks(row)

    def perform(self, row: Initiative, data: dict[str, Any], by: Any) -> str:
        approve_initiative(initiative=row, by=by)
        return f"« {row.title} » est approuvée."


class Return(Act):
    slug = "renvoyer"
    label = "Renvoyer…"
    permission = "publish_initiative"
    form = ReturnForm
    refusal = InitiativeRefusal

    def is_offered(self, row: Initiative) -> bool:
        return row.status in RETURNABLE and not row.merged_into_id

    def confirmation(self, row: Initiative) -> str:
        return "Renvoyer à la rédaction"

    def explanation(self, row: Initiative) -> str:
        return "La rédaction la reprendra, puis la proposera de nouveau."

    def perform(self, row: Initiative, data: dict[str, Any], by: Any) -> str:
        return_initiative(initiative=row, by=by, note=data["note"])
        return f"« {row.title} » est renvoyée à la rédaction."


class Publish(Act):
    slug = "publier"
    label = "Publier"
    permission = "publish_initiative"
    refusal = InitiativeRefusal
    goes_with_save = True

    def is_offered(self, row: Initiative) -> bool:
        return not row.is_published and not row.merged_into_id

    def button(self, row: Initiative) -> str:
        return "Publier de nouveau" if row.status == Status.WITHDRAWN else "Publier"

    def explanation(self, row: Initiative) -> str:
        return "L’initiative paraîtra aussitôt dans le répertoire, les flux et les exports."

    def remarks(self, row: Initiative) -> list[Remark]:
        return lacks(row)

    def perform(self, row: Initiative, data: dict[str, Any], by: Any) -> str:
        publish_initiative(initiative=row, by=by)
        return f"« {row.title} » est parue."


class Withdraw(Act):
    slug = "retirer"
    label = "Retirer"
    permission = "withdraw_initiative"
    form = ReasonForm
    refusal = InitiativeRefusal
    is_grave = True

    def is_offered(self, row: Initiative) -> bool:
        return row.is_published

    def button(self, row: Initiative) -> str:
        return "Retirer du répertoire"

    def explanation(self, row: Initiative) -> str:
        return (
            "Elle disparaîtra aussitôt des pages, des flux et des exports. Les bulletins qui l’ont citée gardent "
            "leur texte. La fiche reste ici et peut être publiée de nouveau."
        )

    def perform(self, row: Initiative, data: dict[str, Any], by: Any) -> str:
        withdraw_initiative(initiative=row, by=by, reason=data["reason"])
        return f"« {row.title} » est retirée du répertoire."


class Merge(Unite):
    refusal = InitiativeRefusal
    fixed = ("persons",)  # texts are cleared of those that are attached: they are always those of both
    help_text = "Elle reçoit ce que celle-ci a de plus, et prend sa place partout."

    def __init__(self) -> None:
        super().__init__(SHAPE, merge_initiatives, others=lambda row: other_initiatives(), uses=_uses)
        self.permission = "withdraw_initiative"

    def is_offered(self, row: Initiative) -> bool:
        return not row.merged_into_id

    def widget(self) -> forms.Widget:
        return OneChoice(Initiative._meta.get_field("follows"), admin.site)

    def explanation(self, row: Initiative) -> str:
        return (
            "Cette fiche fait double emploi : elle quittera le répertoire et renverra à celle que vous gardez. "
            "Les bulletins qui l’ont citée gardent leur texte. L’historique de la fiche gardée permet de les séparer "
            "de nouveau."
        )

    def perform(self, row: Initiative, data: dict[str, Any], by: Any) -> str:
        taken, refused = choices_of(data)
        kept = merge_initiatives(kept=data["kept"], duplicate=row, by=by, taken=taken, refused=refused)
        return f"Les deux fiches sont réunies : « {kept.title} » est gardée."


def _uses(row: Initiative) -> str:
    """“1 bulletin en préparation et 2 suites”; empty for none."""
    numbers = (
        (
            row.entries.filter(section__bulletin__status="draft").count(),
            "bulletin en préparation",
            "bulletins en préparation",
        ),
        (row.sequels.count(), "suite", "suites"),
        (row.corrections.open().count(), "correction proposée", "corrections proposées"),
        (row.pictures.filter(is_current=True).count(), "image", "images"),
        (row.comments.count(), "message", "messages"),
    )
    return enumerated([counted(number, *nouns) for number, *nouns in numbers if number])


def lacks(row: Initiative) -> list[Remark]:
    """What a reader will miss. A missing text and a private contact stop a publication."""
    remarks = []
    if not row.summary.strip():
        remarks.append(Remark("error", "Le texte manque."))
    if sentence := private_contact_sentence(row):
        remarks.append(Remark("error", sentence))
    if not row.participations.exists():
        remarks.append(Remark("warning", "Aucune organisation n’est nommée."))
    if not row.places.exists() and not row.coverages.exists():
        remarks.append(Remark("warning", "Aucun lieu n’est donné : elle ne sera trouvée par aucune commune."))
    if not row.contacts.public().exists():
        remarks.append(Remark("warning", "Aucun contact public : le lecteur ne saura pas qui appeler."))
    hidden = row.persons.filter(is_public=False).count()
    if hidden:
        told = counted(
            hidden,
            "personne citée sans accord : « [nom retiré] » remplacera son nom, là où il est écrit.",
            "personnes citées sans accord : « [nom retiré] » remplacera leur nom, là où il est écrit.",
        )
        remarks.append(Remark("warning", told))
    if sentence := name_in_title(row):
        remarks.append(Remark("warning", sentence))
    return remarks


def name_in_title(row: Initiative) -> str:
    """What to tell when the title names an attached person, public or not; empty otherwise."""
    names = [person.name for person in row.persons.all() if NAME_REMOVED in hide_names(row.title, [person.name])]
    if not names:
        return ""
    return (
        f"Le titre nomme {enumerated(names)} : préférez « une habitante », « un artisan »… Sans son accord, "
        f"« {NAME_REMOVED} » remplace le nom."
    )
