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
    distribuent distribuer existe obtenir recevoir pendant depuis jusque entraide solidarite solidarites solidaire
    solidaires initiative initiatives
    """.split()  # noqa: SIM905 (a list of words reads best as words)
)
