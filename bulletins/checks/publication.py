"""What a draft lacks before it can be published, in sentences for the officer."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from django.core.exceptions import ValidationError
from django.db.models import prefetch_related_objects

from bulletins.checks.numbering import of_the_number
from bulletins.checks.remarks import Block, Mend, Page, Problem
from bulletins.checks.texts import texts_of
from bulletins.checks.wording import hidden_names, of_a_text
from bulletins.models import Bulletin, Entry, Section
from bulletins.snapshots import sections_of, sections_read
from french.wording import enumerated
from initiatives.models import Initiative
from organisations.contacts import CONTACT_KINDS, ContactKind, contacts_in, normalise_contact
from organisations.printed import without_consent
from organisations.privacy import NAME_REMOVED, hide_contacts, hide_names

# What rooms above add to the remarks on a draft. Advice only: publication never waits for it.
ADVISERS: list[Callable[[Bulletin, list[Section]], Iterable[Problem]]] = []


def remarks_on(bulletin: Bulletin) -> list[Problem]:
    """All that is to be said of a draft, the same to officers and editors: what blocks, then what is to be checked."""
    return remarks_on_each([bulletin])[bulletin.pk]


def remarks_on_each(bulletins: list[Bulletin]) -> dict[int, list[Problem]]:
    """The same of several drafts, by their keys: twelve queries for all, and five for each."""
    found = {}
    for bulletin, sections in _read(bulletins):
        problems = _missing(bulletin, sections)
        for advise in ADVISERS:
            problems += advise(bulletin, sections)
        found[bulletin.pk] = _blocking_first(problems)
    return found


def missing_for_publication(bulletin: Bulletin) -> list[Problem]:
    """Blocking problems first, then warnings. Changes nothing; a fixed number of queries."""
    ((_, sections),) = _read([bulletin])
    return _blocking_first(_missing(bulletin, sections))


def private_data_sentence(
    bulletin: Bulletin, correction: str, *, what: str = "La phrase qui dit ce que le rectificatif change"
) -> str:
    """Why a note to readers cannot be published; empty when it gives nobody's name or number away.

    Nothing hides it afterwards: readers see it as it was written. `what` is how the sentence calls it.
    """
    initiatives = [entry.initiative for section in sections_of(bulletin) for entry in section.entries.all()]
    persons = {person for one in initiatives for person in one.persons.all()}
    hidden = {contact for one in initiatives for contact in one.hidden_contacts}
    named = sorted(
        one.name for one in persons if not one.is_public and hide_names(correction, [one.name]) != correction
    )
    if named:
        return f"{what} nomme {enumerated(named)}, dont le nom n’est pas public : écrivez-la sans ce nom."
    names = [person.name for person in persons]
    found = without_consent({"": correction}, persons={"": names}, contacts=hidden).get("", [])
    if found:
        return " ".join(printed.sentence(what) for printed in found)
    given = sorted(str(one) for one in hidden if hide_contacts(correction, [(one.kind, one.value)]) != correction)
    return f"{what} donne {enumerated(given)}, contact non public : écrivez-la sans lui." if given else ""


def _read(bulletins: list[Bulletin]) -> list[tuple[Bulletin, list[Section]]]:
    """Each bulletin with its rows as they are now, read once for all checks."""
    for bulletin in bulletins:
        getattr(bulletin, "_prefetched_objects_cache", {}).pop("links", None)
    prefetch_related_objects(bulletins, "links")
    sections: dict[int, list[Section]] = defaultdict(list)
    for section in sections_read().filter(bulletin__in=bulletins):
        sections[section.bulletin_id].append(section)
    return [(bulletin, sections[bulletin.pk]) for bulletin in bulletins]


def _blocking_first(problems: list[Problem]) -> list[Problem]:
    return sorted(problems, key=lambda problem: not problem.is_blocking)


def _missing(bulletin: Bulletin, sections: list[Section]) -> list[Problem]:
    problems = [
        *_of_the_head(bulletin),
        *_of_the_sections(bulletin, sections),
        *_of_private_contacts(bulletin, sections),
        *_of_unreadable_contacts(bulletin, sections),
    ]
    for section in sections:
        for entry in section.entries.all():
            problems += [replace(one, entry_id=entry.pk) for one in _of_the_entry(bulletin, entry)]
    for text in texts_of(bulletin, sections):
        problems += [replace(one, entry_id=text.entry and text.entry.pk) for one in of_a_text(text)]
    return problems


def _of_the_head(bulletin: Bulletin) -> Iterator[Problem]:
    series = bulletin.series

    def own(field: str) -> Block:
        return Block(Page.BULLETIN, bulletin.pk, field)

    if not bulletin.title.strip():
        yield Problem("Le bulletin n’a pas de titre.", block=own("title"))
    if bulletin.kind == Bulletin.Kind.NUMBERED:
        if not bulletin.dated_on:
            yield Problem("Le bulletin n’a pas de date : indiquez celle qui sera imprimée.", block=own("dated_on"))
        yield from of_the_number(bulletin)
    if not bulletin.introduction.strip():
        yield Problem("Le bulletin n’a pas d’introduction.", is_blocking=False, block=own("introduction"))
    if not (bulletin.signatory_name or series.signatory_name):
        yield Problem("Personne ne signe le bulletin.", is_blocking=False, block=own("signatory_name"))


def _of_the_sections(bulletin: Bulletin, sections: list[Section]) -> Iterator[Problem]:
    initiatives: Counter[Initiative] = Counter()
    last: dict[Initiative, Entry] = {}
    for section in sections:
        entries = section.entries.all()
        initiatives.update(entry.initiative for entry in entries)
        last |= {entry.initiative: entry for entry in entries}
        if not entries:
            left_out = "" if section.introduction.strip() else "\u00a0: elle ne paraîtra pas"
            message = f"La rubrique « {section.heading or section.theme} » est vide{left_out}."
            line = Block(Page.SUMMARY, bulletin.pk, f"rubrique-{section.pk}")
            yield Problem(message, is_blocking=False, block=line)
    if not initiatives:
        yield Problem("Le bulletin ne cite aucune initiative.", block=Block(Page.SUMMARY, bulletin.pk))
    for initiative, count in initiatives.items():
        if count > 1:
            message = f"« {initiative} » figure {count} fois : gardez-la dans une seule rubrique."
            yield Problem(message, True, initiative.pk, _line(bulletin, last[initiative]))


def _of_the_entry(bulletin: Bulletin, entry: Entry) -> Iterator[Problem]:
    initiative = entry.initiative
    record = Block(Page.RECORD, initiative.pk, "summary")
    if initiative.merged_into_id:
        message = f"« {initiative} » a été réunie avec une autre : citez l’autre à sa place."
        yield Problem(message, True, initiative.pk, _line(bulletin, entry))
    elif initiative.status == Initiative.Status.WITHDRAWN:
        message = f"« {initiative} » a été retirée : ôtez-la du bulletin, ou proposez-la de nouveau à l’édition."
        yield Problem(message, True, initiative.pk, _line(bulletin, entry))
    elif initiative.status == Initiative.Status.RETURNED:
        message = f"« {initiative} » a été renvoyée à la rédaction : attendez qu’elle soit reprise, ou ôtez-la."
        yield Problem(message, True, initiative.pk, _line(bulletin, entry))
    elif not initiative.summary.strip():
        message = f"« {initiative} » n’a pas de texte : écrivez-le avant de publier."
        yield Problem(message, True, initiative.pk, record)
    if entry.wording.strip() and (named := hidden_names(initiative, initiative.summary)):
        message = (
            f"Le texte de la fiche « {initiative} » nomme {enumerated(named)}, sans accord noté : en ligne, "
            f"« {NAME_REMOVED} » remplacera le nom. Écrivez-le autrement."
        )
        yield Problem(message, False, initiative.pk, record)
    if not initiative.places.all() and not initiative.coverages.all():
        yield Problem(f"« {initiative} » n’a pas de lieu.", False, initiative.pk)
    if not initiative.public_contacts:
        yield Problem(f"« {initiative} » n’a pas de contact public.", False, initiative.pk)
    for person in initiative.persons.all():
        if person.is_public and not person.has_consent:
            message = f"« {initiative} » nomme {person.name}, dont l’accord reste à vérifier : notez-le sur sa fiche."
            yield Problem(message, True, initiative.pk, Block(Page.PERSON, person.pk, "consented_on"))


def _of_unreadable_contacts(bulletin: Bulletin, sections: list[Section]) -> Iterator[Problem]:
    """Contacts and links that cannot be of their kind: they would be printed, and lead nowhere."""
    for rank, link in enumerate(bulletin.links.all()):
        if not _is_valid(ContactKind.WEBSITE, link.url):
            message = f"Le lien « {link.url} » n’est pas une adresse de site : corrigez-le."
            block = Block(Page.BULLETIN, bulletin.pk, f"links-{rank}-url", link_id=link.pk)
            yield Problem(message, block=block)
    shown: dict[int, Initiative] = {}
    for section in sections:
        for entry in section.entries.all():
            for contact in entry.initiative.public_contacts:
                if contact.pk not in shown and not _is_valid(contact.kind, contact.value):
                    shown[contact.pk] = entry.initiative
                    kind = dict(CONTACT_KINDS)[contact.kind]
                    message = f"« {entry.initiative} » donne « {contact.value} », qui n’est pas un {kind} valable."
                    block = Block(Page.CONTACT, contact.pk, "value")
                    yield Problem(message, True, entry.initiative.pk, block, entry_id=entry.pk)


def _is_valid(kind: str, value: str) -> bool:
    try:
        normalise_contact(kind, value)
    except ValidationError:
        return False
    return True


def _of_private_contacts(bulletin: Bulletin, sections: list[Section]) -> Iterator[Problem]:
    """What prints a person's number or address, in a text or as a contact, without her recorded agreement."""
    entries = [entry for section in sections for entry in section.entries.all()]
    links = [f"{link.label} {link.url}" for link in bulletin.links.all()]
    # By the block that holds the text: what the sentence calls it, and the initiative it belongs to.
    head = Block(Page.BULLETIN, bulletin.pk, "introduction")
    texts = {head: "\n".join([bulletin.title, bulletin.introduction, bulletin.closing, *links])}
    told: dict[Block, tuple[str, Entry | None]] = {head: ("Le bulletin", None)}
    persons: dict[Block, list[str]] = {}
    for section in sections:
        block = Block(Page.SECTION, section.pk, "introduction")
        texts[block] = f"{section.heading}\n{section.introduction}"
        told[block] = (f"La rubrique « {section.heading or section.theme} »", None)
        for rank, entry in enumerate(section.entries.all()):
            for block, what, text in _texts_of(entry, rank):
                texts[block], told[block] = text, (what, entry)
                persons[block] = [person.name for person in entry.initiative.persons.all()]
    hidden = [contact for entry in entries for contact in entry.initiative.hidden_contacts]
    for block, found in without_consent(texts, persons=persons, contacts=hidden).items():
        what, entry = told[block]
        initiative_id, entry_id = (entry.initiative_id, entry.pk) if entry else (None, None)
        for printed in found:
            mend = None
            if block.part != "introduction":  # a block of one text, not of all that stands around it
                hidden_there = hide_contacts(texts[block], contacts_in(printed.label))
                mend = Mend("coordonnee", "Écrire « [coordonnée retirée] » à la place", texts[block], hidden_there)
            yield Problem(printed.sentence(what), True, initiative_id, block, printed.contact_id, mend, entry_id)
    for entry in entries:
        for contact in entry.initiative.public_contacts:
            if contact.is_personal and not contact.has_consent:
                message = (
                    f"« {entry.initiative} » donne {contact}, contact d’une personne dont l’accord reste à vérifier : "
                    "notez-le sur la fiche du contact, ou rendez le contact non public."
                )
                yield Problem(message, True, entry.initiative.pk, entry_id=entry.pk)


def _texts_of(entry: Entry, rank: int) -> Iterator[tuple[Block, str, str]]:
    """The texts of an entry, each with its block. The record's own is published too, whatever the wording of the day;
    a person's capacity only beside a public name."""
    initiative = entry.initiative
    yield Block(Page.RECORD, initiative.pk, "title"), f"Le titre de l’initiative « {initiative} »", initiative.title
    yield Block(Page.RECORD, initiative.pk, "summary"), f"Le texte de l’initiative « {initiative} »", initiative.summary
    day = Block(Page.SECTION, entry.section_id, f"entries-{rank}-wording", entry.pk)
    yield day, f"Le texte du jour de « {initiative} »", entry.wording
    for person in initiative.persons.all():
        if person.is_public:
            yield Block(Page.PERSON, person.pk, "capacity"), f"La qualité de {person.name}", person.capacity


def _line(bulletin: Bulletin, entry: Entry) -> Block:
    """Where the entry can be moved or taken out."""
    return Block(Page.SUMMARY, bulletin.pk, f"entree-{entry.pk}")
