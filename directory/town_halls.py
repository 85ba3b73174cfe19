"""Whom to ask when nothing says how to join an action: the town halls. Only words, for no number may be made up."""

from __future__ import annotations

from communes.models import Commune
from french.wording import of_commune
from initiatives.models import Initiative, PlaceRole

MOST = 3  # above, “votre mairie” says more than a list


def town_halls(initiative: Initiative) -> list[dict[str, str]]:
    """Those of the communes of the territory where it acts, else of those that benefit; none for whole territories.

    Who comes from elsewhere to help here is asked about here. The places must be at hand (`with_card`).
    """
    places = [place for place in initiative.places.all() if place.commune.in_territory]
    acting = [place.commune for place in places if place.role == PlaceRole.ACTS]
    communes = list(dict.fromkeys(acting or [place.commune for place in places]))
    return [town_hall(commune) for commune in communes] if len(communes) <= MOST else []


def town_hall(commune: Commune) -> dict[str, str]:
    """“la mairie de Marck”, with the page of the commune."""
    return {"name": f"la mairie {of_commune(commune.name)}", "url": commune.get_absolute_url()}
