"""The commune that issues a bulletin: where a mairie speaks, its stories happen there unless they say elsewhere.

Ville de Berck / Berck, le 4 mai 2020 · Lettre de la mairie de Vimy · Le maire de Guînes, Paul Exemple
"""

from __future__ import annotations

import re
from dataclasses import replace

from recognition.actors.announced import of
from recognition.actors.nouns import NOUN, noun_of
from recognition.facts.places import Found, PlaceFinder
from recognition.gazetteer import Commune
from recognition.layout.views import BlockView
from recognition.normalise import Source
from recognition.proposal import Level, ProposedCommune, ProposedInitiative, ProposedOrganisation, Remark, Role

OFFICE = re.compile(
    r"(?:ville|mairie|commune|municipalite|maire|conseil municipal|ccas) (?:de (?:la |l')?|d'|du |des )$"
)
HIGHER = re.compile(
    r"\b(?:pref(?:et|ete|ecture)|sous-pref\w+|departement|agglomeration|communaute|federation|region)\b"
)
NO_PLACE = "Aucun lieu d’action reconnu."
FIRST, LAST = 5, 4
SHORT = 90


def issuing_commune(source: Source, views: list[BlockView], dated_in: list[Commune]) -> Found | None:
    """Named as the office in a short line at the head or at the foot; never when a wider office speaks there.

    A bulletin dated elsewhere (“Arras, le…”) does not come from the mairie that its first story names.
    """
    lines = [view for view in (*views[:FIRST], *views[-LAST:]) if len(view.low) <= SHORT]
    if any(HIGHER.search(view.low) for view in lines):
        return None
    for view in lines:
        for place in view.places:
            if OFFICE.search(source.low, max(0, place.span[0] - 40), place.span[0]):
                return place if not dated_in or place.commune in dated_in else None
    return None


def place_at_home(initiatives: list[ProposedInitiative], commune: Found | None, finder: PlaceFinder) -> None:
    """A story that names no place and no area happens in the commune that speaks: a proposal, with a remark."""
    for initiative in initiatives if commune else ():
        elsewhere = [c for c in initiative.communes if c.insee != commune.commune.insee and not c.outside]
        if any(c.role is Role.ACTS and not c.outside for c in initiative.communes) or elsewhere or initiative.areas:
            continue
        at_home = ProposedCommune(
            commune.commune.insee,
            commune.commune.name,
            Role.ACTS,
            commune.span,
            0.5,
            outside=commune.commune.department not in finder.home,
        )
        initiative.communes = [c for c in initiative.communes if c.insee != at_home.insee] + [at_home]
        initiative.organisations = [named_at_home(one, commune.commune.name) for one in initiative.organisations]
        initiative.remarks = [remark for remark in initiative.remarks if remark.message != NO_PLACE]
        message = f"Aucun lieu n’est nommé : {at_home.name}, d’où vient le bulletin, est proposée."
        initiative.remarks.append(Remark("communes", Level.WARNING, message))


def named_at_home(organisation: ProposedOrganisation, commune: str) -> ProposedOrganisation:
    """“le CCAS”, “la mairie”: those of the commune that speaks."""
    is_bare = (found := NOUN.fullmatch(organisation.name.lower())) and noun_of(found[1]).is_municipal
    return replace(organisation, name=f"{organisation.name} {of(commune)}") if is_bare else organisation
