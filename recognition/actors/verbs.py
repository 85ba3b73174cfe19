"""Whether a verb of action follows: what tells a subject from a word that only stands there.

… a remis · … et l’école ont réuni · …, fermé depuis lundi, rouvre ses portes · … (FACE) participe       it acts
… à remettre · … branchement à domicile · … fermé                                                       it does not
"""

from __future__ import annotations

import re

from recognition.normalise import Source

# Verbs that need nothing after them to be known as such; others are known by their ending and what follows them.
VERBS = (
    "a|ont|est|sont|va|vont|fait|font|peut|peuvent|tient|vient|met|remet|permet|sert|offre|ouvre|rouvre|recueille"
    "|propose|fabrique|produit|livre|assure|organise|distribue|confectionne|fournit|participe|lance|relance|poursuit"
    "|continue|multiplie|apporte|soutient|reste|prépare|réalise|adapte|invite|accueille|mobilise|imprime|prête|coud"
    "|donne|cuisine|appelle|téléphone|porte|anime|diffuse|collecte|garde|héberge|publie|réserve|consacre|reçoit"
    "|cherche|recherche|vend|transporte|visite|dépose|coupe|coiffe|finance|répare|loge|reloge|rassemble|réunit"
    "|récolte|verse|reverse|joue|chante|tricote|nettoie|conduit|laisse|avance|embauche|recrute|forme|aide|équipe"
    "|envoie|achète|traduit|passe|tricotent|patrouille|recense|surveille|transforme|crée|installe|cuit|bâche|emmène"
    "|partage|encourage|soulage|dessine|anime|maintient|rejoue|double|complète|élargit|renforce|répond|écoute|enseigne|parraine|plante|paie|publie|confie|envoie|convie|étudie|fleurit|bâtit|fond|rend|abrite|dresse"
)
# Nouns and adverbs that end like a verb in the plural.
_NO_VERBS = (
    "agent|argent|client|parent|moment|souvent|comment|patient|adhérent|résident|président|étudiant|accident|contenu"
    "|différent|urgent|récent|excellent|talent|présent|absent|couvent|continent|équivalent|permanent|fréquent|vent"
    "|cent|lent|dent|sergent|régent|référent|intelligent|évident"
)
_IN_ENT = rf"(?!(?:{_NO_VERBS})\b)[a-zà-ÿ]{{2,}}(?<!em)(?<!amm)(?<!omm)ent"
_DETERMINER = (
    r"(?:des|les|le|la|une?|ses|son|sa|leurs?|notre|nos|du|gratuitement|bénévolement|chaque|aux?|à|en|chez|tous|toutes"
    r"|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|douze|quinze|vingt|trente|également|aussi|ainsi|plus|près"
    r"|\d[\d,]*)(?= )|l'"
)
# “passe deux fois”, “rétablit les réseaux”; an adjective ends otherwise (“maternelle du village”).
_FINITE = (
    r"(?!(?:[a-zà-ÿ-]*(?:ale|elle|ique|aire|ive|euse|able|ible|iste|enne|ise|ure|tion|té|ance|ence|age|esse|ette|ie|èse|oire|isme|ème|ine)|toute?|et|que|ouverte?|cette"
    r"|comme|grande|petite|centre|contre|entre|outre|agricole|même|autre|notre|libre|jeune|place|salle|école|commune"
    r"|ville|dont|avant|pendant|durant|suite|face|grâce|sous|quand|tout|droit|départ|point)\b)"
    rf"[a-zà-ÿ]{{2,}}(?:e|t|d)(?= (?:{_DETERMINER}))"
)
_CLITICS = r"(?:ne |n'|se |s'|s’|y |en |leur |lui |nous |vous |l'|les |la |le ){0,2}"
_PREDICATE = rf"{_CLITICS}(?:(?:{VERBS})\b|{_IN_ENT}\b|{_FINITE})"
_APART = r"(?:, [^.;]{3,120}?,|,)?(?: ?\([^)]{1,60}\))?"
_AND_OTHERS = (
    r"(?: (?:et|ainsi que|avec) (?:le |la |l'|les |son |sa |ses |celui d|celle d|des )?[^.;,]{3,60}?"
    r"(?<! dans)(?<! de)(?<! par)(?<! les)(?<! des))?"
)
_ACTS = re.compile(rf"{_APART}{_AND_OTHERS} (?:quant à (?:elle|lui) |aussi |également )?{_PREDICATE}")
_PREDICATE_NEXT = re.compile(rf" {_PREDICATE}")
REACH = 200


def acts_after(source: Source, at: int, limit: int) -> bool:
    """After what ends at `at`, be it told with others, set apart by commas or followed by a bracket."""
    return _ACTS.match(source.said, at, min(limit, at + REACH)) is not None


def predicate_follows(source: Source, at: int, limit: int) -> bool:
    """A verb is the very next word."""
    return _PREDICATE_NEXT.match(source.said, at, min(limit, at + 60)) is not None
