"""The history page: every change of a record and of the lines that belong to it, with who and when."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import models
from django.forms.models import _get_foreign_key
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from simple_history.models import DeletedObject
from simple_history.utils import get_m2m_reverse_field_name

from backoffice.differences import Piece, abridged, by_words, plain_lines
from backoffice.journal.leading import journal_url_for
from french.wording import number, with_first

ACTS = {"+": "création", "~": "modification", "-": "suppression"}
LINE_ACTS = {"+": "ajout", "~": "modification", "-": "retrait"}
# What a machine keeps: it changes with the rest and would only hide what a person did.
KEPT_BY_MACHINE = {"slug", "search_vector"}
# What no form shows, and a person said in an act.
SAID_IN_ACTS = {"withdrawal_reason", "return_note", "emergency_reason"}
MOST_RECORDS = 500  # of each kind on one page set: a record with more changes shows the newest
SAME_SAVE = timedelta(seconds=2)  # a form writes its record and its lines one after the other


@dataclass
class FieldChange:
    """One field before and after. A list tells what left it and what joined it; a text, its words."""

    label: str
    old: str | list[str]
    new: str | list[str]
    is_text: bool = False

    @property
    def pieces(self) -> list[Piece]:
        """Asked for by the page, and so only for the changes that it shows."""
        return abridged(by_words(self.old, self.new))

    @property
    def removed(self) -> list[str]:
        return [one for one in self.old if one not in self.new]

    @property
    def added(self) -> list[str]:
        return [one for one in self.new if one not in self.old]


@dataclass
class Change:
    """One row as it was written: what was done, to what, and the fields that differ."""

    at: datetime
    by: str
    act: str
    what: str
    reason: str
    fields: list[FieldChange]


@dataclass
class Save:
    """The changes that one person made at once."""

    at: datetime
    by: str
    changes: list[Change] = field(default_factory=list)


def name_of(account: Any) -> str:
    """How the back office names someone; empty for a change made by a command."""
    return (account.get_full_name() or account.get_username()) if account else ""


def moment(value: datetime) -> str:
    """A moment as it is written in French: “20 novembre 2026, 14 h 20”."""
    return with_first(date_format(timezone.localtime(value), "j F Y, G\u00a0\\h\u00a0i"))


def moment_by(value: datetime | None, account: Any) -> str:
    """“20 novembre 2026, 14 h 20, Camille Exemple”; a dash for what has not happened."""
    return ", ".join(filter(None, [moment(value), name_of(account)])) if value else "—"


def saves_of(row: models.Model, parts: list[tuple[type[models.Model], str, str]]) -> list[Save]:
    """All changes of `row` and of its lines, newest first. `parts` names each line model, its key to the row, and the
    field by which a line is called (empty: all of them)."""
    changes = _changes(type(row), type(row).history.filter(**{row._meta.pk.attname: row.pk}), ACTS, "")
    for model, key, called in parts:
        lines = model.history.filter(**{key: row.pk})
        changes += _changes(model, lines, LINE_ACTS, str(model._meta.verbose_name), key=key, called=called)
    saves: list[Save] = []
    for change in sorted(changes, key=lambda one: one.at, reverse=True):
        if not saves or saves[-1].by != change.by or saves[-1].at - change.at > SAME_SAVE:
            saves.append(Save(change.at, change.by))
        saves[-1].changes.append(change)
    return saves


class HistoryPage:
    """The history of a ModelAdmin, from the stored versions of rows; `records.restoring` brings one back."""

    # Lines without an inline of their own: model, path to the record, and the field that says which line it is.
    history_parts: tuple[tuple[type[models.Model], str, str], ...] = ()

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not hasattr(self.model, "history"):
            return super().history_view(request, object_id, extra_context)
        row = self.get_object(request, unquote(object_id))
        if row is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_or_change_permission(request, row):
            raise PermissionDenied
        page = Paginator(saves_of(row, self._parts(request, row)), 30).get_page(request.GET.get("p"))
        context = {
            **self.admin_site.each_context(request),
            "title": "Historique",
            "subtitle": None,
            "page_obj": page,
            "object": row,
            "opts": self.opts,
            "journal_url": journal_url_for(request, row),
            **(extra_context or {}),
        }
        return TemplateResponse(request, "backoffice/history.html", context)

    def _parts(self, request: HttpRequest, row: models.Model) -> list[tuple[type[models.Model], str, str]]:
        inlines = [
            (inline.model, _get_foreign_key(self.model, inline.model, fk_name=inline.fk_name).name, "")
            for inline in self.get_inline_instances(request, row)
            if hasattr(inline.model, "history")
        ]
        return inlines + list(self.history_parts)


def _changes(
    model: type[models.Model],
    records: models.QuerySet,
    acts: dict[str, str],
    kind: str,
    key: str = "",
    called: str = "",
) -> list[Change]:
    records = records.select_related("history_user")._select_related_history_tracked_objs()
    by_row: dict[Any, list[Any]] = {}
    for record in records.order_by("-history_date", "-history_id")[:MOST_RECORDS]:
        by_row.setdefault(getattr(record, model._meta.pk.attname), []).append(record)
    changes = []
    for versions in by_row.values():
        for record, older in zip(versions, [*versions[1:], None], strict=True):
            fields = _differences(model, record, older) if older and record.history_type == "~" else []
            if record.history_type == "~" and older and not fields and not record.history_change_reason:
                continue
            what = f"{kind} : {described(model, record, key, called=called)}" if kind else ""
            changes.append(
                Change(
                    record.history_date,
                    name_of(record.history_user),
                    acts[record.history_type],
                    what,
                    record.history_change_reason or "",
                    fields,
                )
            )
    return changes


def _differences(model: type[models.Model], record: Any, older: Any) -> list[FieldChange]:
    delta = record.diff_against(older, excluded_fields=KEPT_BY_MACHINE, foreign_keys_are_objs=True)
    pairs = [(change.field, change.old, change.new) for change in delta.changes]
    said = SAID_IN_ACTS & {field.name for field in record.tracked_fields}
    pairs += [(name, getattr(older, name), getattr(record, name)) for name in sorted(said)]
    changes = [field_change(model._meta.get_field(name), old, new) for name, old, new in pairs]
    return [change for change in changes if change.old != change.new]


def field_change(field_meta: models.Field, old: Any, new: Any) -> FieldChange:
    """A value before and after, in French; of a list, its rows (or their stored links)."""
    label = capfirst(str(field_meta.verbose_name))
    if isinstance(field_meta, models.ManyToManyField):
        key = get_m2m_reverse_field_name(field_meta)
        old, new = (
            [_told(field_meta, line[key] if isinstance(line, dict) else line) for line in lines] for lines in (old, new)
        )
        return FieldChange(label, old, new)
    if isinstance(old, list) and isinstance(new, list):
        return FieldChange(label, [str(one) for one in old], [str(one) for one in new])
    is_text = isinstance(field_meta, models.CharField | models.TextField) and not field_meta.choices
    if is_text:
        old, new = plain_lines(old or ""), plain_lines(new or "")
    return FieldChange(label, _in_french(field_meta, old), _in_french(field_meta, new), is_text and bool(old and new))


def described(model: type[models.Model], record: Any, key: str, *, called: str = "") -> str:
    """A line in words: the values of its fields, but for the row it belongs to and its rank; or of the one field."""
    words = []
    for one in model._meta.concrete_fields:
        if one.primary_key or not one.editable or one.name in {key, "position"} or one.name != (called or one.name):
            continue
        try:
            value = getattr(record, one.name)
        except models.ObjectDoesNotExist:
            value = "fiche supprimée"
        if value not in (None, "", False):
            words.append(str(one.verbose_name) if value is True else _in_french(one, value))
    return ", ".join(dict.fromkeys(words))  # “blouses, 1 200, blouses”: what is counted and its unit are often one word


def _told(field_meta: models.Field, row: Any) -> str:
    """A row of a list, by the words that it wants to be remembered by, if it has any; None was deleted."""
    if row is None:
        return "fiche supprimée"
    return getattr(row, "told_in_history", "") or _in_french(field_meta, row)


def _in_french(field_meta: models.Field, value: Any) -> str:
    if isinstance(value, DeletedObject):
        return "fiche supprimée"
    if isinstance(value, bool):
        return "oui" if value else "non"
    if value is None or value == "":
        return "—"
    if field_meta.choices:
        return str(dict(field_meta.flatchoices).get(value, value))
    if isinstance(value, Decimal):
        return number(value)
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return with_first(date_format(value, "j F Y"))
    return str(value)
