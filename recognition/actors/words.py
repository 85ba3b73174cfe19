"""Words and patterns shared by the recognisers of organisations: what a name looks like, what shows that it acts."""

from __future__ import annotations

import re

from recognition.calibration import confidence
from recognition.gazetteer import ARTICLES
from recognition.normalise import Source, key, word_set
from recognition.proposal import ProposedOrganisation, Span

LINK = r"(?: (?:ar|an|ha|of|the|and|van|von|del|de|du|des|la|le|les|l'|en|sur|sous|pour|lez|aux?|&)| d'| de l'){0,2}"
r" ?(?:[dl]')?"
# “L’Encre”, “Dentel’3D”, “P’tits”, “Ch’ti”: an apostrophe inside a word of a name.
WORD = r"(?:'[A-Z0-9]|(?<=[Ph])'t(?=i)|[\w&]|-\w)"
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
    r"(?!(?:autour|pres|proches?|face|hors|a|ont|est|sont|qui|que|dont|ou|et|se|s'|ne|en|dans|par|au|aux|chez|sur|avec|pour|afin|grace|depuis"
    r"|va|vont|peut|puis|lors|"
    r"situe\w*|base\w*|implante\w*|installe\w*|comme|telles?|tels?|ainsi|plus|a ete|propose|organise|fabrique"
    r"|produit)\b)"
)
# Between the noun and the name: “lycée hôtelier du”, “service de prévention spécialisé”, “centre social”. A determiner
# opens something else: “la pharmacie les anciens de Fresnicourt”.
BETWEEN = re.compile(
    rf"(?: {STOP}(?!(?:l[ea]s?|une?|des|ses|son|sa|leurs?|ces?|cette|d[eu]|d'[a-z]+) )[a-z][\w'-]*"
    r"| (?:de la |de l'|du |des |de |d')[a-z][\w'-]*){0,4}?"
    r"(?: et (?:de la |de l'|du |des |d')[a-z]+)? ?(?:(?:de |du |des |d'|de la |de l'|la |le |les |l')(?:la |l')?)? ?"
)
ENUMERATION = re.compile(
    r"(?: (?:a|au|aux|de|du|d'|en|dans le) ?(?:l')?[A-Z][\w'-]*(?: (?:la |le )?[A-Z][\w'-]*)*)?(?:"
    r" ?\([^)]{1,60}\))? ?(?:, et |, ou encore |, ou |, | et | ou encore | ou | ainsi que )(?:l'entreprise |la"
    r" societe |le groupe |l'association |de |d')?"
)
FULL_EPCI = (("CU", "Communauté urbaine"), ("CA", "Communauté d’agglomération"), ("CC", "Communauté de communes"))
# “CRS 9 de Rennes”: a unit has a number for a name.
UNIT = re.compile(r" \d+(?: (?:de |d')[A-Z][\w'-]*)?")
NAMED_PLACE = re.compile(
    r"\b(?:rue|avenue|place|salle|espace|boulevard|quartier|allee|square) (?:de la |de l'|de |du |des |d'|la )?$"
)
IN_A_LIST = re.compile(r"(?:, | et | ou | ou encore (?:de |d')?)$")
NOT_ACTORS = word_set(
    """
    a covid ehpad epi afnor chu samu rsa ffp2 ffp1 sras pdf tv qpv facebook internet twitter instagram skype
    messenger whatsapp youtube zoom france europe etat nord pas-de-calais hauts-de-france paques noel republique
    monsieur madame mme mmes mlle mm dr
    contact contacts communique presse solidaires covid-19 covid19 sars pas calais plus pour
    afin alors depuis grace cette ces ce cet dans de des les le la il elle ils elles on une un tous toutes
    chaque enfin ainsi aussi face apres avant pendant durant par parmi plusieurs leur leurs son sa ses au aux en
    et ou mais car si lors egalement toujours voici merci info infos renseignements tel telephone mail courriel
    avec sans sous chez vers entre selon outre comme quand lorsque malgre hors via puis donc prochain prochaine
    prochains prochaines deux trois quatre cinq six sept huit neuf dix onze douze quinze vingt trente quarante
    cinquante soixante cent mille
    mesdames messieurs tout rien chacun merci attention toussaint noel nuit jour cdi cdd rsa
    adresse site page numero hauts somme aisne oise lundi mardi mercredi jeudi vendredi samedi dimanche bravo
    rendez ensemble nous vous notre votre nos vos confine confinee confines initiative initiatives action
    actions solidarite mobilisation 3d
    plan fete journee semaine festival salon marche coupe tournoi brocante kermesse forum tempete operation projet
    programme dispositif appel collecte vente concert loto bal repas soiree printemps ete automne hiver janvier fevrier
    mars avril mai juin juillet aout septembre octobre novembre decembre meme onu otan ue sms ukraine russie pologne
    syrie afghanistan belgique angleterre aa lys canche authie liane ternoise scarpe hem deule clarence lawe
    pres environ quelque quelques presque moins jusqu autour total ensemble nombre
    """
)
# “le long de l’A25”
ROAD = re.compile(r"(?:L')?[ANDE] ?\d{1,4}")
NOT_AN_ACTOR_BEFORE = re.compile(
    r"(?:certifi\w+|norme|type|intitule\w*|baptise\w*|operation|action|slogan|theme|dit|dits|dite|dites|label|defi|devise|boite|panneau|affiche|mention|mot|nom|chantier"
    r"|appelation|hashtag|nomme\w*|masques?|concours|evenement|rubrique|plateforme|dispositif|numero|programme|projet"
    r"|campagne|spectacle|concert|exposition|piece|livre|film|chanson|kit|carte|appli\w*|site|ligne|rencontres?|journee"
    r"|soiree|salle|page facebook|groupe facebook) ?$"
)


def is_actor_name(name: str, *, is_announced: bool = False) -> bool:
    """“Le Secours des Flandres” is; “La Somme”, “Facebook” are not. After an announcing noun, “Un Mot pour toi” is."""
    words = [word for word in key(name).split(" ") if word not in ARTICLES]
    if len(name) < 3 or not words or ROAD.fullmatch(name):
        return False
    return any(word not in NOT_ACTORS for word in words) if is_announced else words[0] not in NOT_ACTORS


def make(source: Source, span: Span, kind: str, rule: str) -> ProposedOrganisation:
    name = re.sub(r"[\s«»\"“”]+", " ", source.excerpt(span)).strip(" ,;:.")
    return proposed(name[:1].upper() + name[1:], kind, span, rule)


def proposed(name: str, kind: str, span: Span, rule: str) -> ProposedOrganisation:
    return ProposedOrganisation(name, kind, span, confidence(rule), rule)
