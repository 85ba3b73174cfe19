"""Quantities that a reader would quote.

1 600 réalisés à ce jour pour un objectif de 11 000 masques      1600 total, 11000 target
50 000 litres par jour · chaque jour, 10 000 masques             per_day
une vingtaine de personnes                                       20, approximate
COVID-19 · CRS 9 · imprimante 3D · 8 avril · 14 h · 12 rue       nothing
7 jours sur 7 · trois semaines                                   nothing: durations are only remarked
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from french.accents import without_accents
from french.wording import MONTHS
from recognition.facts.claims import Claims
from recognition.facts.numbers import Number, find_numbers
from recognition.normalise import Source, fold, lower, word_set
from recognition.proposal import Level, ProposedFigure, Remark, Span

MEASURES = {
    "l": "litres", "litre": "litres", "litres": "litres", "kg": "kilos", "kilo": "kilos", "kilos": "kilos",
    "kilogrammes": "kilos", "g": "grammes", "grammes": "grammes", "t": "tonnes", "tonne": "tonnes", "tonnes": "tonnes",
    "€": "euros", "euro": "euros", "euros": "euros", "m2": "m²", "m3": "m³",
}  # fmt: skip
LONG_DURATIONS = word_set("mois semaine semaines jour jours journees annees")
DURATIONS = word_set(
    """
    an ans annee annees mois semaine semaines jour jours journee journees heure heures h min minute minutes
    """
)
MONTH = without_accents("|".join(MONTHS))
DATE_AFTER = re.compile(rf"(?:er)?(?: ?(?:et|au|,|-|a|ou|puis) ?\d{{1,2}}(?:er)?)* (?:{MONTH})\b|er\b|e\b|eme\b|nd\b")
WEEKDAYS = "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
WEEKDAY_BEFORE = re.compile(rf"(?<!chaque )\b(?:{WEEKDAYS}) $")
LABEL_BEFORE = re.compile(
    r"(?:\bn ?[°o]s? ?|\bnumeros? |\barticles? |\bcovid ?-? ?|\bcrs |\bphase |\bpages? |\bacte |\blot |\betape "
    r"|\bniveau |\bcs |\bbp |\bart\. ?"
    r"|\bcedex |\btaille |\bloi |\bdecret |\bsaison |\bclasse |\bchaine |\bcanal |(?<!chaque )(?<!par )\bsemaine"
    r" |\bage (?:de"
    r"|d') ?|\bages de )$"
)
GLUED = re.compile(r"(?:l|kg|g|t|€|m2|m3)\b|€")
NOUN = re.compile(r"(?: ?(?:de |d'|des ))? ?([^\W\d_]+(?:-[^\W\d_]+)*|€)")
WORD_AFTER = re.compile(r" ([^\W\d_]+(?:-[^\W\d_]+)*)")
BEFORE_NOUN = word_set(
    """
    nouveaux nouvelles premiers premieres grands grandes petits petites autres beaux belles bons bonnes derniers
    dernieres vrais vraies vieux anciens anciennes gros grosses jolis jolies precieux precieuses simples
    """
)
NOT_NOUNS = word_set(
    """
    dans pas plus moins mais sous fois alors apres depuis sans vers chez ces ses leurs nos vos les des aux puis
    tres mois ans metres metre kilometres centimetres degres sont ont seront avons avez nous vous ils elles tous
    toutes lors hors dont premier premiere second seconde suivants suivantes prochains prochaines avant
    """
)
PARTICIPLES = word_set(
    """
    realises realisees fabriques fabriquees distribues distribuees livres livrees confectionnes confectionnees
    cousus cousues vendus vendues commandes commandees imprimes imprimees remis remises offerts offertes donnes
    donnees assembles assemblees montes montees collectes collectees recoltes recoltees produites servis servies
    prepares preparees
    """
)
PEOPLE = word_set(
    """
    personnes habitants couturieres couturiers benevoles salaries agents employes etudiants eleves enfants
    familles jeunes volontaires membres adherents foyers seniors soignants infirmieres particuliers
    collaborateurs ouvriers personnels collegiens lyceens ecoliers anciens aines voisins clients patients
    commercants
    """
)
# Below ten, only what is plainly counted: “deux entreprises” is a turn of phrase, “8 ordinateurs” is a figure.
COUNTED = PEOPLE | word_set(
    """
    ordinateurs tablettes imprimantes machines masques visieres blouses surblouses repas lits logements chambres
    respirateurs palettes cartons camions vehicules velos colis paniers pages concours litres tonnes amis
    couturieres smartphones kilos euros
    """
)
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
# “des masques (1 100 depuis le 25 mars)”
IN_BRACKETS = re.compile(r"\($")
SINCE = re.compile(r" (?:depuis|a ce jour|deja|au total)\b|\)")
# “Elles sont 18, chacune chez soi”
THEY_ARE = re.compile(r"\b(?:ils|elles|nous) (?:sont|etaient|sommes) (?:deja |desormais |aujourd'hui |environ )?$")
# “une quarantaine de Calaisiens”
DEMONYM = re.compile(r"[a-z-]{3,}(?:ois|oises|ais|aises|iens|iennes|ains|aines|eens|eennes)")
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
)
AIM = re.compile(
    r"\b(?:objectif|le but|arriver a|atteindre|vise|visent|visant|ambition\w*|souhait\w*|esper\w+|prevoi\w*"
    r"|prevu\w*|devrai\w+|d'ici|a"
    r" terme|cible|projet\w* de|compte bien"
    r"|prochainement|bientot|va|vont|afin d'atteindre|pour atteindre|seront|sera|pourra|pourront|commandes? de"
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
AIM_PEOPLE = re.compile(r"\b(?:cherch\w+|recherch\w+|besoin de|recrut\w+|objectif\w*)[^.;\d]{0,30}$")
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
# What tells the things apart: “masques en tissu lavables”, “parts de pizzas et de boissons”. Adjectives agree with the
# plural; whatever else follows goes on with the sentence: “tournées ont été”, “repas chaque jour”.
ADJECTIVE = r" [a-zà-öø-ÿœ-]{2,}[sxz](?![\w'’])"
COMPLEMENT = (
    r" (?:(?:et )?(?:de |d['’])|en )"
    r"(?!(?:la|les?|ces?|cet|cette|son|sa|ses|leurs?|une?|nos|vos|chaque|plus|moins|plusieurs)\b)"
    r"[a-zà-öø-ÿœ][a-zà-öø-ÿœ-]+(?![\w'’])"
)
WORD_OF_ITEM = re.compile(rf"(?P<adjective>{ADJECTIVE})|{COMPLEMENT}| grand public")
NOT_ADJECTIVES = word_set("deux trois six dix jours hier jamais toujours quelques plusieurs parmi parfois environs")


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
            figures.append(make_figure(source, number, unit, unit_end, span))
    return figures, remarks


def duration_remark(source: Source, span: Span) -> Remark:
    return Remark(
        "figures", Level.INFO, f"« {source.excerpt(span)} » : une durée, qui n’est pas proposée comme chiffre."
    )


def is_code(source: Source, number: Number) -> bool:
    """“n° 7”, “CRS 9”, “Radio 6”, “le 8 avril”, “mercredi 8”: a number that counts nothing."""
    before = source.low[max(0, number.span[0] - 30) : number.span[0]]
    after = source.low[number.span[1] : number.span[1] + 40]
    if LABEL_BEFORE.search(before) or WEEKDAY_BEFORE.search(before):
        return True
    return not number.is_in_words and not number.is_approximate and bool(DATE_AFTER.match(after))


def unit_of(source: Source, number: Number, end: int, earlier: list[ProposedFigure]) -> tuple[str, int]:
    """What is counted and where that word ends; nothing when the number is no quantity."""
    low, at = source.low, number.span[1]
    if is_code(source, number) or (
        number.is_in_words and number.value < 10 and ANAPHORIC.search(low[max(0, at - 40) : number.span[0]])
    ):
        return "", at
    glued = GLUED.match(low, at, end)
    if glued:
        return MEASURES[glued[0]], glued.end()
    if at < end and low[at].isalpha():
        return "", at
    noun = NOUN.match(low, at, end)
    word = noun[1] if noun else ""
    if word in BEFORE_NOUN:
        following = WORD_AFTER.match(low, noun.end(), end)
        if following and is_plural(following[1]) and source.flat[following.start(1)].islower():
            noun, word = following, following[1]
    if word in MEASURES:
        return MEASURES[word], noun.end()
    if word in DURATIONS:
        return word, noun.end()
    if word in ("metres", "metre") and low.startswith((" de ", " d'", " lineaires", " carres"), noun.end()):
        return "mètres", noun.end()
    is_name = noun is not None and source.flat[noun.start(1)].isupper()
    if word in PARTICIPLES or (
        word in ("autres", "supplementaires", "produits", "par", "ont", "sont", "seront") and not is_name
    ):
        return unit_nearby(source, number, end, earlier), noun.end()
    if is_name and DEMONYM.fullmatch(word) and noun[0].startswith((" de ", " d'", f" {word}")):
        return "personnes", noun.end()
    if word and is_plural(word) and not is_name:
        return source.text[noun.start(1) : noun.end(1)].lower(), noun.end()
    if (
        COUNTS.search(low, max(0, number.span[0] - 40), number.span[0])
        and number.value >= 10
        and not number.is_in_words
    ):
        return "habitants", at
    if SO_FAR.search(low, max(0, number.span[0] - 40), number.span[0]) and number.value >= 10:
        return unit_nearby(source, number, end, earlier), at
    if (
        IN_BRACKETS.search(low, max(0, number.span[0] - 1), number.span[0])
        and SINCE.match(low, at)
        and number.value >= 10
    ):
        return unit_nearby(source, number, end, earlier), at
    if THEY_ARE.search(low, max(0, number.span[0] - 24), number.span[0]) and re.match(r" ?[,.;!]", low[at : at + 2]):
        return "personnes", at
    if low.startswith((" d'entre eux", " d'entre elles"), at):
        return "personnes", at
    return "", at


def is_plural(word: str) -> bool:
    return len(word) > 3 and word[-1] in "sxz" and word not in NOT_NOUNS


def unit_nearby(source: Source, number: Number, end: int, earlier: list[ProposedFigure]) -> str:
    """“1 600 réalisés … un objectif de 11 000 masques”: the unit stands with another number, or before."""
    if number.value < 10 or number.looks_like_year:
        return ""
    for other in find_numbers(source.low, number.span[1], min(end, number.span[1] + REACH)):
        noun = NOUN.match(source.low, other.span[1], end)
        if (
            noun
            and is_plural(noun[1])
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


def make_figure(source: Source, number: Number, unit: str, unit_end: int, span: Span) -> ProposedFigure:
    before = source.low[max(span[0], number.span[0] - 24) : number.span[0]]
    end = item_end(source, unit_end, span[1])
    item = source.text[number.span[1] : end] if not number.is_in_words else unit
    item = re.sub(r"^(?:de |d['’])", "", " ".join(item.split()))
    first, _, rest = item.partition(" ")
    if lower(fold(first)) in PARTICIPLES:  # “1 600 réalisés … un objectif de 11 000 masques”
        item = f"{unit} {item}"
    elif lower(fold(first)) in MEASURES:  # “300 l de gel”
        item = f"{unit} {rest}".rstrip()
    return ProposedFigure(
        item=item[:80] or unit,
        amount=number.value,
        unit=unit,
        period=period_of(source, number, unit, span),
        span=(number.span[0], max(unit_end, number.span[1])),
        approximate=number.is_approximate or bool(APPROXIMATELY.search(before)),
        confidence=0.9 if not number.is_in_words else 0.7,
    )


def item_end(source: Source, at: int, limit: int) -> int:
    """Where the words end that go with the unit, three at most."""
    for _ in range(3):
        word = WORD_OF_ITEM.match(source.text, at, limit)
        if word is None or (word["adjective"] and lower(fold(word["adjective"].strip())) in NOT_NOUNS | NOT_ADJECTIVES):
            break
        at = word.end()
    return at


def period_of(source: Source, number: Number, unit: str, span: Span) -> str:
    """A rate wins over an aim; people are counted, not aimed at, unless someone looks for them."""
    before = sentence_before(source.low, span[0], number.span[0])
    after = source.low[number.span[1] : min(span[1], number.span[1] + 90)]
    counts_people = lower(fold(unit)) in PEOPLE
    is_rate = RIGHT_AFTER.match(after) or COME_DAILY.match(after) or RIGHT_BEFORE.search(before)
    if counts_people and not is_rate:
        return "target" if AIM_PEOPLE.search(before) else "total"
    if PER_DAY_AFTER.match(after) or PER_DAY_BEFORE.search(before):
        return "per_day"
    if PER_WEEK_AFTER.match(after) or PER_WEEK_BEFORE.search(before):
        return "per_week"
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
