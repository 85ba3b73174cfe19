"""The bulletin's head: place and date, title, number, signatory.

Arras, le 6 avril 2020 · Fait à Lille, le mardi 5 mai 2020 · Le 1er mai 2020 · Amiens, 04/05/2020
… n°7 · … n° 2 · … numéro 12 · … N° 3
Fabien SUDRY, préfet du Pas-de-Calais · Le maire, Anne Exemple · Mme Anne Exemple, présidente de…
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from bulletins.importing.recognition.gazetteer import Gazetteer
from bulletins.importing.recognition.normalise import Source, key
from bulletins.importing.recognition.persons import NAME, PARTICLE, presentable
from bulletins.importing.recognition.proposal import ProposedValue, Span

MONTH_NAMES = (
    "janvier", "fevrier", "mars", "avril", "mai", "juin",
    "juillet", "aout", "septembre", "octobre", "novembre", "decembre",
)  # fmt: skip
MONTHS = {name: number for number, name in enumerate(MONTH_NAMES, start=1)}
PLACE = r"(?P<place>[a-z][a-z'-]*(?: (?:la |le |les |sur |sous |en |lez |de |d')?[a-z][a-z'-]*){0,4})"
WEEKDAY = r"(?:(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche),? )?"
DAY = (
    rf"{WEEKDAY}(?:(?P<day>\d{{1,2}})(?:er)? (?P<month>{'|'.join(MONTHS)}) (?P<year>\d{{4}})"
    r"|(?P<d>\d{1,2})[/.-](?P<m>\d{1,2})[/.-](?P<y>\d{4}))"
)
PLACE_AND_DATE = re.compile(rf"(?:^|[-–|•:.] |\bfait )(?:a )?{PLACE} ?[,–-]? ?(?:le |ce |, )?{DAY}")
DATE_ALONE = re.compile(rf"^(?:date ?:? ?|publie(?:e)? le |communique du |le |du |edition du |paru le )?{DAY}")
DATE_ANYWHERE = re.compile(rf"(?:\ble |\bdu |[-–|(,] ?){DAY}")
NUMBER = re.compile(
    r"(?<!arrete )(?<!decret )(?<!loi )(?<!ordonnance )(?:\bn ?[°ºo] ?\.? ?|\bn\. ?|\bnumero "
    r"|\b#)(\d{1,4})(?![\d-]|[.,]\d)"
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
FULL = rf"(?:M\. |Mme |Monsieur |Madame )?(?P<name>{NAME}(?: (?:{PARTICLE})?{NAME}){{1,2}})"
NAME_THEN_FUNCTION = re.compile(rf"{FULL} ?, (?P<function>(?:[Ll][ea] |[Ll]')?(?:{OFFICE})\b[^,.;:\n()]{{0,70}})")
FUNCTION_THEN_NAME = re.compile(
    r"\b(?P<function>(?:[Ll][ea] |[Ll]')?(?:[Pp]refete?|[Mm]aire|[Pp]residente?|[Dd]irecteur|[Dd]irectrice)(?:"
    rf" (?:de |du |des |d')[^,.;:\n()]{{2,50}}?)?)\s*[,:]?\s+{FULL}"
)


@dataclass(frozen=True, slots=True)
class PlaceAndDate:
    date: ProposedValue
    place: ProposedValue | None
    span: Span


def place_and_date(source: Source, span: Span, gazetteer: Gazetteer, *, alone: bool = True) -> PlaceAndDate | None:
    """From one line. `alone`: a date without a place counts, when it opens the line."""
    low = source.low[span[0] : span[1]]
    match = PLACE_AND_DATE.search(low)
    if match:
        printed = source.text[span[0] + match.start("place") : span[0] + match.end("place")]
        if printed[:1].isupper() and key(printed) not in ("le", "date", "semaine du", "publie", "communique"):
            day = day_of(match)
            if day:
                at = (span[0] + match.start("place"), span[0] + match.end("place"))
                where = (span[0] + match.start(), span[0] + match.end())
                return PlaceAndDate(ProposedValue(day, where), ProposedValue(place_name(printed, gazetteer), at), where)
    match = DATE_ALONE.match(low) or DATE_ANYWHERE.search(low) if alone else None
    day = day_of(match) if match else None
    if day:
        where = (span[0] + match.start(), span[0] + match.end())
        return PlaceAndDate(ProposedValue(day, where, 0.8), None, where)
    return None


def day_of(match: re.Match) -> date | None:
    try:
        if match["day"]:
            return date(int(match["year"]), MONTHS[match["month"]], int(match["day"]))
        return date(int(match["y"]), int(match["m"]), int(match["d"]))
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
            return name, ProposedValue(source.excerpt(match.span("function")).strip(), match.span("function"), 0.9)
    return None
