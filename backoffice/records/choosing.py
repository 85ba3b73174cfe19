"""Which values stay when two records become one: both side by side, with the words that differ marked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db import models
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from backoffice.differences import by_words
from backoffice.history import FieldChange
from backoffice.records.contents import Shape, content_of, same, told
from backoffice.records.likenesses import merge_url

KEPT, GONE, BOTH = "gardee", "autre", "deux"
PREFIX = "valeur_"


class ChoosingForm(forms.Form):
    """The row to keep; once it is known, for each field and list in which the two differ, what stays.

    `fixed` names what is not chosen: it is the kept one's, or always joined.
    """

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        shape: Shape,
        row: models.Model,
        others: models.QuerySet,
        *args: Any,
        fixed: Iterable[str] = (),
        widget: forms.Widget | None = None,
        help_text: str = "",
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.fields["kept"] = forms.ModelChoiceField(
            others, label="Fiche à garder", help_text=help_text, **({"widget": widget} if widget else {})
        )
        self.order_fields(["kept"])
        sent = self.data.get("kept") if self.is_bound else self.get_initial_for_field(self.fields["kept"], "kept")
        chosen = str(sent or "")
        is_key = chosen.isascii() and chosen.isdecimal() and len(chosen) <= 18
        kept = others.exclude(pk=row.pk).filter(pk=chosen).first() if is_key else None
        self.shown = ""
        self.names: list[str] = []
        if kept is None:
            return
        # A version that somebody wrote meanwhile is another one: what there is to choose comes again.
        self.shown = "-".join(str(one) for one in (kept.pk, getattr(kept, "version", None)) if one is not None)
        self.initial["seen"] = self.shown
        self.fields["kept"].help_text = format_html(
            '{} <a href="{}">Garder plutôt celle-ci</a>', help_text, merge_url(kept, row)
        )
        for name, change in differences(shape, kept, row, fixed=fixed):
            self.names.append(name)
            is_list = isinstance(change.old, list)
            here, there = sides(change)
            self.fields[f"{PREFIX}{name}"] = forms.ChoiceField(
                label=change.label,
                choices=[*([(BOTH, "Les deux")] if is_list else []), (KEPT, here), (GONE, there)],
                initial=BOTH if is_list else KEPT,
                widget=forms.RadioSelect({"class": "sides"}),
                required=False,
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.names and self.data.get("seen") != self.shown:
            # What was sent chose the row only: the page comes again with what there is to choose.
            self.data = self.data.copy()
            self.data["seen"] = self.shown
            for name in self.names:
                field = f"{PREFIX}{name}"
                self.errors.pop(field, None)
                self.data.setdefault(field, self.fields[field].initial)
            raise forms.ValidationError("Voici en quoi les deux fiches diffèrent : choisissez, puis confirmez.")
        return cleaned


def choices_of(data: dict[str, Any]) -> tuple[list[str], list[str]]:
    """What was chosen: the names of what comes from the row that goes, and of the lists that stay the kept one's."""
    chosen = {name.removeprefix(PREFIX): value for name, value in data.items() if name.startswith(PREFIX)}
    return [name for name, side in chosen.items() if side == GONE], [
        name for name, side in chosen.items() if side == KEPT
    ]


def differences(
    shape: Shape, kept: models.Model, gone: models.Model, *, fixed: Iterable[str] = ()
) -> list[tuple[str, FieldChange]]:
    """Where both rows say something, and not the same, from the kept one to the other."""
    here, there = content_of(shape, kept), content_of(shape, gone)
    empty = ("", None, [])
    changes = {
        name: {"old": value, "new": there[name]}
        for name, value in here.items()
        if name not in fixed and value not in empty and there[name] not in empty and not same(value, there[name])
    }
    return [(one.name, one.change) for one in told(shape, changes)]


def sides(change: FieldChange) -> tuple[SafeString, SafeString]:
    """Both values, what only one of them has marked."""
    if isinstance(change.old, list):
        return _listed(change.old, change.new, "fiche gardée"), _listed(change.new, change.old, "cette fiche")
    pieces = by_words(change.old, change.new) if change.is_text else []
    if not any(piece.kind == "same" for piece in pieces):
        return _side("fiche gardée", change.old), _side("cette fiche", change.new)
    return tuple(
        _side(
            who,
            format_html_join(
                "",
                "{}",
                (
                    (piece.text if piece.kind == "same" else format_html("<mark>{}</mark>", piece.text),)
                    for piece in pieces
                    if piece.kind in ("same", own)
                ),
            ),
        )
        for who, own in (("fiche gardée", "removed"), ("cette fiche", "added"))
    )


def _listed(own: list[str], others: list[str], who: str) -> SafeString:
    told = ((one if one in others else format_html("<mark>{}</mark>", one),) for one in own)
    return _side(who, format_html_join(" ; ", "{}", told))


def _side(who: str, value: SafeString) -> SafeString:
    side = '<span class="sides__side"><span class="sides__who">{}\u00a0: </span><span class="sides__value">{}</span>'
    return format_html(f"{side}</span>", capfirst(who), value)
