"""How the official lists become rows: found again by their codes, written in bulk with their history."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from communes import reference
from communes.models import Area, AreaAlias, Commune, CommuneAlias
from communes.reference import OfficialArea, OfficialCommune
from french.accents import slug_of, sort_key

OFFICIAL_FIELDS = [
    "name", "slug", "sort_key", "postal_codes", "population", "epci", "arrondissement", "in_territory",
    "latitude", "longitude",
]  # fmt: skip


def write_area(kind: str, official: OfficialArea, by: AbstractBaseUser | None) -> Area:
    """The row of an official area, found by its code, else by its name (an EPCI that merged has a new SIREN)."""
    of_kind = Area.objects.filter(kind=kind)
    area = of_kind.filter(code=official.code).first() or of_kind.filter(sort_key=sort_key(official.name)).first()
    is_new = area is None
    area = area or Area(kind=kind, locative=official.locative)
    if is_new or (area.code, area.name) != (official.code, official.name):
        area.code, area.name = official.code, official.name
        area._history_user = by
        area.save()
    if is_new:
        add_area_aliases(area, official.aliases)
    return area


def write_areas(
    kind: str, official: dict[str, OfficialArea], codes: set[str], by: AbstractBaseUser | None
) -> dict[str, Area]:
    return {code: write_area(kind, official[code], by) for code in sorted(codes - {""})}


def add_area_aliases(area: Area, names: Iterable[str]) -> None:
    by_key = {sort_key(name): name for name in reversed(list(names)) if sort_key(name) != area.sort_key}
    AreaAlias.objects.bulk_create(AreaAlias(area=area, name=name, sort_key=key) for key, name in by_key.items())


def copy_official(commune: Commune, official: OfficialCommune) -> None:
    rename(commune, official.name)
    commune.postal_codes = list(official.postal_codes)
    commune.population = official.population
    # Only where the database has none: coordinates of a synchronisation are fresher than the file.
    if commune.latitude is None and official.insee in reference.coordinates():
        commune.latitude, commune.longitude = reference.coordinates()[official.insee]


def rename(commune: Commune, name: str) -> None:
    """The address follows the name; the page is found by its INSEE code, so old links still lead there."""
    if commune.name != name:
        commune.name = name
        commune.slug = slug_of(name)
        commune.sort_key = sort_key(name)


def write_communes(
    official: list[OfficialCommune],
    *,
    epci: dict[str, Area],
    arrondissements: dict[str, Area],
    by: AbstractBaseUser | None,
) -> tuple[set[str], set[str]]:
    """Create and update in bulk; return the INSEE codes created and those updated."""
    existing = Commune.objects.in_bulk([commune.insee for commune in official])
    new, changed = [], []
    for one in official:
        commune = existing.get(one.insee) or Commune(insee=one.insee, department_code=one.department)
        before = _official_values(commune)
        copy_official(commune, one)
        commune.epci = epci.get(one.epci)
        commune.arrondissement = arrondissements.get(one.arrondissement)
        commune.in_territory = True
        if one.insee not in existing:
            new.append(commune)
        elif before != _official_values(commune):
            changed.append(commune)
    if new:
        bulk_create_with_history(new, Commune, batch_size=500, default_user=by)
    if changed:
        bulk_update_with_history(changed, Commune, OFFICIAL_FIELDS, batch_size=500, default_user=by)
    return {commune.insee for commune in new}, {commune.insee for commune in changed}


def write_commune_aliases(department_code: str, created: set[str]) -> None:
    """Merged communes always; usual names only with the commune itself, for officers may have removed them since."""
    keys = dict(Commune.objects.filter(department_code=department_code).values_list("insee", "sort_key"))
    merged = [
        CommuneAlias(commune_id=one.parent, name=one.name, insee=one.insee, kind=CommuneAlias.Kind.DELEGATED)
        for one in reference.merged_communes(department_code)
    ]
    usual = [
        CommuneAlias(commune_id=insee, name=name, kind=CommuneAlias.Kind.USAGE)
        for insee in sorted(created)
        for name in reference.usage_aliases().get(insee, ())
    ]
    aliases = [*merged, *usual]
    for alias in aliases:
        alias.sort_key = sort_key(alias.name)
    CommuneAlias.objects.bulk_create(
        [alias for alias in aliases if keys[alias.commune_id] != alias.sort_key], ignore_conflicts=True
    )


def official_areas() -> models.QuerySet:
    kinds = [Area.Kind.EPCI, Area.Kind.ARRONDISSEMENT, Area.Kind.DEPARTMENT, Area.Kind.REGION]
    return Area.objects.filter(kind__in=kinds).exclude(code="")


def link_communes(by: AbstractBaseUser | None) -> None:
    """Give each official area its communes within the territory; a region covers all of its départements here."""
    inside = Commune.objects.in_territory()
    for code in sorted(set(inside.values_list("department_code", flat=True).order_by())):
        region = reference.departments()[code].region
        if region in reference.regions():
            write_area(Area.Kind.REGION, reference.regions()[region], by)
    for area in official_areas().prefetch_related("communes"):
        members = set(_members(area, inside).values_list("pk", flat=True).order_by())
        if members and members != {commune.pk for commune in area.communes.all()}:
            area._history_user = by
            area.communes.set(members)


def _members(area: Area, inside: models.QuerySet) -> models.QuerySet:
    if area.kind == Area.Kind.EPCI:
        return inside.filter(epci=area)
    if area.kind == Area.Kind.ARRONDISSEMENT:
        return inside.filter(arrondissement=area)
    if area.kind == Area.Kind.DEPARTMENT:
        return inside.filter(department_code=area.code)
    departments = [code for code, department in reference.departments().items() if department.region == area.code]
    return inside.filter(department_code__in=departments)


def _official_values(commune: Commune) -> list:
    return [getattr(commune, commune._meta.get_field(name).attname) for name in OFFICIAL_FIELDS]
