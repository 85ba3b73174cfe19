"""Quantities that a reader would quote.

1 600 réalisés à ce jour pour un objectif de 11 000 masques      1600 total, 11000 target
50 000 litres par jour · chaque jour, 10 000 masques             per_day
une vingtaine de personnes · 20 à 30 repas                       20 and 30, approximate
COVID-19 · CRS 9 · imprimante 3D · 8 avril · 14 h · 12 rue       nothing
du 17 au 19 par les élus · à 30 km · 50 centimes · vendu 12 €    nothing: days, distances, prices
7 jours sur 7 · trois semaines                                   nothing: durations are only remarked
30 lettres par mois                                              nothing, with a remark: no period says it
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from french.accents import without_accents
from french.wording import MONTHS
from recognition.facts.amounts.numbers import Number, find_numbers
from recognition.facts.amounts.rates import REACH, WEEKDAYS, period_of
from recognition.facts.amounts.units import (
    BEFORE_NOUN,
    COUNTED,
    DURATIONS,
    LENGTHS,
    LONG_DURATIONS,
    MEASURES,
    NEVER,
    PARTICIPLES,
    PEOPLE,
    is_invariable,
    is_participle,
    is_unit,
)
from recognition.facts.claims import Claims
from recognition.normalise import Source, fold, lower, word_set
from recognition.proposal import Level, ProposedFigure, Remark, Span

MONTH = without_accents("|".join(MONTHS))
DATE_AFTER = re.compile(rf"(?:er)?(?: ?(?:et|au|,|-|a|ou|puis) ?\d{{1,2}}(?:er)?)* (?:{MONTH})\b|er\b|e\b|eme\b|nd\b")
WEEKDAY_BEFORE = re.compile(rf"(?<!chaque )\b(?:{WEEKDAYS}) $")
LABEL_BEFORE = re.compile(
    r"(?:\bn ?[°o]s? ?|\bnumeros? |\barticles? |\bcovid ?-? ?|\bcrs |\bphase |\bpages? |\bacte |\blot |\betape "
    r"|\bniveau |\bcs |\bbp |\bart\. ?"
    r"|\bcedex |\btaille |\bloi |\bdecret |\bsaison |\bclasse |\bchaine |\bcanal |(?<!chaque )(?<!par )\bsemaine"
    r" |\bage (?:de"
    r"|d') ?|\bages de )$"
)
GLUED = re.compile(r"(?:l|cl|kg|g|t|km|ha)\b|k?€|m[23²³]")
NOUN = re.compile(r"(?: ?(?:de |d'|des ))? ?(m[23²³]|[^\W\d_]+(?:-[^\W\d_]+)*|k?€)")
# “du 17 au 19 par les élus”, “le 3”: a day of the month, unless something counted follows.
DAY_BEFORE = re.compile(r"\b(?:du|au|le|les|entre le|et le|des le|jusqu'au|avant le) $")
SECOND_DAY_BEFORE = re.compile(r"\b(?:du|le|les|entre le) \d{1,2}(?:er)? (?:au|et|ou) (?:le )?$")
DAY_AFTER = re.compile(r"(?:er)? (?:au|et|ou) (?:le )?\d{1,2}\b")
# “62000 ARRAS”
POSTAL_CODE = re.compile(r"\d{5}")
# “20 à 30 repas”, “20-30 repas”
RANGE_BEFORE = re.compile(r"\d ?(?:a|ou|et|-) ?$")
# What one of them holds or weighs: “120 pains de 800 g”.
SIZE_OF_EACH = re.compile(r"\d [a-z-]+s (?:de |d')$")
PRICE_AFTER = re.compile(r" ?(?:€|euros?) ?(?:/|(?:le|la|l'|par|pour|chacune?|piece|de l'heure|de la|du)\b)")
PRICE_BEFORE = re.compile(
    r"\b(?:vendue?s?|vend|cedee?s?|prix|tarif|coute\w*|facture\w*|participation|moyennant|adhesion|cotisation)"
    r"[^.;\d]{0,24}$|\ba $"
)
LOWEST_SUM = 100
# Far is where something lies, unless someone went there: “à 30 km”; “ils ont parcouru 3 600 km”.
TRAVELLED = re.compile(
    r"\b(?:parcour|effectu|fait|roul|soit|couvert|couru|aval|march|pedal)\w*[^.;]{0,40}$"
    r"|\b(?:a|ont) (?:[a-z]+ )?[a-z]{3,}(?:e|es|i|is|it|u|us|ert) (?:deja |environ |pres de |plus de )?$"
)
COVERED = re.compile(r" (?:ainsi |deja )?(?:parcourus|avales|couverts|effectues|roules|courus|marches|pedales)\b")
CUBES = {" cubes": "m³", " carres": "m²"}
WORD_AFTER = re.compile(r" ([^\W\d_]+(?:-[^\W\d_]+)*)")
ANAPHORIC = re.compile(r"\b(?:les|ces|des|leurs|ses|nos|vos|tous|toutes|l'un des|mes) $")
APPROXIMATELY = re.compile(
    r"\b(?:environ|pres de|plus de|quelques?|presque|autour de|aux alentours de|au moins|jusqu'a"
    r"|approximativement|moins de|pas moins de) $"
)
COUNTS = re.compile(
    r"\b(?:compte|comptent|comptant|denombre|totalise|recense|rassemble|reunit|regroupe)(?: environ| deja)? $"
)
# “elle en est à 212”, “il en a déjà cousu 300”.
SO_FAR = re.compile(
    r"\ben (?:(?:est|sont|a|ont)(?: deja)? (?:a|\w+(?:e|i|u)s?|offert|fait|remis|produit|pris)|[a-z]{3,}(?:era"
    r"|eront|ent|e|it)) $"
)
# “8 400 euros, objectif 15 000”
AIM_BEFORE = re.compile(r"\b(?:objectif|but|cible)(?: :| de| est de| fixe a| de plus de)? ?$")
# “des masques (1 100 depuis le 25 mars)”
IN_BRACKETS = re.compile(r"\($")
SINCE = re.compile(r" (?:depuis|a ce jour|deja|au total)\b|\)")
# “Elles sont 18, chacune chez soi”
THEY_ARE = re.compile(r"\b(?:ils|elles|nous) (?:sont|etaient|sommes) (?:deja |desormais |aujourd'hui |environ )?$")
# “Ils sont dix-huit.”, “Ils sont déjà dix-huit à avoir signé”
THEY_ARE_ALL = re.compile(r" ?[,.;!]| a (?:s'|se |l[ae] )?[a-z]{2,}(?:er|ir|re)\b")
# “Les piquets – 1 200 au total – sont offerts.”
IN_ALL = re.compile(r" (?:au total|en tout)\b")
NAMED_BEFORE = re.compile(r"([a-z]{4,}[sx]) ?[–—(,:-] ?$")
# “onze de ses confrères”
OF_THEIRS = re.compile(r" de (?:ses|leurs|nos|vos|ces) ([^\W\d_]+(?:-[^\W\d_]+)*)")
# What is so long, not so far: “11 km de chemins dégagés”.
LENGTH_OF = re.compile(r" (?:de |d')[a-z]{3,}[sx]\b")
# “une quarantaine de Calaisiens”
DEMONYM = re.compile(r"[a-z-]{3,}(?:ois|oises|ais|aises|iens|iennes|ains|aines|eens|eennes)")
# What tells the things apart: “masques en tissu lavables”, “parts de pizzas et de boissons”. Adjectives agree with the
# plural; whatever else follows goes on with the sentence: “tournées ont été”, “repas chaque jour”.
ADJECTIVE = r" [a-zà-öø-ÿœ-]{2,}[sxz](?![\w'’])"
COMPLEMENT = (
    r" (?:(?:et )?(?:de |d['’])|en )"
    r"(?!(?:la|les?|ces?|cet|cette|son|sa|ses|leurs?|une?|nos|vos|chaque|plus|moins|plusieurs)\b)"
    r"[a-zà-öø-ÿœ][a-zà-öø-ÿœ-]+(?![\w'’])"
)
WORD_OF_ITEM = re.compile(rf"(?P<adjective>{ADJECTIVE})|{COMPLEMENT}| grand public")
NOT_ADJECTIVES = NEVER | word_set(
    "deux trois six dix jours hier jamais toujours quelques plusieurs parmi parfois environs"
)


def find_figures(source: Source, span: Span, masked: Iterable[Span]) -> tuple[list[ProposedFigure], list[Remark]]:
    """The figures of one passage. `masked` are places whose digits are something else: contacts, names of units."""
    figures, remarks = [], []
    claims = Claims(span, masked)
    for number in find_numbers(source.low, *span):
        if claims.has(number.span):
            continue
        unit, unit_end = unit_of(source, number, span[1], figures)
        if unit in DURATIONS:
            if number.value > 1 and unit in LONG_DURATIONS:
                remarks.append(duration_remark(source, (number.span[0], unit_end)))
        elif unit and (number.value >= 10 or lower(fold(unit)) in COUNTED):
            period = period_of(source, number, unit, span)
            if period:
                figures.append(make_figure(source, number, unit, unit_end, span, period))
            else:
                remarks.append(monthly_remark(source, (number.span[0], unit_end)))
    return figures, remarks


def duration_remark(source: Source, span: Span) -> Remark:
    return Remark(
        "figures", Level.INFO, f"« {source.excerpt(span)} » : une durée, qui n’est pas proposée comme chiffre."
    )


def monthly_remark(source: Source, span: Span) -> Remark:
    message = f"« {source.excerpt(span)} » : un rythme mensuel ou annuel, qui n’est pas proposé comme chiffre."
    return Remark("figures", Level.INFO, message)


def is_code(source: Source, number: Number) -> bool:
    """“n° 7”, “CRS 9”, “Radio 6”, “le 8 avril”, “mercredi 8”: a number that counts nothing."""
    before = source.low[max(0, number.span[0] - 30) : number.span[0]]
    after = source.low[number.span[1] : number.span[1] + 40]
    if LABEL_BEFORE.search(before) or WEEKDAY_BEFORE.search(before):
        return True
    if number.is_in_words or number.is_approximate:
        return False
    return DATE_AFTER.match(after) is not None or is_day(source, number, before, after)


def is_day(source: Source, number: Number, before: str, after: str) -> bool:
    if not isinstance(number.value, int) or not 1 <= number.value <= 31:
        return False
    if not DAY_BEFORE.search(before) and not SECOND_DAY_BEFORE.search(before):
        return False
    noun = NOUN.match(after)
    counts = noun is not None and (is_unit(noun[1]) or noun[1] in MEASURES or noun[1] in BEFORE_NOUN)
    return DAY_AFTER.match(after) is not None or not counts


def unit_of(source: Source, number: Number, end: int, earlier: list[ProposedFigure]) -> tuple[str, int]:
    """What is counted and where that word ends; nothing when the number is no quantity."""
    low, at = source.low, number.span[1]
    if is_code(source, number) or (
        number.is_in_words and number.value < 10 and ANAPHORIC.search(low[max(0, at - 40) : number.span[0]])
    ):
        return "", at
    glued = GLUED.match(low, at, end)
    if glued:
        return measured(source, number, glued[0], glued.end(), end)
    if at < end and low[at].isalpha():
        return "", at
    noun = OF_THEIRS.match(low, at, end) or NOUN.match(low, at, end)
    word = noun[1] if noun else ""
    if word in BEFORE_NOUN:
        following = WORD_AFTER.match(low, noun.end(), end)
        if following and is_unit(following[1]) and source.flat[following.start(1)].islower():
            noun, word = following, following[1]
    if word in MEASURES:
        return measured(source, number, word, noun.end(), end)
    if word in DURATIONS:
        return word, noun.end()
    if word in ("metres", "metre"):
        for mark, unit in CUBES.items():
            if low.startswith(mark, noun.end()):
                return unit, noun.end() + len(mark)
        if low.startswith((" de ", " d'", " lineaires"), noun.end()):
            return "mètres", noun.end()
    is_name = noun is not None and source.flat[noun.start(1)].isupper() and not is_invariable(word)
    if noun and is_participle(source, *noun.span(1)):
        return unit_nearby(source, number, end, earlier), noun.end()
    if word in ("autres", "supplementaires", "produits", "par", "ont", "sont", "seront") and not is_name:
        return unit_nearby(source, number, end, earlier), noun.end()
    if is_name and DEMONYM.fullmatch(word) and noun[0].startswith((" de ", " d'", f" {word}")):
        return "personnes", noun.end()
    if word and is_unit(word) and not is_name:
        printed = source.text[noun.start(1) : noun.end(1)]
        return printed if is_invariable(word) else printed.lower(), noun.end()
    if (
        COUNTS.search(low, max(0, number.span[0] - 40), number.span[0])
        and number.value >= 10
        and not number.is_in_words
    ):
        return "habitants", at
    if SO_FAR.search(low, max(0, number.span[0] - 40), number.span[0]) and number.value >= 10:
        return unit_nearby(source, number, end, earlier), at
    if AIM_BEFORE.search(low, max(0, number.span[0] - 24), number.span[0]) and number.value >= 10:
        return unit_nearby(source, number, end, earlier), at
    if (
        IN_BRACKETS.search(low, max(0, number.span[0] - 1), number.span[0])
        and SINCE.match(low, at)
        and number.value >= 10
    ):
        return unit_nearby(source, number, end, earlier), at
    if THEY_ARE.search(low, max(0, number.span[0] - 24), number.span[0]) and THEY_ARE_ALL.match(source.flat, at, end):
        return "personnes", at
    if IN_ALL.match(low, at, end) and number.value >= 10 and not number.looks_like_year:
        named = NAMED_BEFORE.search(low, max(0, number.span[0] - 40), number.span[0])
        return named[1] if named and is_unit(named[1]) else unit_nearby(source, number, end, earlier), at
    if low.startswith((" d'entre eux", " d'entre elles"), at):
        return "personnes", at
    return "", at


def measured(source: Source, number: Number, word: str, at: int, end: int) -> tuple[str, int]:
    """A measure, unless it is the size of one thing, the price of one, or how far something lies."""
    before = source.low[max(0, number.span[0] - 60) : number.span[0]]
    is_way = TRAVELLED.search(before) or COVERED.match(source.low, at, end)
    is_length = LENGTH_OF.match(source.flat, at, end) and not before.endswith(" a ")
    if word in LENGTHS and not is_way and not is_length:
        return "", at
    if SIZE_OF_EACH.search(before):
        return "", at
    if MEASURES[word] == "euros":
        is_price = PRICE_AFTER.match(source.low, number.span[1], end) or PRICE_BEFORE.search(before)
        if is_price and number.value < LOWEST_SUM:
            return "", at
    return MEASURES[word], at


def unit_nearby(source: Source, number: Number, end: int, earlier: list[ProposedFigure]) -> str:
    """“1 600 réalisés … un objectif de 11 000 masques”: the unit stands with another number, or before."""
    if number.value < 10 or number.looks_like_year:
        return ""
    for other in find_numbers(source.low, number.span[1], min(end, number.span[1] + REACH)):
        noun = NOUN.match(source.low, other.span[1], end)
        if (
            noun
            and is_unit(noun[1])
            and noun[1] not in DURATIONS
            and noun[1] not in PARTICIPLES
            and noun[1] not in PEOPLE
        ):
            return source.text[noun.start(1) : noun.end(1)]
    before = re.findall(
        r"\b(masques|visieres|blouses|surblouses|repas|colis|paniers|tabliers|kits|flacons)\b",
        source.low[max(0, number.span[0] - 200) : number.span[0]],
    )
    if before:
        return before[-1]
    return earlier[-1].unit if earlier else "exemplaires"


def make_figure(source: Source, number: Number, unit: str, unit_end: int, span: Span, period: str) -> ProposedFigure:
    before = source.low[max(span[0], number.span[0] - 24) : number.span[0]]
    end = item_end(source, unit_end, span[1])
    item = source.text[number.span[1] : end] if not number.is_in_words else unit
    item = re.sub(r"^(?:de |d['’])", "", " ".join(item.split()))
    first, _, rest = item.partition(" ")
    meant = PARTICIPLES.get(lower(fold(first)))
    if meant == first.lower() or (meant and not source.has_accents):  # “1 600 réalisés … un objectif de 11 000 masques”
        item = f"{unit} {item}"
    elif lower(fold(first)) in MEASURES:  # “300 l de gel”
        item = f"{unit} {rest}".rstrip()
    return ProposedFigure(
        item=item[:80] or unit,
        amount=number.value,
        unit=unit,
        period=period,
        span=(number.span[0], max(unit_end, number.span[1])),
        approximate=number.is_approximate or bool(APPROXIMATELY.search(before) or RANGE_BEFORE.search(before)),
        confidence=0.9 if not number.is_in_words else 0.7,
    )


def item_end(source: Source, at: int, limit: int) -> int:
    """Where the words end that go with the unit, three at most."""
    for _ in range(3):
        word = WORD_OF_ITEM.match(source.text, at, limit)
        if word is None or (word["adjective"] and lower(fold(word["adjective"].strip())) in NOT_ADJECTIVES):
            break
        at = word.end()
    return at
