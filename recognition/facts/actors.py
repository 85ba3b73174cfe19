"""Organisations named in a passage, with their kind.

l’entreprise Durand Production · Balsan, entreprise de Calais       entreprise
l’association « un coup de pouce » · les centres sociaux de Bully   association
« Imprimeurs de cœur » dont le collectif…                           collectif
Eurotunnel a donné… · Leroy Merlin fournit…                         entreprise, a guess
62 couturières … · des commerçants calaisiens                       collectif
Jonathan Petit a créé…                                              particulier
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from recognition.facts.actor_kinds import GROUPS, KINDS
from recognition.facts.actor_words import (
    ACTS_AFTER,
    FULL_EPCI,
    GROUP_ACTS,
    GROUP_TAIL,
    IN_A_LIST,
    NAME,
    NAMED_PLACE,
    NOT_ACTORS,
    NOT_AN_ACTOR_BEFORE,
    QUOTED,
    SUBJECT_TAIL,
    is_actor_name,
    make,
)
from recognition.facts.announced import announced, in_apposition, leading_article, of
from recognition.facts.claims import Claims
from recognition.facts.words import opens_sentence
from recognition.normalise import Source, key
from recognition.proposal import ProposedArea, ProposedCommune, ProposedOrganisation, ProposedPerson, Role, Span

SEVERAL_COMMUNES = re.compile(
    r"\b(?:plusieurs|les|des|certaines|nombreuses|quatre|trois|deux) (?:autres )?(?:communes|villes|mairies|villages)\b"
)
# “aux soignants du centre hospitalier René-Dubos”: the hospital has that name and does not act.
NAMED_RECEIVER = re.compile(
    r"\b(?:a l'|aux? |du |de l'|des |de la )(?:centres? hospitaliers?(?: \w+)?|hopita(?:l|ux)|ehpad|cliniques?"
    r"|residences?|maisons? de retraite) $"
)
GROUP = re.compile(rf"(?:{GROUPS})(?![\w-])")
STAFF = re.compile(r"salaries|ouvriers|agents|employes|adherents|licencies")
# “la Mercerie-Martin”: the trade is the first word of the name.
TRADE_IN_NAME = re.compile(rf"(?:{KINDS['entreprise']})-[A-Z]", re.IGNORECASE)
BEFORE_PLACE = re.compile(r" (?:en|a|au|aux|dans le|sur) (?:la |l')?")
ASK = re.compile(
    r"\b(?:(?:renseignements?|contacts?|infos?|informations?|inscriptions?|reservations?)(?: et [a-z]+)? ?[:–-] ?"
    r"|(?:contacter|joindre|appeler) |aupres d(?:e |'))(?:m\.? |mme |monsieur |madame )?$"
)
PHONE_BELOW = re.compile(r" ?[,:(–-]? ?(?:au |tel(?:ephone)?\.? ?:? ?)?(?:\+33|0[1-9])[ .]?\d")
LEADS = re.compile(
    r"(?:son |sa |le |la |l['’]|leur )?(?:direct|présid|maire|gérant|respons|chef|curé|proviseur|adjoint|préf"
    r"|ministre|conseill)"
)


def find_organisations(
    source: Source,
    span: Span,
    masked: list[Span],
    communes: list[ProposedCommune],
    persons: list[ProposedPerson],
    areas: list[ProposedArea],
    places: Sequence[Span] = (),
) -> list[ProposedOrganisation]:
    """Each organisation once, in reading order. A person who acts alone is one too, of kind `particulier`."""
    found: dict[str, ProposedOrganisation] = {}
    claims = Claims(span, masked)
    towns = Claims(span, [commune.span for commune in communes])
    others = Claims(span, [*places, *(thing.span for thing in (*communes, *persons, *areas))])
    for organisation in (
        *announced(source, span, communes, Claims(span, [area.span for area in areas])),
        *intercommunal(source, areas),
        *listed_communes(source, span, communes),
        *in_apposition(source, span, towns),
        *quoted(source, span),
        *subjects(source, span, others),
        *groups(source, span),
        *citizens(source, persons),
    ):
        if organisation.kind == "particulier" or not claims.has(organisation.span):
            claims.take(organisation.span)
            found.setdefault(key(organisation.name), organisation)
    return sorted(found.values(), key=lambda organisation: organisation.span)


def without_staff(found: list[ProposedOrganisation]) -> list[ProposedOrganisation]:
    """“L’entreprise Alpha … grâce à ses salariés”: those of a house that is named act in its name."""
    staff = [organisation for organisation in found if STAFF.fullmatch(key(organisation.name))]
    named = [organisation for organisation in found if organisation.kind not in ("particulier", "collectif")]
    return [organisation for organisation in found if organisation not in staff] if named else found


def without_shorter_groups(found: list[ProposedOrganisation]) -> list[ProposedOrganisation]:
    """“des bénévoles … les bénévoles de Béthune”: people are told once, by what says most of them."""
    people = [key(organisation.name) for organisation in found if organisation.kind == "collectif"]
    return [
        organisation
        for organisation in found
        if not (
            GROUP.fullmatch(key(organisation.name))
            and any(name.startswith(f"{key(organisation.name)} ") for name in people)
        )
    ]


def intercommunal(source: Source, areas: list[ProposedArea]) -> Iterator[ProposedOrganisation]:
    """“la CUA … ont uni leurs moyens”: the EPCI acts; “dans la CUA” is only a place."""
    for area in areas:
        before = source.low[max(0, area.span[0] - 12) : area.span[0]]
        if (
            area.kind == "epci"
            and source.excerpt(area.span).isupper()
            and re.search(r"(?<!dans )(?<!sur )\bla $", before)
        ):
            name = area.name
            for short, full in FULL_EPCI:
                name = re.sub(rf"^{short}\b", full, name)
            yield ProposedOrganisation(name, "collectivite", area.span, 0.6)


def listed_communes(source: Source, span: Span, communes: list[ProposedCommune]) -> Iterator[ProposedOrganisation]:
    """“plusieurs communes aident leurs aînés : Alpha, Bêta (CCAS)”: each commune acts itself."""
    cue = SEVERAL_COMMUNES.search(source.low, *span)
    for commune in communes if cue else ():
        if commune.role is Role.ACTS and commune.span[0] > cue.end():
            is_ccas = re.match(r" \((?:le |son )?ccas\)", source.low[commune.span[1] : commune.span[1] + 12])
            name = f"{'CCAS' if is_ccas else 'Commune'} {of(commune.name)}"
            yield ProposedOrganisation(name, "etablissement_public" if is_ccas else "collectivite", commune.span, 0.5)


def quoted(source: Source, span: Span) -> Iterator[ProposedOrganisation]:
    """A name between quotation marks, unless the words before say that it is a norm, an action or a slogan."""
    for match in QUOTED.finditer(source.text, *span):
        before = source.low[max(span[0], match.start() - 40) : match.start()].rstrip()
        words = key(match[1]).split()
        if NOT_AN_ACTOR_BEFORE.search(before) or (not 1 < len(words) <= 14 and not match[1][:1].isupper()):
            continue
        if (len(words) == 1 and words[0] in NOT_ACTORS) or words[:2] == ["grand", "public"]:
            continue
        kind = "collectif" if "collectif" in source.low[match.end() : match.end() + 40] else "association"
        yield make(source, match.span(1), kind, 0.5)


def subjects(source: Source, span: Span, others: Claims) -> Iterator[ProposedOrganisation]:
    """A name before a verb of action; with less trust, a name of two words or of capitals only."""
    for match in NAME.finditer(source.flat, *span):
        start = match.start() + len(leading_article(match[0]))
        if (
            others.has((start, start + 1))
            or not is_actor_name(match[0])
            or NAMED_PLACE.search(source.low, max(0, start - 16), start)
            or NAMED_RECEIVER.search(source.low, max(0, start - 40), start)
        ):
            continue
        opens, is_one_word = opens_sentence(source, match.start()), " " not in source.flat[start : match.end()]
        end = subject_end(source, match.end(), span[1])
        if end:
            if is_group(source, start, end):
                yield make(source, (start, end), "collectif", 0.4)
            elif not (opens and is_one_word and source.low[start:end].endswith(("ant", "ment", "es", "ees"))):
                yield make(source, (start, end), "entreprise", 0.5)
        elif not opens and (
            not is_one_word
            or match[0].isupper()
            or TRADE_IN_NAME.match(source.flat, start, match.end())
            or IN_A_LIST.search(source.low, max(0, start - 6), start)
        ):
            kind = "collectif" if is_group(source, start, match.end()) else "entreprise"
            yield make(source, (start, without_place(source, start, match.end(), others)), kind, 0.3)


def is_group(source: Source, start: int, end: int) -> bool:
    """“Bénévoles”, “Musiciens du Louvre”, “Élus d’Arras”: people, not a firm."""
    return GROUP.match(source.low, start, end) is not None


def without_place(source: Source, start: int, end: int, others: Claims) -> int:
    """“Brioche Martin en Ternois” is named “Brioche Martin”: the place after “en” or “à” is where it acts."""
    for link in BEFORE_PLACE.finditer(source.low, start, end):
        if others.has((link.end(), link.end() + 1)):
            return link.start()
    return end


def subject_end(source: Source, at: int, limit: int) -> int | None:
    """Where the subject ends that opened before `at`, if it acts: “La Fabrique numérique du Ternois a…”."""
    tail = SUBJECT_TAIL.match(source.flat, at, min(limit, at + 80))
    for end in (tail.end(), at):
        if ACTS_AFTER.match(source.low, end, min(limit, end + 160)):
            return end
    return None


def groups(source: Source, span: Span) -> Iterator[ProposedOrganisation]:
    """People without a name who act together."""
    for match in GROUP_ACTS.finditer(source.low, *span):
        which = 1 if match[1] else 2
        tail = GROUP_TAIL.match(source.flat, match.end(which), span[1])
        whole = (match.start(which), tail.end() if tail else match.end(which))
        yield make(source, whole, "collectif", 0.4)


def citizens(source: Source, persons: list[ProposedPerson]) -> Iterator[ProposedOrganisation]:
    """Those who act in their own name; a director or a mayor speaks for an organisation, another answers the phone."""
    for person in persons:
        if not LEADS.match(person.role.lower()) and not answers(source, person.span):
            yield ProposedOrganisation(person.name, "particulier", person.span, person.confidence * 0.8)


def answers(source: Source, span: Span) -> bool:
    """“Renseignements : Anne Exemple”, “auprès d’Anne Exemple”, “Anne Exemple au 06…”: whom to ask."""
    return (
        ASK.search(source.low, max(0, span[0] - 60), span[0]) is not None
        or PHONE_BELOW.match(source.low, span[1]) is not None
    )
