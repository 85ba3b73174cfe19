"""The blocks of a bulletin: every text that is written in its place, under one key, saved by itself.

A key is “kind-row-field”: `entry-12-wording`. A save tells the text that the block was opened on; when someone wrote
another meanwhile, that save alone is refused, with both texts. Fields that it does not name are never written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator

from backoffice.differences import Piece, by_words, plain_lines
from backoffice.history import name_of
from bulletins.composing import REASON_LENGTH, lock_bulletin, note_change
from bulletins.models import Bulletin, BulletinLink, Entry, Section
from french.invisible import visible

KEY = re.compile(r"(bulletin|section|entry|link)-([1-9][0-9]{0,15})-([a-z_]{2,30})")
LABELS: dict[str, dict[str, str]] = {
    "bulletin": {
        "title": "Titre du bulletin",
        "dated_on": "Date",
        "place": "Lieu",
        "introduction": "Introduction",
        "closing": "Conclusion",
        "signatory_name": "Signataire",
        "signatory_function": "Fonction du signataire",
    },
    "section": {"heading": "Intertitre", "introduction": "Chapeau", "theme": "Thème"},
    "entry": {"wording": "Texte du jour"},
    "link": {"label": "Invitation", "url": "Adresse du lien"},
}
MODELS: dict[str, type[models.Model]] = {
    "bulletin": Bulletin,
    "section": Section,
    "entry": Entry,
    "link": BulletinLink,
}
# Printed from the series while the bulletin has none of its own.
FROM_SERIES = {"place", "signatory_name", "signatory_function"}
# One person who goes on writing in one block leaves one line in the history, not one a pause.
ONE_STRETCH = timedelta(minutes=10)


class BlockRefused(Exception):
    """The text cannot be saved; the message is a French sentence for the person who wrote it."""


class BlockGone(BlockRefused):
    """The row is no longer part of the bulletin: someone took it out."""


class StaleBlock(Exception):
    """Someone wrote another text in this block meanwhile. `block` is as it stands now, `mine` what was refused."""

    def __init__(self, block: Block, mine: str) -> None:
        super().__init__(f"{block.label}\u00a0: quelqu’un a écrit un autre texte pendant que vous écriviez.")
        self.block, self.mine = block, mine

    @property
    def pieces(self) -> list[Piece]:
        """The present text against the refused one, word by word."""
        return by_words(self.block.text, self.mine)

    @property
    def by(self) -> str:
        """Who wrote last in this row; empty for a command."""
        last = self.block.row.history.select_related("history_user").first()
        return name_of(last.history_user if last else None)


@dataclass(frozen=True)
class Block:
    """One field of one row of a bulletin, with what a page needs to show and to open it."""

    kind: str
    row: Any
    field: str

    @property
    def key(self) -> str:
        return f"{self.kind}-{self.row.pk}-{self.field}"

    @property
    def what(self) -> str:
        return LABELS[self.kind][self.field]

    @property
    def label(self) -> str:
        """“Chapeau, Solidaires des soignants”: the block among all those of the page."""
        return ", ".join(filter(None, [self.what, self.owner]))

    @property
    def owner(self) -> str:
        if self.kind == "section":
            return self.row.heading or self.row.theme.heading or self.row.theme.name
        if self.kind == "entry":
            return self.row.initiative.title
        return str(self.row) if self.kind == "link" else ""

    @property
    def text(self) -> str:
        """The stored value as one types it; the text of an entry without a wording is empty."""
        value = getattr(self.row, self.meta.attname)
        if value is None:
            return ""
        return value.strftime("%d/%m/%Y") if isinstance(value, date) else str(value)

    @property
    def own_text(self) -> str:
        """What is printed while the block is empty, when another record gives it."""
        if self.kind == "entry":
            return self.row.initiative.summary
        if self.kind == "section" and self.field == "heading":
            return self.row.theme.heading or self.row.theme.name
        # A signatory of the day has a function of the day, or none.
        is_of_series = self.field != "signatory_function" or not self.row.signatory_name
        if self.kind == "bulletin" and self.field in FROM_SERIES and is_of_series:
            return getattr(self.row.series, self.field)
        return ""

    @property
    def shape(self) -> str:
        """How it is written: `text` (with the little formatting), `line`, `date` or `choice`."""
        if isinstance(self.meta, models.TextField):
            return "text"
        if isinstance(self.meta, models.ForeignKey):
            return "choice"
        return "date" if isinstance(self.meta, models.DateField) else "line"

    @property
    def most(self) -> int | None:
        """The greatest number of characters."""
        return self.meta.max_length

    @property
    def form_url(self) -> str:
        """The form where the same field is written without this page."""
        if self.kind == "entry":
            return reverse("admin:bulletins_section_change", args=[self.row.section_id])
        if self.kind == "section":
            return f"{reverse('admin:bulletins_section_change', args=[self.row.pk])}#id_{self.field}"
        bulletin = self.row.pk if self.kind == "bulletin" else self.row.bulletin_id
        anchor = f"id_{self.field}" if self.kind == "bulletin" else "links-group"
        return f"{reverse('admin:bulletins_bulletin_change', args=[bulletin])}#{anchor}"

    @property
    def meta(self) -> models.Field:
        return MODELS[self.kind]._meta.get_field(self.field)


def blocks_of(kind: str, row: Any) -> dict[str, Block]:
    """Every block of a row, by the name of its field."""
    return {field: Block(kind, row, field) for field in LABELS[kind]}


def find_block(bulletin: Bulletin, key: str) -> Block:
    """The block under this key, if it is part of the bulletin; BlockGone otherwise."""
    found = KEY.fullmatch(key)
    if found is None or found[3] not in LABELS[found[1]]:
        raise BlockGone("Ce texte n’existe pas dans le bulletin.")
    kind, pk, field = found[1], int(found[2]), found[3]
    if kind == "bulletin":
        row = bulletin if pk == bulletin.pk else None
    elif kind == "entry":
        rows = Entry.objects.select_related("section", "initiative").defer("initiative__search_vector")
        row = rows.filter(pk=pk, section__bulletin=bulletin).first()
    elif kind == "section":
        row = bulletin.sections.select_related("theme").filter(pk=pk).first()
    else:
        row = bulletin.links.filter(pk=pk).first()
    if row is None:
        raise BlockGone("Cette partie du bulletin vient d’être retirée par quelqu’un.")
    return Block(kind, row, field)


def write_block(
    *,
    bulletin: Bulletin,
    key: str,
    text: str,
    opened_on: str,
    by: AbstractBaseUser,
    now: datetime | None = None,
) -> Block:
    """Save one block. `opened_on` is the text that the writer had before their eyes when they began.

    Refused with StaleBlock when the stored text is neither that one nor already the new one. Spaces at the ends of
    lines and ways to end a line are no difference.
    """
    now = now or timezone.now()
    with transaction.atomic():
        bulletin = lock_bulletin(bulletin.pk, by=by)
        block = find_block(bulletin, key)
        value = _read(block, text)
        before = block.text
        row = block.row
        old = getattr(row, block.meta.name)
        setattr(row, block.meta.name, value)
        if plain_lines(block.text) == plain_lines(before):
            return block
        if plain_lines(before) != plain_lines(opened_on):
            setattr(row, block.meta.name, old)
            raise StaleBlock(block, text)
        reason = Truncator(block.label).chars(REASON_LENGTH)
        if row is not bulletin:
            row._history_user, row._change_reason = by, block.what
            row.save(update_fields=[block.field])
            _join_stretch(row, by=by, now=now)
        note_change(bulletin, by=by, why=reason)
        _join_stretch(bulletin, by=by, now=now)
    return block


def _read(block: Block, text: str) -> Any:
    """The value that was typed, or BlockRefused with the sentence of its field."""
    options = {"assume_scheme": "https"} if isinstance(block.meta, models.URLField) else {}
    field: forms.Field = block.meta.formfield(**options)
    text = visible(text)
    if block.shape == "line":
        text = " ".join(text.split())
    try:
        text.encode()
        value = field.clean(text)
    except ValidationError as error:
        raise BlockRefused(" ".join(error.messages)) from error
    except UnicodeEncodeError as error:
        raise BlockRefused("Ce texte contient un caractère qui ne s’enregistre pas\u00a0: retapez-le.") from error
    if block.kind != "bulletin" and block.own_text and plain_lines(str(value)) == plain_lines(block.own_text):
        return ""  # nothing of its own: the record's text goes on being taken over
    return value


def _join_stretch(row: models.Model, *, by: AbstractBaseUser, now: datetime) -> None:
    """Take out of the history the version before this one, when it is of the same person, block and stretch."""
    records = list(row.history.order_by("-history_date", "-history_id")[:2])
    if len(records) < 2:
        return
    last, previous = records
    is_same = (
        previous.history_type == "~"
        and previous.history_user_id == by.pk
        and previous.history_change_reason == last.history_change_reason
    )
    if is_same and now - previous.history_date < ONE_STRETCH:
        previous.delete()
