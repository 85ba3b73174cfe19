"""Words that announce an organisation, by kind.

`GENERIC` words are dropped from the name (“l’association SECOND DEPART” gives “SECOND DEPART”), the others belong to it
(“la mosquée Annour d’Arras”, “le CCAS d’Outreau”).
"""

from __future__ import annotations

import re

from french import nameless
from french.accents import without_accents

KINDS: dict[str, str] = {
    "entreprise": (
        "boucheries?|charcuteries?|poissonneries?|patisseries?|epiceries? fines?|quincailleries?"
        "|blanchisseries?|biscuiteries?|conserveries?"
        "|marbreries?|serres|pepinieres?|caves?|concessions?|agences?|cabinets?|banques?|compagnies?|auberges?"
        "|cafes?|bars?|tavernes?|rotisseries?|"
        "entreprises?|societes?|groupes?|pme|start-?ups?|usines?|magasins?|enseignes?|boulangeries?"
        "|restaurants?(?: universitaires?)?|brasseries?|imprimeries?|garages?"
        "|pharmacies?|hotels?|supermarches?|hypermarches?|boutiques?|salons? de (?:coiffure|the|tatouage)"
        "|ateliers?|barbiers?|tatoueurs?|jardineries?|merceries?|librairies?"
        "|fermes?|laiteries?|distilleries?|traiteurs?|pizzerias?|fleuristes?|opticiens?|cooperatives?"
        "|laboratoires?|fromageries?|verreries?"
        "|papeteries?|chocolateries?|confiseries?|cidreries?|brasseurs?|auto-ecoles?|scop|sarl|scierie"
        "|menuiseries?|maison d'edition|manufacture|filature|marque|camping|gite|studio|food-?truck"
    ),
    "association": (
        "refuges?|chorales?|orchestres?|fanfares?|troupes?|universites? populaires?|maisons? pour tous"
        "|ecoles? de musique|ludotheques?|"
        "associations?|fondations?|amicales?|centres? socia(?:l|ux)(?: et culturels?| et familia(?:l|ux))?"
        "|epiceries? (?:sociale|solidaire)s?(?: et solidaires?)?|missions? locales?|federations?|comites?"
        "|foyers? rura(?:l|ux)|mjc|fab-?labs?|banque alimentaire|protection civile|ligue|ong|secours populaire"
        "|secours catholique|croix-rouge(?: francaise)?"
        "|restos? du c(?:oe|œ)ur|restaurants du c(?:oe|œ)ur|ressourceries?|recycleries?|tiers-lieux?|regies? de"
        " quartiers?"
        "|maison de quartier|maisons? (?:des|de la) (?:familles?|associations|adolescents|parents|solidarites?"
        "|jeunesse)|services? de prevention(?: specialisee?)?|section locale"
    ),
    "collectivite": (
        "villes?|communes?|mairies?|municipalites?|villages?|conseils? departementa(?:l|ux)|departement"
        "|conseils? regiona(?:l|ux)|region"
        "|communautes? (?:urbaines?|d'agglomerations?|de communes)|metropole|agglomeration|intercommunalites?"
        "|syndicat mixte|conseil municipal(?: des jeunes)?"
    ),
    "etablissement_public": (
        "ccas|cias|centre(?:s)? communa(?:l|ux) d'action sociale|lycees?|colleges?|ecoles?|universites?"
        "|hopita(?:l|ux)|centres? hospitaliers?(?: universitaires?)?|chu|iut|campus(?: des metiers)?(?: et des"
        " qualifications)?"
        "|mediatheques?|bibliotheques?|musees?|conservatoires?|theatres?|offices? de tourisme|sdis|ehpad"
        "|maisons? de retraite|cpam|caf|crous|ime|esat|maisons? du numerique"
        "|chambres? (?:de commerce|de metiers|d'agriculture|des metiers)|pole emploi|creches?|micro-creches?"
        "|cliniques?|residences?|maisons? des jeunes|maison de la culture|maison familiale rurale"
    ),
    "collectif": "collectifs?|conseils? citoyens?|groupes? de (?:couturieres|benevoles|citoyens|voisins|makers|parents"
    "|habitants)|reseaux?|comites? de quartier",
    "service_etat": (
        "crs|gendarmeries?|compagnie de gendarmerie|brigade|police nationale|commissariats?|sous-prefecture"
        "|prefecture|ddtm|ddcs|ddpp|ars|rectorat|regiment|escadron|douanes"
        "|direction departementale|direction regionale|base aerienne|centre penitentiaire|maison d'arret"
    ),
    "culte": "mosquees?|paroisses?|eglises?|synagogues?|temples?|dioceses?|communaute (?:musulmane|catholique"
    "|protestante|juive)|abbayes?|monasteres?",
    "club": (
        "club de \\w+|(?:[a-z]+-)?clubs?|supporters|ultras|racing club|football club|judo club|basket club|cercles?"
        "|harmonie|section|ecuries?|union sportive|groupe de supporters|association sportive"
    ),
}
BY_KIND = {kind: re.compile(rf"(?:{words})(?![\w-])") for kind, words in KINDS.items()}
NOUN = re.compile(r"(?<![\w'-])(?:l'|d')?(" + "|".join(KINDS.values()) + r")(?![\w-])")
GENERIC = re.compile(
    r"(?:entreprises?|societes?|groupes?|pme|start-?ups?|usines?|magasins?|enseignes?|associations?|collectifs?"
    r"|marque|ong|barbiers?|tatoueurs?|services? de prevention(?: specialisee?)?|supermarches?|hypermarches?"
    r"|traiteurs?|fleuristes?)$"
)
# Nouns that are names: nothing more need follow.
PROPER = re.compile(
    r"(?:banque alimentaire|protection civile|secours populaire|secours catholique|croix-rouge(?: francaise)?"
    r"|restos? du c(?:oe|œ)ur"
    r"|restaurants du c(?:oe|œ)ur|pole emploi|cpam|sdis)$"
)
MUNICIPAL = re.compile(
    r"(?:villes?|communes?|mairies?|municipalites?|ccas|conseil municipal|centre communal d'action sociale)$"
)
# “parents d’élèves” reads as one word here.
GROUPS = "|".join(["parents d'eleves", *(without_accents(word) for word in nameless.GROUPS)])


def longest_noun(low: str, at: int) -> tuple[str, str]:
    """The longest announcing words at this place and their kind: “centre social”, not “centre”."""
    found = [(match[0], kind) for kind, words in BY_KIND.items() if (match := words.match(low, at))]
    return max(found, key=lambda pair: len(pair[0]))
