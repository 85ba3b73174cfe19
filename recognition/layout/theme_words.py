"""The words by which a story tells its theme when no heading does.

`TELLING` words speak of one theme only; `USUAL` words go with a theme but appear in others; `WEAK` ones mostly say who
acts: pupils who sew masks protect, a hospital that receives visors too. Words are folded and in lower case.

    L’harmonie joue sous les fenêtres            confinees: “joue”, “fenêtres”
    Mme Durand répond aux appels des voisins     isolees: “appels”
    Un traiteur offre 40 repas aux infirmières   soignants: “offre … aux infirmières” beats “repas”
    Des élèves cousent 300 masques               protection: “cousent”, “masques” beat “élèves”
"""

from __future__ import annotations

TELLING = {
    "protection": (
        r"masques? (?:en tissu|barrieres?|alternatifs?|chirurgicaux|lavables|ffp\d|grand public|a coudre)|visieres?"
        r"|hydro-?alcooliques?|surblouses?|sur-blouses?|charlottes?|surchaussures?|plexiglas|ecrans? (?:faciaux|facial)"
        r"|couturieres?|couturiers?|coudre|cousent|coud|cousue?s?|couture|desinfect\w+|imprimantes? 3d|impression 3d"
        r"|gestes barrieres?|(?:materiel|equipements?|mesures?|kits?) de protection|decoupeuses?"
    ),
    "soignants": (
        r"(?:aux|des|les|nos|pour les|avec les) (?:\w+ )?(?:soignante?s?|infirmiere?s?|aides-soignante?s?|medecins"
        r"|urgentistes)|(?:personnels?|equipes?) (?:soignante?s?|hospitaliere?s?|medica(?:l|ux|les?)|de sante)"
        r"|(?:aux|les|des) (?:services? )?(?:urgences|reanimation)|(?:services?|salle) de reanimation|blouses blanches"
        r"|(?:au|du) personnel (?:de l'hopital|hospitalier|soignant|de l'ehpad)"
        r"|personnel (?:soignant|hospitalier|medical)|internes en medecine|aides a domicile"
    ),
    "confinees": (
        r"concerts?|serenades?|fenetres?|balcons?|yoga|gym\w*|fitness|spectacles?|quiz\w*|karaoke|recettes?|expositions?"
        r"|visites? virtuelles?|podcasts?|playlist|films?|cinema|chansons?|chorale|fanfare|marche (?:virtuel|en ligne)"
        r"|drive|click and collect|commerces? de proximite|commercants|producteurs locaux|circuits? courts?|jardinage"
        r"|seances? (?:de sport|sportives?|en ligne|d'activite)|entrainements?|defis? (?:sportifs?|photos?)|confinee?s?"
    ),
    "isolees": (
        r"isolee?s?|(?:personnes|gens) (?:agees?|seules?|vulnerables|fragiles|handicapees|sans ressources)"
        r"|vivent seule?s?|plus fragiles|plus demunis|demunis|en difficulte|sans-abri|sans abri|sans domicile"
        r"|maraudes?|seniors?|aines|ainees|retraites isoles|personnes du bel age|ehpad|maisons? de retraite"
        r"|residents?|pensionnaires|accueil de jour"
        r"|residence (?:autonomie|seniors?|pour personnes agees)|solitude|portage|aide alimentaire"
        r"|colis alimentaires?|(?:epicerie|epiceries) (?:sociales?|solidaires?)|restos? du c(?:oe|œ)ur"
        r"|secours (?:populaire|catholique)|banque alimentaire|plus de \d\d ans|besoin de parler|chaine telephonique"
        r"|ecoute telephonique|appels? de convivialite|precaires?|precarite|beneficiaires du rsa|plus agee?s|handicap"
        r"|registre (?:des personnes|communal|nominatif)|prendre (?:de leurs|des) nouvelles|prend (?:de leurs|des)"
        r" nouvelles"
    ),
    "jeunes": (
        r"petite enfance|tout-petits|assistantes? maternelles?|creches?|accueil de loisirs|centres? de loisirs"
        r"|centre aere|colonies?|coloriages?|contes?|activites manuelles|chasse aux \w+|adolescents?|ados"
        r"|parentalite|aide sociale a l'enfance|maison d'enfants|foyer de l'enfance|mission locale|jeunesse|doudous?"
        r"|sacs? de jeux|jeux de societe|jouets?"
    ),
    "continuite-pedagogique": (
        r"continuite pedagogique|pedagogi\w+|devoirs|soutien scolaire|aide scolaire|suivi scolaire|cahiers? d'exercices"
        r"|cours (?:en ligne|a distance|par|de (?:francais|maths?|mathematiques|soutien))|classe virtuelle"
        r"|classe a distance"
        r"|fracture numerique|decrochage|tutorat|revisions?|baccalaureat|ecole a la maison|lecons?|enseignement"
        r"|ordinateurs?|(?:materiel|hotline|aide|assistance) informatiques?|reconditionn\w+|programme scolaire"
        r"|cours preparatoire|exercices (?:imprimes|scolaires)|impression des (?:cours|devoirs)|scolarite"
    ),
    "routiers": (
        r"routiers?|chauffeurs? (?:routiers?|poids lourds?|de (?:camion|poids lourds?))|poids lourds?|transporteurs?"
        r"|camionneurs?|conducteurs? (?:routiers?|de poids lourds)|aires? (?:de repos|d'autoroute|de service)"
        r"|camions?|halte"
    ),
}
USUAL = {
    "protection": (
        r"masques?|gel|blouses?|tissus?|elastiques?|epi|gants|confectionn\w+|fabriqu\w+|protection|tabliers?|ateliers?"
        r"|production|produi(?:t|re|sent)|decontamin\w+"
    ),
    "soignants": (
        r"soignante?s?|viennoiseries?|croissants?|petits?-dejeuners?|chocolats?|fleurs|bouquets?|massages?|coiff\w+"
        r"|logements?|hebergement|chambres?|merci|remerci\w+|soutien|reconfort|gourmandises?|pizzas?|cartes? de"
        r" remerciement|infirmi\w+|medecins?|pompiers"
    ),
    "confinees": (
        r"domicile|livraisons?|livr(?:e|ent|es)|videos?|concours|en ligne|culturel\w*|sport\w*|commandes?|lecture"
        r"|lectures|livres|musique|musicie\w+|musical\w*|paniers?|jeux|marche|joue(?:nt)?|chant\w*|danse\w*|mediatheque"
        r"|bibliotheque|habitants|quotidien|legumes|atelier(?:s)? (?:cuisine|creatif)|retransmis\w*"
        r"|boites? a livres|animations?"
    ),
    "isolees": (
        r"fragiles?|agee?s?|telephon\w+|ecoute|appel(?:s|le|lent)?|courses|vulnerab\w+|colis|visites?|repas|medicaments?"
        r"|pharmacie|ordonnances?|navettes?|benevoles|tablettes?|anciens|lien|voisins?|vetements|soupes?|denrees"
        r"|nouvelles|familles (?:en difficulte|dans le besoin|modestes)|portees?|porter"
    ),
    "jeunes": r"jeunes?|enfants?|loisirs|dessins?|bricolage|parents|familles|eveil|histoires|comptines",
    "continuite-pedagogique": (
        r"scolaire\w*|enseignante?s?|professeurs?|informatique\w*|tablettes|visio\w*|connexion|internet|numerique"
        r"|etudiants|mathematiques|francais"
    ),
    "routiers": r"douches?|sanitaires|parking|stationn\w+|route|autoroute|cafe|transport\w*|repos",
}
WEAK = {
    "protection": r"equip\w+|entreprises?",
    "soignants": r"hospitaliers?|hopita(?:l|ux)|cliniques?|medica(?:l|ux)|centre hospitalier|sante",
    "confinees": r"club|association sportive|cuisine\w*|harmonie|orchestre|video",
    "isolees": r"ccas|mairie|registre|mercredis?",
    "jeunes": r"etudiants?|lyceens?|collegiens?|eleves|creche",
    "continuite-pedagogique": r"lycees?|colleges?|ecoles?|eleves?|collegiens|lyceens|imprim\w+",
    "routiers": r"chauffeurs?|livreurs?|logistique",
}
WEIGHED = ((TELLING, 4), (USUAL, 2), (WEAK, 1))
