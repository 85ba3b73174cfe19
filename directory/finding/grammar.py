"""Words that say nothing of what is looked for: those of grammar, and those of asking."""

from french.accents import without_accents

# Words of mere grammar: first PostgreSQL's own French stop list, in the last two lines what it forgets. A query made of
# nothing else must not empty the result, nor “les” rule out a text that lacks it.
GRAMMAR = frozenset(
    """
    au aux avec ce ces dans de des du elle en et eux il je la le leur lui ma mais me même mes moi mon ne nos notre nous
    on ou par pas pour qu que qui sa se ses son sur ta te tes toi ton tu un une vos votre vous c d j l à m n s t y été
    étée étées étés étant es est suis sommes êtes sont sera seront serait seraient était étaient fut soit soient eu eue
    eues eus ai as avons avez ont aura auront aurait auraient avait avaient eut ait aient
    les ils elles a où dont sans sous chez vers entre plus moins très tout toute tous toutes cet cette comme si car donc
    ni or puis lors afin ainsi aussi leurs quel quelle quels quelles quoi être avoir fait font
    """.split()  # noqa: SIM905 (two hundred words in quotes cannot be read)
)

PLAIN_GRAMMAR = frozenset(without_accents(word) for word in GRAMMAR)
# Words of asking, and those that every initiative answers: “où trouver des masques”,
# “besoin de gel près de Lens”, “je veux aider les personnes âgées”.
ASKING = frozenset(
    """
    appeler appelle contacter joindre trouver trouve trouves cherche cherchons chercher recherche recherchons
    rechercher besoin besoins veux voudrais
    voudrait vouloir veut aimerais souhaite souhaiterais peux peut puis pouvoir comment quand pourquoi combien faut
    pres proche proches proximite autour alentours cote ici aide aider aidez aides aidant quelqu quelque quelques
    qqun svp bonjour merci infos info information informations liste est-ce faire
    fabrique fabriquent fabriquer donne donnent donner propose proposent proposer offre offrent offrir distribue
    distribuent distribuer existe obtenir recevoir contre lutter lutte aident aidons pendant depuis jusque entraide
    solidarite solidarites solidaire solidaires initiative initiatives
    savoir sais sait connaissez connait dois doit doivent devrait aimerait habite habitent
    habitons habitez habiter vivons possible durant auraient quelquun
    """.split()  # noqa: SIM905 (a list of words reads best as words)
)

# Those that say nothing by themselves either: “qui peut m’aider” looks for “aider”.
MODAL = frozenset(
    """
    veux voudrais voudrait vouloir veut aimerais aimerait souhaite souhaiterais peux peut pouvoir comment quand pourquoi
    combien faut quelqu quelque quelques qqun svp bonjour est-ce savoir sais sait dois doit doivent devrait
    """.split()  # noqa: SIM905 (a list of words reads best as words)
)
# Words of asking that are several: “un coup de main pour les courses”.
ASKING_PHRASES = frozenset(tuple(words.split()) for words in ("coup de main", "coups de main", "coup de pouce"))

# “dans ma ville”, “de notre quartier”: where whoever asks is, which the words do not say.
OWN = frozenset(["ma", "mon", "notre", "votre", "sa", "son", "cette", "ce"])
OWN_PLACES = frozenset(["ville", "village", "commune", "quartier", "rue", "coin", "secteur", "region", "immeuble"])
# Words that say little of what is looked for: beside others, lacking them weighs little.
FAINT = frozenset(
    """
    aller va vais vont venir vient viens vit vis vivre vivent sortir sors partir rester reste restent passer passe
    prendre prend mettre met mis mise deposer depose acheter achat voir dire dit demander demande ayant aime aimer
    arriver arrive laisser servir sert servent temps utiliser participer organiser realiser gerer
    domicile petit petite petits petites grand grande grands grandes bon bonne bons bonnes
    nouveau nouvelle nouveaux nouvelles vieil vieille vieilles premier premiere dernier derniere autre autres meme memes
    gratuit gratuite gratuits gratuites gratuitement disponible disponibles local locale locaux locales
    jour jours heure heures semaine semaines mois an ans annee annees fois chose choses truc trucs gens personne
    personnes monde maison place lieu lieux endroit ville villes village villages commune communes quartier
    quartiers rue coin secteur region departement numero adresse contact contacts coordonnees mail email courriel site
    page pages horaire horaires action actions projet projets service services exemple groupe question situation
    periode moment ligne soutien soutenir soutiennent confinement crise virus covid
    coronavirus epidemie pandemie fils fille mari maman papa
    """.split()  # noqa: SIM905 (a list of words reads best as words)
)
