"""Organisations named in a passage, with their kind.

l’entreprise Durand Production · Balsan, entreprise de Calais       entreprise
l’association « un coup de pouce » · les centres sociaux de Bully   association
« Imprimeurs de cœur » dont le collectif…                           collectif
Eurotunnel a donné… · Leroy Merlin fournit…                         entreprise, a guess
Rebonds, le Secours populaire                                       what the directory or the list of networks says
Jonathan Petit a créé…                                              particulier
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from recognition.actors.announced import announced, in_apposition, of
from recognition.actors.groups import groups
from recognition.actors.known import known
from recognition.actors.subjects import quoted, subjects
from recognition.actors.words import FULL_EPCI, proposed
from recognition.facts.claims import Claims
from recognition.gazetteer import Names
from recognition.normalise import Source, key
from recognition.proposal import ProposedArea, ProposedCommune, ProposedOrganisation, ProposedPerson, Role, Span

SEVERAL_COMMUNES = re.compile(
    r"\b(?:plusieurs|les|des|certaines|nombreuses|quatre|trois|deux) (?:autres )?(?:communes|villes|mairies|villages)\b"
)
HALLS = ("Ville", "Commune", "Mairie", "Municipalité", "Village")
NOBODY = Names(())
STAFF = re.compile(r"salaries|ouvriers|agents|employes|adherents|licencies")
ASK = re.compile(
    r"\b(?:(?:renseignements?|contacts?|infos?|informations?|inscriptions?|reservations?)(?: et [a-z]+)? ?[:–-] ?"
    r"|(?:contacter|joindre|appeler|demander|prevenir|voir avec|s'adresser a|s'inscrire aupres de) |aupres d(?:e |'))"
    r"(?:m\.? |mme |monsieur |madame |l'abbe |(?:au |le )?(?:dr|docteur|pere) )?$"
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
    directory: Names = NOBODY,
) -> list[ProposedOrganisation]:
    """Each organisation once, in reading order. A person who acts alone is one too, of kind `particulier`."""
    found: dict[str, ProposedOrganisation] = {}
    claims = Claims(span, masked)
    towns = Claims(span, [commune.span for commune in communes])
    others = Claims(span, [*places, *(thing.span for thing in (*communes, *persons, *areas))])
    for organisation in (
        *known(source, span, directory, Claims(span, [person.span for person in persons])),
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


def without_repeated_halls(found: list[ProposedOrganisation]) -> list[ProposedOrganisation]:
    """“La ville de Marck … fournies par la commune”: one town hall. “L’US Isques … Le club”, “Le garage Lhomme …
    L’atelier”: a noun alone says again whom the story has named."""
    towns: set[str] = set()
    kept: list[ProposedOrganisation] = []
    for organisation in found:
        first, _, place = organisation.name.partition(" ")
        if first in HALLS:
            if key(place) in towns or (towns and not place):
                continue
            towns.add(key(place))
        if not (organisation.rule.startswith("noun alone") and any(is_said_again(organisation, one) for one in kept)):
            kept.append(organisation)
    return kept


def is_said_again(organisation: ProposedOrganisation, named: ProposedOrganisation) -> bool:
    """A firm may be called anything; others are called by their noun, or by one of the same kind."""
    if organisation.kind == "entreprise":
        return named.kind != "particulier"
    same_noun = key(organisation.name).split(" ")[0] == key(named.name).split(" ")[0]
    return same_noun or (organisation.kind == named.kind and organisation.kind in ("association", "club", "culte"))


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
            yield proposed(name, "collectivite", area.span, "epci")


def listed_communes(source: Source, span: Span, communes: list[ProposedCommune]) -> Iterator[ProposedOrganisation]:
    """“plusieurs communes aident leurs aînés : Alpha, Bêta (CCAS)”: each commune acts itself."""
    cue = SEVERAL_COMMUNES.search(source.low, *span)
    for commune in communes if cue else ():
        if commune.role is Role.ACTS and commune.span[0] > cue.end():
            is_ccas = re.match(r" \((?:le |son )?ccas\)", source.low[commune.span[1] : commune.span[1] + 12])
            name = f"{'CCAS' if is_ccas else 'Commune'} {of(commune.name)}"
            yield proposed(name, "etablissement_public" if is_ccas else "collectivite", commune.span, "commune listed")


def citizens(source: Source, persons: list[ProposedPerson]) -> Iterator[ProposedOrganisation]:
    """Those who act in their own name; a director or a mayor speaks for an organisation, another answers the phone."""
    for person in persons:
        is_asked = person.rule == "person asked" or answers(source, person.span)
        if not LEADS.match(person.role.lower()) and not is_asked:
            yield proposed(person.name, "particulier", person.span, f"citizen {person.rule}")


def answers(source: Source, span: Span) -> bool:
    """“Renseignements : Anne Exemple”, “auprès d’Anne Exemple”, “Anne Exemple au 06…”: whom to ask."""
    return (
        ASK.search(source.low, max(0, span[0] - 60), span[0]) is not None
        or PHONE_BELOW.match(source.low, span[1]) is not None
    )
