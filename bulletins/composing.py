"""Putting a bulletin in order: sections and entries up and down, an entry into another section."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser
from django.db import models, transaction

from backoffice.forms import last_position
from bulletins.models import Bulletin, Entry, Section
from initiatives.models import Initiative


class ComposingRefusal(Exception):
    """The act is refused; the message is a French sentence for the person who asked."""


def move_section(*, section: Section, step: int, by: AbstractBaseUser) -> None:
    """One place up (`step` -1) or down (+1) in its bulletin; at an end nothing moves."""
    with transaction.atomic():
        bulletin = _lock(section.bulletin_id)
        sections = list(bulletin.sections.all())
        if section not in sections:
            raise ComposingRefusal("Cette rubrique vient d’être retirée.")
        if _swap(sections, section, step, by):
            _note(bulletin, by=by, why="rubriques remises en ordre")


def move_entry(*, entry: Entry, step: int, by: AbstractBaseUser) -> None:
    """One place up or down in its section; at an end nothing moves."""
    with transaction.atomic():
        bulletin = _lock(entry.section.bulletin_id)
        entry = _fresh(entry)
        if _swap(list(Entry.objects.filter(section=entry.section_id)), entry, step, by):
            _note(bulletin, by=by, why="entrées remises en ordre")


def move_entry_to(*, entry: Entry, section: Section, by: AbstractBaseUser) -> None:
    """To the end of another section of the same bulletin, with its wording."""
    if section.bulletin_id != entry.section.bulletin_id:
        raise ComposingRefusal("Choisissez une rubrique du même bulletin.")
    with transaction.atomic():
        bulletin = _lock(section.bulletin_id)
        entry = _fresh(entry)
        if section.entries.filter(initiative=entry.initiative_id).exists():
            raise ComposingRefusal("Cette initiative est déjà dans la rubrique.")
        entry.section, entry.position = section, last_position(section.entries.all()) + 1
        entry._history_user, entry._change_reason = by, "changée de rubrique"
        entry.save()
        _note(bulletin, by=by, why="entrée changée de rubrique")


def add_entry(*, section: Section, initiative: Initiative, by: AbstractBaseUser, wording: str = "") -> Entry:
    """Cite an initiative at the end of a section; without a wording, with its own text for the time being."""
    with transaction.atomic():
        bulletin = _lock(section.bulletin_id)
        cited = Entry.objects.filter(section__bulletin=bulletin, initiative=initiative).select_related("section__theme")
        if known := cited.first():
            heading = known.section.heading or known.section.theme
            raise ComposingRefusal(f"« {initiative.title} » est déjà dans ce bulletin, rubrique « {heading} ».")
        entry = Entry(
            section=section,
            initiative=initiative,
            wording=wording,
            position=last_position(section.entries.all()) + 1,
        )
        entry._history_user = by
        entry.save()
        _note(bulletin, by=by, why="entrée ajoutée")
    return entry


def remove_entry(*, entry: Entry, by: AbstractBaseUser) -> None:
    """Take an initiative out of the bulletin; its own record stays."""
    with transaction.atomic():
        bulletin = _lock(entry.section.bulletin_id)
        entry = _fresh(entry)
        entry._history_user = by
        entry.delete()
        _note(bulletin, by=by, why="entrée ôtée")


def _lock(bulletin_id: int) -> Bulletin:
    # The bulletin's row stands for all its parts: two people who compose it wait for each other.
    return Bulletin.objects.select_for_update().get(pk=bulletin_id)


def _fresh(entry: Entry) -> Entry:
    """The entry as it stands under the lock: someone may have moved or removed it meanwhile."""
    found = Entry.objects.select_related("section").filter(pk=entry.pk).first()
    if found is None:
        raise ComposingRefusal("Cette entrée vient d’être ôtée du bulletin.")
    return found


def _swap(rows: list[models.Model], row: models.Model, step: int, by: AbstractBaseUser) -> bool:
    """Move `row` among `rows` and number all anew where the positions have gaps or ties. False when nothing moves."""
    place = rows.index(row)
    other = place + step
    if not 0 <= other < len(rows):
        return False
    rows[place], rows[other] = rows[other], rows[place]
    for position, one in enumerate(rows, start=1):
        if one.position != position:
            one.position, one._history_user = position, by
            one.save(update_fields=["position"])
    return True


def _note(bulletin: Bulletin, *, by: AbstractBaseUser, why: str) -> None:
    bulletin.version += 1
    bulletin._history_user, bulletin._change_reason = by, why
    bulletin.save()
