"""Words and patterns shared by the recognisers of organisations: what a name looks like, what shows that it acts."""

from __future__ import annotations

import re

from recognition.facts.actor_kinds import GROUPS
from recognition.gazetteer import ARTICLES
from recognition.normalise import Source, key, word_set
from recognition.proposal import ProposedOrganisation, Span

LINK = r"(?: (?:ar|an|ha|of|the|and|van|von|del|de|du|des|la|le|les|l'|en|sur|sous|pour|lez|aux?|&)| d'| de l'){0,2}"
r" ?(?:[dl]')?"
WORD = r"(?:'[A-Z0-9]|[\w&]|-\w)"
NAME = re.compile(rf"(?:L[ea]s? |L')?[A-Z]{WORD}*(?:{LINK} ?(?<=[ '])[A-Z0-9]{WORD}*){{0,8}}")
# After a singular noun “et” belongs to the name: “l’association Pain et Partage”.
NAME_WITH_AND = re.compile(NAME.pattern.replace("|&)", "|&|et)"))
# “Planète sciences, qui…”, “Agir contre l’exclusion, …”: small words that end a name before a comma.
TAIL = re.compile(
    r"(?: (?:contre|pour|sans|et) (?:l'|la |le |les )?[a-z]{3,}| (?!(?:qui|que|dont|est|ont|aussi|ainsi"
    r"|notamment|situee?s?|basee?s?|installee?s?|specialisee?s?|habituellement"
    r"|implantee?s?)\b)[a-z]{3,}){1,2}(?=,| ?[«(])"
)
# “Les Fils solidaires a ouvert”, “l’Harmonie municipale joue”: an adjective of the name, whatever comes next.
ADJECTIVE = re.compile(
    r"(?: (?:solidaires?|creati(?:fs?|ves?)|citoyen(?:ne)?s?|artisana(?:l|ux|les?)|populaires?|laiques?|humanitaires?"
    r"|sporti(?:fs?|ves?)|culturel(?:le)?s?|musica(?:l|ux|les?)|rura(?:l|ux|les?)|familia(?:l|ux|les?)|partagee?s?"
    r"|ecologiques?|durables?))+(?![\w-])"
)
QUOTED = re.compile(r"[«\"“] ?([^«»\"“”\n]{2,140}?) ?[»\"”]")
STOP = (
    r"(?!(?:a|ont|est|sont|qui|que|dont|ou|et|se|s'|ne|en|dans|par|au|aux|chez|sur|avec|pour|afin|grace|depuis"
    r"|va|vont|peut|puis|lors|"
    r"situe\w*|base\w*|implante\w*|installe\w*|comme|telles?|tels?|ainsi|plus|a ete|propose|organise|fabrique"
    r"|produit)\b)"
)
# Between the noun and the name: “lycée hôtelier du”, “service de prévention spécialisé”, “centre social”.
BETWEEN = re.compile(
    rf"(?:,? {STOP}[a-z][\w'-]*){{0,5}}?(?: et (?:de la |de l'|du |des |d')[a-z]+)? ?(?:(?:de |du |des |d'|de la "
    r"|de l'|la |le |les |l')(?:la |l')?)? ?"
)
ENUMERATION = re.compile(
    r"(?: (?:a|au|aux|de|du|d'|en|dans le) ?(?:l')?[A-Z][\w'-]*(?: (?:la |le )?[A-Z][\w'-]*)*)?(?:"
    r" ?\([^)]{1,60}\))? ?(?:, et |, ou encore |, ou |, | et | ou encore | ou | ainsi que )(?:l'entreprise |la"
    r" societe |le groupe |l'association |de |d')?"
)
FULL_EPCI = (("CU", "Communauté urbaine"), ("CA", "Communauté d’agglomération"), ("CC", "Communauté de communes"))
# “CRS 9 de Rennes”: a unit has a number for a name.
UNIT = re.compile(r" \d+(?: (?:de |d')[A-Z][\w'-]*)?")
# Establishments that mostly receive: “à l’hôpital de…”, “du centre hospitalier…”.
RECEIVERS = re.compile(
    r"(?:hopita(?:l|ux)|ehpad|centres? hospitaliers?.*|cliniques?|maisons? de retraite|residences?|chu"
    r"|universites?|pharmacies?|ecoles?|creches?)$"
)
RECEIVED = re.compile(r"(?:\ba l'|\baux? |\bdu |\bde l'|\bdes |\bde la |\bles |\bpour l[ea] |\bpour l')(?:\w+ )?$")
ACTION_VERBS = (
    "sont|s'est|se sont|va|vont|propose|offre|fabrique|produit|met|livre|assure|organise|distribue|confectionne|fournit"
    "|vient|participe|lance|poursuit|continue|multiplie|apporte|soutient|reste|ouvre|prepare|realise|adapte|invite"
    "|accueille|permet|mobilise|imprime|prete|coud|donne|cuisine|appelle|telephone|porte|anime|diffuse|collecte|garde"
    "|heberge|publie|remet|reserve|consacre|recoit|cherche|recherche|vend|transporte|visite|depose|coupe|coiffe"
)
ACTS_AFTER = re.compile(
    rf"(?:, [^.;]{{3,120}}?,|,)?(?: \([^)]{{1,40}}\))?(?: et (?:le |la |l'|les |son |sa |ses )?[^.;,]{{3,50}}?)?"
    rf" (?:quant a (?:elle|lui) )?(?:a|ont|est|{ACTION_VERBS}|[a-z]{{3,}}ent)\b"
)
NAMED_PLACE = re.compile(
    r"\b(?:rue|avenue|place|salle|espace|boulevard|quartier|allee|square) (?:de |du |des |d'|la )?$"
)
IN_A_LIST = re.compile(r"(?:, | et | ou )$")
# “La Fabrique numérique du Ternois a produit…”
SUBJECT_TAIL = re.compile(r"(?: [a-z]{4,}){0,2}(?: (?:de la |de l'|du |de |des |d')[A-Z][\w'-]*)?")
# “le lycée agricole imprime…”, “la pharmacie du bourg livre…”: small words before the verb.
SMALL_WORDS = re.compile(rf"(?: {STOP}[a-z][\w'-]*){{0,3}}?(?= (?:a|ont|est|{ACTION_VERBS})\b)|")
# “la médiathèque lit des histoires”: any verb in -e, -t or -d before what it does.
FINITE = re.compile(r" [a-z]{2,}(?:e|t|d) (?:des|les|le|la|un|une|ses|son|sa|du|gratuitement|\d+|chaque|aux?|en) ")
GROUP_ACTS = re.compile(
    r"(?:(?:action|aide|concours|soutien|travail|talents?|mobilisation|appui|benevolat) (?:de |des |d')|grace"
    r" (?:a |aux )"
    r"|mobilis\w{1,20}[^.;,]{0,30} |par |avec |reuni(?:t|ssent)? |rassembl(?:e|ent) |compte )"
    rf"(?:plusieurs |une \w+aine de |des |les |ses |\d+ |quelques |\w+ )?({GROUPS})\b"
    rf"|\b(?:des|plusieurs|les|\d+|de nombreu(?:x|ses)|une \w+aine de|quelques|\w+) ({GROUPS})\b"
    r"(?=(?: [a-z'-]+){0,6}? (?:ont|se sont|(?!peuvent|doivent|souhaitent|benefici|recoivent)[a-z]{2,}ent)\b)"
)
GROUP_TAIL = re.compile(r"(?: (?:de |du |d')[A-Z][\w'-]*(?:[ -][A-Z][\w'-]*)*| [a-z-]+(?:ois|oises|iens|iennes)\b)?")
NOT_ACTORS = word_set(
    """
    a covid ehpad epi afnor chu samu rsa ffp2 ffp1 sras pdf tv qpv facebook internet twitter instagram skype
    messenger whatsapp youtube zoom france europe etat nord pas-de-calais hauts-de-france paques noel republique
    monsieur madame mme mmes mlle mm dr
    contact contacts communique presse solidaires covid-19 covid19 sars pas calais plus pour
    afin alors depuis grace cette ces ce cet dans de des les le la il elle ils elles on une un tous toutes
    chaque enfin ainsi aussi face apres avant pendant durant par parmi plusieurs leur leurs son sa ses au aux en
    et ou mais car si lors egalement toujours voici merci info infos renseignements tel telephone mail courriel
    adresse site page numero hauts somme aisne oise lundi mardi mercredi jeudi vendredi samedi dimanche bravo
    rendez ensemble nous vous notre votre nos vos confine confinee confines initiative initiatives action
    actions solidarite mobilisation 3d
    pres environ quelque quelques presque moins jusqu autour total ensemble nombre
    """
)
# “le long de l’A25”
ROAD = re.compile(r"(?:L')?[ANDE] ?\d{1,4}")
NOT_AN_ACTOR_BEFORE = re.compile(
    r"(?:certifi\w+|norme|type|intitule\w*|baptise\w*|operation|action|slogan|theme|dit|dits|dite|dites|label"
    r"|appelation|hashtag|nomme\w*|masques?|concours|evenement|rubrique|page facebook|groupe facebook) ?$"
)


def is_actor_name(name: str, *, is_announced: bool = False) -> bool:
    """“Le Secours des Flandres” is; “La Somme”, “Facebook” are not. After an announcing noun, “Un Mot pour toi” is."""
    words = [word for word in key(name).split(" ") if word not in ARTICLES]
    if len(name) < 3 or not words or ROAD.fullmatch(name):
        return False
    return any(word not in NOT_ACTORS for word in words) if is_announced else words[0] not in NOT_ACTORS


def make(source: Source, span: Span, kind: str, confidence: float) -> ProposedOrganisation:
    name = re.sub(r"[\s«»\"“”]+", " ", source.excerpt(span)).strip(" ,;:.")
    return ProposedOrganisation(name[:1].upper() + name[1:], kind, span, confidence)
