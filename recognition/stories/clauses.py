"""The clause that says what is done, short enough for a title.

Par ailleurs, l’association Alpha (Vimy) livre des repas.           L’association Alpha livre des repas
Dès qu’il gèle, la paroisse ouvre sa salle aux passants             La paroisse ouvre sa salle aux passants
Une habitante, Odile Exemple, téléphone à vingt voisins âgés        Une habitante téléphone à vingt voisins âgés
Je pense d’abord à Lillers, où la ville a remis en état six maisons La ville a remis en état six maisons
Bonjour, l’association Alpha livre des repas.                       L’association Alpha livre des repas
La ville a ouvert, avec Alpha, six logements                        La ville a ouvert six logements
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from recognition.stories.verbs import DETERMINERS, SMALL, verb_in

LONGEST = 70
# Two who act together in a long subject: neither may be left out, for the verb is theirs.
LONGEST_OF_TWO = 100
# Where a sentence ends: not after “M.”, “St.”, “bd.”, nor between the figures of a time.
SENTENCE = re.compile(
    r"(?<=[^\W\d_]{3})[.!?…]+(?=[\s»”\")]|$)|(?<=[\dh€%])[.!?…](?=\s+[A-ZÀ-Þ]|$)|(?<=[»”)])[.!?](?=\s|$)|\s[!?;](?=\s|$)|\n"
)
BRACKETS = re.compile(r"\s*\([^()]{0,160}\)|\s*\[[^\]]{0,80}\]")
BLANKS = re.compile(r"[ \t\n]+")
# Words that join a story to the one above, or greet whom a mail is for.
JOINT = re.compile(
    r"(?:bonjour|bonsoir)(?: [^,.;:!]{2,40})?, ?"
    r"|(?:par ailleurs|de plus|de même|en outre|enfin|ensuite|aussi|également|toujours|ainsi|de (?:son|leur) côté|à"
    r" (?:son|leur) tour|pour sa part|quant à (?:lui|elle)|dans (?:le|la) même (?:esprit|optique)|dans cet esprit|autre"
    r" (?:exemple|initiative))(?:,| :)? ?"
    r"|(?:à noter|notons|citons|signalons|saluons|il (?:convient|faut)(?: ainsi| aussi| également)? de"
    r" (?:souligner|saluer|citer|noter|signaler))(?: aussi| également| enfin| ainsi)?(?: que|,| :)? ?",
    re.IGNORECASE,
)
# “Je pense d’abord à Lillers, où…”: what the writer says of his own writing.
WRITER = re.compile(
    r"(?:je (?:pense|veux|souhaite|voudrais|tiens)|nous (?:pensons|voulons|souhaitons|saluons|tenons))\b[^.]{0,80}?,"
    r" (?:où|qui|dont|car) ",
    re.IGNORECASE,
)
# When, why and how, before the clause and set off by a comma.
SETTING = re.compile(
    r"(?:dès|depuis|alors|quand|lorsqu|comme|si|pendant|puisqu|parce|face|pour|afin|grâce|jusqu|tous les|toutes les"
    r"|chaque|le (?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)|après|avant|avec|malgré|durant|du|suite"
    r"|devant|faute|cette semaine|ce|cet|pas de|voyant|souhaitant|ayant|étant|plutôt|au-delà|outre|sans|soucieu"
    r"|conscient|sensibl|mobilisé|confiné)[^\W\d_]*\b[^,.;:]{2,140}, ",
    re.IGNORECASE,
)
ABSOLUTE = re.compile(r"[^,.;:]{3,80}\b(?:étant|ayant)\b[^,.;:]{2,80}, ", re.IGNORECASE)
# Where: it stays as long as there is room.
WHERE = re.compile(r"(?:à|a|au|aux|dans|sur|en|chez)\b[^,.;:]{2,60}, ", re.IGNORECASE)
ASIDE = re.compile(r",\s([^,;:]{2,110}),(?=\s)|\s[–—]\s([^–—;:]{2,110})\s[–—](?=\s)")
# Where a clause may be cut, and how many characters a worse place is worth.
CUTS = (
    (re.compile(r"(?:,|[ \u00a0][:;–—])(?= )"), 0),
    (re.compile(r" (?=(?:qui|que|dont|où|pour|afin|grâce|depuis|lorsque|alors|tandis|ainsi|avec)\b)"), 2),
    (re.compile(r" (?=(?:et|ou|à|au|aux|dans|chez|sur|par|vers|auprès|devant|sous|entre|jusqu)\b)"), 8),
    (re.compile(r" (?=(?:de|du|des|en|d’|d')(?:\b|(?<=[’'])))"), 14),
    (re.compile(r" "), 40),
)
# A number whose noun was cut, “l’”, “d’”.
ENDS_OPEN = re.compile(r"^[\d.,]+$|^[a-zà-ÿ]{1,2}[’']$")
ENDS_NOTHING = SMALL | DETERMINERS
MARKS = " \u00a0,;:–—-"
SHORTEST = 20
# What stands between the verb and its object: “ont ainsi pu ouvrir”, “a remis”.
OF_THE_VERB = re.compile(
    r"(?: (?:ainsi|également|aussi|déjà|pu|été|toujours|tous|toutes|ensemble|même|elle-même|lui-même|donc|bien|pas|plus"
    r"|pour sa part|de ce fait|à nouveau|spontanément|gratuitement|bénévolement|régulièrement|désormais))*"
    r"(?: [^\W\d_]+(?:é|ée|és|ées|i|is|it|ie|ies|u|us|ue|ues|ert|erts|erte|ertes)(?![\w’'-]))?"
    r"(?: (?:en place|en ligne|en état|à disposition|en service|en œuvre|don))?"
)
# What belongs to the verb on its left: “se”, “lui”, “ne”.
BEFORE_VERB = re.compile(r"(?: (?:se|lui|leur|y|en|ne|n’|n'|vous|nous|me|s’|s'))+ ?$| [sn]['’]$")
SUBJECT_TAIL = re.compile(r" (?:et|de|du|des|en|à|au|aux)\b| [dl]['’]")
TWO_WHO_ACT = re.compile(r" et (?:la |le |les |l[’'])", re.IGNORECASE)
AT_A_PLACE = re.compile(r"^A(?= [A-ZÀ-Þ])")
PLURAL = re.compile(r"(?:les|des|une \w+aine|plusieurs|de nombreu\w+|deux|trois|quatre|cinq|six|\d)\b", re.IGNORECASE)


def sentences(text: str) -> list[str]:
    """The sentences of a text, without their final mark; questions are none of a story."""
    pieces, at = [], 0
    for end in SENTENCE.finditer(text):
        if "?" not in end[0]:
            pieces.append(text[at : end.start()].strip())
        at = end.end()
    pieces.append(text[at:].strip())
    return [piece for piece in pieces if re.search(r"\w", piece)]


def clause_of(sentence: str) -> str:
    """The main clause, cut to LONGEST; empty where no verb is seen or nothing is left behind it."""
    core = main_clause(sentence)
    if verb_in(core) is None:
        return ""
    without = without_asides(core)
    where = WHERE.match(without)
    bare = without[where.end() :] if where and verb_in(without[where.end() :]) else without
    for tried in (core if len(core) <= LONGEST else "", without, bare, *shorter_subjects(bare), core):
        if title := cut(tried):
            return capitalised(title)
    return capitalised(cut(bare, LONGEST_OF_TWO)) if TWO_WHO_ACT.search(bare[: verb_in(bare)[0]]) else ""


def nominal_of(sentence: str) -> str:
    """“Maraude de la Croix-Rouge autour de la gare”: what a sentence without verb says, cut alike."""
    core = main_clause(sentence)
    return capitalised(core if len(core) <= LONGEST else cut_within(core, SHORTEST))


def capitalised(title: str) -> str:
    """A keyboard without “À” writes “A Arras”: a title is ours, and printed as it should be."""
    return AT_A_PLACE.sub("À", title[:1].upper() + title[1:])


def main_clause(sentence: str) -> str:
    core = BLANKS.sub(" ", BRACKETS.sub("", sentence)).strip(MARKS)
    for opening in (JOINT, WRITER, SETTING, ABSOLUTE, SETTING):
        match = opening.match(core)
        if match and (opening is JOINT or verb_in(core[match.end() :])):
            core = core[match.end() :]
    return core.strip(MARKS)


def without_asides(core: str) -> str:
    """Without what two commas set off around the verb: “une habitante, Odile Exemple, téléphone”."""
    for _ in range(4):
        verb = verb_in(core)
        opening = WHERE.match(core)
        for aside in ASIDE.finditer(core, opening.end() if opening else 0):
            shorter = core[: aside.start()] + core[aside.end() :]
            if is_aside(core, aside, verb) and verb_in(shorter):
                core = shorter
                break
        else:
            break
    return core


def is_aside(core: str, aside: re.Match[str], verb: tuple[int, int] | None) -> bool:
    """Not a part of a list, nor where the next clause begins."""
    said = (aside[1] or aside[2]).strip()
    if core[aside.end() :].lstrip().startswith(("et ", "ou ")) and (
        not said[:1].islower() or said.split()[0] in DETERMINERS
    ):
        return False
    is_near = verb is not None and (aside.end() <= verb[0] or aside.start() <= verb[1] + 30)
    return is_near and aside.start() > 6


def shorter_subjects(core: str) -> Iterator[str]:
    """The same with ever less behind the noun that acts: a plural may lose whom it acts with, a singular may not."""
    verb = verb_in(core)
    if verb is None:
        return
    at = verb[0]
    is_theirs = core[at : verb[1]].split()[0].endswith("nt")  # “téléphonent” may be of the two who stand before it
    own = BEFORE_VERB.search(core[:at])
    at = own.start() if own else at
    subject, rest = core[:at].rstrip(), core[at:]
    for _ in range(8):
        tails = [match for match in SUBJECT_TAIL.finditer(subject) if match.start() > 5]
        if not tails or (tails[-1][0] == " et" and not PLURAL.match(subject)):
            return
        subject = subject[: tails[-1].start()].rstrip(MARKS)
        if subject.count('"') % 2 or subject.count("«") > subject.count("»"):
            return
        words = subject.split()
        if len(words) < 2 or words[-1].lower().endswith(("aine", "ille", "zaine", "zaines", "aines")):
            return
        while words and words[-1].lower() in SMALL:
            if words.pop().lower() == "et" and is_theirs and not PLURAL.match(subject):
                return
        subject = " ".join(words)
        yield subject + (rest if rest[:1] == " " else f" {rest}")


def cut(core: str, longest: int = LONGEST) -> str:
    """At the last good place that keeps the verb and an object behind it; the whole where it is short enough."""
    verb = verb_in(core)
    if verb is None:
        return ""
    least = max(OF_THE_VERB.match(core, verb[1]).end() + 4, SHORTEST)
    return core if len(core) <= longest else cut_within(core, least, longest)


def cut_within(core: str, least: int, longest: int = LONGEST) -> str:
    titles = [
        (len(title) - cost, title)
        for places, cost in CUTS
        for place in places.finditer(core, min(least, longest), longest + 1)
        if len(title := trimmed(core[: place.start()])) >= least
    ]
    return max(titles, default=(0, ""))[1]


def trimmed(title: str) -> str:
    """Without the small words at its end, which announce what was cut, and without half a pair of quotation marks."""
    if title.count("«") > title.count("»"):
        title = title[: title.rfind("«")]
    words = title.rstrip(MARKS).split(" ")
    while words and (words[-1].lower() in ENDS_NOTHING or ENDS_OPEN.search(words[-1])):
        words.pop()
    return " ".join(words).rstrip(MARKS)
