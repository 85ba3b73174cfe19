"""Organisations known beforehand, wherever the text names them: those of the directory, and the national networks.

Une organisation acceptée une fois…    “Rebonds distribue…”, “le camion de l’USMI” (their names, other names, acronyms)
data/networks.csv                      “la FDSEA du Pas-de-Calais”, “France Travail Béthune”, “les Restos du cœur”

A name of one word is written with its capital, an acronym in capitals; an accent that the name has not makes another
word (“Fermé” is no “Ferme”). What receives or is a place (`relations`) does not act.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from recognition.actors.nouns import ANY
from recognition.actors.relations import Relation, heads, relation
from recognition.actors.words import NAME, NAMED_PLACE, make
from recognition.facts.claims import Claims
from recognition.facts.words import Words, opens_sentence, words_of
from recognition.gazetteer import Names, Organisation, spellings
from recognition.normalise import Source, fold, key, said_as
from recognition.proposal import ProposedOrganisation, Span
from recognition.vocabulary import rows

ARTICLE = re.compile(r"L[ea]s? |L'")


# “Secours populaire de Saint-Omer”, “ADMR du Sud-Artois”, “France Travail Béthune”, “MSA Nord-Pas de Calais”.
BRANCH = re.compile(r"(?: francaise?)?(?: (?:de la |de l'|de |du |des |d')?)")
FRENCH = re.compile(r" francaise?(?![\w-])")
# “la section locale du Secours catholique”: its words are taken, so that no noun announces them a second time.
PART_OF_IT = re.compile(
    r"\b(?:sections?|delegations?|antennes?|comites?|federations?|unites?|equipes?|unions?|communautes?|associations?"
    r"|reseaux?|groupes?)(?: (?:locale?s?|departementale?s?))?"
    r"(?: (?:de |d'|du )[a-z][\w-]*)? (?:de la |du |des |de l'|d')$"
)
# “au magasin Carrefour”, “les locaux de l’association La Vie active”: its place in the sentence is that of its noun.
NOUN_BEFORE = re.compile(rf"(?<![\w-])({ANY}) $")
# “les habitants de la ville de Calais”: whoever serves a place names it more often than it acts.
SERVES_ALL = ("collectivite", "etablissement_public", "service_etat")
# A word of so many capitals may be printed like a name: “Unicef” for UNICEF.
LONG_ACRONYM = 5


NETWORKS = spellings(
    Organisation(row["name"], row["kind"], tuple(filter(None, row["spellings"].split("|"))))
    for row in rows("networks.csv")
)


def known(source: Source, span: Span, directory: Names, persons: Claims) -> Iterator[ProposedOrganisation]:
    """The directory first: what an officer has entered says best how it is written and what it is."""
    words = words_of(source, *span)
    reached = span[0]
    for index, (start, _) in enumerate(words.spans):
        if start < reached or persons.has((start, start + 1)):
            continue
        for names, family in ((directory, "directory"), (NETWORKS, "network")):
            found = named_at(source, words, index, names, span, family)
            if found:
                yield found
                reached = found.span[1]
                break


def named_at(
    source: Source, words: Words, index: int, names: Names, passage: Span, family: str
) -> ProposedOrganisation | None:
    for count, spelt in names.starting_at(words.plain, index):
        name = (words.spans[index][0], words.spans[index + count - 1][1])
        found = next((one for one in spelt if is_written_as(one.text, source.text[slice(*name)], family)), None)
        if not found or not all(words.joined[index + 1 : index + count]) or is_inside_a_word(source, name):
            continue
        before = NOUN_BEFORE.search(source.said, max(passage[0], name[0] - 45), name[0])
        where = relation(source, (before.start(1) if before else name[0], name[1]), passage)
        kind = found.organisation.kind
        if not where.acts or NAMED_PLACE.search(source.low, max(0, name[0] - 24), name[0]):
            return None
        if where is Relation.OF and kind in SERVES_ALL:
            return None
        opens = count == 1 and opens_sentence(source, name[0])
        if opens and where is not Relation.SUBJECT and not heads(source, name[1]):
            continue
        made = make(source, name, kind, f"{family} {'opening ' if opens else ''}{where}")
        whole = with_branch(source, made, passage)
        is_branch = key(found.text) in NETWORKS.by_key and whole.name != made.name
        return whole if is_branch or family == "network" else replace(made, name=found.organisation.name)
    return None


def is_written_as(spelling: str, written: str, family: str) -> bool:
    """Case and accents of the text against those of the name."""
    if len(spelling) == len(written):
        pairs = zip(said_as(spelling), said_as(written), strict=True)
        if any(theirs != ours and theirs != fold(ours) for ours, theirs in pairs if theirs.isalpha()):
            return False
    if spelling.isupper() and len(spelling) > 1 and " " not in spelling:
        return written.isupper() or (len(spelling) >= LONG_ACRONYM and written[:1].isupper())
    has_capital = any(character.isupper() for character in written)
    return has_capital or (family == "network" and " " in spelling and not spelling.startswith("La "))


def is_inside_a_word(source: Source, name: Span) -> bool:
    """“Saint-Orange”, “Orange-sur-Aa”."""
    before, after = source.flat[max(0, name[0] - 1) : name[0]], source.flat[name[1] : name[1] + 1]
    return before == "-" or after == "-"


def with_branch(source: Source, made: ProposedOrganisation, passage: Span) -> ProposedOrganisation:
    """The name with the place or the department after it; what stands before it is taken, not told."""
    start, end = made.span
    french = FRENCH.match(source.low, end, passage[1])
    end = french.end() if french else end
    link = BRANCH.match(source.low, end, passage[1])
    place = link and NAME.match(source.flat, link.end(), passage[1])
    if place and not ARTICLE.match(place[0]):
        end = place.end()
    before = PART_OF_IT.search(source.low, max(passage[0], start - 60), start)
    whole = make(source, (start, end), made.kind, made.rule)
    return replace(whole, span=(before.start() if before else start, end))
