"""What “Effacer partout” does to remarks on proofs: readers without an account may have written a name or a number."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import models

from bulletins.occulting.choice import Choice
from bulletins.occulting.elsewhere import Rows
from french.wording import counted
from workshop.models import ProofLink, ProofRemark

TEXTS: dict[type[models.Model], tuple[str, ...]] = {
    ProofRemark: ("about", "author", "text"),
    ProofLink: ("reader",),
    ProofLink.history.model: ("reader",),
}


def clear(choice: Choice, rows: Rows, by: AbstractBaseUser, now: datetime) -> list[str]:
    """The words go, the remark stays: what it asks for is still to be done."""
    cleaned = 0
    for model, row in _telling(choice):
        fields = {name: choice.cleaned(getattr(row, name)) for name in TEXTS[model]}
        model.objects.filter(pk=row.pk).update(**fields)
        cleaned += 1
    return [counted(cleaned, "remarque sur une épreuve", "remarques sur des épreuves")] if cleaned else []


def left(choice: Choice) -> Iterator[str]:
    for model, row in _telling(choice):
        yield f"{model._meta.verbose_name} {row.pk}"


def _telling(choice: Choice) -> Iterator[tuple[type[models.Model], models.Model]]:
    for model, names in TEXTS.items():
        for row in model.objects.order_by("pk"):
            if any(choice.holds(getattr(row, name)) for name in names):
                yield model, row
