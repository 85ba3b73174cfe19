"""What a draft lacks before it can be published, in sentences for the officer."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from bulletins.models import Bulletin, Entry, Section, Series
from bulletins.snapshots import sections_of
from french.accents import sort_key
from french.wording import long_date
from initiatives.models import Initiative
from organisations.printed import NO_CONSENT, WHAT_TO_DO, without_consent

NUMBER_LIMIT = 99_999
# What people leave in a text to come back to. “[nom retiré]” and the like are ours.
PLACEHOLDER = re.compile(
    r"à compléter|a completer|\blorem\b|\bx{3,}\b|\btodo\b|\[(?!(?:nom|coordonnée|passage) retirée?\])[^\]]*\]",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Problem:
    """One remark of the check page. A blocking one makes `publish_bulletin` refuse."""

    message: str
    is_blocking: bool = True
    initiative_id: int | None = None


def missing_for_publication(bulletin: Bulletin) -> list[Problem]:
    """Blocking problems first, then warnings. Changes nothing; a fixed number of queries."""
    sections = sections_of(bulletin)
    problems = [*_of_the_head(bulletin), *_of_the_sections(sections), *_of_private_contacts(bulletin, sections)]
    for section in sections:
        for entry in section.entries.all():
            problems += _of_the_entry(entry)
    return sorted(problems, key=lambda problem: not problem.is_blocking)


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
    if not bulletin.title.strip():
        yield Problem("Le bulletin n’a pas de titre.")
    if bulletin.kind == Bulletin.Kind.NUMBERED:
        if not bulletin.dated_on:
            yield Problem("Le bulletin n’a pas de date : indiquez celle qui sera imprimée.")
        number = bulletin.number or series.next_number
        if number > NUMBER_LIMIT:
            yield Problem(f"Le n° {number} est trop grand : les numéros vont jusqu’à {NUMBER_LIMIT}.")
        elif sentence := taken_number_sentence(series, number, apart_from=bulletin):
            yield Problem(sentence)
        elif number > series.next_number:
            gap = f"après le n° {series.last_number}" if series.last_number else "alors que c’est le premier"
            yield Problem(f"Le bulletin portera le n° {number}, {gap} : des numéros manqueront.", is_blocking=False)
    if not bulletin.introduction.strip():
        yield Problem("Le bulletin n’a pas d’introduction.", is_blocking=False)
    yield from _unfinished("Le titre du bulletin", bulletin.title)
    yield from _unfinished("L’introduction du bulletin", bulletin.introduction)
    yield from _unfinished("La conclusion du bulletin", bulletin.closing)
    if not (bulletin.signatory_name or series.signatory_name):
        yield Problem("Personne ne signe le bulletin.", is_blocking=False)


def _of_the_sections(sections: list[Section]) -> Iterator[Problem]:
    initiatives: Counter[Initiative] = Counter()
    for section in sections:
        entries = section.entries.all()
        initiatives.update(entry.initiative for entry in entries)
        if not entries:
            yield Problem(f"La rubrique « {section.heading or section.theme} » est vide.", is_blocking=False)
    if not initiatives:
        yield Problem("Le bulletin ne cite aucune initiative.")
    for initiative, count in initiatives.items():
        if count > 1:
            yield Problem(
                f"« {initiative} » figure {count} fois : gardez-la dans une seule rubrique.", True, initiative.pk
            )


def _of_the_entry(entry: Entry) -> Iterator[Problem]:
    initiative = entry.initiative
    if initiative.merged_into_id:
        yield Problem(f"« {initiative} » a été réunie avec une autre : citez l’autre à sa place.", True, initiative.pk)
    elif initiative.status == Initiative.Status.WITHDRAWN:
        yield Problem(
            f"« {initiative} » a été retirée : ôtez-la du bulletin, ou proposez-la de nouveau à la relecture.",
            True,
            initiative.pk,
        )
    elif not initiative.summary.strip():
        yield Problem(f"« {initiative} » n’a pas de texte : écrivez-le avant de publier.", True, initiative.pk)
    text = f"{initiative.title}\n{entry.wording or initiative.summary}"
    yield from _unfinished(f"« {initiative} »", text, initiative.pk)
    if not initiative.places.all() and not initiative.coverages.all():
        yield Problem(f"« {initiative} » n’a pas de lieu.", False, initiative.pk)
    if not initiative.public_contacts:
        yield Problem(f"« {initiative} » n’a pas de contact public.", False, initiative.pk)
    text = sort_key(text)
    for person in initiative.persons.all():
        if not person.is_public and sort_key(person.name) in text:
            yield Problem(
                f"« {initiative} » nomme {person.name}, dont le nom n’est pas public : « [nom retiré] » le remplacera.",
                False,
                initiative.pk,
            )
        elif person.is_public and not person.has_consent:
            yield Problem(
                f"« {initiative} » nomme {person.name}, dont l’accord reste à vérifier : notez-le sur sa fiche.",
                False,
                initiative.pk,
            )


def _of_private_contacts(bulletin: Bulletin, sections: list[Section]) -> Iterator[Problem]:
    """What prints a person's number or address, in a text or as a contact, without her recorded agreement."""
    entries = [entry for section in sections for entry in section.entries.all()]
    links = [f"{link.label} {link.url}" for link in bulletin.links.all()]
    texts: dict[tuple[str, int | None], str] = {
        ("Le bulletin", None): "\n".join([bulletin.title, bulletin.introduction, bulletin.closing, *links])
    }
    for section in sections:
        texts[f"La rubrique « {section.heading or section.theme} »", None] = (
            f"{section.heading}\n{section.introduction}"
        )
    persons = {}
    for entry in entries:
        one = entry.initiative
        # The record's own text is published with the bulletin, whatever the wording of the day.
        texts[f"« {one} »", one.pk] = "\n".join([one.title, entry.wording, one.summary])
        persons[f"« {one} »", one.pk] = [person.name for person in one.persons.all()]
    hidden = [contact for entry in entries for contact in entry.initiative.hidden_contacts]
    for (what, initiative_id), printed in without_consent(texts, persons=persons, contacts=hidden).items():
        for label in printed:
            yield Problem(f"{what} imprime {label}, {NO_CONSENT} : {WHAT_TO_DO}.", True, initiative_id)
    for entry in entries:
        for contact in entry.initiative.public_contacts:
            if contact.is_personal and not contact.has_consent:
                yield Problem(
                    f"« {entry.initiative} » donne {contact}, contact d’une personne dont l’accord reste à vérifier : "
                    "notez-le sur la fiche du contact, ou rendez le contact non public.",
                    True,
                    entry.initiative.pk,
                )


def _unfinished(what: str, text: str, initiative_id: int | None = None) -> Iterator[Problem]:
    """A text that still holds a word to be replaced: “à compléter”, “xxx”, “[ … ]”."""
    if found := PLACEHOLDER.search(text):
        message = f"{what} contient « {found[0]} » : le texte est-il terminé ?"
        yield Problem(message, is_blocking=False, initiative_id=initiative_id)
