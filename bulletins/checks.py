"""What a draft lacks before it can be published, in sentences for the officer."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from bulletins.models import Bulletin, Entry, Section, Series
from bulletins.snapshots import head_of, section_introduction_of, sections_of, wording_of
from french.accents import sort_key
from french.wording import enumerated, long_date
from initiatives.models import Initiative
from initiatives.repetition import SaidOnce
from organisations.printed import without_consent
from organisations.privacy import hide_contacts, hide_names

NUMBER_LIMIT = 99_999
# What people leave in a text to come back to. “[nom retiré]” and the like are ours.
PLACEHOLDER = re.compile(
    r"à compléter|a completer|\blorem\b|\bx{3,}\b|\btodo\b|\[(?!(?:nom|coordonnée|passage) retirée?\])[^\]]*\]",
    re.IGNORECASE,
)


class Page(Enum):
    """Where a text that is printed is written."""

    BULLETIN = "bulletin"
    SUMMARY = "sommaire"
    SECTION = "rubrique"
    RECORD = "fiche"
    PERSON = "personne"
    CONTACT = "contact"


@dataclass(frozen=True)
class Block:
    """What holds the words in question: a field of the form of the row `row_id`, or a line of the summary."""

    page: Page
    row_id: int
    part: str = ""


@dataclass(frozen=True)
class Problem:
    """One remark of the check page, with the block where to mend it: by itself, the record of the initiative.

    A blocking one makes `publish_bulletin` refuse.
    """

    message: str
    is_blocking: bool = True
    initiative_id: int | None = None
    block: Block | None = None
    contact_id: int | None = None  # the known contact that the text prints

    @property
    def mended_at(self) -> Block | None:
        return self.block or (Block(Page.RECORD, self.initiative_id) if self.initiative_id else None)


def missing_for_publication(bulletin: Bulletin) -> list[Problem]:
    """Blocking problems first, then warnings. Changes nothing; a fixed number of queries."""
    sections = sections_of(bulletin)
    problems = [
        *_of_the_head(bulletin),
        *_of_the_sections(bulletin, sections),
        *_of_private_contacts(bulletin, sections),
    ]
    for section in sections:
        for rank, entry in enumerate(section.entries.all()):
            problems += _of_the_entry(bulletin, entry, rank)
    return sorted(problems, key=lambda problem: not problem.is_blocking)


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


def taken_number_sentence(series: Series, number: int, *, apart_from: Bulletin | None = None) -> str:
    """Why `number` cannot be given in the series, or an empty string when it is free."""
    others = series.bulletins.filter(number=number)
    holder = others.exclude(pk=apart_from.pk).first() if apart_from else others.first()
    if holder is None:
        return ""
    day = f", {long_date(holder.dated_on)}" if holder.dated_on else ""
    state = {Bulletin.Status.DRAFT: ", brouillon", Bulletin.Status.WITHDRAWN: ", retiré"}.get(holder.status, "")
    return (
        f"Ce numéro existe déjà ({holder.label}{day}{state}). Votre texte est conservé : "
        "choisissez un autre numéro ou laissez le champ vide."
    )


def _of_the_head(bulletin: Bulletin) -> Iterator[Problem]:
    series = bulletin.series

    def own(field: str) -> Block:
        return Block(Page.BULLETIN, bulletin.pk, field)

    if not bulletin.title.strip():
        yield Problem("Le bulletin n’a pas de titre.", block=own("title"))
    if bulletin.kind == Bulletin.Kind.NUMBERED:
        if not bulletin.dated_on:
            yield Problem("Le bulletin n’a pas de date : indiquez celle qui sera imprimée.", block=own("dated_on"))
        number = bulletin.number or series.next_number
        if number > NUMBER_LIMIT:
            message = f"Le n° {number} est trop grand : les numéros vont jusqu’à {NUMBER_LIMIT}."
            yield Problem(message, block=own("number"))
        elif sentence := taken_number_sentence(series, number, apart_from=bulletin):
            yield Problem(sentence, block=own("number"))
        elif number > series.next_number:
            gap = f"après le n° {series.last_number}" if series.last_number else "alors que c’est le premier"
            message = f"Le bulletin portera le n° {number}, {gap} : des numéros manqueront."
            yield Problem(message, is_blocking=False, block=own("number"))
    if not bulletin.introduction.strip():
        yield Problem("Le bulletin n’a pas d’introduction.", is_blocking=False, block=own("introduction"))
    yield from _unfinished("Le titre du bulletin", bulletin.title, block=own("title"))
    yield from _unfinished("L’introduction du bulletin", bulletin.introduction, block=own("introduction"))
    yield from _unfinished("La conclusion du bulletin", bulletin.closing, block=own("closing"))
    introduction, closing = head_of(bulletin)
    yield from _said_twice("l’introduction du bulletin", introduction, block=own("introduction"))
    yield from _said_twice("la conclusion du bulletin", closing, block=own("closing"))
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
            message = f"La rubrique « {section.heading or section.theme} » est vide."
            line = Block(Page.SUMMARY, bulletin.pk, f"rubrique-{section.pk}")
            yield Problem(message, is_blocking=False, block=line)
        yield from _said_twice(
            f"la rubrique « {section.heading or section.theme} »",
            section_introduction_of(section),
            block=Block(Page.SECTION, section.pk, "introduction"),
        )
    if not initiatives:
        yield Problem("Le bulletin ne cite aucune initiative.", block=Block(Page.SUMMARY, bulletin.pk))
    for initiative, count in initiatives.items():
        if count > 1:
            message = f"« {initiative} » figure {count} fois : gardez-la dans une seule rubrique."
            yield Problem(message, True, initiative.pk, _line(bulletin, last[initiative]))


def _of_the_entry(bulletin: Bulletin, entry: Entry, rank: int) -> Iterator[Problem]:
    """`rank` is that of the entry in its section, from 0: its form names its fields by it."""
    initiative = entry.initiative
    record = Block(Page.RECORD, initiative.pk, "summary")
    if initiative.merged_into_id:
        message = f"« {initiative} » a été réunie avec une autre : citez l’autre à sa place."
        yield Problem(message, True, initiative.pk, _line(bulletin, entry))
    elif initiative.status == Initiative.Status.WITHDRAWN:
        message = f"« {initiative} » a été retirée : ôtez-la du bulletin, ou proposez-la de nouveau à la relecture."
        yield Problem(message, True, initiative.pk, _line(bulletin, entry))
    elif initiative.status == Initiative.Status.RETURNED:
        message = f"« {initiative} » a été renvoyée à la rédaction : attendez qu’elle soit reprise, ou ôtez-la."
        yield Problem(message, True, initiative.pk, _line(bulletin, entry))
    elif not initiative.summary.strip():
        message = f"« {initiative} » n’a pas de texte : écrivez-le avant de publier."
        yield Problem(message, True, initiative.pk, record)
    # The text that will be printed: the day's wording, else the record's own.
    wording = entry.wording.strip()
    printed = Block(Page.SECTION, entry.section_id, f"entries-{rank}-wording") if wording else record
    text = wording or initiative.summary
    yield from _unfinished(
        f"« {initiative} »", initiative.title, initiative.pk, Block(Page.RECORD, initiative.pk, "title")
    )
    yield from _unfinished(f"« {initiative} »", text, initiative.pk, printed)
    if not initiative.places.all() and not initiative.coverages.all():
        yield Problem(f"« {initiative} » n’a pas de lieu.", False, initiative.pk)
    if not initiative.public_contacts:
        yield Problem(f"« {initiative} » n’a pas de contact public.", False, initiative.pk)
    yield from _said_twice(f"« {initiative} »", wording_of(entry), initiative.pk, printed)
    title, text = sort_key(initiative.title), sort_key(text)
    for person in initiative.persons.all():
        name = sort_key(person.name)
        if not person.is_public and (name in title or name in text):
            message = (
                f"« {initiative} » nomme {person.name}, dont le nom n’est pas public : « [nom retiré] » le remplacera."
            )
            yield Problem(message, False, initiative.pk, printed if name in text else None)
        elif person.is_public and not person.has_consent:
            message = f"« {initiative} » nomme {person.name}, dont l’accord reste à vérifier : notez-le sur sa fiche."
            yield Problem(message, False, initiative.pk)


def _of_private_contacts(bulletin: Bulletin, sections: list[Section]) -> Iterator[Problem]:
    """What prints a person's number or address, in a text or as a contact, without her recorded agreement."""
    entries = [entry for section in sections for entry in section.entries.all()]
    links = [f"{link.label} {link.url}" for link in bulletin.links.all()]
    # By the block that holds the text: what the sentence calls it, and the initiative it belongs to.
    head = Block(Page.BULLETIN, bulletin.pk, "introduction")
    texts = {head: "\n".join([bulletin.title, bulletin.introduction, bulletin.closing, *links])}
    told: dict[Block, tuple[str, int | None]] = {head: ("Le bulletin", None)}
    persons: dict[Block, list[str]] = {}
    for section in sections:
        block = Block(Page.SECTION, section.pk, "introduction")
        texts[block] = f"{section.heading}\n{section.introduction}"
        told[block] = (f"La rubrique « {section.heading or section.theme} »", None)
        for rank, entry in enumerate(section.entries.all()):
            for block, what, text in _texts_of(entry, rank):
                texts[block], told[block] = text, (what, entry.initiative.pk)
                persons[block] = [person.name for person in entry.initiative.persons.all()]
    hidden = [contact for entry in entries for contact in entry.initiative.hidden_contacts]
    for block, found in without_consent(texts, persons=persons, contacts=hidden).items():
        what, initiative_id = told[block]
        for printed in found:
            yield Problem(printed.sentence(what), True, initiative_id, block, printed.contact_id)
    for entry in entries:
        for contact in entry.initiative.public_contacts:
            if contact.is_personal and not contact.has_consent:
                message = (
                    f"« {entry.initiative} » donne {contact}, contact d’une personne dont l’accord reste à vérifier : "
                    "notez-le sur la fiche du contact, ou rendez le contact non public."
                )
                yield Problem(message, True, entry.initiative.pk)


def _texts_of(entry: Entry, rank: int) -> Iterator[tuple[Block, str, str]]:
    """The texts of an entry, each with its block. The record's own is published too, whatever the wording of the day;
    a person's capacity only beside a public name."""
    initiative = entry.initiative
    yield Block(Page.RECORD, initiative.pk, "title"), f"Le titre de l’initiative « {initiative} »", initiative.title
    yield Block(Page.RECORD, initiative.pk, "summary"), f"Le texte de l’initiative « {initiative} »", initiative.summary
    day = Block(Page.SECTION, entry.section_id, f"entries-{rank}-wording")
    yield day, f"Le texte du jour de « {initiative} »", entry.wording
    for person in initiative.persons.all():
        if person.is_public:
            yield Block(Page.PERSON, person.pk, "capacity"), f"La qualité de {person.name}", person.capacity


def _line(bulletin: Bulletin, entry: Entry) -> Block:
    """Where the entry can be moved or taken out."""
    return Block(Page.SUMMARY, bulletin.pk, f"entree-{entry.pk}")


def _said_twice(
    what: str, told: SaidOnce, initiative_id: int | None = None, block: Block | None = None
) -> Iterator[Problem]:
    """What the page gives in a place of its own is not printed in the text too; the officer's text stays as it is."""
    if told.taken:
        pieces = " », « ".join(told.taken)
        message = f"Dans {what}, ne sera pas répété dans le texte ce que la page donne déjà à part\u00a0: « {pieces} »."
        yield Problem(message, is_blocking=False, initiative_id=initiative_id, block=block)


def _unfinished(
    what: str, text: str, initiative_id: int | None = None, block: Block | None = None
) -> Iterator[Problem]:
    """A text that still holds a word to be replaced: “à compléter”, “xxx”, “[ … ]”."""
    if found := PLACEHOLDER.search(text):
        message = f"{what} contient « {found[0]} » : le texte est-il terminé ?"
        yield Problem(message, is_blocking=False, initiative_id=initiative_id, block=block)
