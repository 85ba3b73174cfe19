"""Planning a publication from the bulletin's page; every rule is that of `bulletins.scheduling`."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.html import format_html
from django.utils.timezone import localtime

from backoffice.acts import Remark
from backoffice.widgets import FrenchDateInput
from bulletins.admin.acts import BulletinAct
from bulletins.admin.checking import remarks_of
from bulletins.checks import missing_for_publication
from bulletins.models import Bulletin
from bulletins.refusals import BulletinRefusal
from bulletins.scheduling.acts import plan_publication, unplan_publication
from bulletins.scheduling.clock import NoSuchMoment, moment_of, written_moment
from bulletins.scheduling.state import pending_of
from french.wording import long_date


class PlanForm(forms.Form):
    day = forms.DateField(label="Jour", widget=FrenchDateInput, help_text="Par exemple 30/04/2026.")
    hour = forms.TimeField(
        label="Heure",
        input_formats=["%H:%M", "%Hh%M", "%H h %M", "%Hh", "%H h", "%H"],
        widget=forms.TimeInput({"autocomplete": "off", "size": 8}, format="%H:%M"),
        help_text="Heure de Paris : 18:00.",
    )
    has_embargo_link = forms.BooleanField(
        label="Préparer un lien pour la presse, sous embargo",
        required=False,
        help_text="Qui reçoit ce lien lit le texte dès maintenant. À l’heure dite, il mène à la page publique.",
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "day" in cleaned and "hour" in cleaned:
            try:
                cleaned["planned_for"] = moment_of(cleaned["day"], cleaned["hour"])
            except NoSuchMoment as problem:
                self.add_error("hour", str(problem))
        return cleaned


class Plan(BulletinAct):
    slug = "programmer"
    label = "Programmer la parution"
    permission = "publish_bulletin"
    form = PlanForm
    refusal = BulletinRefusal
    asks_proof = True

    def is_offered(self, row: Bulletin) -> bool:
        return row.status == Bulletin.Status.DRAFT

    def button(self, row: Bulletin) -> str:
        return "Programmer à un autre moment" if pending_of(row) else self.label

    def explanation(self, row: Bulletin) -> str:
        return (
            "Le bulletin paraîtra de lui-même à ce moment, tel qu’il est maintenant : vous en signez le texte. S’il "
            "est modifié entre-temps, il ne paraîtra pas et vous en serez prévenu ; relisez-le alors et programmez-le "
            "de nouveau."
        )

    def remarks(self, row: Bulletin) -> list[Remark]:
        remarks = remarks_of(row, missing_for_publication(row)) or [Remark("info", "Rien ne manque.")]
        if row.dated_on:
            remarks.append(Remark("info", f"Le bulletin porte la date du {long_date(row.dated_on)}.", lead="Date"))
        return remarks

    def initial(self, row: Bulletin, asked: Any) -> dict[str, Any]:
        if plan := pending_of(row):
            local = localtime(plan.planned_for)
            return {"day": local.date(), "hour": local.time(), "has_embargo_link": plan.has_embargo_link}
        return {"day": row.dated_on if row.dated_on and row.dated_on >= localtime().date() else None}

    def perform(self, row: Bulletin, data: dict[str, Any], by: Any) -> str:
        plan = plan_publication(
            bulletin=row,
            planned_for=data["planned_for"],
            by=by,
            has_embargo_link=data["has_embargo_link"],
            expected_version=row.version,
        )
        url = reverse("admin:bulletins_bulletin_act", args=[row.pk, Unplan.slug])
        moment = written_moment(plan.planned_for)
        return format_html('Le bulletin paraîtra le {}. <a href="{}">Le déprogrammer</a>', moment, url)


class Unplan(BulletinAct):
    slug = "deprogrammer"
    label = "Déprogrammer"
    permission = "publish_bulletin"
    refusal = BulletinRefusal

    def is_offered(self, row: Bulletin) -> bool:
        return row.status == Bulletin.Status.DRAFT and pending_of(row) is not None

    def explanation(self, row: Bulletin) -> str:
        return "Le bulletin restera un brouillon. Le lien donné à la presse, s’il y en a un, sera fermé."

    def perform(self, row: Bulletin, data: dict[str, Any], by: Any) -> str:
        unplan_publication(bulletin=row, by=by)
        return "Le bulletin n’est plus programmé."
