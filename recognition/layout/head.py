"""The bulletin's head: place and date, title, number, signatory.

Arras, le 6 avril 2020 · Fait à Lille, le mardi 5 mai 2020 · Le 1er mai 2020 · Amiens, 04/05/2020
2020-04-06 · 6 avr. 2020 · 06/04/20 · Thu, 14 Oct 2021
… n°7 · … n° 2 · … numéro 12 · … N° 3
Fabien SUDRY, préfet du Pas-de-Calais · Le maire, Anne Exemple · Mme Anne Exemple, présidente de…
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from french.wording import MONTH_NUMBERS
from recognition.facts.persons import NAME, PARTICLE, presentable
from recognition.gazetteer import Gazetteer
from recognition.normalise import Source, key
from recognition.proposal import ProposedValue, Span

# As mails and tables write them; those of English mails too.
SHORT_MONTHS = {
    "janv": 1, "jan": 1, "fevr": 2, "fev": 2, "feb": 2, "mar": 3, "avr": 4, "apr": 4, "may": 5, "jun": 6, "juil": 7,
    "jul": 7, "aug": 8, "sept": 9, "sep": 9, "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip
EVERY_MONTH = MONTH_NUMBERS | SHORT_MONTHS
WEEKDAY = (
    r"(?:\b(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|(?:lun|mar|mer|jeu|ven|sam|dim|mon|tue|wed|thu|fri|sat"
    r"|sun)\.?),? )?"
)
DAY = (
    rf"{WEEKDAY}(?:(?P<day>\d{{1,2}})(?:er)? (?P<month>{'|'.join(EVERY_MONTH)})\.? (?P<year>\d{{4}})"
    r"|(?<![\d.])(?P<d>\d{1,2})[/.-](?P<m>\d{1,2})[/.-](?P<y>\d{4}|\d\d)(?![\d/-]|\.\d)"
    r"|(?<![\d-])(?P<iso>\d{4}-\d\d-\d\d)(?![\d-]))"
)
CENTURY = 2000
DATE = re.compile(DAY)
# What joins the place to the day: “Arras, le …”, “Lille – …”, “Béthune (…”.
JOINT = re.compile(r"(?: ?[,–—|(-]? ?(?:le |ce )?)$")
PLACE = re.compile(
    r"(?:^|[-–|•:.,] |\bfait )(?:a )?([a-z][a-z'-]*(?: (?:la |le |les |sur |sous |en |lez |de "
    r"|d')?[a-z][a-z'-]*){0,4})$"
)
NOT_A_PLACE = re.compile(
    r"(?:le|la|les|date|du|publie\w*|paru\w*|communique\w*|bulletin|lettre|semaine|edition|mise? a jour"
    r"|sous-prefecture|prefecture|mairie|ville|commune|departement|point|covid|crise"
    r"|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|ce|depuis|au|en)\b"
)
LONGEST_PLACE = 6
JOINING = frozenset(
    ["a", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les", "lez", "sous", "sur"]
)
DATE_ALONE = re.compile(
    rf"^(?:[a-z' ]{{2,24}}: ?|date |publiee? le |communique du |le |du |edition du |paru(?:tion)? (?:le |du )?)?"
    rf"{DAY}"
)
DATE_ANYWHERE = re.compile(rf"(?:\ble |\bdu |[-–|(,] ?){DAY}")
NUMBER = re.compile(
    r"(?<!arrete )(?<!decret )(?<!loi )(?<!ordonnance )(?:\bn ?[°ºo] ?\.? ?|\bn\. ?|\bnumero "
    r"|\b#)(\d{1,4})(?!\d|-\d|[.,]\d)"
)
ISSUE = re.compile(
    r"\b(?:bulletin|lettre|lettre d'information|edition|newsletter|communique|gazette|journal|fil|infolettre"
    r"|flash)(?: de (?:la |l')?[a-z]+)? (?:n )?(\d{1,3})\b(?! (?:janv|fev|mars|avr|mai|juin|juil|aou|sept|oct"
    r"|nov|dec|/))"
)
OFFICE = (
    "(?:[Ss]ous-)?[Pp]refete?|[Mm]aire|[Pp]residente?|[Dd]irecteur|[Dd]irectrice|[Ss]ecretaire generale?"
    "|[Aa]djointe? au maire|[Rr]ectrice|[Rr]ecteur|[Dd]eputee?|[Ss]enateur|[Ss]enatrice|[Mm]inistre|[Cc]onseillere?"
)
FULL = rf"(?<![\w'-])(?:M\. |Mme |Monsieur |Madame )?(?P<name>{NAME}(?: (?:{PARTICLE})?{NAME}){{1,2}})"
NAME_THEN_FUNCTION = re.compile(rf"{FULL} ?, (?P<function>(?:[Ll][ea] |[Ll]')?(?:{OFFICE})\b[^,.;:\n()]{{0,70}})")
# A verb ends the office: “le maire remercie”, “la présidente et ses équipes tiennent”.
VERB_OF_OFFICE = re.compile(
    r" (?:qui|que|dont|et (?:ses|son|sa|ceux|toute?)|ont|est|sera|va|vient|tient|se|s'\w+|souhaite\w*|remercie\w*"
    r"|salu(?:e|ent)|rappelle\w*|felicite\w*|invite\w*|appelle\w*|adresse|rencontre\w*|encourage\w*|renouvelle"
    r"|communique\w*|exprime|annonce|rend|signe|visite|presente|declare|demande|veut|voit|lance|donne|met|fait"
    r"|ouvre|soutient|recoit|confirme|precise|indique|informe|propose|decide|espere|travaille\w*"
    r"|a (?:[a-z]+e|[a-z]+i|[a-z]+u|mis|fait|offert|ouvert)) "
    r"| (?!de )[a-z]{2,}e (?:les|ses|tous|toutes|vivement|chaleureusement|sincerement|un|une) "
)
# So does any word in lower case behind a place: “du Pas-de-Calais mobilise”; names go on with “de”, “sur”, “lez”.
BEHIND_PLACE = re.compile(
    r"(?<=[ '-])[A-Z][\w'-]*(?= (?!(?:de|du|des|et|en|la|le|les|sur|sous|lez|aux?|a)\b)[a-z]+\b(?!'))"
)
FUNCTION_THEN_NAME = re.compile(
    r"\b(?P<function>(?:[Ll][ea] |[Ll]')?(?:[Pp]refete?|[Mm]aire|[Pp]residente?|[Dd]irecteur|[Dd]irectrice)(?:"
    rf" (?:de |du |des |d')[^,.;:\n()]{{2,50}}?)?)\s{{0,3}}[,:]?\s{{1,3}}{FULL}"
)


@dataclass(frozen=True, slots=True)
class PlaceAndDate:
    date: ProposedValue
    place: ProposedValue | None
    span: Span


def place_and_date(source: Source, span: Span, gazetteer: Gazetteer, *, alone: bool = True) -> PlaceAndDate | None:
    """From one line. `alone`: a date without a place counts, when it opens the line."""
    low = source.low[span[0] : span[1]]
    for match in DATE.finditer(low):
        day, where = day_of(match), (span[0] + match.start(), span[0] + match.end())
        at = place_before(source, span[0], where[0], gazetteer)
        if day and at:
            place = ProposedValue(place_name(source.excerpt(at), gazetteer), at)
            return PlaceAndDate(ProposedValue(day, where), place, (at[0], where[1]))
    match = DATE_ALONE.match(low) or DATE_ANYWHERE.search(low) if alone else None
    day = day_of(match) if match else None
    if day:
        where = (span[0] + match.start(), span[0] + match.end())
        return PlaceAndDate(ProposedValue(day, where, 0.8), None, where)
    return None


def place_before(source: Source, start: int, at: int, gazetteer: Gazetteer) -> Span | None:
    """The place right before the day: a known commune, even behind other words (“Sous-préfecture de Béthune – …”)."""
    low = source.low[start:at]
    end = JOINT.search(low).start()
    if end == len(low) or not low[:end].strip():
        return None
    words = list(re.finditer(r"[^\W_]+", low[:end]))[-LONGEST_PLACE:]
    if not words or words[-1].end() != end:
        return None
    for first in words:
        named = gazetteer.commune_names.by_key.get(key(low[first.start() : end]))
        if named and source.flat[start + first.start()].isupper():
            return start + first.start(), start + end
    alone = PLACE.search(low[:end])
    if (
        alone
        and is_written_as_place(source.flat[start + alone.start(1) : start + end])
        and not NOT_A_PLACE.match(alone[1])
    ):
        return start + alone.start(1), start + end
    return None


def is_written_as_place(printed: str) -> bool:
    """“Villers-au-Bois”, “Le Cateau”; not “Suite à la tempête du”: words without a capital join, and end no name."""
    words = re.findall(r"[^\W\d_]+", printed)
    if not words or not words[0][0].isupper() or not words[-1][0].isupper():
        return False
    return all(word[0].isupper() or word.lower() in JOINING for word in words)


def day_of(match: re.Match) -> date | None:
    try:
        if match["day"]:
            return date(int(match["year"]), EVERY_MONTH[match["month"]], int(match["day"]))
        if match["iso"]:
            return date.fromisoformat(match["iso"])
        year = int(match["y"])
        return date(year if year > 99 else year + CENTURY, int(match["m"]), int(match["d"]))
    except ValueError:
        return None


def place_name(printed: str, gazetteer: Gazetteer) -> str:
    """The official spelling where a commune has this name: “ARRAS” gives “Arras”, “St-Omer” gives “Saint-Omer”."""
    printed = re.sub(r"^(?:Fait )?[àÀA] ", "", re.sub(r"\s+", " ", printed.strip()))
    communes = gazetteer.commune_names.by_key.get(key(printed))
    if communes:
        best = max(communes, key=lambda c: (c.in_territory, c.population))
        return best.name if key(best.name) == key(printed) else printed
    return printed if not printed.isupper() else printed.title()


def number_in(source: Source, span: Span) -> ProposedValue | None:
    low = source.low[span[0] : span[1]]
    match = NUMBER.search(low) or ISSUE.search(low)
    if not match:
        return None
    return ProposedValue(int(match[1]), (span[0] + match.start(), span[0] + match.end()), 0.95)


def signatory_in(source: Source, span: Span) -> tuple[ProposedValue, ProposedValue] | None:
    """Name and function of who speaks for the office."""
    for pattern in (NAME_THEN_FUNCTION, FUNCTION_THEN_NAME):
        for match in pattern.finditer(source.flat, *span):
            if not re.search(
                r"\b(?:prefet|prefete|maire|president|presidente|directeur|directrice|sous-prefet|recteur|rectrice)",
                match["function"].lower(),
            ):
                continue
            name = ProposedValue(presentable(source.excerpt(match.span("name"))), match.span("name"), 0.9)
            office = office_alone(match["function"], match.start("function"))
            return name, ProposedValue(source.excerpt(office), office, 0.9)
    return None


def office_alone(function: str, start: int) -> Span:
    """“préfet du Pas-de-Calais remercie vivement les citoyens”: the office ends where its sentence goes on."""
    ends = [match.start() for match in [VERB_OF_OFFICE.search(f"{function} ")] if match]
    ends += [match.end() for match in [BEHIND_PLACE.search(function)] if match]
    return start, start + len(function[: min(ends, default=len(function))].rstrip())
