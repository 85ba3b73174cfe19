"""What is erased everywhere leaves the journal too: its lines stay, and no longer say of whom."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.db import models

from backoffice.models import JournalLine

GONE = "(fiche supprimée)"


def forget_records(model: type[models.Model], keys: Iterable[object]) -> int:
    """Lines about records that are destroyed tell their nature alone; how many."""
    told = f"{model._meta.verbose_name} {GONE}"
    lines = JournalLine.objects.filter(about_type=model._meta.label_lower, about_id__in=[str(key) for key in keys])
    return lines.update(words=told, told="")


def mask_words(holds: Callable[[str], bool], cleaned: Callable[[str], str]) -> int:
    """Put the mask wherever a line holds what is destroyed; how many lines did. Reads the whole journal."""
    changed = 0
    for line in JournalLine.objects.only("words", "told").iterator():
        texts = {"words": line.words, "told": line.told}
        changes = {name: cleaned(text) for name, text in texts.items() if holds(text)}
        if changes:
            changed += JournalLine.objects.filter(pk=line.pk).update(**changes)
    return changed
