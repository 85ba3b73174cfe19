"""Organisations that a noun announces.

l’entreprise Durand Production · la mosquée Annour d’Arras       a noun and a name
les entreprises Alpha à Avion et Bêta à Vimy                     a plural noun and several names
Alpha, entreprise de Calais                                      a name and a noun after it
la Banque alimentaire · la Croix-Rouge                           a noun that is a name
la mairie propose… · le lycée agricole imprime…                  named after the one commune where the passage acts
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from recognition.facts.actor_kinds import GENERIC, MUNICIPAL, NOUN, PROPER, longest_noun
from recognition.facts.actor_words import (
    ACTS_AFTER,
    ADJECTIVE,
    BETWEEN,
    ENUMERATION,
    FINITE,
    NAME,
    NAME_WITH_AND,
    QUOTED,
    RECEIVED,
    RECEIVERS,
    SMALL_WORDS,
    TAIL,
    UNIT,
    is_actor_name,
    make,
)
from recognition.facts.claims import Claims
from recognition.normalise import Source, key
from recognition.proposal import ProposedCommune, ProposedOrganisation, Role, Span

# “la fondation Agir, « Face Côte d’Opale » participe”: two names of one organisation.
TWIN = re.compile(r", [«“\"] ?([^«»“”\"\n]{2,60}?) ?[»”\"],? (?=[a-zéèà])")
# “le conseil départemental du Nord” keeps the name of its area; “des entreprises du Nord” have none.
STATE = ("collectivite", "service_etat")
# “déjà présente sur la communauté d’agglomération de…”, “dans la ville de…”: where, not who.
ONLY_WHERE = re.compile(r"\b(?:sur|dans|a travers|parmi|entre) (?:la |le |les |l')$")
# “un atelier de confection de masques « grand public »”: the marks qualify a thing.
QUALIFIES = re.compile(r"\b(?:masques?|visieres?|blouses?|tissus?|operation|action|projet) ?[«\"“]? ?$")
SEVERAL_BEFORE = re.compile(r"\b(?:les|des|aux) $")
# “des CCAS d’Outreau et de Wimereux”: what stands between two communes of one list.
NEXT_COMMUNE = re.compile(r"(?:, (?:et )?| et | ou | ou encore | ainsi que )(?:de (?:la |l')?|d'|du |des )?")
SUBJECT_ARTICLE = re.compile(r"(?:[,.:–] |^|\n)(?:la |le |l')$")
# “plusieurs entreprises du département ont…”, “vont à la pharmacie et livrent…”: not who acts.
OF_WHICH = re.compile(r"\b(?:du |de la |de l'|des |a la |a l'|aux? )$")
# “les bénévoles du foyer rural cousent…”, “offerts par le théâtre municipal”: they act for it, or with it.
MEMBERS = re.compile(
    r"\b(?:les|des|ses|plusieurs|\w+aine de|\d+) (?:\w+ )?(?:benevoles|adherente?s|membres|salaries|agents|animateurs"
    r"|educateurs|couturieres|licencies|choristes|musiciens) (?:\w+ )?(?:du |de la |de l')$"
)
BY = re.compile(r"\b(?:par|avec|grace a) (?:le |la |l')$")
# “la Ville de Calais et le CCAS de Calais”, “la Ville et CCAS”: two organisations.
AND_ANOTHER = re.compile(r" et (?:(?:le|la|les|son|sa|ses) |l'|(?=c[ci]as\b))")
# What stands between “un atelier” and a place or a sentence in capitals, but not a name: “de couture de Liévin”.
NOT_ITS_NAME = re.compile(r"(?:\b(?:de|du|des|a|au|aux|en)|\b[dl]') ?(?:la |l')?$")
ANY_ONE = re.compile(r"\b(?:une?|des) $")
FIRST = re.compile(r"[A-Z«\"“]")


def announced(
    source: Source, span: Span, communes: list[ProposedCommune], areas: Claims
) -> Iterator[ProposedOrganisation]:
    """A noun of the list and a name after it; a plural noun may introduce several names."""
    reached = span[0]
    for match in NOUN.finditer(source.low, *span):
        if match.start(1) < reached:
            continue
        start = match.start(1)
        noun, kind = longest_noun(source.low, start)
        after = start + len(noun)
        named = name_after(source, after, span[1], is_plural=noun.endswith("s"))
        if named is None:
            yield from unnamed(source, start, after, noun, kind, communes)
            continue
        name_span, is_quoted = named
        if (
            is_any_workshop(source, noun, start)
            and not is_quoted
            and NOT_ITS_NAME.search(source.low, after, name_span[0])
        ):
            continue
        if RECEIVERS.match(noun) and RECEIVED.search(source.low, max(span[0], start - 24), start):
            continue
        is_common = noun[-1] in "sx" or GENERIC.match(noun) is not None
        if is_common and not is_quoted and kind not in STATE and areas.has(name_span):
            continue
        before = source.low[max(span[0], start - 30) : start]
        if (kind == "collectivite" and ONLY_WHERE.search(before)) or (
            is_quoted and QUALIFIES.search(source.low, after, name_span[0])
        ):
            continue
        if MUNICIPAL.match(noun) and SEVERAL_BEFORE.search(before):
            listed = list(consecutive(source, name_span[0], communes))
            for commune in listed:
                yield ProposedOrganisation(f"{municipal(noun)} {of(commune.name)}", kind, commune.span, 0.7)
            if listed:
                reached = listed[-1].span[1]
                continue
        twin = TWIN.match(source.text, name_span[1], span[1]) if not is_quoted else None
        joined_by_of = source.low[after : name_span[0]].strip(' «"“') != ""
        drops_noun = bool(GENERIC.match(noun)) and (is_quoted or not joined_by_of or kind == "club")
        whole = name_span if drops_noun else (start, name_span[1])
        organisation = make(source, whole, kind, 0.9 if is_quoted or drops_noun else 0.8)
        if twin:
            organisation = replace(organisation, name=f"{organisation.name} – {twin[1]}", span=(whole[0], twin.end()))
        yield organisation
        reached = organisation.span[1]
        if noun.endswith("s") and drops_noun:
            for extra in enumerated(source, reached, span[1]):
                yield make(source, extra, kind, 0.7)
                reached = extra[1]


def name_after(source: Source, after: int, end: int, *, is_plural: bool = False) -> tuple[Span, bool] | None:
    """The quoted or capitalised name right after the noun, or after a few small words; and whether it is quoted."""
    quoted_here = QUOTED.match(source.text, after + source.text[after : after + 1].isspace(), end)
    if quoted_here:
        return quoted_here.span(1), True
    unit = UNIT.match(source.flat, after, end) if source.low.startswith("crs", after - 3) else None
    if unit:
        return (after + 1, unit.end()), False
    first = FIRST.search(source.flat, after, min(end, after + 80))
    if not first:
        return None
    at = first.start()
    if not BETWEEN.fullmatch(source.low, after, at) or (
        source.low[after:at].strip() and source.low[at - 1] not in " '"
    ):
        return None
    if first[0] in '«"“':
        inside = QUOTED.match(source.text, at, end)
        return (inside.span(1), True) if inside else None
    name = (NAME if is_plural else NAME_WITH_AND).match(source.flat, at, end)
    if not name or not is_actor_name(name[0], is_announced=True):
        return None
    another = AND_ANOTHER.search(source.low, at, name.end())
    if another and NOUN.match(source.low, another.end()):
        return (at, another.start()), False
    tail = TAIL.match(source.low, name.end(), min(end, name.end() + 40)) or ADJECTIVE.match(source.low, name.end(), end)
    return (name.start(), tail.end() if tail else name.end()), False


def is_any_workshop(source: Source, noun: str, start: int) -> bool:
    """“un atelier de couture de Liévin”: what people hold, not who they are."""
    return noun.startswith("atelier") and ANY_ONE.search(source.low, max(0, start - 5), start) is not None


def consecutive(source: Source, at: int, communes: list[ProposedCommune]) -> Iterator[ProposedCommune]:
    """“des communes du Portel, de Marck et d’Oye-Plage”: the communes of the list that opens at this place."""
    reached = None
    for commune in sorted(communes, key=lambda c: c.span):
        if reached is None:
            follows = at - 5 <= commune.span[0] <= at
        else:
            follows = NEXT_COMMUNE.fullmatch(source.low, reached, commune.span[0]) is not None
        if follows:
            reached = commune.span[1]
            yield commune


def municipal(noun: str) -> str:
    """“communes” gives “Commune”, “ccas” gives “CCAS”."""
    return "CCAS" if noun == "ccas" else noun.removesuffix("s").replace("municipalite", "municipalité").capitalize()


def enumerated(source: Source, at: int, end: int) -> Iterator[Span]:
    for _ in range(12):
        link = ENUMERATION.match(source.flat, at, end)
        name = NAME.match(source.flat, link.end(), end) if link else None
        if not name:
            return
        yield name.span()
        at = name.end()


def unnamed(
    source: Source, start: int, after: int, noun: str, kind: str, communes: list[ProposedCommune]
) -> Iterator[ProposedOrganisation]:
    """A noun that is a name, that acts in one commune, or that a small word names: “le club couture”."""
    acts_through = BY.search(source.low, max(0, start - 20), start) is not None and not RECEIVERS.match(noun)
    if OF_WHICH.search(source.low, max(0, start - 8), start) and not MUNICIPAL.match(noun) and not PROPER.match(noun):
        is_theirs = MEMBERS.search(source.low, max(0, start - 50), start) and not RECEIVERS.match(noun)
        if not is_theirs or GENERIC.match(noun):
            return
        acts_through = True
    if is_any_workshop(source, noun, start):
        return
    acting = [c for c in communes if c.role is Role.ACTS]
    words = SMALL_WORDS.match(source.low, after)
    acts = ACTS_AFTER.match(source.low, words.end()) is not None or (
        FINITE.match(source.low, after) is not None
        and SUBJECT_ARTICLE.search(source.low, max(0, start - 6), start) is not None
    )
    if PROPER.match(noun):
        yield make(source, (start, after), kind, 0.7)
    elif noun == "ccas" and acting:
        yield ProposedOrganisation(f"CCAS {of(acting[0].name)}", kind, (start, after), 0.6)
    elif acting and (acts or acts_through) and not GENERIC.match(noun) and (noun[-1] not in "sx" or noun == "ccas"):
        if MUNICIPAL.match(noun) and words.end() > after:
            return
        name = make(source, (start, words.end()), kind, 0.6).name
        yield ProposedOrganisation(f"{name} {of(acting[0].name)}", kind, (start, words.end()), 0.6)
    elif "club" in noun:
        named = re.match(r" (?!de |des |du |qui |a |est )[a-z]{4,}", source.low[after : after + 30])
        if named or " de " in noun:
            yield make(source, (start, after + (named.end() if named else 0)), kind, 0.6)


def of(name: str) -> str:
    """“du Portel”, “des Attaques”, “d’Arras”, “de Marck”."""
    first, _, rest = name.partition(" ")
    if first in ("Le", "Les"):
        return f"{'du' if first == 'Le' else 'des'} {rest}"
    return f"d’{name}" if key(name)[:1] in "aeiouy" or (key(name)[:1] == "h") else f"de {name}"


COMMA = re.compile(r", (?:une? |l'|la |le |notre )?(?:jeune |petite |grande )?")


def in_apposition(source: Source, span: Span, places: Claims) -> Iterator[ProposedOrganisation]:
    for comma in COMMA.finditer(source.low, *span):
        noun = NOUN.match(source.low, comma.end(), span[1])
        start = max(span[0], comma.start() - 80)
        names = list(NAME.finditer(source.flat, start, comma.start())) if noun else []
        if not names or names[-1].end() != comma.start() or not is_actor_name(names[-1][0]):
            continue
        name = (names[-1].start() + len(leading_article(names[-1][0])), comma.start())
        if not places.has(name):
            yield make(source, name, longest_noun(source.low, noun.start(1))[1], 0.8)


def leading_article(name: str) -> str:
    return re.match(r"(?:L[ea]s? |L')?", name)[0]
