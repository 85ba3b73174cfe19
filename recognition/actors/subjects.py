"""Names that nothing announces: told by their capitals, their quotation marks, and what stands around them.

Eurotunnel a donné… · Leroy Merlin fournit…            a name and a verb
« Imprimeurs de cœur » dont le collectif…              quotation marks
offerts par Alpha · Alpha et Bêta impriment…           a name in the place of one who acts
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from recognition.actors.announced import leading_article
from recognition.actors.groups import GROUP
from recognition.actors.nouns import ANY, NOUN
from recognition.actors.relations import Relation, relation
from recognition.actors.verbs import acts_after
from recognition.actors.words import (
    IN_A_LIST,
    NAME,
    NAMED_PLACE,
    NOT_ACTORS,
    NOT_AN_ACTOR_BEFORE,
    QUOTED,
    is_actor_name,
    make,
)
from recognition.facts.claims import Claims
from recognition.facts.words import opens_sentence
from recognition.normalise import Source, key
from recognition.proposal import ProposedOrganisation, Span

# “La Fabrique numérique du Ternois a produit…”
SUBJECT_TAIL = re.compile(r"(?: [a-z]{4,}){0,2}(?: (?:de la |de l'|du |de |des |d')[A-Z][\w'-]*)?")
# “aux soignants du centre hospitalier René-Dubos”: the hospital has that name and does not act.
NAMED_RECEIVER = re.compile(
    r"\b(?:a l'|aux? |du |de l'|des |de la )(?:centres? hospitaliers?(?: \w+)?|hopita(?:l|ux)|ehpad|cliniques?"
    r"|residences?|maisons? de retraite) $"
)
# “la Mercerie-Martin”: the trade is the first word of the name.
TRADE_IN_NAME = re.compile(rf"(?:{ANY})-[a-z]")
BEFORE_PLACE = re.compile(r" (?:en|a|au|aux|dans le|sur) (?:la |l')?")
# “les Lensois ont donné”, “des Ukrainiens suivent”: those who live somewhere.
PEOPLE = re.compile(r"(?:les|des) [a-z-]{3,}(?:ois|ais|iens|ains|ins|oises|aises|iennes|aines|ines)$")
# “C’est le cas de Brassia à Avion ou encore de Cosmélia à Vimy”.
GIVEN_AS_EXAMPLE = re.compile(r"\b(?:cas|image|instar|exemple) (?:de |d')(?:la |l'|le )?$")
# What a sentence may open with, though it names nobody: “Bravo”, “Livraison”, “Gants”.
COMMON_ENDINGS = (
    *("ant", "ment", "es", "ees", "ions", "ages", "ents", "ours", "tion", "age"),
    *("ance", "ence", "ture", "sion", "ee", "ez"),
)
# A sentence is told between marks, not named: it has a verb or begins with who speaks.
A_SENTENCE = re.compile(
    r"\b(?:cette|ce|je|j'ai|nous|vous|on|il|elle|c'est|est|sont|a fait|avons|avez|faut|peut)\b|[!?…]|, "
)
# “« Des tables de 7 », s’amuse-t-elle”: words that someone said.
SPOKEN = re.compile(r" ?,? ?(?:s'|se )?[a-z]{3,}(?:-t)?-(?:ils?|elles?|on)\b")


def quoted(source: Source, span: Span) -> Iterator[ProposedOrganisation]:
    """A name between quotation marks, unless the words before say that it is a norm, an action or a slogan."""
    for match in QUOTED.finditer(source.text, *span):
        before = source.low[max(span[0], match.start() - 40) : match.start()].rstrip()
        words = key(match[1]).split()
        if NOT_AN_ACTOR_BEFORE.search(before) or (not 1 < len(words) <= 14 and not match[1][:1].isupper()):
            continue
        if (len(words) == 1 and words[0] in NOT_ACTORS) or words[:2] == ["grand", "public"]:
            continue
        if A_SENTENCE.search(source.low, *match.span(1)) or SPOKEN.match(source.low, match.end(), span[1]):
            continue
        where = relation(source, match.span(), span)
        if where in (Relation.SUBJECT, Relation.BY, Relation.OPENS, Relation.LISTED, Relation.MEMBERS):
            kind = "collectif" if "collectif" in source.low[match.end() : match.end() + 40] else "association"
            yield make(
                source, match.span(1), kind, f"quoted {'capital' if match[1][:1].isupper() else 'small'} {where}"
            )


def subjects(source: Source, span: Span, others: Claims) -> Iterator[ProposedOrganisation]:
    """A name before a verb of action; with less trust, a name of two words or of capitals only."""
    for match in NAME.finditer(source.flat, *span):
        start = match.start() + len(leading_article(match[0]))
        if (
            others.has((start, start + 1))
            or not is_actor_name(match[0])
            or not any(letter.isalpha() for letter in source.flat[start : match.end()])  # “Les 25 adhérents”
            or GROUP.match(source.low, start, match.end())
            or NAMED_PLACE.search(source.low, max(0, start - 24), start)
            or NAMED_RECEIVER.search(source.low, max(0, start - 40), start)
        ):
            continue
        yield from subject(source, span, (start, match.end()), others)


def subject(source: Source, span: Span, name: Span, others: Claims) -> Iterator[ProposedOrganisation]:
    start, stop = name
    opens, words = opens_sentence(source, start), source.flat[start:stop]
    end = subject_end(source, stop, span[1])
    where = relation(source, (start, end or stop), span)
    if not where.acts or NOUN.fullmatch(words.lower()) or PEOPLE.match(source.low, max(0, start - 4), stop):
        return
    shape = "acronym" if words.isupper() else "word" if " " not in words else "words"
    if end and where is Relation.SUBJECT:
        if not (opens and shape == "word" and words.lower().endswith(COMMON_ENDINGS)):
            yield make(source, (start, end), "entreprise", f"name {shape}{' opening' if opens else ''} subject")
    elif not opens and (
        shape != "word"
        or (where is Relation.BY and GIVEN_AS_EXAMPLE.search(source.low, max(0, start - 20), start))
        or TRADE_IN_NAME.match(source.said, start, stop)
        or IN_A_LIST.search(source.low, max(0, start - 10), start)
    ):
        yield make(source, (start, without_place(source, start, stop, others)), "entreprise", f"name {shape} {where}")


def without_place(source: Source, start: int, end: int, others: Claims) -> int:
    """“Brioche Martin en Ternois” is named “Brioche Martin”: the place after “en” or “à” is where it acts."""
    for link in BEFORE_PLACE.finditer(source.low, start, end):
        if others.has((link.end(), link.end() + 1)):
            return link.start()
    return end


def subject_end(source: Source, at: int, limit: int) -> int | None:
    """Where the subject ends that opened before `at`, if it acts: “La Fabrique numérique du Ternois a…”."""
    tail = SUBJECT_TAIL.match(source.flat, at, min(limit, at + 80))
    return next((end for end in (tail.end(), at) if acts_after(source, end, limit)), None)
