"""Where somebody is told, before anything is destroyed: what goes in any case, and what a person has to decide.

A name is no number: in a text of a record that does not name the person by key it may be a namesake's, and a family
name alone may be anybody's, a street's, a firm's (decision 8). Each such record is shown with its words, and decided.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from django.db import models
from django.db.models import Q

from bulletins.models import Bulletin, Edition, Entry
from bulletins.occulting.choice import Choice, Owner
from bulletins.occulting.erasing import records_of
from bulletins.occulting.everywhere import Found, found_anywhere
from documents.models import SourceDocument
from french.accents import sort_key
from french.wording import shortened
from initiatives.models import Initiative
from ledger.erasing.sentences import sentences_telling
from ledger.erasing.subjects import Row, subject
from organisations.appearances import link_to
from organisations.models import Organisation, Person

# Records of which a person may say that they name somebody else.
DECIDED: dict[str, type[models.Model]] = {
    model._meta.label_lower: model for model in (Initiative, Bulletin, Organisation, SourceDocument)
}
KINDS = {Initiative: "Initiative", Bulletin: "Bulletin", Organisation: "Organisation", SourceDocument: "Document"}
PERSONS = Person._meta.label_lower
MOST_PASSAGES = 3  # shown of a record
LENGTH = 200


@dataclass
class Place:
    """A record whose texts tell somebody. `is_sure`: it names the person by key, or it is a number that is nobody
    else's; `is_named`: the whole name stands there, else the family name alone."""

    owner: Owner
    kind: str
    label: str
    url: str
    is_sure: bool
    passages: list[str] = field(default_factory=list)
    is_named: bool = False
    is_family: bool = False


@dataclass
class Findings:
    """`places` with the sure ones first; `namesakes` are records of the same name; `surfaces` counts the rows that
    tell it, by what they are called."""

    places: list[Place]
    namesakes: list[Person]
    surfaces: Counter[str]

    @property
    def to_decide(self) -> list[Place]:
        return [place for place in self.places if place.is_named and not place.is_sure]

    @property
    def counted(self) -> list[tuple[str, int]]:
        return sorted(self.surfaces.items())

    @property
    def sure(self) -> list[Place]:
        return [place for place in self.places if place.is_sure]

    @property
    def families(self) -> list[Place]:
        return [place for place in self.places if place.is_family]

    @property
    def seen(self) -> list[Owner]:
        """All that somebody decides by looking at these findings."""
        return [*(place.owner for place in self.to_decide), *((PERSONS, one.pk) for one in self.namesakes)]


def findings_of(row: Row) -> Findings:
    """In one query a table, and a few more to name what was found."""
    whole = subject(row).choice
    namesakes = _namesakes(row)
    choice = replace(
        subject(row, spared=[(PERSONS, one.pk) for one in namesakes]).choice, spared=frozenset(), with_families=True
    )
    sure = sure_owners(row)
    found: dict[Owner, list[Found]] = {}
    surfaces: Counter[str] = Counter()
    for one in found_anywhere(choice):
        if one.owner in {(PERSONS, other.pk) for other in namesakes}:
            continue
        if any(whole.holds(text) or not text for text in one.texts):
            surfaces[one.called] += 1
        if one.owner and one.owner[0] in DECIDED:
            found.setdefault(one.owner, []).append(one)
    for owner in sure - found.keys():
        if owner[0] in DECIDED:
            found[owner] = []
    places = [place for label, model in DECIDED.items() for place in _places(model, label, found, sure, whole, choice)]
    if not choice.persons:
        for place in places:
            place.is_sure = True
    return Findings(sorted(places, key=lambda place: not place.is_sure), namesakes, surfaces)


def sure_owners(row: Row) -> set[Owner]:
    """What names the person by key: initiatives, the bulletins that cite these or named the person when they came out.

    Two queries for each record of the person.
    """
    if not isinstance(row, Person):
        return set()
    found: set[Owner] = set()
    for one in (row.survivor, *Person.objects.filter(merged_into=row.survivor)):
        initiatives = Initiative.objects.filter(persons=one).values_list("pk", flat=True)
        told = {"sections": [{"entries": [{"persons": [{"id": one.pk}]}]}]}
        citing = Q(pk__in=Entry.objects.filter(initiative__persons=one).values("section__bulletin"))
        printed = Q(pk__in=Edition.objects.filter(snapshot__contains=told).values("bulletin"))
        found |= {(Initiative._meta.label_lower, pk) for pk in initiatives}
        found |= {
            (Bulletin._meta.label_lower, pk)
            for pk in Bulletin.objects.filter(citing | printed).values_list("pk", flat=True)
        }
    return found


def undecided(findings: Findings, seen: Iterable[Owner]) -> list[str]:
    """Records that name the person and were not there when somebody decided."""
    known = set(seen)
    places = [f"{place.kind} « {place.label} »" for place in findings.to_decide if place.owner not in known]
    return places + [f"Personne n° {one.pk}" for one in findings.namesakes if (PERSONS, one.pk) not in known]


def _namesakes(row: Row) -> list[Person]:
    """Records of the very name that were not said to be the same person."""
    if not isinstance(row, Person):
        return []
    kept = row.survivor
    return [one for one in records_of(kept) if kept.pk not in (one.pk, one.merged_into_id)]


def _places(
    model: type[models.Model],
    label: str,
    found: dict[Owner, list[Found]],
    sure: set[Owner],
    whole: Choice,
    choice: Choice,
) -> list[Place]:
    keys = [pk for name, pk in found if name == label]
    rows = model._base_manager.filter(pk__in=keys)
    if model is Initiative:
        rows = rows.defer("search_vector")
    if model is Bulletin:
        rows = rows.select_related("series")
    places = []
    for row in rows.order_by("pk"):
        owner = (label, row.pk)
        place = Place(owner, KINDS[model], _label(row), _url(row), owner in sure)
        for one in found[owner]:
            for text in one.texts:
                place.is_named = place.is_named or not text or whole.holds(text)
                place.is_family = place.is_family or whole.cleaned(text) != choice.cleaned(text)
                if text != text.lower():  # else it is what is kept for searching, a whole text without its signs
                    place.passages += sentences_telling(text, choice)
        # The same sentence stands in the history.
        different = {sort_key(told): told for told in reversed(place.passages)}
        place.passages = [shortened(told, LENGTH) for told in reversed(different.values())][:MOST_PASSAGES]
        places.append(place)
    return places


def _label(row: models.Model) -> str:
    return row.filename if isinstance(row, SourceDocument) else str(row)


def _url(row: models.Model) -> str:
    return link_to(row.imports.latest("pk") if isinstance(row, SourceDocument) else row)
