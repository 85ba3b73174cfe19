"""The words of which the texts of the bench are made: written for it, none taken from a bulletin.

Each tuple stands in the order of use: the first are drawn most (Zipf), so that some words are in a fifth of the texts,
others in a hundredth. `INVENTED` syllables make the thirty thousand names that are rare, as names of streets, of
workshops and of people are.
"""

from __future__ import annotations

WHO = (
    "Des bénévoles", "Une équipe de couturières", "Les salariés", "Des voisins", "Un collectif d’habitants",
    "Les élèves du lycée", "Des retraités", "Les agents du service technique", "Une dizaine de parents",
    "Des étudiants en santé", "Les membres du club", "Les commerçants du centre", "Des artisans", "La paroisse",
    "Un groupe de lycéens", "Les maraîchers", "Des infirmières libérales", "Les animateurs du centre social",
    "Le comité des fêtes", "Des restaurateurs", "Les pompiers volontaires", "Une classe de troisième",
    "Les adhérents de l’amicale", "Des ingénieurs", "Les brodeuses", "Un chœur amateur", "Des apprentis",
    "Les éleveurs", "Une compagnie de théâtre", "Des chauffeurs", "Les jardiniers", "Des libraires",
    "Un cabinet vétérinaire", "Les marins", "Des mécaniciens", "Les bibliothécaires", "Une fanfare", "Des potiers",
    "Les randonneurs", "Un imprimeur",
)  # fmt: skip

DOES = (
    "fabriquent", "distribuent", "préparent", "livrent", "offrent", "collectent", "cousent", "prêtent", "réparent",
    "réunissent", "trient", "impriment", "assemblent", "transportent", "cuisinent", "proposent", "installent",
    "partagent", "acheminent", "conditionnent", "découpent", "récoltent", "désinfectent", "emballent", "financent",
    "enregistrent", "traduisent", "brodent", "tricotent", "sculptent", "entreposent", "recyclent", "cultivent",
    "moulent", "étiquettent", "repeignent", "photocopient", "stérilisent", "affûtent", "vernissent",
)  # fmt: skip

# What is done or given: the words that people search. Masculine and feminine plurals of all kinds of help.
THINGS = (
    "masques", "repas", "visières", "colis", "blouses", "courses", "paniers", "ordinateurs", "vêtements", "livres",
    "jouets", "couvertures", "légumes", "fournitures", "médicaments", "vélos", "meubles", "lits", "gants", "tablettes",
    "cartes", "dessins", "chaussures", "gâteaux", "conserves", "lunettes", "fauteuils", "charlottes", "surblouses",
    "manuels", "imprimés", "bouquets", "soupes", "biscuits", "draps", "oreillers", "matelas", "lampes", "radiateurs",
    "téléphones", "cartables", "cahiers", "stylos", "peluches", "layettes", "poussettes", "couches", "biberons",
    "savons", "serviettes", "flacons", "thermomètres", "brancards", "béquilles", "attelles", "pansements", "rasoirs",
    "peignes", "bonnets", "écharpes", "manteaux", "bottes", "tentes", "duvets", "réchauds", "casseroles", "assiettes",
    "couverts", "verres", "nappes", "tabliers", "tamis", "farines", "confitures", "fromages", "yaourts", "œufs",
    "pommes", "poireaux", "betteraves", "endives", "carottes", "navets", "semences", "plants", "outils", "brouettes",
    "bâches", "planches", "palettes", "cloisons", "vitres", "rideaux", "tapis", "étagères", "armoires", "bancs",
    "guitares", "accordéons", "partitions", "violons", "tambours", "marionnettes", "costumes", "décors", "affiches",
    "journaux", "romans", "atlas", "puzzles", "échiquiers", "ballons", "raquettes", "canoës", "voiliers", "filets",
    "cordages", "bouées", "projecteurs", "écrans", "caméras", "microphones", "antennes", "batteries", "sonos",
    "pompes", "tuyaux", "citernes", "bidons", "seaux", "serpillières", "balais", "extincteurs", "défibrillateurs",
    "microscopes", "éprouvettes", "seringues", "perfuseurs", "respirateurs", "oxymètres", "tensiomètres", "loupes",
    "prothèses", "audiophones", "cannes", "déambulateurs", "rampes", "monte-escaliers", "minibus", "remorques",
    "tracteurs", "moissonneuses", "fourches", "abris", "nichoirs", "ruches", "composteurs", "serres", "greniers",
)  # fmt: skip

WHICH = (
    "lavables", "chauds", "gratuits", "solidaires", "neufs", "d’occasion", "en tissu", "alimentaires", "de secours",
    "scolaires", "de protection", "remis en état", "faits main", "biologiques", "de saison", "adaptés", "pliables",
    "en plastique", "homologués", "pour enfants", "de qualité", "en coton", "réutilisables", "légers", "imprimés en 3D",
    "de première nécessité", "en bois", "numériques", "tout prêts", "sous vide", "colorés", "transparents",
    "imperméables", "réglables", "du terroir", "en braille", "illustrés", "récupérés", "consignés", "articulés",
)  # fmt: skip

FOR_WHOM = (
    "pour les soignants", "pour les personnes âgées", "pour les familles", "pour les personnes isolées",
    "pour les enfants", "pour l’hôpital", "pour les sans-abri", "pour les étudiants", "pour les aides à domicile",
    "pour la maison de retraite", "pour les écoles", "pour les personnes handicapées", "pour les routiers",
    "pour les sinistrés", "pour les réfugiés", "pour les jeunes mères", "pour les aidants", "pour les malades",
    "pour la crèche", "pour les caissières", "pour les pompiers", "pour les apprentis", "pour les saisonniers",
    "pour les gens du voyage", "pour les détenus", "pour les aveugles", "pour les nouveau-nés", "pour les veufs",
    "pour les marins-pêcheurs", "pour les bateliers",
)  # fmt: skip

HOW = (
    "avec l’aide de la mairie", "dans une salle prêtée par la commune", "grâce à une cagnotte en ligne",
    "à la demande du centre hospitalier", "sur simple appel téléphonique", "dans le respect des gestes barrières",
    "avec des matériaux donnés par des entreprises", "après une formation de deux heures", "en porte à porte",
    "dans un ancien atelier", "avec le concours du département", "à partir de draps usagés",
    "sur inscription auprès de l’accueil", "au fond d’un garage", "dans la cour de l’école",
    "avec une imprimante mise à disposition", "en lien avec les services sociaux", "sous un chapiteau",
    "dans trois points de collecte", "avec une fourgonnette réfrigérée", "à bord d’un camion prêté",
    "depuis une plateforme téléphonique", "au moyen d’un patron gratuit", "dans les halles du marché",
    "avec le soutien d’une fondation", "à l’étage de la médiathèque", "devant la gare", "au bord du canal",
    "derrière le gymnase", "sous le préau", "près du beffroi", "dans une grange", "au pied du terril",
    "avec un four à pizza", "dans un bus aménagé", "par la poste", "à vélo cargo", "en péniche", "à dos d’âne",
    "au son du carillon",
)  # fmt: skip

WHEN = (
    "chaque semaine", "tous les jours", "du lundi au vendredi", "chaque mercredi", "depuis le mois dernier",
    "le samedi matin", "deux fois par mois", "pendant les vacances", "dès sept heures", "jusqu’au soir",
    "depuis le début de l’hiver", "à la tombée de la nuit", "le premier dimanche du mois", "toute l’année",
    "durant la crue", "en quelques heures", "pendant la canicule", "à la rentrée", "la veille de Noël",
    "au printemps", "pendant les moissons", "aux beaux jours", "un jour sur deux", "à chaque marée", "à l’aube",
)  # fmt: skip

AND_THEN = (
    "Chacun peut donner un peu de son temps", "Les besoins restent nombreux", "L’accueil est ouvert à tous",
    "Rien n’est demandé en échange", "Les dons sont reçus sur place", "De nouveaux volontaires sont attendus",
    "La commune met un local à disposition", "Le projet continuera cet été", "Une liste d’attente est ouverte",
    "Les organisateurs remercient les donateurs", "Plusieurs entreprises ont rejoint le mouvement",
    "Un bilan sera présenté aux habitants", "Les livraisons sont faites à domicile",
    "Des permanences sont tenues par téléphone", "Les quantités sont revues chaque lundi",
    "Une réunion d’information est prévue", "Le transport est assuré par une association",
    "Les plus fragiles sont servis d’abord", "Le stock est tenu à jour", "Une vidéo explique comment faire",
    "Les inscriptions se font à l’accueil", "Le tri occupe une grande salle", "La presse locale en a parlé",
    "Les écoles voisines participent", "Un guide a été traduit en quatre langues", "Le matériel est lavé chaque soir",
    "Les bénéficiaires sont appelés un par un", "Un relais existe dans chaque quartier",
    "La récolte a dépassé les attentes", "Le four communal a été rallumé",
)  # fmt: skip

# Where something invented is named: these names are the rare words.
NAMED = (
    "à l’atelier {}", "rue {}", "avec l’équipe {}", "au foyer {}", "place {}", "à la ferme {}", "résidence {}",
    "avec la maison {}", "au café {}", "salle {}",
)  # fmt: skip

HEADS = (
    "Association", "Atelier", "Les Amis de", "Comité", "Entreprise", "Maison", "Collectif", "Épicerie", "Ferme",
    "Coopérative", "Amicale", "Fabrique", "Club", "Fondation", "Régie",
)  # fmt: skip

# Kind of organisation with its share, in hundredths.
KINDS = {
    "association": 42, "entreprise": 20, "collectivite": 12, "collectif": 9, "etablissement_public": 6, "club": 5,
    "particulier": 3, "service_etat": 2, "culte": 1,
}  # fmt: skip

AUDIENCES = (
    "soignants", "personnes âgées", "familles", "enfants", "étudiants", "personnes isolées", "sans-abri",
    "personnes handicapées", "aides à domicile", "routiers", "réfugiés", "sinistrés",
)  # fmt: skip

UNITS = (
    "masques", "repas", "personnes", "colis", "litres", "foyers", "kilogrammes", "ordinateurs", "heures", "communes",
)  # fmt: skip

HEADINGS = (
    "Solidaires chaque jour", "Ensemble pour les plus fragiles", "Ce qui se fabrique ici", "Près de chez vous",
    "Des bras et des idées", "L’entraide continue", "Ils ont répondu présent",
)  # fmt: skip

INVENTED = (
    "ba", "be", "bou", "bra", "ca", "ché", "cour", "da", "dé", "dou", "fa", "flé", "fré", "ga", "gué", "ha", "hé",
    "lam", "le", "lo", "ma", "mé", "mo", "na", "noi", "or", "pa", "pré", "qué", "ra", "ré", "rou", "sa", "sé", "tho",
    "ti", "va", "vé", "vi", "wa", "wim", "za", "zé",
)  # fmt: skip
ENDINGS = (
    "court", "bert", "mond", "lin", "quin", "sart", "thun", "vert", "zèle", "net", "mier", "gny", "hem", "brant",
    "ric", "vaux",
)  # fmt: skip
INVENTED_NAMES = 30_000
