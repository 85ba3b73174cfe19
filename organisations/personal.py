"""Which contacts are a person's: a mobile number, an address that carries a name. Not public until someone says so."""

from __future__ import annotations

import re
from collections.abc import Iterable

from french.accents import sort_key
from french.first_names import FIRST_NAMES
from organisations.contacts import ContactKind

MOBILE = re.compile(r"\+33[67]\d{8}")
# Words of offices and of groups: whoever reads “ecole.jean.jaures@…” writes to the school.
OFFICES = """
    accueil administration agence aide amicale amis animation asso association atelier aux benevolat
    benevoles bibliotheque bureau cabinet ccas centre cinema club college comite commerce commune
    communication compta comptabilite contact couture couturieres creche culture des directeur directrice
    direction don dons ecole eglise ehpad entraide equipe espace etablissement ferme fondation foyer france
    hopital hotel info infos information institut jeunesse les lycee mairie maison masques mediatheque
    mission musee office paroisse president presidente presse production residence restaurant rue saint
    sainte secours secretariat service services social societe solidaire solidaires solidarite sport sports
    ste support syndicat theatre tourisme union vente ville
"""
OF_AN_OFFICE = frozenset(OFFICES.split())
INITIALS = frozenset({"jb", "jc", "jf", "jl", "jm", "jp", "mc"})  # of Jean-Marc, Marie-Claude…
GLUED = 5  # letters of a first name that counts without a sign after it: “sophievandamme”, not “leafleurs”


def is_personal(kind: str, value: str, *, persons: Iterable[str] = ()) -> bool:
    """Is this contact, in its stored form, likely to be a person's own? `persons` are named beside it."""
    if kind == ContactKind.PHONE:
        return MOBILE.fullmatch(value) is not None
    return kind == ContactKind.EMAIL and carries_a_name(value, persons=persons)


def carries_a_name(address: str, *, persons: Iterable[str] = ()) -> bool:
    """“sophie.vandamme@”, “s.vandamme@”, “sophievandamme62@”, “sophie@”; “svandamme@” when she is named beside it."""
    words = [word for word in re.split(r"[^a-z]+", sort_key(address.partition("@")[0]).replace(" ", ".")) if word]
    joined = "".join(words)
    if any(len(family) > 3 and family in joined for name in persons for family in [sort_key(name).split(" ")[-1]]):
        return True
    if not words or OF_AN_OFFICE & set(words):
        return False
    if any(word in FIRST_NAMES for word in words):
        return True
    if (
        len(words) > 1
        and any(len(word) == 1 or word in INITIALS for word in words)
        and any(len(word) > 3 for word in words)
    ):
        return True
    return any(
        words[0].startswith(name) and len(words[0]) - len(name) > 2 for name in FIRST_NAMES if len(name) >= GLUED
    )
