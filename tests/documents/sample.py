"""A press release of our own for the tests of reviewing: one head, two sections, three stories, one private person."""

RELEASE = """\
Arras, le 12 mai 2020

COMMUNIQUÉ DE PRESSE

Covid-19 : le Pas-de-Calais solidaire n°9

Chaque semaine, des habitants et des entreprises du département se mobilisent, et ce bulletin en rend compte.

Solidaires dans l’application des mesures de protection :

- La ville de Marck a cousu 1 600 masques pour ses écoles. Plus d’informations : https://www.facebook.com/ville.marck

- L’entreprise Toiles du Nord, à Béthune, fabrique 300 blouses par jour pour les hôpitaux. Contact : 03 21 00 00 01

Solidaires des personnes isolées :

- À Guemps, une habitante, Odile Vasseur, téléphone chaque matin à vingt voisins âgés.

Fabien Sudry, préfet du Pas-de-Calais, remercie tous les participants.
"""

TOWNS = (
    "Marck", "Calais", "Lens", "Béthune", "Liévin", "Carvin", "Avion", "Outreau", "Harnes", "Berck", "Longuenesse",
    "Coulogne", "Étaples", "Hesdin", "Wimereux", "Ardres",
)  # fmt: skip


def release_of(count: int) -> bytes:
    """`count` stories, each with its town, its own association, a figure, two contacts and a person."""
    stories = [
        f"- À {town}, l’association Les Mailles de {town} a cousu {100 + number} masques avec Camille Exemplaire, "
        f"bénévole. Contact : atelier{number}@mailles.example ou 03 21 00 11 {10 + number}"
        for number, town in enumerate(TOWNS[:count])
    ]
    head = RELEASE.partition("- La ville de Marck")[0].rstrip()
    return "\n\n".join([head, *stories]).encode()
