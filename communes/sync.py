"""Comparing the communes of the database with those of the official API: a plan to show, then to apply or not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from communes.geoapi import GeoCommune
from communes.models import Commune

LABELS = {
    "name": "nom",
    "postal_codes": "codes postaux",
    "population": "population",
    "latitude": "latitude",
    "longitude": "longitude",
}


@dataclass(frozen=True, slots=True)
class Change:
    """A commune that the API describes otherwise: field name → (value now, value of the API)."""

    commune: Commune
    fields: dict[str, tuple[object, object]]

    def __str__(self) -> str:
        parts = [f"{LABELS[name]} {_shown(now)} → {_shown(proposed)}" for name, (now, proposed) in self.fields.items()]
        return f"{self.commune.name} ({self.commune.insee}) : {', '.join(parts)}"


@dataclass
class SyncPlan:
    changes: list[Change] = field(default_factory=list)
    new: list[GeoCommune] = field(default_factory=list)
    gone: list[Commune] = field(default_factory=list)  # reported, never deleted
    unchanged: int = 0


def compare(communes: Iterable[Commune], official: Iterable[GeoCommune]) -> SyncPlan:
    """What the API would change. A value that it does not give (population, centre) leaves ours as it is."""
    plan = SyncPlan()
    ours = {commune.insee: commune for commune in communes}
    for one in official:
        commune = ours.pop(one.insee, None)
        if commune is None:
            plan.new.append(one)
        elif differences := _differences(commune, one):
            plan.changes.append(Change(commune, differences))
        else:
            plan.unchanged += 1
    plan.gone = sorted(ours.values(), key=lambda commune: commune.insee)
    return plan


def _differences(commune: Commune, one: GeoCommune) -> dict[str, tuple[object, object]]:
    proposed = {
        "name": one.name,
        "postal_codes": list(one.postal_codes),
        "population": one.population,
        "latitude": one.latitude,
        "longitude": one.longitude,
    }
    return {
        name: (getattr(commune, name), value)
        for name, value in proposed.items()
        if value not in (None, []) and value != getattr(commune, name)
    }


def _shown(value: object) -> str:
    if value is None or value == []:
        return "(vide)"
    if isinstance(value, list):
        return " ".join(value)
    if isinstance(value, int):
        return f"{value:,}".replace(",", "\u00a0")
    return str(value).replace(".", ",") if not isinstance(value, str) else f"«\u00a0{value}\u00a0»"
