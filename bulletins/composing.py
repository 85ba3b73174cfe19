"""Putting a bulletin together: sections, entries and links added, moved, taken out and put back.

Each act locks the bulletin's row, moves its version on and leaves a line in its history that says what was done.
"""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.text import Truncator

from backoffice.forms import last_position
from bulletins.models import Bulletin, BulletinLink, Entry, Section
from bulletins.reach.rule import locked_bulletin
from initiatives.models import Initiative, Theme

REASON_LENGTH = 100  # of a line of the history

Part = Section | Entry | BulletinLink
PUT_BACK = {Section: "rubrique remise", Entry: "entrée remise", BulletinLink: "lien remis"}


class ComposingRefusal(Exception):
    """The act is refused; the message is a French sentence for the person who asked."""


def move_section(*, section: Section, step: int, by: AbstractBaseUser) -> None:
    """One place up (`step` -1) or down (+1) in its bulletin; at an end nothing moves."""
    with transaction.atomic():
        bulletin = lock_bulletin(section.bulletin_id, by=by)
        sections = list(bulletin.sections.all())
        if section not in sections:
            raise ComposingRefusal("Cette rubrique vient d’être retirée.")
        if _swap(sections, section, step, by):
            note_change(bulletin, by=by, why="rubriques remises en ordre")


def move_entry(*, entry: Entry, step: int, by: AbstractBaseUser) -> None:
    """One place up or down in its section; at an end nothing moves."""
    with transaction.atomic():
        bulletin = lock_bulletin(entry.section.bulletin_id, by=by)
        entry = _fresh(entry)
        if _swap(list(Entry.objects.filter(section=entry.section_id)), entry, step, by):
            note_change(bulletin, by=by, why="entrées remises en ordre")


def move_entry_to(*, entry: Entry, section: Section, by: AbstractBaseUser) -> None:
    """To the end of another section of the same bulletin, with its wording."""
    if section.bulletin_id != entry.section.bulletin_id:
        raise ComposingRefusal("Choisissez une rubrique du même bulletin.")
    with transaction.atomic():
        bulletin = lock_bulletin(section.bulletin_id, by=by)
        entry = _fresh(entry)
        if section.entries.filter(initiative=entry.initiative_id).exists():
            raise ComposingRefusal("Cette initiative est déjà dans la rubrique.")
        entry.section, entry.position = section, last_position(section.entries.all()) + 1
        entry._history_user, entry._change_reason = by, "changée de rubrique"
        entry.save()
        note_change(bulletin, by=by, why="entrée changée de rubrique")


def place_entry(*, entry: Entry, section: Section, before: Entry | None, by: AbstractBaseUser) -> None:
    """Into `section`, in front of `before`, or at its end. The wording goes along."""
    if section.bulletin_id != entry.section.bulletin_id:
        raise ComposingRefusal("Choisissez une rubrique du même bulletin.")
    with transaction.atomic():
        bulletin = lock_bulletin(section.bulletin_id, by=by)
        entry = _fresh(entry)
        if not bulletin.sections.filter(pk=section.pk).exists():
            raise ComposingRefusal("Cette rubrique vient d’être retirée.")
        others = list(Entry.objects.filter(section=section).exclude(pk=entry.pk))
        if any(other.initiative_id == entry.initiative_id for other in others):
            raise ComposingRefusal("Cette initiative est déjà dans la rubrique.")
        came_from = entry.section_id
        entry.section = section
        moved = entry if came_from != section.pk else None
        if _number(_put_before(others, entry, before), by=by, moved=moved):
            note_change(bulletin, by=by, why=f"«\u00a0{entry.initiative.title}\u00a0» déplacée")


def place_section(*, section: Section, before: Section | None, by: AbstractBaseUser) -> None:
    """In front of another section of its bulletin, or at the end."""
    with transaction.atomic():
        bulletin = lock_bulletin(section.bulletin_id, by=by)
        others = list(bulletin.sections.exclude(pk=section.pk))
        if not bulletin.sections.filter(pk=section.pk).exists():
            raise ComposingRefusal("Cette rubrique vient d’être retirée.")
        if _number(_put_before(others, section, before), by=by):
            note_change(bulletin, by=by, why="rubriques remises en ordre")


def place_link(*, link: BulletinLink, before: BulletinLink | None, by: AbstractBaseUser) -> None:
    """In front of another link of its bulletin, or at the end."""
    with transaction.atomic():
        bulletin = lock_bulletin(link.bulletin_id, by=by)
        others = list(bulletin.links.exclude(pk=link.pk))
        if not bulletin.links.filter(pk=link.pk).exists():
            raise ComposingRefusal("Ce lien vient d’être retiré.")
        if _number(_put_before(others, link, before), by=by):
            note_change(bulletin, by=by, why="liens remis en ordre")


def add_section(*, bulletin: Bulletin, theme: Theme, heading: str = "", by: AbstractBaseUser) -> Section:
    """A section at the end; without a heading of its own it has the usual one of its theme."""
    with transaction.atomic():
        bulletin = lock_bulletin(bulletin.pk, by=by)
        position = last_position(bulletin.sections.all()) + 1
        section = Section(bulletin=bulletin, theme=theme, heading=heading.strip()[:250], position=position)
        _save(section, by=by)
        note_change(bulletin, by=by, why=f"rubrique «\u00a0{heading.strip() or theme}\u00a0» ajoutée")
    return section


def remove_section(*, section: Section, by: AbstractBaseUser) -> None:
    """Take out a section that is empty: with it would go the texts that someone wrote for the day."""
    with transaction.atomic():
        bulletin = lock_bulletin(section.bulletin_id, by=by)
        found = bulletin.sections.select_related("theme").filter(pk=section.pk).first()
        if found is None:
            raise ComposingRefusal("Cette rubrique vient d’être retirée.")
        name = found.heading or found.theme
        if found.entries.exists():
            raise ComposingRefusal(
                f"La rubrique «\u00a0{name}\u00a0» contient des initiatives\u00a0: déplacez-les ou ôtez-les d’abord."
            )
        found._history_user = by
        found.delete()
        note_change(bulletin, by=by, why=f"rubrique «\u00a0{name}\u00a0» retirée")


def add_link(*, bulletin: Bulletin, url: str, label: str = "", by: AbstractBaseUser) -> BulletinLink:
    """A call to action at the end of the bulletin's links; `url` has been validated."""
    with transaction.atomic():
        bulletin = lock_bulletin(bulletin.pk, by=by)
        link = BulletinLink(bulletin=bulletin, url=url, label=label, position=last_position(bulletin.links.all()) + 1)
        _save(link, by=by)
        note_change(bulletin, by=by, why=f"lien «\u00a0{link}\u00a0» ajouté")
    return link


def remove_link(*, link: BulletinLink, by: AbstractBaseUser) -> None:
    with transaction.atomic():
        bulletin = lock_bulletin(link.bulletin_id, by=by)
        found = bulletin.links.filter(pk=link.pk).first()
        if found is None:
            raise ComposingRefusal("Ce lien vient d’être retiré.")
        found._history_user = by
        found.delete()
        note_change(bulletin, by=by, why=f"lien «\u00a0{found}\u00a0» retiré")


def put_back(*, bulletin: Bulletin, model: type[Part], pk: int, by: AbstractBaseUser) -> Part:
    """Undo a removal: the part as the history last knew it, under its own key and at its own place."""
    with transaction.atomic():
        bulletin = lock_bulletin(bulletin.pk, by=by)
        known = model.history.filter(id=pk, history_type="-").order_by("-history_date", "-history_id").first()
        if known is None or model.objects.filter(pk=pk).exists():
            raise ComposingRefusal("Il n’y a rien à remettre ici.")
        part = known.instance
        if isinstance(part, Entry):
            section = bulletin.sections.filter(pk=part.section_id).first()
            if section is None:
                raise ComposingRefusal("La rubrique de cette entrée n’est plus là\u00a0: remettez-la d’abord.")
            if not Initiative.objects.filter(pk=part.initiative_id).exists():
                raise ComposingRefusal("La fiche de cette initiative a été supprimée depuis.")
            _refuse_cited(bulletin, part.initiative)
            others = list(section.entries.all())
        elif part.bulletin_id != bulletin.pk:
            raise ComposingRefusal("Il n’y a rien à remettre ici.")
        else:
            others = list(model.objects.filter(bulletin=bulletin))
        place = sum(other.position < part.position for other in others)
        part._history_user, part._change_reason = by, "remise en place"
        part.save(force_insert=True)
        _number([*others[:place], part, *others[place:]], by=by)
        note_change(bulletin, by=by, why=PUT_BACK[model])
    return part


def add_entry(*, section: Section, initiative: Initiative, by: AbstractBaseUser, wording: str = "") -> Entry:
    """Cite an initiative at the end of a section; without a wording, with its own text for the time being."""
    with transaction.atomic():
        bulletin = lock_bulletin(section.bulletin_id, by=by)
        _refuse_cited(bulletin, initiative)
        entry = Entry(
            section=section,
            initiative=initiative,
            wording=wording,
            position=last_position(section.entries.all()) + 1,
        )
        entry._history_user = by
        entry.save()
        note_change(bulletin, by=by, why=f"«\u00a0{initiative.title}\u00a0» ajoutée")
    return entry


def remove_entry(*, entry: Entry, by: AbstractBaseUser) -> None:
    """Take an initiative out of the bulletin; its own record stays."""
    with transaction.atomic():
        bulletin = lock_bulletin(entry.section.bulletin_id, by=by)
        entry = _fresh(entry)
        entry._history_user = by
        entry.delete()
        note_change(bulletin, by=by, why=f"«\u00a0{entry.initiative.title}\u00a0» ôtée")


def lock_bulletin(bulletin_id: int, *, by: AbstractBaseUser) -> Bulletin:
    """The bulletin's row, locked: it stands for all its parts, two people who compose it wait for each other."""
    bulletin = locked_bulletin(bulletin_id, by=by)
    if bulletin.status == Bulletin.Status.WITHDRAWN:
        raise ComposingRefusal("Ce bulletin a été retiré et ne peut plus être modifié\u00a0: dupliquez-le.")
    return bulletin


def _refuse_cited(bulletin: Bulletin, initiative: Initiative) -> None:
    cited = Entry.objects.filter(section__bulletin=bulletin, initiative=initiative).select_related("section__theme")
    if known := cited.first():
        heading = known.section.heading or known.section.theme
        raise ComposingRefusal(f"« {initiative.title} » est déjà dans ce bulletin, rubrique « {heading} ».")


def _fresh(entry: Entry) -> Entry:
    """The entry as it stands under the lock: someone may have moved or removed it meanwhile."""
    known = Entry.objects.select_related("section", "initiative").defer("initiative__search_vector")
    found = known.filter(pk=entry.pk).first()
    if found is None:
        raise ComposingRefusal("Cette entrée vient d’être ôtée du bulletin.")
    return found


def _swap(rows: list[Part], row: Part, step: int, by: AbstractBaseUser) -> bool:
    """Move `row` among `rows`; False when nothing moves."""
    place = rows.index(row)
    other = place + step
    if not 0 <= other < len(rows):
        return False
    rows[place], rows[other] = rows[other], rows[place]
    return _number(rows, by=by)


def _put_before(others: list[Part], row: Part, before: Part | None) -> list[Part]:
    if before is None:
        return [*others, row]
    if before not in others:
        raise ComposingRefusal("L’ordre vient d’être changé par quelqu’un d’autre\u00a0: recommencez.")
    place = others.index(before)
    return [*others[:place], row, *others[place:]]


def _number(rows: list[Part], *, by: AbstractBaseUser, moved: Entry | None = None) -> bool:
    """Number `rows` as they stand, writing those that change and the one that came from another section."""
    is_changed = False
    for position, one in enumerate(rows, start=1):
        if one.position != position or one is moved:
            one.position, one._history_user = position, by
            one._change_reason = "changée de rubrique" if one is moved else None
            one.save()
            is_changed = True
    return is_changed


def _save(part: Part, *, by: AbstractBaseUser) -> None:
    part._history_user = by
    part.save()


def note_change(bulletin: Bulletin, *, by: AbstractBaseUser, why: str) -> None:
    """Move the version of a locked bulletin on, with a line in its history."""
    bulletin.version += 1
    bulletin._history_user, bulletin._change_reason = by, Truncator(why).chars(REASON_LENGTH)
    bulletin.save()
