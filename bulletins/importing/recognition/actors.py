"""Organisations named in a passage, with their kind.

l’entreprise Durand Production · Balsan, entreprise de Calais       entreprise
l’association « un coup de pouce » · les centres sociaux de Bully   association
les entreprises Alpha à Avion et Bêta à Vimy                        two of them
la ville de Marck · la mairie (in a passage acting in Guînes)       collectivite
62 couturières … · des commerçants calaisiens                       collectif
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bulletins.importing.recognition.actor_kinds import GENERIC, GROUPS, MUNICIPAL, NOUN, longest_noun
from bulletins.importing.recognition.gazetteer import ARTICLES
from bulletins.importing.recognition.normalise import Source, key, word_set
from bulletins.importing.recognition.proposal import (
    ProposedArea,
    ProposedCommune,
    ProposedOrganisation,
    ProposedPerson,
    Role,
    Span,
)
from bulletins.importing.recognition.words import opens_sentence

LINK = r"(?: (?:de|du|des|la|le|les|l'|en|sur|sous|pour|lez|aux?|&)| d'| de l'){0,2} ?(?:[dl]')?"
WORD = r"(?:'[A-Z0-9]|[\w&]|-\w)"
NAME = re.compile(rf"(?:L[ea]s? |L')?[A-Z]{WORD}*(?:{LINK} ?(?<=[ '])[A-Z0-9]{WORD}*){{0,8}}")
# After a singular noun “et” belongs to the name: “l’association Pain et Partage”.
NAME_WITH_AND = re.compile(NAME.pattern.replace("|&)", "|&|et)"))
# “Planète sciences, qui…”, “Agir contre l’exclusion, …”: small words that end a name before a comma.
TAIL = re.compile(
    r"(?: (?:contre|pour|sans|et) (?:l'|la |le |les )?[a-z]{3,}| (?!(?:qui|que|dont|est|ont|aussi|ainsi"
    r"|notamment|situee?s?|basee?s?|installee?s?|specialisee?s?|habituellement"
    r"|implantee?s?)\b)[a-z]{3,}){1,2}(?=,| ?[«(])"
)
QUOTED = re.compile(r"[«\"“] ?([^«»\"“”\n]{2,140}?) ?[»\"”]")
STOP = (
    r"(?!(?:a|ont|est|sont|qui|que|dont|ou|et|se|s'|ne|en|dans|par|au|aux|chez|sur|avec|pour|afin|grace|depuis"
    r"|va|vont|peut|puis|lors|"
    r"situe\w*|base\w*|implante\w*|installe\w*|comme|telles?|tels?|ainsi|plus|a ete|propose|organise|fabrique"
    r"|produit)\b)"
)
# Between the noun and the name: “lycée hôtelier du”, “service de prévention spécialisé”, “centre social”.
BETWEEN = re.compile(
    rf"(?:,? {STOP}[a-z][\w'-]*){{0,5}}? ?(?:(?:de |du |des |d'|de la |de l'|la |le |les |l')(?:la |l')?)? ?"
)
ENUMERATION = re.compile(
    r"(?: (?:a|au|aux|de|du|d'|en|dans le) ?(?:l')?[A-Z][\w'-]*(?: (?:la |le )?[A-Z][\w'-]*)*)?(?:"
    r" ?\([^)]{1,60}\))? ?(?:, et |, ou encore |, ou |, | et | ou encore | ou | ainsi que )(?:l'entreprise |la"
    r" societe |le groupe |l'association |de |d')?"
)
FULL_EPCI = (("CU", "Communauté urbaine"), ("CA", "Communauté d’agglomération"), ("CC", "Communauté de communes"))
# “CRS 9 de Rennes”: a unit has a number for a name.
UNIT = re.compile(r" \d+(?: (?:de |d')[A-Z][\w'-]*)?")
# Establishments that mostly receive: “à l’hôpital de…”, “du centre hospitalier…”.
RECEIVERS = re.compile(
    r"(?:hopita(?:l|ux)|ehpad|centres? hospitaliers?.*|cliniques?|maisons? de retraite|residences?|chu"
    r"|universites?|pharmacies?|ecoles?|creches?)$"
)
RECEIVED = re.compile(r"(?:\ba l'|\baux? |\bdu |\bde l'|\bdes |\bde la |\bles )(?:\w+ )?$")
ACTION_VERBS = (
    "sont|s'est|se sont|va|vont|propose|offre|fabrique|produit|met|livre|assure|organise|distribue|confectionne|fournit"
    "|vient|participe|lance|poursuit|continue|multiplie|apporte|soutient|reste|ouvre|prepare|realise|adapte|invite"
    "|accueille|permet|mobilise|imprime|prete|coud|donne|cuisine|appelle|telephone|porte|anime|diffuse|collecte|garde"
    "|heberge|publie|remet|reserve|consacre|recoit|cherche|recherche|vend|transporte|visite|depose|coupe|coiffe"
)
ACTS_AFTER = re.compile(rf"(?:, [^.;]{{3,120}}?,)?(?: \([^)]{{1,40}}\))? (?:a|ont|est|{ACTION_VERBS})\b")
NAMED_PLACE = re.compile(
    r"\b(?:rue|avenue|place|salle|espace|boulevard|quartier|allee|square) (?:de |du |des |d'|la )?$"
)
IN_A_LIST = re.compile(r"(?:, | et | ou )$")
# “La Fabrique numérique du Ternois a produit…”
SUBJECT_TAIL = re.compile(r"(?: [a-z]{4,}){0,2}(?: (?:de la |de l'|du |de |des |d')[A-Z][\w'-]*)?")
# “le lycée agricole imprime…” in a passage that acts in one commune.
ESTABLISHMENT = re.compile(
    r"(?:lycee|college|ecole|hopital|centre hospitalier|ehpad|centre social|mediatheque|bibliotheque|creche|theatre|office de tourisme|residence|maison de retraite|foyer)$"
)
SMALL_WORDS = re.compile(rf"(?: {STOP}[a-z][\w'-]*){{0,3}}?(?= (?:a|ont|est|{ACTION_VERBS})\b)|")
GROUP_ACTS = re.compile(
    r"(?:(?:action|aide|concours|soutien|travail|talents?|mobilisation|appui|benevolat) (?:de |des |d')|grace (?:a |aux )"
    r"|mobilis\w+[^.;,]{0,30} |par |reunit |rassemble |compte )"
    rf"(?:plusieurs |une \w+aine de |des |les |ses |\d+ |quelques |\w+ )?({GROUPS})\b"
    rf"|\b(?:des|plusieurs|les|\d+|de nombreu(?:x|ses)|une \w+aine de|quelques|\w+) ({GROUPS})\b"
    r"(?=(?: [a-z'-]+){0,4}? (?:ont|se sont|[a-z]{2,}ent)\b)"
)
GROUP_TAIL = re.compile(r"(?: (?:de |du |d')[A-Z][\w'-]*(?:[ -][A-Z][\w'-]*)*| [a-z-]+(?:ois|oises|iens|iennes)\b)?")
NOT_ACTORS = word_set(
    """
    covid ehpad epi afnor chu samu rsa ffp2 ffp1 sras pdf tv qpv facebook internet twitter instagram skype
    messenger whatsapp youtube zoom france europe etat nord pas-de-calais hauts-de-france paques noel republique
    monsieur madame contact contacts communique presse solidaires covid-19 covid19 sars pas calais plus pour
    afin alors depuis grace cette ces ce cet dans de des les le la il elle ils elles on une un tous toutes
    chaque enfin ainsi aussi face apres avant pendant durant par parmi plusieurs leur leurs son sa ses au aux en
    et ou mais car si lors egalement toujours voici merci info infos renseignements tel telephone mail courriel
    adresse site page numero hauts somme aisne oise lundi mardi mercredi jeudi vendredi samedi dimanche bravo
    rendez ensemble nous vous notre votre nos vos confine confinee confines initiative initiatives action
    actions solidarite mobilisation 3d
    """
)
NOT_AN_ACTOR_BEFORE = re.compile(
    r"(?:certifi\w+|norme|type|intitule\w*|baptise\w*|operation|action|slogan|theme|dit|dits|dite|dites|label"
    r"|appelation|hashtag|nomme\w*|masques?|concours|evenement|rubrique|page facebook|groupe facebook) ?$"
)


def find_organisations(
    source: Source,
    span: Span,
    masked: list[Span],
    communes: list[ProposedCommune],
    persons: list[ProposedPerson],
    areas: list[ProposedArea],
) -> list[ProposedOrganisation]:
    """Each organisation once, in reading order. A person who acts alone is one too, of kind `particulier`."""
    found: dict[str, ProposedOrganisation] = {}
    claimed = list(masked)
    for organisation in (
        *announced(source, span, communes, [area.span for area in areas]),
        *intercommunal(source, areas),
        *in_apposition(source, span, [c.span for c in communes]),
        *quoted(source, span),
        *subjects(source, span, [*(a.span for a in areas), *(c.span for c in communes), *(p.span for p in persons)]),
        *groups(source, span),
        *citizens(source, persons),
    ):
        at = organisation.span
        if organisation.kind != "particulier" and any(start < at[1] and end > at[0] for start, end in claimed):
            continue
        claimed.append(at)
        found.setdefault(key(organisation.name), organisation)
    return sorted(found.values(), key=lambda organisation: organisation.span)


def announced(
    source: Source, span: Span, communes: list[ProposedCommune], areas: list[Span]
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
        if RECEIVERS.match(noun) and RECEIVED.search(source.low, max(span[0], start - 24), start):
            continue
        if kind not in ("collectivite", "service_etat") and any(
            s < name_span[1] and e > name_span[0] for s, e in areas
        ):
            continue
        joined_by_of = source.low[after : name_span[0]].strip(' «"“') != ""
        drops_noun = bool(GENERIC.match(noun)) and (is_quoted or not joined_by_of or kind == "club")
        whole = name_span if drops_noun else (start, name_span[1])
        yield make(source, whole, kind, 0.9 if is_quoted or drops_noun else 0.8)
        reached = name_span[1]
        if noun.endswith("s") and drops_noun:
            for extra in enumerated(source, reached, span[1]):
                yield make(source, extra, kind, 0.7)
                reached = extra[1]


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


def name_after(source: Source, after: int, end: int, *, is_plural: bool = False) -> tuple[Span, bool] | None:
    """The quoted or capitalised name right after the noun, or after a few small words; and whether it is quoted."""
    quoted_here = QUOTED.match(source.text, after + source.text[after : after + 1].isspace(), end)
    if quoted_here:
        return quoted_here.span(1), True
    unit = UNIT.match(source.flat, after, end) if source.low.startswith("crs", after - 3) else None
    if unit:
        return (after + 1, unit.end()), False
    first = re.compile(r"[A-Z«\"“]").search(source.flat, after, min(end, after + 80))
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
    if not name or key(name[0]) in NOT_ACTORS:
        return None
    tail = TAIL.match(source.low, name.end(), min(end, name.end() + 40))
    return (name.start(), tail.end() if tail else name.end()), False


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
    """“la mairie propose…” in a passage that acts in one commune; “le club couture”."""
    acting = [c for c in communes if c.role is Role.ACTS]
    if (
        MUNICIPAL.match(noun)
        and not noun.endswith("s") | (noun == "ccas")
        and acting
        and ACTS_AFTER.match(source.low, after)
    ):
        yield ProposedOrganisation(f"{noun.capitalize()} {of(acting[0].name)}", kind, (start, after), 0.6)
    elif noun == "ccas" and acting:
        yield ProposedOrganisation(f"CCAS {of(acting[0].name)}", kind, (start, after), 0.6)
    elif ESTABLISHMENT.match(noun) and acting:
        words = SMALL_WORDS.match(source.low, after)
        if ACTS_AFTER.match(source.low, words.end()):
            name = source.excerpt((start, words.end()))
            yield ProposedOrganisation(
                f"{name[:1].upper()}{name[1:]} {of(acting[0].name)}", kind, (start, words.end()), 0.6
            )
    elif noun == "club":
        words = re.match(r" (?!de |des |du |qui |a |est )[a-z]{4,}", source.low[after : after + 30])
        if words:
            yield make(source, (start, after + words.end()), kind, 0.6)


def of(name: str) -> str:
    """“du Portel”, “des Attaques”, “d’Arras”, “de Marck”."""
    first, _, rest = name.partition(" ")
    if first in ("Le", "Les"):
        return f"{'du' if first == 'Le' else 'des'} {rest}"
    return f"d’{name}" if key(name)[:1] in "aeiouy" or (key(name)[:1] == "h") else f"de {name}"


def in_apposition(source: Source, span: Span, places: list[Span]) -> Iterator[ProposedOrganisation]:
    """“Balsan, entreprise de Calais”, “Méloko, une association”."""
    for match in re.finditer(
        r", (?:une? |l'|la |le |notre )?(?:jeune |petite |grande )?", source.low[span[0] : span[1]]
    ):
        at = span[0] + match.end()
        noun = NOUN.match(source.low, at, span[1])
        if not noun:
            continue
        before = source.flat[max(span[0], span[0] + match.start() - 80) : span[0] + match.start()]
        names = list(NAME.finditer(before))
        if names and names[-1].end() == len(before) and key(names[-1][0]).split(" ")[0] not in NOT_ACTORS:
            end = span[0] + match.start()
            if any(s < end and e > end - len(names[-1][0]) for s, e in places):
                continue
            yield make(source, (end - len(names[-1][0]), end), longest_noun(source.low, noun.start(1))[1], 0.8)


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


def subjects(source: Source, span: Span, others: list[Span]) -> Iterator[ProposedOrganisation]:
    """A name before a verb of action: “Eurotunnel a donné”, “Leroy Merlin fournit”, “Daunat et Häagen-Dazs ont…”."""
    for match in NAME.finditer(source.flat, *span):
        start, words = match.start(), key(match[0]).split(" ")
        if any(s <= start < e for s, e in others) or words[0] in NOT_ACTORS or len(match[0]) < 3:
            continue
        if all(word in NOT_ACTORS or word in ARTICLES for word in words) or NAMED_PLACE.search(
            source.low, max(0, start - 16), start
        ):
            continue
        opens = opens_sentence(source, start)
        tail = SUBJECT_TAIL.match(source.flat, match.end(), min(span[1], match.end() + 80))
        end = (
            tail.end()
            if tail and ACTS_AFTER.match(source.low, tail.end(), min(span[1], tail.end() + 160))
            else match.end()
        )
        if ACTS_AFTER.match(source.low, end, min(span[1], end + 160)):
            if not (opens and len(words) == 1 and words[0].endswith(("ant", "ment", "es", "ees"))):
                yield make(source, (start, end), "entreprise", 0.5)
        elif not opens and (
            len(words) > 1 or match[0].isupper() or IN_A_LIST.search(source.low, max(0, start - 6), start)
        ):
            yield make(source, match.span(), "entreprise", 0.3)


def groups(source: Source, span: Span) -> Iterator[ProposedOrganisation]:
    """People without a name who act together."""
    for match in GROUP_ACTS.finditer(source.low, *span):
        which = 1 if match[1] else 2
        tail = GROUP_TAIL.match(source.flat, match.end(which), span[1])
        whole = (match.start(which), tail.end() if tail else match.end(which))
        yield make(source, whole, "collectif", 0.4)


def citizens(source: Source, persons: list[ProposedPerson]) -> Iterator[ProposedOrganisation]:
    for person in persons:
        led = re.match(
            r"(?:son |sa |le |la |l['’]|leur )?(?:direct|présid|maire|gérant|respons|chef|curé|proviseur|adjoint"
            r"|préf|ministre|conseill)",
            person.role,
        )
        if not led:
            yield ProposedOrganisation(person.name, "particulier", person.span, person.confidence * 0.8)


def make(source: Source, span: Span, kind: str, confidence: float) -> ProposedOrganisation:
    name = re.sub(r"\s+", " ", source.excerpt(span)).strip(' ,;:.«»"“”')
    return ProposedOrganisation(name[:1].upper() + name[1:], kind, span, confidence)
