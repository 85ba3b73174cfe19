"""The part a place plays, from the words around its name."""

from __future__ import annotations

import re

from recognition.normalise import Source
from recognition.proposal import Role, Span

LANDMARK = re.compile(
    r"\b(?:pres|(?<!les )(?<!des )(?<!aux )proches?|non loin|a cote|aux portes|a proximite"
    r"|(?:communes?|villes?|villages?|departements?|cantons?) voisine?s?|a l'ouest|a l'est|au nord|au sud"
    r"|limitrophes?|peripherie"
    r"|a (?:\d+|deux|trois|quelques) (?:pas|km|kilometres|minutes|encablures)|abords|lisiere) (?:de (?:la |l')?"
    r"|d'|du |des )$"
)
# “mise en place de Lens”, “en route de Lens”: these are streets only after an article, a number or a comma.
STREET = re.compile(
    r"\b(?:rue|avenue|boulevard|bd|chaussee|impasse|faubourg|rocade"
    r"|(?:(?<!en )\b(?:la|le|grand|\d+(?: bis| ter)?,?) |(?:^|[,(;:–-]) ?|l')(?:route|place|quai|square|porte"
    r"|cours|chemin|sentier|ruelle|rond-point|allee|axe|esplanade|autoroute))"
    r" (?:de (?:la |l')?|d'|du |des )?$"
)
# After these, the name of the town is part of the name of something wider or of something else.
WIDER = re.compile(
    r"\b(?:pays|region|agglomeration|agglo|bassin(?: de vie| d'emploi)?|arrondissement|communaute (?:urbaine"
    r"|d'agglomeration|de communes)"
    r"|canton|c\.?u\.?|c\.?a\.?|c\.?c\.?|metropole|environs|alentours|academie|rectorat|diocese"
    r"|universite(?! populaire)"
    r"|sous-prefet(?:e|ure)?|prefecture"
    r"|tribunal|cour d'appel|circonscription|supporters?|fans|grand|secteur|territoire|bassin minier|sncf|plaine"
    r"|baie|cote|port|canal"
    r"|marais|foret|vallee|tunnel"
    r"|unite (?:locale|territoriale)) (?:\w+ )?(?:de (?:la |l')?|d'|du |des )$|\b(?:grand|grands) $|\b(?:rc|us|as"
    r"|sc|aj|fc|ac|es|losc|stade|olympique) $"
    # “la Croix-Rouge (antenne de Montreuil)”: of whom it is a part, and not where the story happens
    r"|\((?:unite|delegation|comite|antenne|section|agence|caserne|brigade|groupe)\b[^()]{0,30}"
    r" (?:de (?:la |l')?|d'|du )$"
)
BENEFICIARY_PLACE = re.compile(
    r"\b(?:a l'|aux? |pour (?:le |la |les |l')|de l'|du |des |de la |par l'|d'|les |le |un |une |plusieurs |et"
    r" )(?:personnels? |equipes? |residents? |soignants? |agents? |services? )?(?:soignant(?:e|s)?"
    r" )?(?:medica(?:l|ux) )?(?:d[eu]s? |de l'|de la |d')?"
    r"(?:centres? hospitaliers?|hopita(?:l|ux)|ehpad|cliniques?|maisons? de retraite|residences?|ccas|ecoles?"
    r"|colleges?|lycees?|creches?|pharmacies?"
    r"|soignants|personnes|habitants?|familles|seniors|aines|enfants|sapeurs-pompiers|pompiers|commissariats?"
    r"|gendarmes|policiers|infirmieres|foyers?|chu?|restos? du c(?:oe|œ)ur"
    r"|secours populaire|epiceries?|commercants|commerces|eleves)"
    r"(?: [\w'«»\"-]+){0,5}? ?(?:de |d'|du |des |a |situee?s? a )?$"
)
BENEFICIARY_CUE = re.compile(
    r"\b(?:a destination d|au profit d|en faveur d|a l'attention d|au benefice d|destinee?s? (?:a|aux)|livree?s?"
    r" (?:a|aux)|livrer (?:a|aux)|distribuee?s? (?:a|aux|dans)"
    r"|remise?s? (?:a|aux)|offerte?s? (?:a|aux)|donnee?s? (?:a|aux)|dons? (?:a|aux|d)|au service d|afin d'aider"
    r"|pour aider|venir en aide|soutenir|soutien (?:a|aux)|equiper|ravitailler|approvisionner"
    r"|fourni(?:es?|s|t|ssent)? (?:a|aux)|a disposition d|aupres d|beneficiaires?)"
)
ACTING_NOUN = re.compile(
    r"\b(?:ville|commune|mairie|municipalite|village|bourg|maire|cite)s? (?:de (?:la |l')?|d'|du |des )$"
    r"|\b(?:basee?s?|situee?s?|installee?s?|implantee?s?|etablie?s?) (?:\w+ )?(?:a|au|aux|sur) $"
)
OPENING = re.compile(
    r"(?:^|[.!?:;]\s+|\n\s*|\b(?:ainsi|enfin|aussi|egalement|notamment|comme|meme), )(?:[-–•*] ?)?(?:a|au|aux"
    r"|sur) (?:la |l')?$"
)
# “des services pour leurs aînés : c’est le cas du CCAS d’Outreau”.
GIVEN_AS_EXAMPLE = re.compile(r"\bc'est (?:\w+ )?le cas (?:d|a)")
REACH = 160


def role_of(source: Source, span: Span, passage: Span) -> Role:
    """What stands right before decides first, then the words of the sentence that lead to someone who receives."""
    start = passage[0]
    sentence = sentence_before(source.low, start, span[0])
    near = source.low[max(start, span[0] - 60) : span[0]]
    if LANDMARK.search(near) or STREET.search(near):
        return Role.LANDMARK
    if GIVEN_AS_EXAMPLE.search(sentence):
        return Role.ACTS
    cues = list(BENEFICIARY_CUE.finditer(sentence))
    if cues and not re.search(r"[.;]", sentence[cues[-1].end() :]):
        return Role.BENEFITS
    if OPENING.search(near) or ACTING_NOUN.search(near):
        return Role.ACTS
    if BENEFICIARY_PLACE.search(sentence) and not opens_with_it(sentence):
        return Role.BENEFITS
    return Role.ACTS


def opens_with_it(sentence: str) -> bool:
    """“L’Ehpad de Marck a fabriqué…”: the establishment is the one who acts."""
    return (
        re.match(
            r"[\s–•*-]*(?:enfin,? |de meme,? |par ailleurs,? |de son cote,? )?(?:le |la |les |l'|un |une |des "
            r"|plusieurs )"
            r"(?:ccas|ehpad|hopital|centre|clinique|ecole|college|lycee|creche|pharmacie|residence|maison"
            r"|habitants?|commercants|eleves|soignants|sapeurs-pompiers|pompiers)\b[^,.]{0,60}$",
            sentence,
        )
        is not None
    )


def is_inside_another_name(source: Source, span: Span) -> bool:
    before = source.low[max(0, span[0] - 60) : span[0]]
    if span[0] and source.flat[span[0] - 1] == "-":
        return True
    if re.search(r"\bsecteurs? (?:de |d'|du |des )$", before) and re.match(
        r"(?:, [A-Z]| et (?:de |d')?[A-Z])", source.flat[span[1] : span[1] + 8]
    ):
        return False
    return WIDER.search(before) is not None


def sentence_before(low: str, start: int, at: int) -> str:
    window = low[max(start, at - REACH) : at]
    cut = max(window.rfind(mark) for mark in (". ", "! ", "? ", "\n"))
    return window[cut + 1 :].lstrip()
