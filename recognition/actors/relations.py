"""How what is named stands in its sentence, from the words around it: the ground of what is proposed, and how surely.

subject    L’association Alpha livre…            of      le camion de l’association Alpha
by         offerts par Alpha, avec Alpha         members les bénévoles d’Alpha, les élèves du collège
opens      Alpha : …, alone in its cell          listed   …, Alpha et Bêta
other      none of these
receives   remis à Alpha, pour Alpha, aux résidents de l’Ehpad Alpha, Alpha a été inondée
place      dans la salle d’Alpha, devant la mairie
"""

from __future__ import annotations

import re
from enum import StrEnum

from recognition.actors.verbs import acts_after
from recognition.normalise import Source
from recognition.proposal import Span


class Relation(StrEnum):
    SUBJECT = "subject"
    BY = "by"
    MEMBERS = "members"
    OPENS = "opens"
    LISTED = "listed"
    OF = "of"
    RECEIVES = "receives"
    PLACE = "place"
    OTHER = "other"

    @property
    def acts(self) -> bool:
        return self not in (Relation.RECEIVES, Relation.PLACE)


_ARTICLE = (
    r"(?:la |le |les |l'|une? |des |cette |ce |cet |son |sa |ses |notre |nos |leur |leurs |deux |trois"
    r" |plusieurs )"
)
_BEFORE = re.compile(rf"{_ARTICLE}?(?:jeune |petite? |grande? |ancienne? |nouve(?:l|au|lle) |célèbre )?$")
_WITHIN = re.compile(
    r"(?:\b(?:dans|devant|derrière|vers|sur|sous|en|près d'|près de|en face de|à côté de|autour de|chez|parmi|entre"
    r"|au sein d[eu]s?|à l'entrée d[eu]s?|à travers|jusqu'à|depuis|ancienne?|ex-) ?(?:de )?)$"
)
_AT_A_THING = re.compile(
    r"\b(?:salles?|locaux|gymnase|stade|parking|cour|préau|hall|grange|jardins?|bâtiments?|chambres?|parvis|façade|nef"
    r"|internat|rue|place|avenue|boulevard|route|quartier|entrée|pied|cœur) (?:d'accueil |des fêtes )?"
    r"(?:de |d'|du |des |de la |de l')$"
)
_TO = re.compile(r"(?:\b(?:à|aux?)|\bà (?:la|l')) ?$")
_FOR = re.compile(r"\b(?:pour|contre|envers|au profit d[eu]s?|au bénéfice d[eu]s?|en faveur d[eu]s?) ?$")
# “confiée à l’association Alpha”, “grâce au club”: whoever stands there acts.
_ENTRUSTED = re.compile(
    r"\b(?:confiée?s?|merci|grâce|appel|bravo|hommage|félicitations|associée?s?|jointe?s?|due?s?|adossée?s?|s'associe"
    r"|se joint|liée?s?) (?:à|aux?) ?$|\bgrâce à ?$"
)
_BY = re.compile(
    r"\b(?:par|avec|grâce (?:à|aux?)|avec l'(?:aide|appui|accord|concours|soutien) (?:de |d')"
    r"|(?:à l'(?:initiative|appel|invitation)|sous l'égide|en lien avec|en partenariat avec|de la part|aux côtés"
    r"|au nom|(?:est|sont) le cas|à l'image|à l'instar|à l'exemple|ou encore|le soutien|l'appui"
    r"|l'aide) ?(?:de |d')?) ?$"
)
_CLEFT = re.compile(r"\bc'est (?:aussi |également |encore )?$")
_LISTED = re.compile(r"(?:\bet|\bou|,|\+) ?$")
# “… leur a offert des vélos, le judo-club leur licence”: the verb is that of the one told before.
_ELLIPSIS = re.compile(r" (?:leurs?|l'|la|le|les|une?|des|son|sa|ses|\d+) ?(?=[a-zà-ÿ])(?!(?:et|ou)\b)[a-zà-ÿ-]+")
_BY_DU = re.compile(
    r"\b(?:aide|appui|accord|concours|soutien|initiative|appel|invitation|cas|image|instar|exemple|égide|part|côtés)"
    r" (?:du|des) ?$"
)
_OF = re.compile(r"(?:\b(?:du|des|de|de la|de l')|\bd') ?$")
MEMBERS = (
    "bénévoles|adhérente?s|membres|salariés?|agents|animateurs|animatrices|éducateurs|couturières|licenciés?|choristes"
    "|musiciens|élèves|lycéens|collégiens|étudiants|jeunes|équipes?|chauffeurs|volontaires|apprentis|internes"
    "|professeurs|enseignants|cuisiniers|ados|seniors|anciens|dames|maraudeurs|pêcheurs|pompiers"
    "|paroissiens|secouristes|maraîchers|mamans|papas|locataires|tricoteuses|couturiers|employés|personnels?|directeur|directrice|présidente?|responsable|classes?|tricoteuses"
)
_MEMBERS_OF = re.compile(
    rf"\b(?:{MEMBERS})(?: [a-zà-ÿ0-9-]+| de la section [a-zà-ÿ ]{{3,30}}| de la filière [a-zà-ÿ]+){{0,2}}"
    r"(?: (?:du |de la |de l'|de |d'|des )[^,.;]{3,40} et(?= d))? (?:du |de la |de l'|de |d'|des )$"
)
# “aux résidents de l’Ehpad”, “pour les élèves du collège”: they receive, and so does their house.
_TO_MEMBERS = re.compile(
    rf"\b(?:aux?|à la|à l'|pour (?:les?|la|l'|des)|à des|chez (?:les|des)) ?(?:[a-zà-ÿ]+ )?(?:{MEMBERS}|patients"
    r"|malades|personnes|familles|pensionnaires|locataires|clients|soignants)(?: [a-zà-ÿ-]+){0,3} "
    r"(?:du |de la |de l'|de |d'|des )$"
)
_OPENS_SENTENCE = re.compile(r"(?:^|[.!?…;:•*–—|]\s*|\n\s*|[«\"“(]\s*)(?:[-–•*] ?)?$")
_HEADS = re.compile(r" ?(?::|–|—|$|\n|\|)")
# “L’école Rostand a été évacuée”, “l’hôtel est complet”, “la Lys a débordé”: it happens to them.
_SUFFERS = re.compile(
    r"(?:, [^.;,]{3,60},)? (?:(?:est|sont|était|étaient|a été|ont été|reste|restent|est restée?|avait été|étant)"
    r" (?:toujours |encore |totalement |entièrement |partiellement |aussi )?"
    r"(?:fermé|inondé|évacué|sinistré|détruit|saturé|compl[eè]t|noyé|privé|endommagé|touché|dévasté|ravagé|équipé"
    r"|doté|aidé|secouru|relogé|remercié)|(?:a|ont) débordé|bénéficie|profite|manque)"
)
REACH = 110


def relation(source: Source, name: Span, passage: Span) -> Relation:
    """`name` opens with the noun or the name itself: its article stands before it."""
    start, said = name[0], source.said
    window = said[max(passage[0], start - REACH) : start]
    before = window[: _BEFORE.search(window).start()]
    opens = _OPENS_SENTENCE.search(before) is not None
    if opens and heads(source, name[1]):
        return Relation.OPENS
    if not opens:
        told = _told_before(before, window)
        if told:
            return told
    if _SUFFERS.match(said, name[1], passage[1]):
        return Relation.RECEIVES
    if acts_after(source, name[1], passage[1]):
        return Relation.SUBJECT
    if _LISTED.search(before):
        return Relation.SUBJECT if _ELLIPSIS.match(said, name[1], passage[1]) else Relation.LISTED
    return Relation.OPENS if opens else Relation.OTHER


def heads(source: Source, at: int) -> bool:
    """“Alpha : …”, “Alpha – …”, alone on its line: a name set before what is told of it."""
    return _HEADS.match(source.said, at) is not None


def _told_before(before: str, window: str) -> Relation | None:
    """What a preposition says. “du” and “au” hold their article, so that both windows are looked at."""
    for words in (before, window):
        if _ENTRUSTED.search(words) or _BY_DU.search(words) or _BY.search(words) or _CLEFT.search(words):
            return Relation.BY
        if _WITHIN.search(words) or _AT_A_THING.search(words):
            return Relation.PLACE
        if _FOR.search(words) or _TO_MEMBERS.search(words):
            return Relation.RECEIVES
        if _MEMBERS_OF.search(words):
            return Relation.MEMBERS
    if _TO.search(before):
        opens = _OPENS_SENTENCE.search(_TO.sub("", before)) is not None
        return Relation.SUBJECT if opens else Relation.RECEIVES
    if _OF.search(before) or (window.endswith("des ") and _is_of(window)):
        return Relation.OF
    return None


def _is_of(window: str) -> bool:
    """“les locaux des pharmacies”, not “À Lens, des pharmacies donnent”."""
    return re.search(r"[a-zà-ÿ] des $", window) is not None
