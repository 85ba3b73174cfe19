"""Whether an amount is a stock, an aim, or what is done each day or each week.

50 000 litres par jour · chaque jour, 10 000 masques · 120 pains le samedi      per_day, per_day, per_week
un objectif de 11 000 masques · il en faudrait 400                              target
chaque soir, 18 places                                                          total: they stay the same
30 lettres par mois                                                             monthly: no period says it
"""

from __future__ import annotations

import re

from recognition.facts.amounts.numbers import Number
from recognition.facts.amounts.units import PEOPLE, PLACES_TO_STAY
from recognition.normalise import Source, fold, lower
from recognition.proposal import Span

WEEKDAYS = "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
PER_DAY_AFTER = re.compile(
    r"[^.;!?\d]{0,60}?(?:\bpar jour\b|/ ?j(?:our)?\b|\bpar journee\b|\bquotidien|\bjournali|\bchaque (?:jour"
    r"|matin|midi|soir|nuit)\b"
    r"|\btous les (?:jours|matins|midis|soirs)\b)"
)
PER_WEEK_AFTER = re.compile(
    r"[^.;!?\d]{0,60}?(?:\bpar semaine\b|/ ?sem(?:aine)?\b|\bhebdomadaire|\bchaque semaine\b|\btoutes les semaines\b"
    rf"|\bchaque (?:{WEEKDAYS})\b|\btous les (?:{WEEKDAYS})s\b)"
)
PER_DAY_BEFORE = re.compile(
    r"(?:\bchaque (?:jour|matin|midi|soir|nuit)\b|\bquotidien\w*|\btous les jours\b|\bjournali\w+|\bpar"
    r" jour\b)[^.;!?\d]{0,100}$"
)
PER_WEEK_BEFORE = re.compile(
    rf"(?:\bchaque (?:semaine|{WEEKDAYS})\b|\btous les (?:{WEEKDAYS})s\b|\btoutes les semaines\b"
    rf"|\bhebdomadaire\w*|\bpar semaine\b)[^.;!?\d]{{0,70}}$"
    rf"|[a-z]{{3,}} le (?:{WEEKDAYS})(?: (?:matin|midi|soir|apres-midi))? (?:environ |plus de |pres de |jusqu'a )?$"
)
OTHER_RATE_AFTER = re.compile(
    r"[^.;!?\d,]{0,40}?(?:\bpar (?:mois|trimestre|an|annee)\b|/ ?(?:mois|an)\b|\bmensuel|\bchaque (?:mois|annee)\b"
    r"|\btous les (?:mois|ans)\b)"
)
OTHER_RATE_BEFORE = re.compile(
    r"(?:\bchaque (?:mois|annee)\b|\btous les (?:mois|ans)\b|\bpar (?:mois|an)\b|\bmensuel\w*)[^.;!?\d,]{0,50}$"
)
AIM = re.compile(
    r"\b(?:objectif|le but|arriver a|atteindre|vise|visent|visant|ambition\w*|souhait\w*|esper\w+|prevoi\w*"
    r"|prevu\w*|devrai\w+|d'ici|a"
    r" terme|cible|projet\w* de|compte bien"
    r"|prochainement|bientot|va|vont|afin d'atteindre|pour atteindre|seront|sera|pourra|pourront|commandes? de"
    r"|(?:il )?(?:en )?(?:faudrait|faut|manque)(?: encore)?|(?:re)?cherche(?:nt)?|besoin d"
    r"|reste (?:encore )?a (?:trouver|coudre|reunir|collecter)"
    r"|\w+eront|\w+era(?= ))\b"
)
DONE = re.compile(
    r"\b(?:deja|a ce jour|d'ores et deja|ont ete|a ete|ont (?:pu )?\w+(?:e|i|u)s?\b|a (?:pu |ainsi |fait"
    r" )?(?:produit|fabrique|distribue|cousu|realise|livre"
    r"|confectionne|offert|donne|remis|imprime|mobilise|reuni|collecte|recolte|fait don))\b"
)
# “en prépare 3 000 autres pour la mi-mai”
AIM_AFTER = re.compile(
    r"[^.;,\d]{0,40}\b(?:d'ici|pour (?:la |le )?(?:mi-|fin |debut |mois |semaine prochaine)|dans les prochain)"
)
AIM_PEOPLE = re.compile(r"\b(?:cherch\w+|recherch\w+|besoin de|recrut\w+|objectif\w*)[^.;:\d]{0,30}$")
# “50 personnes par jour” is a rate; “30 bénévoles appellent chaque jour” is not.
RIGHT_AFTER = re.compile(r" (?:de )?[a-z]+ (?:par (?:jour|semaine)|chaque (?:jour|semaine)|/ ?j)")
# “elles appellent chaque semaine une centaine de personnes”; “chaque jour, 30 bénévoles appellent” counts them.
RIGHT_BEFORE = re.compile(
    r"[a-z]{3,} (?:chaque (?:jour|semaine)|tous les jours|toutes les semaines)"
    r" (?:a |pour |environ |plus de |pres de |jusqu'a )?$"
)
# “une centaine d’entre eux s’y arrêtent chaque jour”: those who come are a rate too.
COME_DAILY = re.compile(
    r"[^.;]{0,60}?\b(?:arret|vien|pass|accueill|serv|recu|recoi|benefici|visit|(?:sont|seront) (?:ainsi "
    r"|desormais )?(?:contact|appel|joint|suivi))\w*[^.;]{0,20}?"
    r"(?:chaque jour|par jour|quotidien|chaque semaine|par semaine)"
)
REACH = 130


def period_of(source: Source, number: Number, unit: str, span: Span) -> str:
    """A rate wins over an aim; people are counted, not aimed at, unless someone looks for them.

    Nothing for what is done each month or each year.
    """
    before = sentence_before(source.low, span[0], number.span[0])
    after = source.low[number.span[1] : min(span[1], number.span[1] + 90)]
    word = lower(fold(unit))
    is_rate = RIGHT_AFTER.match(after) or COME_DAILY.match(after) or RIGHT_BEFORE.search(before)
    if word in PEOPLE and not is_rate:
        return "target" if AIM_PEOPLE.search(before) else "total"
    if not (word in PLACES_TO_STAY and not RIGHT_AFTER.match(after)):
        if PER_DAY_AFTER.match(after) or PER_DAY_BEFORE.search(before):
            return "per_day"
        if PER_WEEK_AFTER.match(after) or PER_WEEK_BEFORE.search(before):
            return "per_week"
        if OTHER_RATE_AFTER.match(after) or OTHER_RATE_BEFORE.search(before):
            return ""
    aims = list(AIM.finditer(before))
    if AIM_AFTER.match(after):
        return "target"
    if aims and not DONE.search(before, aims[-1].end()) and not re.match(r"[^,.;]{0,40}\b(?:deja|a ce jour)\b", after):
        return "target"
    return "total"


def sentence_before(low: str, start: int, at: int) -> str:
    """What stands before `at` in its sentence, at most REACH characters."""
    window = low[max(start, at - REACH) : at]
    cut = max(window.rfind(mark) for mark in (". ", "! ", "? ", "; "))
    return window[cut + 1 :]
