"""Records that look like the same one: told on top of the form and after a save, with the way to unite them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.db import models
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from rapidfuzz import fuzz

from backoffice.records.distinct import not_told_apart
from french.accents import sort_key

SLUG = "reunir"
ASKED = "avec"  # of the address: the record to keep, already chosen
NEARLY = 88  # of 100: “Isolement” and “Isolements” reach 95, “Aide alimentaire” and “Aide à domicile” 65
MOST = 5


def chosen_already(asked: QueryDict) -> dict[str, Any]:
    """The record to keep as the address names it, for a form with a field `kept`."""
    key = asked.get(ASKED, "")
    return {"kept": key} if key.isascii() and key.isdecimal() and len(key) <= 18 else {}


def merge_url(row: models.Model, other: models.Model) -> str:
    """The page where `row` is united with `other`, the one to keep."""
    name = f"admin:{row._meta.app_label}_{row._meta.model_name}_act"
    return f"{reverse(name, args=[row.pk, SLUG])}?{ASKED}={other.pk}"


def nearly_named(name: str, others: Iterable[models.Model]) -> list[models.Model]:
    """Those of some dozens of rows whose name is nearly `name`, the likest first, five at most."""
    wanted = sort_key(name)
    scores = [(fuzz.token_sort_ratio(wanted, sort_key(str(one))), one) for one in others]
    near = sorted((pair for pair in scores if pair[0] >= NEARLY), key=lambda pair: -pair[0])
    return [one for _, one in near[:MOST]]


def warn_of_duplicates(request: HttpRequest, row: models.Model, others: list[models.Model], permission: str) -> None:
    """Say after a save which records look like the same one, and lead to where they are united; nothing is blocked."""
    others = not_told_apart(row, others)
    if not others:
        return
    lines = format_html_join(
        " ; ",
        '<a href="{}">« {} »</a>{}',
        ((_change(one), one, _offer(request, row, one, permission)) for one in others),
    )
    sentence = "C’est enregistré. Attention, peut-être un doublon de : {}."
    if not request.user.has_perm(permission):
        sentence += " Si c’est la même chose, demandez à l’édition de les réunir."
    messages.warning(request, format_html(sentence, lines))


def likenesses(
    request: HttpRequest, row: models.Model, others: list[models.Model], permission: str
) -> list[dict[str, Any]]:
    """For the note on top of a form: each record that looks like `row`, and where to unite the two, if one may."""
    may = request.user.has_perm(permission)
    return [
        {"row": other, "url": _change(other), "merge_url": merge_url(row, other) if may else ""}
        for other in not_told_apart(row, others)
    ]


def _offer(request: HttpRequest, row: models.Model, other: models.Model, permission: str) -> str:
    if not request.user.has_perm(permission):
        return ""
    return format_html(' (<a href="{}">réunir avec « {} »</a>)', merge_url(row, other), other)


def _change(row: models.Model) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
