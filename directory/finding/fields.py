"""Form fields that read the address of the directory: what is not understood is set aside and named, never an error."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django import forms

from backoffice.records.uniting import addresses_of
from communes.models import Area, Commune
from directory.citations import published_bulletins
from directory.finding.places import public_areas
from directory.finding.search import Words, read_words
from directory.finding.synonyms import Families, current_families
from initiatives.models import Audience, Theme
from organisations.models import Organisation

MOST_VALUES = 40  # of one filter; the rest is ignored
LONGEST_VALUE = 180


@dataclass
class Chosen:
    """The values of one filter: `labels` of those that exist, in the order given, and the others.

    `rows` holds what the values name, where that is a row that a page may link to.
    """

    labels: dict[str, str] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    rows: dict[str, Any] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.labels)


class RepeatedField(forms.Field):
    """A parameter that may stand several times. `known` gives the labels of the values that exist, or the rows that are
    called so, in one query. `moved` says where values of earlier addresses lead; it is asked for what is not known."""

    widget = forms.SelectMultiple

    def __init__(
        self,
        *,
        known: Callable[[list[str]], dict[str, Any]],
        moved: Callable[[list[str]], dict[str, str]] | None = None,
        **options: Any,
    ) -> None:
        self.known, self.moved = known, moved
        super().__init__(**options)

    def clean(self, value: list[str] | None) -> Chosen:
        given = list(dict.fromkeys(text.strip() for text in value or [] if text.strip()))[:MOST_VALUES]
        askable = [text for text in given if len(text) <= LONGEST_VALUE and text.isprintable()]
        found = self.known(askable) if askable else {}
        lost = [text for text in askable if text not in found]
        if lost and self.moved and (today := self.moved(lost)):
            found |= self.known(list(today.values()))
            given = list(dict.fromkeys(today.get(text, text) for text in given))
        return Chosen(
            {text: str(found[text]) for text in given if text in found},
            [text for text in given if text not in found],
            {text: found[text] for text in given if text in found},
        )


class WordsField(forms.Field):
    widget = forms.TextInput

    def __init__(self, *, families: Callable[[], Families] = current_families, **options: Any) -> None:
        self.families = families
        super().__init__(**options)

    def clean(self, value: str | None) -> Words:
        return read_words(value or "", self.families)


def known_communes(values: list[str]) -> dict[str, Commune]:
    return {commune.pk: commune for commune in Commune.objects.filter(pk__in=values)}


def known_areas(values: list[str]) -> dict[str, str]:
    return {area.slug: str(area) for area in public_areas().filter(slug__in=values)}


def moved_areas(values: list[str]) -> dict[str, str]:
    return addresses_of(Area, values)


def moved_themes(values: list[str]) -> dict[str, str]:
    return addresses_of(Theme, values)


def known_themes(values: list[str]) -> dict[str, str]:
    return dict(Theme.objects.filter(slug__in=values).values_list("slug", "name"))


def known_kinds(values: list[str]) -> dict[str, str]:
    return {value: str(label) for value, label in Organisation.Kind.choices if value in values}


def known_bulletins(values: list[str]) -> dict[str, str]:
    """Numbers and slugs of published bulletins. A number is at most 9 digits: more would not fit in the column."""
    numbers = [int(value) for value in values if value.isascii() and value.isdecimal() and len(value) < 10]
    bulletins = published_bulletins()
    found = bulletins.filter(number__in=numbers) | bulletins.filter(slug__in=values)
    return {bulletin.reference: bulletin.label for bulletin in found}


def known_audiences(values: list[str]) -> dict[str, str]:
    published = Audience.objects.filter(slug__in=values, initiatives__status="published")
    return dict(published.values_list("slug", "name"))
