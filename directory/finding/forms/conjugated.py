"""Forms of verbs, which a list of words gives by their infinitive alone."""

from __future__ import annotations

# Of the first group, the longest first: “habitent”, “cherchons”, “livraient” are forms of a verb in -er.
ENDINGS = (
    "eraient", "erions", "assent", "aient", "erait", "erons", "eront", "antes", "ions", "erez", "erai", "eras",
    "erent", "ante", "ants", "ent", "ons", "ais", "ait", "era", "ant", "ees", "ez", "es", "ai", "as", "ee", "e", "a",
)  # fmt: skip
SHORTEST = 3  # letters of what stands before the ending

IRREGULAR = frozenset(
    """
    sert servent servons servez sers dort dorment dors sort sortent sors sortons part partent pars partons sent sentent
    ment mentent vient viennent viens venons venez tient tiennent tiens tenons prend prennent prends prenons prenez
    apprend apprennent apprends comprend comprennent met mettent mets mettons mettez permet permettent promet rend
    rendent rends rendons rendez vend vendent vends perd perdent perds attend attendent attends entend entendent repond
    repondent vit vivent vis vivons vivez suit suivent suis ecrit ecrivent ecris ecrivez lit lisent lis lisons dit
    disent dis disons dites voit voient vois voyons voyez croit croient crois croyons boit boivent bois buvons recoit
    recoivent recois recevons recevez court courent cours courons ouvre ouvrent ouvrons ouvrez offre offrent offrons
    offrez couvre couvrent finit finissent finis reunit reunissent reunis fournit fournissent fournis remplit
    remplissent choisit choisissent choisis grandit grandissent nourrit nourrissent nourris conduit conduisent conduis
    construit construisent produit produisent craint craignent plaint coud cousent couds cousons cousez meurt meurent
    va vont vais allons allez fait font fais faisons faites peut peuvent peux veut veulent veux doit doivent sait savent
    faut vaut valent pleut plait plaisent nait naissent connait connaissent parait paraissent
    """.split()  # noqa: SIM905 (a list of words reads best as words)
)


def infinitives(key: str) -> list[str]:
    """Of what verbs in -er the word, without accents, may be a form."""
    stems = (key.removesuffix(ending) for ending in ENDINGS if key.endswith(ending))
    return [f"{stem}er" for stem in stems if len(stem) >= SHORTEST]
