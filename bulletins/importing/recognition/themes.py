"""Themes of headings and of passages, by the words that belong to each.

Solidaires dans l’application des mesures de protection      protection
Soutien à nos aînés · Auprès des plus fragiles               isolees
L’école à la maison                                          continuite-pedagogique
"""

from __future__ import annotations

import re
from collections import Counter

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
CONTENT_WORDS = {
    "protection": (
        r"masques?|visieres?|gel|hydro-?alcoolique|surblouses?|blouses|couturieres?|coudre|cousent"
        r"|cousu\w*|plexiglas|imprimantes? 3d|tissus?|elastiques?|desinfect\w+|epi|gants"
        r"|confectionn\w+|fabriqu\w+|protection|charlottes?|tabliers"
    ),
    "soignants": (
        r"soignante?s?|personnels? de sante|hospitaliers?|hopita(?:l|ux)|infirmi\w+|medecins?|urgences"
        r"|reanimation|aides-soignant\w+|viennoiseries?|ehpad|cliniques?|medica(?:l|ux)"
    ),
    "confinees": (
        r"confine\w*|domicile|livr\w+|livraisons?|videos?|yoga|recettes|concerts?|concours|en ligne"
        r"|culturel\w*|sport\w*|commandes?|drive|lecture|musique|balcons?|paniers?|jeux|marche"
    ),
    "isolees": (
        r"isole\w*|fragil\w+|agees?|aines?|seniors?|telephon\w+|ecoute|appel\w*|sans-abri|demunis?"
        r"|precar\w+|courses|vulnerab\w+|handicap\w*|aide alimentaire|colis|portage|solitude"
        r"|personnes seules|visites?"
    ),
    "jeunes": (
        r"jeunes?|enfants?|adolescents?|animations?|loisirs|etudiants?|familles|parents"
        r"|assistantes? maternelles?|creche"
    ),
    "continuite-pedagogique": (
        r"scolaire\w*|eleves?|devoirs|ordinateurs?|tablettes?|pedagogi\w+|ecoles?|colleges?|lycees?"
        r"|enseignants?|professeurs?|informatique\w*|soutien scolaire|cours|imprim\w+ (?:les|des) cours"
        r"|decrochage"
    ),
    "routiers": (r"routiers?|chauffeurs?|camions?|transporteurs?|poids lourds|douches|aires? de repos|parking"),
}
CONTENT = {slug: re.compile(rf"\b(?:{words})\b") for slug, words in CONTENT_WORDS.items()}
# Who acts tells less than what is done: pupils who sew masks protect.
WEAK = re.compile(
    r"(?:lycees?|colleges?|ecoles?|eleves?|enseignants?|professeurs?|familles|parents|hopita(?:l|ux)|ehpad"
    r"|livr\w+|etudiants?|commandes?|appel\w*)$"
)
LEAST_HITS = 3


def theme_of_heading(low: str) -> tuple[str, float] | None:
    """The theme and a confidence, from the words of a heading (folded, lower case)."""
    if STRONG_PROTECTION.search(low):
        return "protection", 0.95
    for slug, words in HEADING_WORDS:
        if re.search(rf"\b(?:{words})", low):
            return slug, 0.9
    return None


def theme_of_content(low: str, least: int = LEAST_HITS) -> tuple[str, float] | None:
    """A guess: the theme with the most of its words, each counted a few times at most, when it leads."""
    hits: Counter[str] = Counter()
    for slug, words in CONTENT.items():
        for word, count in Counter(match[0] for match in words.finditer(low)).items():
            hits[slug] += min(count, 3) * (1 if WEAK.match(word) else 2)
    if not hits:
        return None
    (slug, best), (_, second) = [*hits.most_common(2), ("", 0)][:2]
    if best < least:
        return None
    return slug, min(0.8, 0.4 + 0.05 * (best - second))
