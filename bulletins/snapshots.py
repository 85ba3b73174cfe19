"""The frozen content of a bulletin: building it from the rows of today, and its fingerprint.

A snapshot holds all that is shown and nothing else, in plain JSON: texts, ids, and the parts of addresses. The ids
serve to take away later what is no longer public (`bulletins.reading`), never to add anything.
"""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

from django.db.models import Prefetch, QuerySet

from backoffice.pictures.showing import facts_of, files_of
from bulletins.models import Bulletin, Entry, Section
from communes.models import Territory
from initiatives.models import Coverage, Figure, Initiative, Participation, Place
from initiatives.pictures.models import Picture
from initiatives.repetition import SaidOnce, said_once
from organisations.contacts import press_contacts
from organisations.models import Contact
from organisations.privacy import hide_contacts, hide_coordinates, hide_names, whole_or_nothing

FORMAT = 1

Snapshot = dict[str, Any]

# Not texts: what machines read in a snapshot.
TECHNICAL = {"slug", "kind", "role", "insee", "dated_on", "as_of", "amount", "measure", "url", "value", "pictogram"}
TECHNICAL |= {"sha256", "licence"}  # of a picture
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


def canonical_json(snapshot: Snapshot) -> str:
    """One way to write a snapshot: sorted keys, no white space, accents as they are."""
    return json.dumps(snapshot, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def fingerprint(snapshot: Snapshot) -> str:
    """SHA-256 of the canonical JSON, in hexadecimal."""
    return hashlib.sha256(canonical_json(snapshot).encode()).hexdigest()


def sections_of(bulletin: Bulletin) -> list[Section]:
    """Sections with their entries and all that these show, in a fixed number of queries."""
    return list(sections_read().filter(bulletin=bulletin))


def sections_read() -> QuerySet[Section]:
    """Sections of any bulletins with all that they show, in a fixed number of queries."""
    initiatives = Initiative.objects.select_related("theme", "follows").defer("search_vector", "follows__search_vector")
    parts = [
        Prefetch("participations", Participation.objects.select_related("organisation__seat")),
        Prefetch("places", Place.objects.select_related("commune")),
        Prefetch("coverages", Coverage.objects.select_related("area")),
        Prefetch("contacts", Contact.objects.public(), to_attr="public_contacts"),
        Prefetch("contacts", Contact.objects.hidden(), to_attr="hidden_contacts"),
        Prefetch("pictures", Picture.objects.filter(is_current=True), to_attr="current_pictures"),
        "figures",
        "audiences",
        "persons",
    ]
    entries = Entry.objects.prefetch_related(Prefetch("initiative", initiatives.prefetch_related(*parts)))
    return Section.objects.select_related("theme").prefetch_related(Prefetch("entries", entries))


def _says_something(section: Section) -> bool:
    return bool(section.entries.all() or section.introduction.strip())


def build_snapshot(bulletin: Bulletin, sections: list[Section] | None = None) -> Snapshot:
    """Copy all that the bulletin shows today. Names and contacts that are not public are left out of the texts too.

    A section that nobody has filled is left out: the frame of the last issue brings some. `sections` are those of
    `sections_of`, for whoever has read them already and shows the rows beside their text, the empty ones too.
    """
    sections = [one for one in sections_of(bulletin) if _says_something(one)] if sections is None else sections
    initiatives = [entry.initiative for section in sections for entry in section.entries.all()]
    persons = [person for initiative in initiatives for person in initiative.persons.all()]
    introduction, closing = head_of(bulletin)
    content = {
        "format": FORMAT,
        "kind": bulletin.kind,
        "number": bulletin.number,
        "label": bulletin.label,
        "printed_label": bulletin.label if bulletin.is_number_printed else "",
        "slug": bulletin.slug or "",
        "series": {"name": bulletin.series.name, "slug": bulletin.series.slug},
        "title": bulletin.title,
        "dated_on": bulletin.dated_on.isoformat() if bulletin.dated_on else "",
        "place": bulletin.place or bulletin.series.place,
        "introduction": introduction.text,
        "closing": closing.text,
        "links": [{"label": link.label, "url": link.url} for link in bulletin.links.all()],
        "signatory": {
            "name": bulletin.signatory_name or bulletin.series.signatory_name,
            "function": bulletin.signatory_function
            or ("" if bulletin.signatory_name else bulletin.series.signatory_function),
        },
        "letterhead": _lines(bulletin.series.letterhead),
        "contact_block": [],
        "publisher": "",
        "press": [],
        "sections": [_section(section) for section in sections],
    }
    # Where there is none nothing is said of it, as in what was frozen before there were pictures.
    if picture := bulletin.pictures.filter(is_current=True).first():
        content["picture"] = {"id": picture.pk, **facts_of(picture)}
    if territory := Territory.objects.first():
        if logo := territory.logos.filter(is_current=True).first():
            content["logo"] = files_of(logo)
        content["publisher"] = territory.publisher
        content["letterhead"] = content["letterhead"] or [territory.publisher]
        content["contact_block"] = territory.press_names
        content["press"] = press_contacts(territory)
    hidden = {person.name for person in persons if not person.is_public}
    contacts = {(one.kind, one.value) for initiative in initiatives for one in initiative.hidden_contacts}
    cleaned = texts_mapped(content, lambda text: hide_names(hide_contacts(_printable(text), contacts), hidden))
    return with_whole_notes(cleaned)


def with_whole_notes(snapshot: Snapshot) -> Snapshot:
    """A copy in which a contact's label and a person's capacity stand whole or not at all.

    A number or an address in a capacity is no part of it, unless it is one of the contacts beside it.
    """

    def noted(entry: Snapshot) -> Snapshot:
        shown = [(row["kind"], row["value"]) for row in entry["contacts"]]
        contacts = [row | {"label": whole_or_nothing(row["label"])} for row in entry["contacts"]]
        persons = [
            row | {"capacity": whole_or_nothing(hide_coordinates(row["capacity"], shown=shown))}
            for row in entry["persons"]
        ]
        return entry | {"contacts": contacts, "persons": persons}

    sections = [s | {"entries": [noted(entry) for entry in s["entries"]]} for s in snapshot["sections"]]
    return snapshot | {"sections": sections}


def head_of(bulletin: Bulletin) -> tuple[SaidOnce, SaidOnce]:
    """The introduction and the closing as they are frozen: less what stands beside them on the page. One query."""
    links = [(Contact.Kind.WEBSITE, link.url) for link in bulletin.links.all()]
    return (
        said_once(bulletin.introduction, titles=[bulletin.title], contacts=links),
        said_once(bulletin.closing, contacts=links),
    )


def heading_of(section: Section) -> str:
    return section.heading or section.theme.heading or section.theme.name


def section_introduction_of(section: Section) -> SaidOnce:
    return said_once(section.introduction, titles=[heading_of(section)])


def wording_of(entry: Entry) -> SaidOnce:
    """For an entry of `sections_of`: the wording of the day, else the initiative's own text."""
    initiative = entry.initiative
    return said_once(
        entry.wording.strip() or initiative.summary,
        titles=[initiative.title],
        contacts=[(contact.kind, contact.value) for contact in initiative.public_contacts],
    )


def texts_mapped(value: Any, change: Any, *, key: str = "") -> Any:
    """The snapshot with `change` applied to every text for readers; ids, slugs and codes stay as they are.

    The signatory stays too: whoever signs does so in office, whatever the list of persons says.
    """
    if isinstance(value, dict):
        return {
            name: item if name == "signatory" else texts_mapped(item, change, key=name) for name, item in value.items()
        }
    if isinstance(value, list):
        return [texts_mapped(item, change, key=key) for item in value]
    return change(value) if isinstance(value, str) and key not in TECHNICAL else value


def _printable(text: str) -> str:
    """Without the control characters that a word processor leaves behind and that XML refuses."""
    return UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\x0b", "\n"))


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _section(section: Section) -> Snapshot:
    theme = section.theme
    return {
        "theme": {"slug": theme.slug, "name": theme.name, "pictogram": theme.pictogram},
        "heading": heading_of(section),
        "introduction": section_introduction_of(section).text,
        "entries": [_entry(entry) for entry in section.entries.all()],
    }


def _entry(entry: Entry) -> Snapshot:
    initiative = entry.initiative
    # Where there is none the entry says nothing of it, as those did that were frozen before there were pictures.
    pictured = {"picture": facts_of(initiative.current_pictures[0])} if initiative.current_pictures else {}
    return {
        **pictured,
        "id": initiative.pk,
        "slug": initiative.slug,
        "title": initiative.title,
        "wording": wording_of(entry).text,
        "follows": {"id": initiative.follows.pk, "slug": initiative.follows.slug, "title": initiative.follows.title}
        if initiative.follows and initiative.follows.is_published
        else None,
        "organisations": [_participation(part) for part in initiative.participations.all()],
        "communes": [
            {
                "insee": place.commune.insee,
                "slug": place.commune.slug,
                "name": str(place.commune),
                "role": place.role,
            }
            for place in initiative.places.all()
        ],
        "areas": [
            {
                "id": coverage.area.pk,
                "slug": coverage.area.slug,
                "kind": coverage.area.kind,
                "name": coverage.area.name,
                "phrase": coverage.area.phrase,
                "role": coverage.role,
            }
            for coverage in initiative.coverages.all()
        ],
        "audiences": [{"slug": audience.slug, "name": audience.name} for audience in initiative.audiences.all()],
        "figures": [
            {
                "item": figure.item,
                "amount": format(figure.amount.normalize(), "f"),
                "unit": figure.unit,
                "measure": figure.measure,
                "is_approximate": figure.is_approximate,
                "as_of": figure.as_of.isoformat() if figure.as_of else "",
            }
            for figure in initiative.figures.all()
            if figure.measure != Figure.Measure.CONTEXT
        ],
        "contacts": [
            {
                "id": contact.pk,
                "kind": contact.kind,
                "value": contact.value,
                "printed": contact.printed,
                "label": contact.label,
                "is_personal": contact.is_personal,
            }
            for contact in initiative.public_contacts
        ],
        "persons": [
            {"id": person.pk, "name": person.name, "capacity": person.capacity}
            for person in initiative.persons.all()
            if person.is_public and person.merged_into_id is None
        ],
    }


def _participation(part: Participation) -> Snapshot:
    organisation = part.organisation
    return {
        "id": organisation.pk,
        "slug": organisation.slug,
        "name": organisation.name,
        "kind": organisation.kind,
        "kind_label": organisation.get_kind_display(),
        "seat": str(organisation.seat) if organisation.seat else "",
        "role": part.role,
        "role_label": part.get_role_display(),
        "detail": part.detail,
    }
