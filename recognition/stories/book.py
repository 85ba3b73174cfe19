"""Contacts listed together at the end, each given to the initiative that its line names.

Contacts utiles / Mairie de Harnes : 03 21 00 00 00 / Couture solidaire : couture@exemple.fr
"""

from __future__ import annotations

import re
from collections import defaultdict

from recognition.facts.contacts import contact_key
from recognition.layout.endings import Ending
from recognition.normalise import Source, key
from recognition.proposal import Level, Passage, Proposal, ProposedInitiative, Remark

LONG = 5
NAME_WORD = re.compile(r"[A-ZÀ-Þ][\w’'-]{2,}")


def share_book(source: Source, ending: Ending, proposal: Proposal) -> None:
    """A line that names no initiative, or two equally, leaves its contacts to the bulletin with a remark."""
    by_word: dict[str, list[ProposedInitiative]] = defaultdict(list)
    for initiative in proposal.initiatives:
        words = name_words(initiative.text)
        for organisation in initiative.organisations:
            words |= long_words(organisation.name)
        for word in words:
            by_word[word].append(initiative)
    for view in ending.book:
        proposal.bulletin.closing.append(Passage(view.block.text, view.span))
        for contact in view.contacts:
            if contact.kind == "other":
                continue
            owner = owner_of(source.text[view.span[0] : contact.span[0]], by_word)
            if owner:
                if contact_key(contact) not in {contact_key(c) for c in owner.contacts}:
                    owner.contacts.append(contact)
            else:
                proposal.bulletin.links.append(contact)
                message = f"Le contact « {contact.value} » n’a pu être rattaché à aucune initiative."
                proposal.remarks.append(Remark("contacts", Level.WARNING, message))


def owner_of(words_before: str, by_word: dict[str, list[ProposedInitiative]]) -> ProposedInitiative | None:
    scores: dict[int, float] = defaultdict(float)
    owners = {}
    for word in name_words(words_before) | long_words(words_before):
        for initiative in by_word.get(word, ())[:20]:
            scores[id(initiative)] += 1 / len(by_word[word])
            owners[id(initiative)] = initiative
    ranked = sorted(scores.items(), key=lambda pair: -pair[1])
    if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return None
    return owners[ranked[0][0]]


def long_words(name: str) -> set[str]:
    """“Amicale des anciens mineurs” is found by its common words too."""
    return {word for word in key(name).split(" ") if len(word) >= LONG}


def name_words(text: str) -> set[str]:
    return {key(word) for word in NAME_WORD.findall(text)}
