"""Persons named in a passage.

Delphine Lefebvre, une habitante · son directeur, François Cordier · Mme Martin · Fabien SUDRY      one name
Paul et Jimmy, deux amis étudiants                                                                   two first names
Martine et Roger Lefranc                                                                             two persons
le père Luc Mbemba · sœur Marie-Agnès · M. et Mme Hanquez                                            by a title
Contact : Loïc, 06… · demander Sylvie Obry · Samir (animateur)                                       whom to ask
Jonathan Petit a créé…                                                                               also an actor
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from french.first_names import FIRST_NAMES
from recognition.calibration import confidence
from recognition.facts.claims import Claims
from recognition.facts.contacts import EMAIL, PHONE
from recognition.normalise import Source, key, word_set
from recognition.proposal import ProposedPerson, Span

TITLE = (
    r"(?:(?:M\.|MM\.|M|Mr|Mme|Mmes|Mlle|Monsieur|Madame|[Dd]r|[Dd]octeure?|[Mm]aitre|Me|[Pp]rofesseure?|Pr"
    r"|[Pp]ere|[Aa]bbe|[Ss]oeur|[Ss]œur|[Ff]rere|[Ii]mam|[Rr]abbin|[Pp]asteure?|[Cc]apitaine|[Ll]ieutenant(?:-colonel)?"
    r"|[Cc]olonel|[Aa]djudant(?:-chef)?)\.?)"
)
# Bounded, here and below, so that a long chain of hyphens or of names costs its length only.
NAME = r"[A-Z]\w{0,30}(?:['-][A-Za-z]\w{0,30}){0,3}"
PARTICLE = r"(?:(?:de|du|des|la|le|van|von|den|der|El|Ben|Le|La|De|Du|Van) |d'|D')"
FULL_NAME = re.compile(rf"(?<![\w'-])({NAME}) ((?:{PARTICLE}){{0,2}}{NAME}(?: (?=[A-Z]{{2}})[A-Z][A-Z'-]+)?)")
TITLED = re.compile(rf"(?<![\w'-]){TITLE} ((?:{NAME} )?(?:{PARTICLE}){{0,2}}{NAME})")
# “M. et Mme Hanquez”: one name for two, told with both titles.
COUPLE = re.compile(rf"(?<![\w'-])((?:M\.?|Monsieur) et (?:Mme|Madame) (?:{NAME} )?(?:{PARTICLE})?{NAME})")
# “Martine et Roger Lefranc”: the first of two has the surname of the second.
TWO_OF_A_NAME = re.compile(rf"(?<![\w'-])({NAME}) et ({NAME}) ((?:{PARTICLE}){{0,2}}{NAME})")
# “Contact : Loïc, 06…”, “Tél. 03 21 00 55 90 (Jean-Claude)”, “demander Sylvie Obry”: a first name is enough there.
ASKED = re.compile(
    r"(?:\b(?:[Cc]ontacts?|[Rr]enseignements?|[Ii]nfos?|[Ii]nformations?|[Ii]nscriptions?|[Rr]eservations?) ?: ?"
    r"|\b(?:[Dd]emander|[Aa]ppeler|[Cc]ontacter|[Jj]oindre|[Pp]revenir|[Vv]oir avec|[Ss]'adresser a|[Aa]upres de) "
    rf"|(?:\d\d[ .]){{4}}\d\d \()({NAME})(?=[ ,.()]|$)"
    rf"|(?<![\w'-])({NAME})(?= ?(?:,|:|–|-|au|\() ?(?:\d\d[ .]){{4}}\d\d)"
    rf"|(?<![^\n])({NAME})(?= \([a-z ]{{4,30}}\)(?:\n|$))"
)
FIRST_NAMES_LIST = re.compile(
    rf"(?<![\w'-])({NAME}(?:(?:, | et | & ){NAME}){{1,12}})(?=,? (?:deux|trois|quatre|cinq|freres|soeurs|habitants|amis"
    r"|etudiants|un couple|ont|se sont))"
)
WITH_TRADE = re.compile(
    rf"(?<![\w'-])({NAME} (?:{PARTICLE})?{NAME})(?=, (?:une? |jeune |ancienne? )*(?:habitante?|retraitee?"
    r"|etudiante?|lyceenne?|couturiere?|benevole"
    r"|artisane?|voisine?|maman|papa|[a-z]{3,}(?:iste|iere|euse|rice|ienne|graphe|logue))\b)"
)
ALONE = re.compile(
    rf"(?<![\w'-])({NAME})(?=,? (?:\d\d ans|habitante?|etudiante?|lyceenne?|lyceen|couturiere|retraitee?"
    r"|infirmiere?|benevole)\b)"
)
NOT_SURNAMES = word_set(
    """
    a au aux dans de du des en et la le les un une pour avec sur saint sainte internationale school academy et
    est productions
    """
)
ROLE_AFTER = re.compile(r", ((?:(?:la|le|l['’]|une?|notre|son|sa) ?)?[\w'’ -]{4,60}?)(?=[,.;(]| a | ont | est | qui )")
ROLE_BEFORE = re.compile(
    r"\b((?:le |la |l'|son |sa |leur |une? )?(?:directeur|directrice|president|presidente|maire|maire-adjointe?"
    r"|gerante?|patronn?e?|responsable|fondateur|fondatrice"
    r"|chef|cheffe|cure|imam|proviseure?|principale?|habitante?|restaurateur|restauratrice|boulangere?"
    r"|couturiere|coiffeu(?:r|se)|artisane?|infirmiere?|medecin|etudiante?"
    r"|creatrice|createur|barbier|cuisiniere?|benevole|professeure?|enseignante?|agricultrice|agriculteur"
    r"|adjointe? au maire|conseill(?:er|ere) municipale?)(?: \w+){0,2}),? $"
)


NAMED_AFTER = re.compile(
    r"\b(?:rue|avenue|boulevard|place|allee|quai|square|impasse|chemin|route|esplanade|parc|pont|port|cite|hopital"
    r"|hospitalier|clinique|lycee|college|ecole|salle|gymnase|stade|espace|piscine|amphitheatre|auditorium|hall|halle"
    r"|caserne|barrage|eglise|chapelle|prix|trophee|challenge|coupe|fondation|residence|ehpad|maison|mediatheque"
    r"|bibliotheque|theatre|centre|complexe|foyer|creche|universite|etablissements?|ets|entreprise|groupe|societe"
    r"|association|federation|amicale|harmonie|chorale|maternelle|primaire|elementaire|social|socioculturel|culturel"
    r"|institut|institution|laboratoires?)(?: [a-z-]+)? $"
)


# “le père Noël passe”, “Monsieur Loyal”, “Madame la maire”.
NOBODY = word_set("noel fouettard loyal maire prefete")


def find_persons(source: Source, span: Span, masked: list[Span]) -> list[ProposedPerson]:
    """Each person once, in reading order; a place or a contact is never a person."""
    found: dict[str, ProposedPerson] = {}
    claims = Claims(span, masked)
    for recogniser in (couples, two_of_a_name, titled, full_names, with_trade, first_names, asked):
        for name_span, name, rule in recogniser(source, span):
            if claims.has(name_span):
                continue
            claims.take(name_span)
            person = ProposedPerson(name, name_span, role_beside(source, name_span), confidence(rule), rule)
            found.setdefault(key(name), person)
    return sorted(found.values(), key=lambda person: person.span)


Named = tuple[Span, str, str]


def told(source: Source, span: Span, rule: str) -> Named:
    return span, presentable(source.excerpt(span)), rule


def couples(source: Source, span: Span) -> Iterator[Named]:
    for match in COUPLE.finditer(source.flat, *span):
        yield told(source, match.span(1), "person couple")


def two_of_a_name(source: Source, span: Span) -> Iterator[Named]:
    """“Martine et Roger Lefranc” gives Martine Lefranc and Roger Lefranc."""
    for match in TWO_OF_A_NAME.finditer(source.flat, *span):
        if is_first_name(match[1]) and is_first_name(match[2]) and match[3].lower() not in NOT_SURNAMES:
            first, whole = match.span(1), (match.start(2), match.end(3))
            surname = source.excerpt(match.span(3))
            yield first, presentable(f"{source.excerpt(first)} {surname}"), "person two"
            yield told(source, whole, "person two")


def is_first_name(word: str) -> bool:
    return key(word).split(" ")[0] in FIRST_NAMES


def full_names(source: Source, span: Span) -> Iterator[Named]:
    """A known first name and a capitalised word: “Jonathan Petit”, “Jean-Marc VAN DAMME”."""
    at = span[0]
    while match := FULL_NAME.search(source.flat, at, span[1]):
        # “Demander Sylvie Obry”: the first of two capitals may be no name, and the next one opens it.
        at = match.end(1)
        surname = match[2].split(" ")[-1].lower()
        if is_first_name(match[1]) and surname not in NOT_SURNAMES and not is_part_of_a_name(source, match.start()):
            at = match.end()
            yield told(source, match.span(), "person full name")


def asked(source: Source, span: Span) -> Iterator[Named]:
    """Whom to ask for: a first name alone."""
    for match in ASKED.finditer(source.flat, *span):
        which = match.lastindex
        if is_first_name(match[which]) and not is_part_of_a_name(source, match.start(which)):
            yield told(source, match.span(which), "person asked")


def with_trade(source: Source, span: Span) -> Iterator[Named]:
    """“Gwenn Le Bihan, graphiste, …”: two capitalised words and a trade, whatever the first name."""
    for match in WITH_TRADE.finditer(source.flat, *span):
        if not is_part_of_a_name(source, match.start()) and not match[1].isupper():
            yield told(source, match.span(1), "person with trade")


def titled(source: Source, span: Span) -> Iterator[Named]:
    for match in TITLED.finditer(source.flat, *span):
        if key(match[1]) in NOBODY:
            continue
        yield told(source, match.span(1), "person titled")


def first_names(source: Source, span: Span) -> Iterator[Named]:
    """“Paul et Jimmy, deux amis” and “Lucie, 17 ans”: first names alone need such words beside them."""
    for match in FIRST_NAMES_LIST.finditer(source.flat, *span):
        names = list(re.finditer(NAME, match[1]))
        if all(is_first_name(name[0]) for name in names):
            for name in names:
                place = (match.start(1) + name.start(), match.start(1) + name.end())
                yield told(source, place, "person first names")
    for match in ALONE.finditer(source.flat, *span):
        if is_first_name(match[1]):
            yield told(source, match.span(1), "person first name")


def is_part_of_a_name(source: Source, at: int) -> bool:
    """“l’hôpital René Dubos”, “rue Jean Jaurès”, “lycée Albert Camus”: a name given to a thing."""
    return NAMED_AFTER.search(source.low, max(0, at - 30), at) is not None


def presentable(name: str) -> str:
    """“Fabien SUDRY” gives “Fabien Sudry”; small particles stay small."""
    return re.sub(
        r"[^\W\d_]+", lambda word: word[0].capitalize() if word[0].isupper() else word[0], re.sub(r"\s+", " ", name)
    )


def role_beside(source: Source, span: Span) -> str:
    """“son directeur, François Cordier” or “Delphine Lefebvre, une habitante”; a number after a name is no role."""
    offset = max(0, span[0] - 80)
    before = ROLE_BEFORE.search(source.low[offset : span[0]])
    if before:
        return source.text[offset + before.start(1) : offset + before.end(1)]
    after = ROLE_AFTER.match(source.text, span[1], min(len(source.text), span[1] + 90))
    role = after[1].strip() if after else ""
    return "" if PHONE.search(role) or EMAIL.search(role) else role
