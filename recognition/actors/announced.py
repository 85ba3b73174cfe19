"""Organisations that a noun announces.

l’entreprise Durand Production · la mosquée Annour d’Arras       a noun and a name
l’association Autour du four cuit…                               a name that goes on in small letters, up to its verb
les entreprises Alpha à Avion et Bêta à Vimy                     a plural noun and several names
Alpha, entreprise de Calais                                      a name and a noun after it
la mairie propose… · le lycée agricole imprime…                  named after the one commune where the passage acts
l’amicale des sapeurs-pompiers a pompé…                          named by what its noun is followed by, and its commune
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from recognition.actors.nouns import NOUN, Noun, noun_of
from recognition.actors.relations import Relation, relation
from recognition.actors.verbs import predicate_follows
from recognition.actors.words import (
    ADJECTIVE,
    BETWEEN,
    ENUMERATION,
    NAME,
    NAME_WITH_AND,
    QUOTED,
    TAIL,
    UNIT,
    is_actor_name,
    make,
    proposed,
)
from recognition.facts.claims import Claims
from recognition.normalise import Source, key
from recognition.proposal import ProposedCommune, ProposedOrganisation, Role, Span

# “la fondation Agir, « Face Côte d’Opale » participe”: two names of one organisation.
TWIN = re.compile(r", [«“\"] ?([^«»“”\"\n]{2,60}?) ?[»”\"],? (?=[a-zéèà])")
# “le conseil départemental du Nord” keeps the name of its area; “des entreprises du Nord” have none.
STATE = ("collectivite", "service_etat")
# “un atelier de confection de masques « grand public »”: the marks qualify a thing.
QUALIFIES = re.compile(r"\b(?:masques?|visieres?|blouses?|tissus?|operation|action|projet) ?[«\"“]? ?$")
SEVERAL_BEFORE = re.compile(r"\b(?:les|des|aux) $")
# “des CCAS d’Outreau et de Wimereux”: what stands between two communes of one list.
NEXT_COMMUNE = re.compile(r"(?:, (?:et )?| et | ou | ou encore | ainsi que )(?:de (?:la |l')?|d'|du |des )?")
# “la Ville de Calais et le CCAS de Calais”, “la Ville et CCAS”: two organisations.
AND_ANOTHER = re.compile(r" et (?:(?:le|la|les|son|sa|ses) |l'|(?=c[ci]as\b))")
# “l’université d’Artois et l’UDAF”.
ACRONYM = re.compile(r"[A-Z]{3,}(?![\w-])")
# What stands between “un atelier” and a place or a sentence in capitals, but not a name: “de couture de Liévin”.
NOT_ITS_NAME = re.compile(r"(?:\b(?:de|du|des|a|au|aux|en)|\b[dl]') ?(?:la |l')?$")
ANY_ONE = re.compile(r"\b(?:une?|des|plusieurs|quelques|autres?) $")
FIRST = re.compile(r"[A-Z«\"“]")
# What a noun without a name is followed by: “des sapeurs-pompiers”, “laïque”, “de soins à domicile”.
_ADJECTIVE = (
    r"[a-zà-ÿ-]{2,}(?:al|ale|aux|ales|ique|aire|aires|if|ive|ifs|ives|iste|istes|ier|ière|ois|oise|ien|ienne"
    r"|annexe|jeunesse|couture)|laïque|local"
)
_NOT_NEXT = r"(?!(?:a|ont|est|qui|que|fabrique|explique|organise|installe|offre|livre|appelle)\b)"
COMPLEMENT = re.compile(
    rf"(?:(?: (?:des|de la|du|de)(?= )| de l'| d')(?: |(?<='))"
    r"(?!nombreu|(?:plusieurs|quelques|son|sa|ses|leurs?|la|le|l')\b)"
    rf"[a-zà-ÿ][\wà-ÿ-]*(?: {_NOT_NEXT}(?:{_ADJECTIVE})(?![\w-]))?(?: à domicile| en difficulté| \d{{1,2}}\b)?"
    rf"| contre (?:le |la |l')[a-zà-ÿ-]+| {_NOT_NEXT}(?:{_ADJECTIVE})(?![\w-])){{1,3}}"
)
CAPITAL_WORD = re.compile(r"(?: (?:des|de la|de l'|du|de|d'))? ?(?:d'|l')?\b[A-Z]")
ITS_ARTICLE = re.compile(r"(?:la |le |l'|et )$")
IN_BRACKETS = re.compile(r" ?\(([^()\n]{2,50})\)")
# Words of a name that goes on in small letters; these end it.
NAME_WORD = re.compile(
    r" (?!(?:à|au|aux|dans|chez|sur|par|qui|que|dont|ou|et|avec|ainsi|afin|depuis|est|sont|leurs?|son|sa|ses)\b)"
    r"[\wà-ÿ'-]+"
)
# “CRS 9 de Rennes”, “base aérienne 123”: a number for a name.
NUMBERED = re.compile(r"(?:crs|base aérienne|régiment)$")
SMALL_WORD = re.compile(r" [a-zà-ÿ][\wà-ÿ'-]+")
FIRST_WORD = re.compile(r"[\wà-ÿ'-]+")
ENDS_NAME = re.compile(r" ?(?:[,.;:()»\n]|$)| (?:ont|est|a|sont|à|au)\b")
LONGEST_NAME = 7
# “US Isques” is a club; “tu es”, “as” and “us” are words.
SHORT_ACRONYM = 3
ARTICLES = ("le", "la", "les", "un", "une", "des", "au", "aux", "du", "à", "l'")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun at its place in the text."""

    start: int
    after: int
    words: str
    noun: Noun
    relation: Relation

    @property
    def is_plural(self) -> bool:
        first = self.words.partition(" ")[0]
        return first.endswith(("s", "x")) and first not in ("ccas", "cias", "crs", "sas", "campus", "relais")


def announced(
    source: Source, span: Span, communes: list[ProposedCommune], areas: Claims
) -> Iterator[ProposedOrganisation]:
    """A noun of the list and a name after it; a plural noun may introduce several names."""
    reached, towns = span[0], {commune.span[0]: commune.span[1] for commune in communes}
    for match in NOUN.finditer(source.said, *span):
        if match.start(1) < reached:
            continue
        start, after = match.span(1)
        noun = noun_of(match[1])
        if noun.is_acronym and after - start <= SHORT_ACRONYM and not source.flat[start:after].isupper():
            continue
        named = name_after(source, after, span[1], noun, is_plural=match[1].endswith("s"))
        whole = (start, named[0][1] if named else after)
        phrase = Phrase(start, after, match[1], noun, relation(source, whole, span))
        is_of = phrase.relation is Relation.OF
        if not phrase.relation.acts or (is_of and noun.part in ("receives", "municipal", "capital", "place")):
            continue
        if named is None:
            yield from unnamed(source, phrase, span, communes)
            continue
        name_span, is_quoted = named
        if is_thing(source, phrase, name_span, areas, towns, is_quoted=is_quoted):
            continue
        if noun.is_municipal and SEVERAL_BEFORE.search(source.low, max(span[0], start - 6), start):
            listed = list(consecutive(source, name_span[0], communes))
            for commune in listed:
                name = f"{municipal(match[1])} {of(commune.name)}"
                yield proposed(name, noun.kind, commune.span, "noun several")
            if listed:
                reached = listed[-1].span[1]
                continue
        organisation = named_by(source, phrase, name_span, span[1], is_quoted=is_quoted)
        yield organisation
        reached = organisation.span[1]
        if phrase.is_plural and organisation.span[0] == name_span[0]:
            for extra in enumerated(source, reached, span[1]):
                yield make(source, extra, noun.kind, "after a plural noun")
                reached = extra[1]


def is_thing(
    source: Source, phrase: Phrase, name: Span, areas: Claims, towns: dict[int, int], *, is_quoted: bool
) -> bool:
    """What looks like a noun and its name, and is a workshop of couture, firms of an area, a firm of some town."""
    between = source.low[phrase.after : name[0]]
    if is_any_workshop(source, phrase) and not is_quoted and NOT_ITS_NAME.search(between):
        return True
    if is_quoted:
        return QUALIFIES.search(between) is not None
    is_town = name[0] in towns and between.strip() != "" and towns[name[0]] <= name[1]
    if phrase.noun.is_dropped or phrase.is_plural:
        return phrase.noun.kind not in STATE and (
            areas.has(name) or (is_town and (phrase.noun.is_dropped or phrase.relation is Relation.OTHER))
        )
    return False


def named_by(source: Source, phrase: Phrase, name: Span, limit: int, *, is_quoted: bool) -> ProposedOrganisation:
    twin = TWIN.match(source.text, name[1], limit) if not is_quoted else None
    joined_by_of = source.low[phrase.after : name[0]].strip(' «"“') != ""
    drops_noun = phrase.noun.is_dropped and (
        is_quoted or not joined_by_of or source.flat[name[0] : name[1]][:4] == "Les "
    )
    whole = name if drops_noun else (phrase.start, name[1])
    how = "quoted" if is_quoted else "joined" if joined_by_of else "named"
    organisation = make(source, whole, phrase.noun.kind, f"noun {how} {phrase.relation}")
    if twin:
        organisation = replace(organisation, name=f"{organisation.name} – {twin[1]}", span=(whole[0], twin.end()))
    return organisation


def name_after(
    source: Source, after: int, end: int, noun: Noun, *, is_plural: bool = False
) -> tuple[Span, bool] | None:
    """The quoted or capitalised name right after the noun, or after a few small words; and whether it is quoted."""
    quoted_here = QUOTED.match(source.text, after + source.text[after : after + 1].isspace(), end)
    if quoted_here:
        return quoted_here.span(1), True
    unit = UNIT.match(source.flat, after, end) if NUMBERED.search(source.said, max(0, after - 15), after) else None
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
    if not name:
        return None
    if not is_plural and source.flat[after:at] == " " and (longer := sentence_like_name(source, at, end)):
        return (at, longer), False
    # “le restaurant universitaire de Calais” has the name of its town; “l’association Calais” is none.
    is_of = not noun.is_dropped and " d" in source.said[after:at]
    if not is_of and not is_actor_name(name[0], is_announced=True):
        return None
    another = AND_ANOTHER.search(source.low, at, name.end())
    if another and (NOUN.match(source.said, another.end()) or ACRONYM.match(source.flat, another.end())):
        return (at, another.start()), False
    tail = TAIL.match(source.low, name.end(), min(end, name.end() + 40)) or ADJECTIVE.match(source.low, name.end(), end)
    stop = name.end()
    if tail and not predicate_follows(source, stop, end):
        stop = tail.end()
    return (at, stop), False


def sentence_like_name(source: Source, at: int, limit: int) -> int | None:
    """“Autour du four”, “La Roue tourne”, “Un toit en Artois”: up to the verb, or to the comma that ends the name."""
    here = FIRST_WORD.match(source.said, at, limit).end()
    for _ in range(LONGEST_NAME):
        opens = source.said[at:here] in ARTICLES
        if not opens and (predicate_follows(source, here, limit) or ENDS_NAME.match(source.said, here, limit)):
            return here
        word = NAME_WORD.match(source.said, here, limit)
        if not word:
            return None
        here = word.end()
    return None


def is_any_workshop(source: Source, phrase: Phrase) -> bool:
    """“un atelier de couture de Liévin”: what people hold, not who they are."""
    return (
        phrase.words.startswith("atelier")
        and ANY_ONE.search(source.low, max(0, phrase.start - 10), phrase.start) is not None
    )


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


def municipal(words: str) -> str:
    """“communes” gives “Commune”, “ccas” gives “CCAS”."""
    return "CCAS" if words == "ccas" else words.removesuffix("s").capitalize()


def enumerated(source: Source, at: int, end: int) -> Iterator[Span]:
    for _ in range(12):
        link = ENUMERATION.match(source.flat, at, end)
        name = NAME.match(source.flat, link.end(), end) if link else None
        if not name:
            return
        yield name.span()
        at = name.end()


def unnamed(
    source: Source, phrase: Phrase, span: Span, communes: list[ProposedCommune]
) -> Iterator[ProposedOrganisation]:
    """A noun that acts in one commune, or that a complement names: “le club couture”, “l’amicale des locataires”."""
    noun, start = phrase.noun, phrase.start
    end = complement_end(source, phrase.after, span[1])
    complement = source.said[phrase.after : end]
    where = relation(source, (start, end), span)
    if not where.acts or is_any_workshop(source, phrase) or ANY_ONE.search(source.low, max(0, start - 10), start):
        return
    bracket = IN_BRACKETS.match(source.text, end, span[1])
    alias = bracket and NAME.fullmatch(source.flat, *bracket.span(1))
    if alias and not any(commune.span[0] == bracket.start(1) for commune in communes) and not noun.is_municipal:
        yield make(source, bracket.span(1), noun.kind, f"noun bracket {where}")
        return
    acting = [commune for commune in communes if commune.role is Role.ACTS]
    if (phrase.is_plural and noun.part != "") or (noun.receives and where not in (Relation.SUBJECT, Relation.MEMBERS)):
        return
    if noun.is_dropped and not (complement and noun.kind == "association" and " d" in complement):
        return
    if phrase.is_plural and noun.kind not in ("collectivite", "club"):
        return
    if (noun.is_municipal and complement) or phrase.words.partition(" ")[0] in ("groupe", "groupes"):
        return
    if where in (Relation.OF, Relation.OTHER, Relation.LISTED) and not (complement and where is Relation.OF):
        return
    if noun.part in ("place", "capital") and not (noun.part == "capital" and source.flat[start].isupper()):
        return
    if not complement and noun.kind == "entreprise" and not ITS_ARTICLE.search(source.said, max(0, start - 4), start):
        return
    made = make(source, (start, end), noun.kind, f"noun {'complement' if complement else 'alone'} {where}")
    if noun.part == "capital":
        yield made
    elif acting:
        yield replace(made, name=f"{municipal(phrase.words) if noun.is_municipal else made.name} {of(acting[0].name)}")
    elif noun.is_municipal and where is not Relation.OPENS:
        yield replace(made, name=municipal(phrase.words))
    elif complement or noun.kind == "service_etat" or " " in phrase.words:
        yield made


def complement_end(source: Source, at: int, limit: int) -> int:
    """Where “ des sapeurs-pompiers” ends; a capital ends it too: what follows is a name."""
    found = COMPLEMENT.match(source.said, at, limit)
    capital = CAPITAL_WORD.search(source.flat, at, found.end()) if found else None
    if not found or (capital and capital.start() == at):
        return at
    return capital.start() if capital else up_to_the_verb(source, found.end(), limit)


def up_to_the_verb(source: Source, at: int, limit: int) -> int:
    """“le comité des retraités cheminots coud…”: one word or two more, where a verb follows them."""
    here = at
    for _ in range(3):
        if predicate_follows(source, here, limit):
            return here
        word = SMALL_WORD.match(source.said, here, limit)
        if not word or source.flat[word.start() + 1].isupper():
            return at
        here = word.end()
    return at


def of(name: str) -> str:
    """“du Portel”, “des Attaques”, “d’Arras”, “de Marck”."""
    first, _, rest = name.partition(" ")
    if first in ("Le", "Les"):
        return f"{'du' if first == 'Le' else 'des'} {rest}"
    return f"d’{name}" if key(name)[:1] in "aeiouy" or (key(name)[:1] == "h") else f"de {name}"


COMMA = re.compile(r", (?:une? |l'|la |le |notre )?(?:jeune |petite |grande )?")


def in_apposition(source: Source, span: Span, places: Claims) -> Iterator[ProposedOrganisation]:
    for comma in COMMA.finditer(source.said, *span):
        noun = NOUN.match(source.said, comma.end(), span[1])
        start = max(span[0], comma.start() - 80)
        names = list(NAME.finditer(source.flat, start, comma.start())) if noun else []
        if not names or names[-1].end() != comma.start() or not is_actor_name(names[-1][0]):
            continue
        name = (names[-1].start() + len(leading_article(names[-1][0])), comma.start())
        where = relation(source, name, span)
        if not places.has(name) and where.acts:
            yield make(source, name, noun_of(noun[1]).kind, f"apposition {where}")


def leading_article(name: str) -> str:
    return re.match(r"(?:L[ea]s? |L')?", name)[0]
