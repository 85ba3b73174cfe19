"""Themes of headings and of passages, by the words that belong to each.

Solidaires dans l’application des mesures de protection      protection
Soutien à nos aînés · Auprès des plus fragiles               isolees
L’école à la maison                                          continuite-pedagogique
"""

from __future__ import annotations

import re
from collections import Counter

from recognition.layout.theme_words import WEIGHED

# Words of headings, the most telling theme first: “personnels soignants” beats “personnes”.
HEADING_WORDS = (
    (
        "continuite-pedagogique",
        r"pedagogi|apprendre|scolair|ecole|education|educati|eleves|lyceens|collegiens|devoirs|enseignement"
        r"|numerique educatif"
        r"|apprentissage|etudier",
    ),
    ("routiers", r"routier|chauffeur|transport|poids lourds|camionneur|logisti"),
    (
        "soignants",
        r"soignant|personnels? de sante|hopita|hospitalier|blouses blanches|infirmi|medecins|ehpad|personnels?"
        r" medica|premiere ligne|monde de la sante|medico",
    ),
    (
        "isolees",
        r"isole|fragil|aines|ainees|seniors?|ages|agees|demunis|precar|vulnerab|sans-abri|sans abri|handicap|anciens"
        r"|alimentaire|solitude|garder le lien|rompre|malades|grand age|plus faibles|besoin|nourrir|repas|aide alim",
    ),
    ("jeunes", r"jeune|enfan|adolescen|etudiant|petits|jeunesse|famill"),
    (
        "protection",
        r"protection|equiper|protege|masque|visiere|gel\b|hydro|surblouse|blouse|barriere|equipement|materiel"
        r"|approvisionnement|production|fabri|couture|cousent|couds|sanitaire",
    ),
    (
        "confinees",
        r"distrai|divert|confine|confinement|domicile|a la maison|chez soi|habitants|quotidien|culture|loisir"
        r"|sport|commerc"
        r"|livraison|proximite|animation|vie sociale|bien-etre|population",
    ),
)
STRONG_PROTECTION = re.compile(
    r"\b(?:mesures? de protection|masques?|visieres?|surblouses?|equipements? de protection|gel hydro|gestes?"
    r" barriere|couture|materiels? de protection)"
)
CONTENT = [
    (slug, re.compile(rf"\b(?:{words})\b"), weight) for table, weight in WEIGHED for slug, words in table.items()
]
# What something is made for tells less than making it: “coudre des masques pour les soignants” protects.
MAKES = re.compile(
    r"\b(?:fabriqu\w+|confectionn\w+|produi\w+|cous\w+|coud(?:re)?|imprim\w+|assembl\w+|realis\w+|decoup\w+"
    r"|couturier\w+|coutur\w+|atelier)\b[^.]{0,120}"
    r"\b(?:masques?|visieres?|surblouses?|blouses?|ecrans|charlottes?|gel|protections?)\b"
)
DISTRIBUTES = re.compile(r"\b(?:distribu\w+|command\w+|remis\w*|fourni\w*) [^.]{0,40}\b(?:masques|visieres|gel)\b")
MADE = 6
# “80 kg de fromage offerts à l’hôpital”: what is given there is for those who work there.
GIVEN_TO_HOSPITAL = re.compile(
    r"\b(?:don|dons|donne\w*|offr\w+|offert\w*|livr\w+|remis\w*|prete\w*|recolt\w+|collect\w+|fait parvenir"
    r"|cuisin\w+|chambres?|repas)\b[^.]{0,140}\b(?:hopita(?:l|ux)|cliniques?|centres? hospitaliers?|chu|chru)\b"
)
# “des brioches pour les Ehpad”, “chante pour les pensionnaires”: what is done there is done for those who live there.
DONE_FOR_RESIDENTS = re.compile(
    r"\b(?:pour|aux|a l'|aupres d|avec) ?(?:les |la |l'|le |des |de l')?(?:[a-z]+ (?:de la |de l'|du |des |d'))?"
    r"(?:ehpad|residents|pensionnaires|maisons? de retraite|aines|personnes (?:agees|isolees|seules|fragiles))\b"
)
GIVEN = 4
LEAST_HITS = 2


def theme_of_heading(low: str) -> tuple[str, float] | None:
    """The theme and a confidence, from the words of a heading (folded, lower case)."""
    if STRONG_PROTECTION.search(low):
        return "protection", 0.95
    for slug, words in HEADING_WORDS:
        if re.search(rf"\b(?:{words})", low):
            return slug, 0.9
    return None


def theme_of_content(low: str, least: int = LEAST_HITS) -> tuple[str, float] | None:
    """A guess: the theme whose words weigh most, each word counted twice at most."""
    weights: Counter[str] = Counter()
    for slug, words, weight in CONTENT:
        for count in Counter(match[0] for match in words.finditer(low)).values():
            weights[slug] += min(count, 2) * weight
    if MAKES.search(low) or DISTRIBUTES.search(low):
        weights["protection"] += MADE
    elif DONE_FOR_RESIDENTS.search(low):
        weights["isolees"] += GIVEN
    if GIVEN_TO_HOSPITAL.search(low):
        weights["soignants"] += GIVEN
    if not weights:
        return None
    (slug, best), (_, second) = [*weights.most_common(2), ("", 0)][:2]
    if best < least:
        return None
    return slug, min(0.8, 0.45 + 0.05 * (best - second))
