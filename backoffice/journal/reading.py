"""Reading the journal: what is asked for, the lines that answer, and where each leads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django import forms
from django.apps import apps
from django.db.models import Q
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from backoffice.journal.erasing import GONE
from backoffice.journal.kinds import Kind
from backoffice.models.journal import JournalLine, JournalLineQuerySet

PAGE = 50
GROUPS = {
    "Connexions et mots de passe": ("LOGGED_IN", "PROVIDER_UNLINKED"),
    "Comptes et droits": ("ACCOUNT_ADDED", "RIGHTS_CHANGED"),
    "Fiches et bulletins": ("PROPOSED", "SETTINGS_CHANGED"),
    "Personnes": ("CONSENT_CHANGED", "RETENTION_APPLIED"),
    "Exports et lectures": ("EXPORTED", "PROOF_OPENED"),
    "Machine": ("BACKED_UP", "DATABASE_RIGHTS_GIVEN"),
}
# Of these the record is gone.
WITHOUT_LINK = {Kind.DELETED, Kind.ERASED, Kind.ACCOUNT_DELETED}
COLUMNS = ["Quand", "Acte", "Qui", "Nature de la fiche", "Numéro de la fiche", "Sur quoi", "Précisions", "D’où"]


def grouped_kinds() -> list[tuple[str, list[tuple[str, str]]]]:
    """All kinds in the order in which they are declared; each group runs from its first to its last."""
    names = list(Kind.names)
    return [
        (label, [(Kind[name].value, Kind[name].label) for name in names[names.index(first) : names.index(last) + 1]])
        for label, (first, last) in GROUPS.items()
    ]


class AskedForm(forms.Form):
    """The filters of the page, which the address carries."""

    acte = forms.ChoiceField(label="Acte", required=False)
    personne = forms.CharField(
        label="Compte", required=False, max_length=150, help_text="Son identifiant ; ou « machine », « non connecté »."
    )
    mots = forms.CharField(label="Mots", required=False, max_length=80)
    du = forms.DateField(label="Du", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    au = forms.DateField(label="Au", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    fiche = forms.RegexField(r"^[a-z_]+\.[a-z_]+:[^\x00]{1,40}$", required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["acte"].choices = [("", "tous"), *grouped_kinds()]

    def clean(self) -> dict[str, Any]:
        asked = super().clean()
        if asked.get("du") and asked.get("au") and asked["du"] > asked["au"]:
            self.add_error("au", "La période finit avant de commencer.")
        return asked


def lines_for(asked: dict[str, Any]) -> JournalLineQuerySet:
    """The lines that answer cleaned filters, the latest first."""
    lines = JournalLine.objects.all()
    if asked.get("acte"):
        lines = lines.filter(kind=asked["acte"])
    if person := asked.get("personne"):
        about = Q(about_type="auth.user", words__iexact=person)
        lines = lines.filter(Q(who__iexact=person) | about)
    if words := asked.get("mots"):
        lines = lines.filter(Q(words__icontains=words) | Q(told__icontains=words))
    if asked.get("du"):
        lines = lines.filter(at__gte=timezone.make_aware(datetime.combine(asked["du"], time.min)))
    if asked.get("au"):
        lines = lines.filter(at__lte=timezone.make_aware(datetime.combine(asked["au"], time.max)))
    if record := asked.get("fiche"):
        about_type, _, key = record.partition(":")
        lines = lines.filter(about_type=about_type, about_id=key)
    return lines


@dataclass(frozen=True)
class Shown:
    """A line with its words and where it leads; no address where there is none."""

    line: JournalLine
    nature: str
    url: str

    @property
    def is_gone(self) -> bool:
        """Its record was erased everywhere: the words tell its nature alone."""
        return self.line.words.endswith(GONE)

    @property
    def record_asked(self) -> str:
        """The filter that shows all lines of the same record."""
        return f"{self.line.about_type}:{self.line.about_id}" if self.line.about_id else ""


def shown(lines: Iterable[JournalLine]) -> list[Shown]:
    return [Shown(line, nature_of(line.about_type), _url(line)) for line in lines]


def page_of(lines: JournalLineQuerySet, *, before: int | None) -> tuple[list[Shown], int | None]:
    """One page by keys: the lines before this one, and the key that the next page goes on from (None: there is none).
    One query, whatever the page."""
    found = list((lines.filter(pk__lt=before) if before else lines)[: PAGE + 1])
    return shown(found[:PAGE]), found[PAGE - 1].pk if len(found) > PAGE else None


def nature_of(about_type: str) -> str:
    """“initiative”, for `initiatives.initiative`; the type itself where a later version no longer has it."""
    if not about_type:
        return ""
    try:
        return str(apps.get_model(about_type)._meta.verbose_name)
    except (LookupError, ValueError):  # ValueError: no label of a model at all
        return about_type


def cells(line: JournalLine) -> list[str]:
    """A line of the spreadsheet, in the order of COLUMNS."""
    return [
        timezone.localtime(line.at).strftime("%Y-%m-%d %H:%M:%S"),  # spreadsheets sort it and reckon with it
        line.get_kind_display(),
        line.who,
        nature_of(line.about_type),
        line.about_id,
        line.words,
        line.told,
        line.network,
    ]


def _url(line: JournalLine) -> str:
    if not line.about_id or line.kind in WITHOUT_LINK or line.words.endswith(GONE):
        return ""
    try:
        return reverse(f"admin:{line.about_type.replace('.', '_')}_change", args=[line.about_id])
    except NoReverseMatch:
        return ""
