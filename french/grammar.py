"""The little French that goes around the name of a département or a region: “du Pas-de-Calais”, “dans le Nord”.

`article` is the type of article of the official geographic code: 0 none, 1 none before a vowel, 2 le, 3 la, 4 les,
5 l’.
"""

THE = {2: "le ", 3: "la ", 4: "les ", 5: "l’"}
OF = {0: "de ", 1: "d’", 2: "du ", 3: "de la ", 4: "des ", 5: "de l’"}
ISLANDS_AND_TOWNS = ("Paris", "La Réunion", "Mayotte", "Saint-")


def with_article(name: str, article: int) -> str:
    """“le Pas-de-Calais”, “Paris”."""
    return f"{THE.get(article, '')}{name}"


def of_place(name: str, article: int) -> str:
    """“du Pas-de-Calais”, “d’Ille-et-Vilaine”."""
    return f"{OF[article]}{name}"


def in_department(name: str, article: int, *, is_island: bool = False) -> str:
    """“dans le Pas-de-Calais”, “en Ille-et-Vilaine”, “à Paris”; `is_island`: “en Corse-du-Sud”, “en Guadeloupe”."""
    if name.startswith(ISLANDS_AND_TOWNS):
        return f"à {name}"
    if article in THE and not is_island:
        return f"dans {THE[article]}{name}"
    return f"en {name}"


def in_region(name: str, article: int) -> str:
    """“dans les Hauts-de-France”, “en Bretagne”, “à Mayotte”."""
    if name.startswith(ISLANDS_AND_TOWNS):
        return f"à {name}"
    return f"dans {THE[article]}{name}" if article in (2, 4) else f"en {name}"
