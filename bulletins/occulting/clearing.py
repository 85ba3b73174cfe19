"""Living texts without what was chosen, and their history: an occultation that a rectificatif would undo is none.

Rows that may say it are sieved by the database, then looked at in Python by the one rule that readers of texts follow.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, models, transaction
from psycopg2.errors import UniqueViolation

from bulletins.models import Bulletin, BulletinLink, BulletinPicture, Edition, Entry, Schedule, Section, Series
from bulletins.occulting.choice import Choice
from bulletins.occulting.frozen import ANY_SPECIAL, initiatives_in, persons_in
from bulletins.reading import nameless
from french.accents import slug_of
from french.wording import NBSP
from initiatives.correcting.models import Correction
from initiatives.models import Figure, Initiative, Participation, Theme
from initiatives.pictures.models import Picture
from organisations.appearances import sieved
from organisations.models import Contact, Organisation, Person

WHY = "occultation"
# The texts that readers may see, by model. Values of contacts and names of persons are rows of their own: hidden whole.
TEXTS: dict[type[models.Model], tuple[str, ...]] = {
    Initiative: ("title", "summary", "withdrawal_reason", "return_note"),
    Correction: ("changes", "reason"),
    Picture: ("alternative_text", "credit", "consent_by"),
    BulletinPicture: ("alternative_text", "credit", "consent_by"),
    Figure: ("item", "unit"),
    Participation: ("detail",),
    Organisation: ("name", "other_names", "description"),
    Contact: ("label", "consent_note"),
    Person: ("capacity", "consent_note"),
    Theme: ("name", "description", "heading", "earlier_headings", "words", "near_words"),
    Series: ("name", "place", "signatory_name", "signatory_function", "letterhead"),
    Bulletin: ("title", "place", "introduction", "closing", "signatory_name", "signatory_function",
               "emergency_reason", "withdrawal_reason", "withdrawal_note"),
    Schedule: ("problem",),
    BulletinLink: ("label", "url"),
    Section: ("heading", "introduction"),
    Entry: ("wording",),
}  # fmt: skip
# Those of rooms above that are about an initiative or a bulletin, and name it in a field of this name.
ABOUT: list[type[models.Model]] = []
# What a row derives from its texts when it is saved; its stored versions keep it as it was.
SORTED_BY = ("sort_key", "other_names_key")
# Who signs does so in office: a person's name stays there, as in the frozen text.
SIGNATURE = ("signatory_name", "signatory_function")


def register_texts(model: type[models.Model], *names: str, is_about: bool = True) -> None:
    """Called by a room above as it starts: texts of rows that are about an `initiative` or a `bulletin`, unless it
    says that they stand for themselves."""
    TEXTS[model] = names
    if is_about:
        ABOUT.append(model)


@dataclass
class Scope:
    """What belongs to the bulletin, and which persons each initiative or bulletin may name."""

    here: dict[type[models.Model], set[int]]
    persons: dict[type[models.Model], dict[int, set[int]]]
    sections: dict[int, int]  # each with its bulletin

    def narrowed(self, choice: Choice, row: models.Model, model: type[models.Model] | None = None) -> Choice:
        """What of the choice applies to the texts of a row, or of a stored version of a row of `model`."""
        owner, pk = self.owner_of(row, model or type(row))
        return choice.narrowed(
            is_here=pk in self.here.get(owner, ()),
            persons=self.persons.get(owner, {}).get(pk, ()),
            owner=(owner._meta.label_lower, pk),
        )

    def owner_of(self, row: models.Model, model: type[models.Model]) -> tuple[type[models.Model], int | None]:
        """The initiative or the bulletin that a row is part of, else the row itself."""
        if model in (Figure, Participation, Correction, Picture) or (model in ABOUT and row.initiative_id):
            return Initiative, row.initiative_id
        if model in ABOUT:
            return Bulletin, row.bulletin_id
        if model in (BulletinLink, BulletinPicture, Section, Edition, Schedule):
            return Bulletin, row.bulletin_id
        if model is Entry:
            return Bulletin, self.sections.get(row.section_id)
        return model, getattr(row, model._meta.pk.attname)


def scope_of(bulletin: Bulletin | None, editions: list[Edition]) -> Scope:
    """From the given editions (all there are) and five queries. Without a bulletin nothing is “here”."""
    told: dict[int, set[int]] = defaultdict(set)
    named: dict[int, set[int]] = defaultdict(set)
    for edition in editions:
        told[edition.bulletin_id] |= initiatives_in(edition.snapshot)
        named[edition.bulletin_id] |= persons_in(edition.snapshot)
    sections = dict(Section.objects.values_list("pk", "bulletin"))
    for section, initiative in Entry.objects.values_list("section", "initiative"):
        told[sections[section]].add(initiative)
    attached: dict[int, set[int]] = defaultdict(set)
    for initiative, person in Initiative.persons.through.objects.values_list("initiative", "person"):
        attached[initiative].add(person)
    for owner, initiatives in told.items():
        named[owner] |= {person for initiative in initiatives for person in attached[initiative]}
    if bulletin is None:
        return Scope({Initiative: set()}, {Initiative: attached, Bulletin: named}, sections)
    own = told[bulletin.pk]
    organisations = Participation.objects.filter(initiative__in=own).values_list("organisation", flat=True)
    contacts = Initiative.contacts.through.objects.filter(initiative__in=own).values_list("contact", flat=True)
    here = {
        Initiative: own,
        Bulletin: {bulletin.pk},
        Series: {bulletin.series_id},
        Organisation: set(organisations),
        Contact: set(contacts),
        Person: named[bulletin.pk],
    }
    return Scope(here, {Initiative: attached, Bulletin: named}, sections)


def places_left(choice: Choice, scope: Scope) -> Iterator[models.Model]:
    """The rows whose texts hold the choice. Their history is not read."""
    for model, names in TEXTS.items():
        for row in _rows(model, choice):
            narrowed = scope.narrowed(choice, row)
            if any(_changed(narrowed, name, getattr(row, name)) is not None for name in names):
                yield row
    # A special issue keeps the address of its first title, whatever it is called since.
    for bulletin in Bulletin._base_manager.exclude(slug=None).only("pk", "slug").order_by("pk"):
        if _address_of(bulletin.pk, bulletin.slug, scope.narrowed(choice, bulletin)) != bulletin.slug:
            yield bulletin


def clear_texts(choice: Choice, scope: Scope, *, by: AbstractBaseUser) -> Counter[type[models.Model]]:
    """Take the choice out of all living texts and of their stored history; how many rows were changed, by model."""
    cleared: Counter[type[models.Model]] = Counter()
    for row in dict.fromkeys(places_left(choice, scope)):  # each once
        _clear(row, scope.narrowed(choice, row), by=by)
        cleared[type(row)] += 1
    for model in TEXTS:
        if hasattr(model, "history"):
            _clear_history(model, choice, scope)
    _clear_former_addresses(choice, scope)
    return cleared


def _address_of(pk: int, slug: str, choice: Choice) -> str:
    """The slug of that bulletin, or one that tells nothing of the choice."""
    return nameless(slug, told=choice.told_as(), cleaned=choice.cleaned, becomes=f"{ANY_SPECIAL}-{pk}")


def _clear(row: models.Model, choice: Choice, *, by: AbstractBaseUser) -> None:
    row = type(row)._base_manager.select_for_update().get(pk=row.pk)
    row._history_user, row._change_reason = by, WHY
    if isinstance(row, BulletinLink) and choice.holds(row.url):
        row.delete()
        return
    for name in TEXTS[type(row)]:
        if (text := _changed(choice, name, getattr(row, name))) is not None:
            setattr(row, name, _fitting(model_field=row._meta.get_field(name), text=text))
    if isinstance(row, Bulletin) and row.slug:  # what it was called by stays its address, unless that tells it too
        row.slug = _address_of(row.pk, row.slug, choice)
    if hasattr(row, "version"):
        row.version += 1  # a form that was opened before is refused: it would bring the data back
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as clash:
        # Two records may have been named by nothing but names: masked, they are told apart by their numbers.
        if not isinstance(clash.__cause__, UniqueViolation) or not hasattr(row, "name"):
            raise
        number = f" n°{NBSP}{row.pk}"
        row.name = row.name[: row._meta.get_field("name").max_length - len(number)] + number
        row.save()


def _clear_history(model: type[models.Model], choice: Choice, scope: Scope) -> None:
    fields = {one.name for one in model._meta.fields}
    records, names = model.history.model._base_manager, (*TEXTS[model], *(key for key in SORTED_BY if key in fields))
    is_addressed = "slug" in fields
    found = sieved(records.only("history_id", *names, *_owner_fields(model)), choice.needles(), *names)
    for record in found.iterator():
        narrowed = scope.narrowed(choice, record, model)
        changes = {name: _changed(narrowed, name, getattr(record, name)) for name in names}
        changes = {
            name: _fitting(model_field=model._meta.get_field(name), text=text)
            for name, text in changes.items()
            if text is not None
        }
        if is_addressed and changes.get(names[0]):
            changes["slug"] = slug_of(changes[names[0]], length=80)  # the first text gives the address
        if changes:
            records.filter(history_id=record.history_id).update(**changes)


def _clear_former_addresses(choice: Choice, scope: Scope) -> None:
    """Of special issues, in stored versions whose title told nothing any more."""
    for record in Bulletin.history.exclude(slug=None).only("history_id", "id", "slug").order_by("pk"):
        address = _address_of(record.id, record.slug, scope.narrowed(choice, record, Bulletin))
        if address != record.slug:
            Bulletin.history.filter(history_id=record.history_id).update(slug=address)


def _fitting(*, model_field: models.Field, text: Any) -> Any:
    return text[: model_field.max_length] if isinstance(text, str) else text


def _changed(choice: Choice, name: str, text: Any) -> Any:
    """The text without the choice, or None when it holds none of it; of plain data, each text in it."""
    if not text:
        return None
    if not isinstance(text, str):
        cleaned = _each_text(text, choice)
        return None if cleaned == text else cleaned
    if name in SIGNATURE:
        choice = Choice({}, choice.contacts, choice.passages)
    return choice.cleaned(text) if choice.holds(text) else None


def _each_text(data: Any, choice: Choice) -> Any:
    if isinstance(data, dict):
        return {key: _each_text(value, choice) for key, value in data.items()}
    if isinstance(data, list):
        return [_each_text(value, choice) for value in data]
    return choice.cleaned(data) if isinstance(data, str) and choice.holds(data) else data


def _rows(model: type[models.Model], choice: Choice) -> Iterator[models.Model]:
    rows = model._base_manager.only("pk", *TEXTS[model], *_owner_fields(model)).order_by("pk")
    return sieved(rows, choice.needles(), *TEXTS[model]).iterator()


def _owner_fields(model: type[models.Model]) -> tuple[str, ...]:
    if model in ABOUT:
        return ("initiative", "bulletin")
    return {Figure: ("initiative",), Participation: ("initiative",), Correction: ("initiative",),
            Picture: ("initiative",), BulletinLink: ("bulletin",), Section: ("bulletin",), Entry: ("section",),
            BulletinPicture: ("bulletin",), Schedule: ("bulletin",)}.get(model, ())  # fmt: skip
