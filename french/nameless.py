"""Telling who has a name from who is only described: “Les petites mains” has one, “des couturières bénévoles” has none.

Bénévoles · Des élèves · Une trentaine d’habitants · Un particulier · Musiciens et élus          nameless
Bénévoles de la ville · Commerçants calaisiens · Couturières de Marck (where Marck is known)     nameless
Imprimeurs de cœur · Élèves solidaires du Ternois · Musiciens du Louvre · Conseil citoyen        names
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from french.accents import sort_key


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


# What people are called by what they do, in the plural: where such words act in a text, a group acts.
GROUPS = _words(
    """
    couturières couturiers bénévoles habitants habitantes commerçants artisans agriculteurs restaurateurs étudiants
    étudiantes lycéens collégiens élèves écoliers écolières enseignants professeurs makers citoyens voisins retraités
    boulangers maraîchers producteurs pêcheurs taxis chefs cuisiniers musiciens pompiers sapeurs-pompiers agents élus
    fleuristes coiffeurs coiffeuses bouchers hôteliers chauffeurs infirmiers infirmières brasseurs pâtissiers traiteurs
    apiculteurs jardiniers tailleurs imprimeurs supporters motards scouts cavaliers chasseurs joueurs joueuses licenciés
    adhérents salariés ouvriers entrepreneurs paroissiens propriétaires locataires tricoteuses brodeuses mamans papas
    maraudeurs secouristes médecins dentistes pharmaciens kinésithérapeutes randonneurs cyclistes marins éleveurs
    exploitants conducteurs bricoleurs riverains
    """
)
# Others that describe without naming, one person included. Not “jeunes”: the Jeunes Agriculteurs have a name.
DESCRIPTIONS = _words(
    """
    particulier particuliers particulière habitant habitante citoyen citoyenne citoyennes voisin voisine voisines
    riverain couturière bénévole élève étudiant étudiante lycéen lycéenne musicien retraité retraitée
    commerçant artisan personne personnes gens volontaire volontaires anonyme anonymes enfants parents familles
    famille seniors aînés soignants soignantes résidents membres collègues employés personnels choristes artistes
    sportifs éducateurs animateurs amis
    """
)
# Around them: how many, which ones, whose. “solidaires” and the like are what collectives call themselves.
AROUND = _words(
    """
    un une des de du d le la les l et ou ainsi que plusieurs quelques certains certaines nombreux nombreuses tous
    toutes deux trois quatre cinq six dix douze dizaine douzaine quinzaine vingtaine trentaine quarantaine cinquantaine
    soixantaine centaine autres simples anciens anciennes locaux locales ville village commune quartier quartiers
    département secteur mairie bourg
    """
)
_DESCRIBES = frozenset(part for word in (*GROUPS, *DESCRIPTIONS) for part in sort_key(word).split())
_AROUND = frozenset(map(sort_key, AROUND))
# “calaisiens”, “lensoises”: people of a place.
_DEMONYM = re.compile(r"\d+|[a-z]{3,}(?:ais|aises|ois|oises|iens|iennes|ins|ines)")


def is_nameless(name: str, *, places: Iterable[str] = ()) -> bool:
    """Whether `name` only describes people. `places` are names that say where they are, not who."""
    key = f" {sort_key(name)} "
    for place in sorted(map(sort_key, places), key=len, reverse=True):
        key = key.replace(f" {place} ", " ") if place else key
    words = key.split()
    return any(word in _DESCRIBES for word in words) and all(
        word in _DESCRIBES or word in _AROUND or _DEMONYM.fullmatch(word) for word in words
    )
