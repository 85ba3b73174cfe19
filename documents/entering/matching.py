"""Recognising what the directory knows already. Only reads the database; the officer decides on what it proposes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from rapidfuzz import fuzz

from communes.models import Area
from documents.entering.likeness import initiatives_like
from documents.entering.nameless import names_nobody
from documents.entering.privacy import protect_persons, remind_of_persons
from documents.entering.series import propose_series
from documents.review.draft import Draft, initiatives_of
from french.accents import sort_key
from french.nameless import is_nameless
from initiatives.models import Theme
from organisations.contacts import ContactKind, normalise_contact
from organisations.duplicates import telling_words
from organisations.models import Contact, Organisation, Person

NEAR_NAME = 90  # of 100: below, two organisations of one town (“CCAS de Lens”, “CCAS de Liévin”) begin to look alike


@dataclass(frozen=True)
class KnownName:
    key: str
    pk: int
    name: str
    kind: str
    seat: str | None
    is_nameless: bool


class Directory:
    """The names of the directory, read once for a whole draft (some hundreds make a territory)."""

    def __init__(self) -> None:
        self.organisations = [
            # One that was united with another still tells how that other is written.
            KnownName(spelling, one.pk, one.name, one.kind, one.seat_id, one.is_nameless)
            for row in Organisation.objects.select_related("merged_into").defer("description")
            for one in (row.survivor,)
            for spelling in (row.sort_key, *(sort_key(part) for part in row.other_names.split(",")))
            if spelling
        ]
        self.areas: dict[str, tuple[int, str]] = {}
        for area in Area.objects.prefetch_related("aliases"):
            if area.code:
                self.areas.setdefault(f"{area.kind} {area.code}", (area.pk, area.name))
            for name in (area.name, *(alias.name for alias in area.aliases.all())):
                self.areas.setdefault(f"{area.kind} {sort_key(name)}", (area.pk, area.name))


def match_draft(draft: Draft) -> None:
    """Fill each `match`, `link` and `candidates` in place, and add remarks where a likeness leaves a doubt."""
    directory = Directory()
    _match_themes(draft)
    if "series" not in draft["bulletin"]:
        propose_series(draft)
    for initiative in initiatives_of(draft):
        protect_persons(initiative)
        for field in ("organisations", "areas", "contacts", "persons"):
            for value in initiative[field]:
                match_value(field, value, initiative, directory)
        remind_of_persons(initiative)
        link_to_known(initiative, day=draft["bulletin"]["date"])


def match_value(field: str, value: Draft, initiative: Draft, directory: Directory) -> None:
    """Say which row of the directory one value is, if it is known."""
    if field == "organisations":
        _match_organisation(value, directory, initiative)
    elif field == "areas":
        _match_area(value, directory)
    elif field == "contacts":
        _match_contact(value, initiative)
    elif field == "persons":
        _match_person(value, initiative)


def link_to_known(initiative: Draft, *, day: str | None) -> None:
    """Propose “la même” or “suite de”; all that looks alike stands in `candidates` for the officer to choose from."""
    initiative["candidates"] = initiatives_like(initiative, day=day)
    likely = [one for one in initiative["candidates"] if one["kind"]]
    if likely and initiative["link"] is None:
        best = likely[0]
        initiative["link"] = {key: best[key] for key in ("kind", "pk", "title", "why")}
        question = "Est-ce bien la même initiative" if best["kind"] == "same" else "Est-ce bien la suite"
        _remark(initiative, "link", f"{question}\u00a0? « {best['title']} » est déjà dans le répertoire.")


def _match_organisation(value: Draft, directory: Directory, initiative: Draft) -> None:
    value["match"], value["why"] = None, value["why"] if value.get("is_anonymous") else ""
    places = {commune["insee"] for commune in initiative["communes"]}
    wanted = sort_key(value["name"])
    is_private = value["kind"] == Organisation.Kind.PARTICULIER
    exact = [known for known in directory.organisations if known.key == wanted]
    if is_private:
        # “Particulier de Calais” is anybody: only the same place and the same name are one.
        exact = [known for known in exact if known.kind == value["kind"]]
    elif is_nameless(value["name"]):
        # “Bénévoles” are nobody in particular, and never those who took the word for a name.
        exact = [known for known in exact if known.is_nameless]
    if exact:
        best = min(exact, key=lambda known: (known.seat not in places, known.seat is not None, known.pk))
        is_written_so = best.name == value["name"]
        value["match"], value["why"] = best.pk, "fiche connue" if is_written_so else f"connue : « {best.name} »"
        if best.seat and places and best.seat not in places:
            _remark(initiative, "organisations", f"« {best.name} » est connue dans une autre commune : la même ?")
        return
    if is_private or names_nobody(value, initiative):
        return  # whoever is only described is nearly nobody
    best, score = None, 0.0
    for known in directory.organisations:
        if known.kind != value["kind"] or known.is_nameless:
            continue
        if known.seat and places and known.seat not in places:
            continue
        likeness = fuzz.token_sort_ratio(telling_words(wanted), telling_words(known.key))
        if likeness > score:
            best, score = known, likeness
    if best and score >= NEAR_NAME:
        value["match"], value["why"] = best.pk, f"nom proche de « {best.name} » ({score:.0f}\u00a0%)"
        if score < 100:
            _remark(initiative, "organisations", f"« {value['name']} » est-elle bien « {best.name} »\u00a0?")


def _match_area(value: Draft, directory: Directory) -> None:
    """By official code, else by name within the same kind: a customary area is never the EPCI of like name."""
    value["match"], value["why"] = None, ""
    for key in (f"{value['kind']} {value['code']}", f"{value['kind']} {sort_key(value['name'])}"):
        if key in directory.areas:
            value["match"], value["why"] = directory.areas[key][0], f"territoire « {directory.areas[key][1]} »"
            return


def _match_contact(value: Draft, initiative: Draft) -> None:
    value["match"], value["why"] = None, ""
    try:
        value["value"] = normalise_contact(value["kind"], value["value"])
    except ValidationError:
        _remark(initiative, "contacts", f"« {value['value']} » n’a pas la forme attendue : gardé tel quel, en mots.")
        value["kind"] = ContactKind.OTHER.value
    row = Contact.objects.filter(kind=value["kind"], value=value["value"]).first()
    if row:
        value["match"], value["why"] = row.pk, "contact déjà connu"
        if not row.is_public:
            _remark(initiative, "contacts", f"Le contact « {row} » n’est pas public : il ne paraîtra pas.")


def _match_person(value: Draft, initiative: Draft) -> None:
    """The same name, with the same organisation or in the same commune: one row, so that one withdrawal clears all."""
    value["match"], value["why"] = None, ""
    organisations = [one["match"] for one in initiative["organisations"] if one["match"]]
    places = [commune["insee"] for commune in initiative["communes"]]
    known = Person.objects.filter(name__iexact=value["name"])
    row = (
        known.filter(initiatives__organisations__in=organisations).first()
        or known.filter(initiatives__communes__in=places).first()
    )
    if row:
        value["match"], value["why"] = row.pk, "personne déjà citée au même endroit"


def _match_themes(draft: Draft) -> None:
    """A theme that this installation lacks is left to the officer."""
    known = set(Theme.objects.values_list("slug", flat=True))
    for section in draft["sections"]:
        if section["theme"] not in known:
            section["theme"] = ""


def _remark(node: Draft, field: str, message: str) -> None:
    remark: dict[str, Any] = {"field": field, "level": "warning", "message": message}
    if remark not in node["remarks"]:
        node["remarks"].append(remark)
