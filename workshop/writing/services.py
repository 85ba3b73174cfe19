"""Saving what was typed: the rows of an initiative, by the same functions as an import, and its place in a bulletin."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, transaction

from bulletins.composing import ComposingRefusal, add_entry
from bulletins.models import Entry, Section
from documents.entering.initiatives import write_initiative
from documents.entering.privacy import protect_persons
from documents.entering.rows import Made
from documents.refusals import ImportRefusal
from documents.review.draft import Draft
from initiatives.models import Initiative, Theme
from initiatives.repetition import said_once
from initiatives.services import InitiativeRefusal, submit_for_review


class TypedRefusal(Exception):
    """What was typed is not saved; the message is a French sentence for the person who typed."""


@dataclass
class Saved:
    initiative: Initiative
    entry: Entry | None
    made: Made

    @property
    def is_new(self) -> bool:
        return ("initiative", self.initiative) in self.made.rows


def save_typed(
    *,
    initiative: Draft,
    theme: Theme,
    day: date | None,
    by: AbstractBaseUser,
    section: Section | None = None,
    proposes: bool = False,
) -> Saved:
    """Write a typed initiative as a draft, all or nothing; `proposes` asks an editor to read it at once.

    With a section, the initiative is cited at its end in the words that were typed. Where it is “la même” as a known
    one, only that citation is new: without a section there is nothing to write, and the act is refused.
    """
    link = initiative["link"] or {}
    if link.get("kind") == "same" and section is None:
        raise TypedRefusal(
            f"« {link['title']} » est déjà dans le répertoire\u00a0: ouvrez sa fiche, ou choisissez «\u00a0une "
            "nouvelle initiative\u00a0» ou «\u00a0la suite\u00a0»."
        )
    try:
        with transaction.atomic():
            made = Made()
            _protect_actors(initiative)
            row = write_initiative(initiative, theme=theme, day=day, made=made, by=by)
            saved = Saved(row, None, made)
            if proposes and saved.is_new:
                saved.initiative = submit_for_review(initiative=row, by=by)
            if section is not None:
                saved.entry = add_entry(section=section, initiative=row, by=by, wording=_wording(initiative, row))
    except IntegrityError:
        # Between our look and our writing, someone made the same record.
        raise TypedRefusal(
            "Quelqu’un vient d’enregistrer la même fiche\u00a0: rien n’a été créé, votre texte est conservé. "
            "Recommencez."
        ) from None
    except (ImportRefusal, InitiativeRefusal, ComposingRefusal) as refusal:
        raise TypedRefusal(str(refusal)) from refusal
    return saved


def _protect_actors(initiative: Draft) -> None:
    """A private person who acts keeps her name in “personnes” only. The title is the officer's: it is refused with her
    name in it, not changed."""
    title = initiative["title"]
    protect_persons(initiative)
    initiative["title"] = title


def _wording(initiative: Draft, row: Initiative) -> str:
    """The words of the day, less what the page gives beside them."""
    contacts = list(row.contacts.values_list("kind", "value"))
    return said_once(initiative["text"], titles=[initiative["title"]], contacts=contacts).text
