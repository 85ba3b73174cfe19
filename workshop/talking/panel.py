"""“Échanges”: what is said of a record and who is to do what, under its form and on a page of its own."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from backoffice.records.panels import Panel
from workshop.models import Assignment, Comment
from workshop.models.talking import Record
from workshop.talking.forms import AnswerForm, EntrustForm, SayForm
from workshop.talking.mails import ANCHOR
from workshop.talking.reading import exchanges_about, tasks

TEMPLATE = "workshop/talking/panel.html"


def may_talk(user: Any, record: models.Model) -> bool:
    """Whoever reads the record may speak of it."""
    return user.has_perm(f"{record._meta.app_label}.view_{record._meta.model_name}")


def panel_of(request: HttpRequest, record: models.Model) -> Panel | None:
    """What is open; what is settled is counted. Six queries, one more where a passage is quoted from a record with
    figures, two from a bulletin."""
    if not may_talk(request.user, record):
        return None
    context = open_talk(record)
    open_ones = len(context["exchanges"]) + len(context["tasks"])
    return Panel(TEMPLATE, ANCHOR, "Échanges", open_ones, context)


def open_talk(record: Record, **refused: Any) -> dict[str, Any]:
    """What is open, and how much is settled. `refused`: see `talk_about`."""
    settled = Comment.objects.opening().about(record).exclude(resolved_at=None).count()
    return talk_about(record, comments=Comment.objects.unresolved(), **refused) | {"settled": settled}


def talk_about(
    record: Record,
    *,
    comments: models.QuerySet,
    say_form: SayForm | None = None,
    entrust_form: EntrustForm | None = None,
    refused: tuple[int, AnswerForm] | None = None,
) -> dict[str, Any]:
    """What the template shows. The forms are those that were refused, with what was typed in them."""
    exchanges = []
    for exchange in exchanges_about(record, comments):
        pk = exchange.first.pk
        form = refused[1] if refused and refused[0] == pk else AnswerForm(auto_id=f"id_reponse_{pk}_%s")
        exchanges.append((exchange, form))
    rows = Assignment.objects.open().about(record).select_related("person", "created_by")
    return {
        "record": record,
        "url": reverse("workshop:talk", args=[record._meta.model_name, record.pk]),
        "exchanges": exchanges,
        "tasks": tasks(rows, today=timezone.localdate()),
        "say_form": say_form or SayForm(auto_id="id_echange_%s"),
        "entrust_form": entrust_form or EntrustForm(auto_id="id_tache_%s"),
    }
