"""What one may do to the communes and territories. Commands and the back office call these functions only."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from communes import geoapi, loading, reference, sync
from communes.geoapi import GeoCommune, HttpClient
from communes.models import Area, Commune, Territory
from communes.reference import CustomaryArea, OfficialCommune, OfficialDepartment
from french.accents import sort_key

Progress = Callable[[str], None]

SYNCED_FIELDS = ["name", "slug", "sort_key", "postal_codes", "population", "latitude", "longitude"]


class UnknownDepartment(Exception):
    def __init__(self, code: str) -> None:
        super().__init__(f"Le département « {code} » n’existe pas dans la liste officielle (exemples : 62, 2A, 971).")


class UnknownCommune(Exception):
    def __init__(self, insee: str) -> None:
        super().__init__(f"Aucune commune de la liste officielle ne porte le code INSEE « {insee} ».")


class NoTerritory(Exception):
    def __init__(self) -> None:
        super().__init__("Aucun département n’est couvert : lancez d’abord « init_territoire --departement … ».")


@dataclass
class LoadReport:
    territory: Territory
    created: set[str] = field(default_factory=set)  # INSEE codes
    updated: set[str] = field(default_factory=set)
    unlisted: list[Commune] = field(default_factory=list)  # in the database, no longer in the official list; kept


@transaction.atomic
def load_territory(
    *,
    department_codes: Iterable[str],
    name: str = "",
    site_name: str = "",
    publisher: str = "",
    by: AbstractBaseUser | None = None,
    progress: Progress = lambda line: None,
) -> LoadReport:
    """Load the official communes and areas of the départements, and describe the installation.

    May be run again: official fields follow the lists; names given here replace those of the installation, blank ones
    leave them; what officers added (other names, customary areas, coordinates) stays. A département once covered stays
    covered, and no commune is ever deleted: those that left the list are reported.
    """
    codes = list(dict.fromkeys(department_codes))
    for code in codes:
        if code not in reference.departments() or not reference.current_communes(code):
            raise UnknownDepartment(code)
    territory = _describe_territory(
        reference.departments()[codes[0]], name=name, site_name=site_name, publisher=publisher, by=by
    )
    report = LoadReport(territory)
    for code in codes:
        department, official = reference.departments()[code], reference.current_communes(code)
        progress(f"{department.name} ({code}) : {len(official)} communes dans la liste officielle")
        created, updated = loading.write_communes(
            official,
            epci=loading.write_areas(Area.Kind.EPCI, reference.epci(), {c.epci for c in official}, by),
            arrondissements=loading.write_areas(
                Area.Kind.ARRONDISSEMENT, reference.arrondissements(), {c.arrondissement for c in official}, by
            ),
            by=by,
        )
        loading.write_commune_aliases(code, created)
        progress(f"  communes : {len(created)} ajoutées, {len(updated)} mises à jour")
        area = loading.write_area(Area.Kind.DEPARTMENT, department, by)
        if area not in territory.departments.all():
            territory._history_user = by
            territory.departments.add(area)
        listed = [commune.insee for commune in official]
        report.created |= created
        report.updated |= updated
        report.unlisted += Commune.objects.filter(department_code=code).exclude(insee__in=listed)
    loading.link_communes(by)
    progress(f"  territoires officiels : {loading.official_areas().count()}")
    return report


@transaction.atomic
def load_customary_areas(
    *, department_codes: Iterable[str], by: AbstractBaseUser | None = None, progress: Progress = lambda line: None
) -> list[Area]:
    """Create the areas that people name in these départements, and return those created.

    An area that ever existed under its name is left alone, so that a second run brings nothing back that officers
    renamed, redrew or removed.
    """
    listed = [area for code in department_codes for area in reference.customary_areas(code)]
    created = []
    for customary in [*listed, *reference.outside_areas()] if listed else []:
        was_there = Area.history.filter(kind=customary.kind, sort_key=sort_key(customary.name)).exists()
        if not was_there:
            created.append(_create_customary_area(customary, by))
    progress(f"  secteurs d’usage : {len(created)} ajoutés")
    return created


def add_outside_commune(*, insee: str, by: AbstractBaseUser | None = None) -> Commune:
    """The commune of this code, taken from the official list of France when it is not there yet."""
    return add_outside_communes(codes=[insee], by=by)[insee]


@transaction.atomic
def add_outside_communes(*, codes: Iterable[str], by: AbstractBaseUser | None = None) -> dict[str, Commune]:
    """The communes of these codes, by code, taken from the official list of France when they are not there yet.

    The code of a merged commune or of a municipal arrondissement leads to the commune of today. A commune of a
    département that the installation covers is inside the territory, any other outside.
    """
    official = {code: reference.find_commune(code) for code in codes}
    for code, found in official.items():
        if found is None:
            raise UnknownCommune(code)
    there = Commune.objects.in_bulk({found.insee for found in official.values()})
    new = {found.insee: found for found in official.values() if found.insee not in there}
    if new:
        covered = set(Territory.objects.values_list("departments__code", flat=True))
        rows = [_outside_commune(found, covered) for found in new.values()]
        bulk_create_with_history(rows, Commune, default_user=by)
        there |= {row.insee: row for row in rows}
    return {code: there[found.insee] for code, found in official.items()}


def sync_communes(
    *, client: HttpClient, apply: bool = False, by: AbstractBaseUser | None = None, address: str = geoapi.ADDRESS
) -> sync.SyncPlan:
    """Compare all communes with the official API and, with `apply`, take its names, postal codes, population, centres.

    Everything is asked before anything is written, so that a fault on the way changes nothing. Communes that the API
    does not know any more are only reported. The département's communes that we lack are added, without their EPCI:
    only the official list knows it.
    """
    codes = list(Area.objects.filter(pk__in=Territory.objects.values("departments")).values_list("code", flat=True))
    if not codes:
        raise NoTerritory
    official = [one for code in codes for one in geoapi.fetch_department(code, client=client, address=address)]
    known = {one.insee for one in official}
    others = Commune.objects.exclude(department_code__in=codes).exclude(insee__in=known)
    for insee in others.values_list("insee", flat=True).order_by("insee"):
        official.append(geoapi.fetch_commune(insee, client=client, address=address))
    with transaction.atomic():
        # Compared under the lock: an officer's edit made while the API answered is neither missed nor overwritten.
        plan = sync.compare(Commune.objects.select_for_update().order_by("insee"), official)
        if apply:
            _apply(plan, by)
    return plan


def _apply(plan: sync.SyncPlan, by: AbstractBaseUser | None) -> None:
    changed = []
    for change in plan.changes:
        commune = change.commune
        for name, (_, value) in change.fields.items():
            if name == "name":
                loading.rename(commune, value)
            else:
                setattr(commune, name, value)
        changed.append(commune)
    if changed:
        bulk_update_with_history(changed, Commune, SYNCED_FIELDS, batch_size=500, default_user=by)
    if plan.new:
        bulk_create_with_history([_new_commune(one) for one in plan.new], Commune, default_user=by)
        loading.link_communes(by)


def _outside_commune(official: OfficialCommune, covered: set[str]) -> Commune:
    commune = Commune(insee=official.insee, department_code=official.department)
    loading.copy_official(commune, official)
    commune.in_territory = official.department in covered
    return commune


def _new_commune(one: GeoCommune) -> Commune:
    commune = Commune(
        insee=one.insee,
        department_code=reference.department_of(one.insee),
        postal_codes=list(one.postal_codes),
        population=one.population,
        latitude=one.latitude,
        longitude=one.longitude,
    )
    loading.rename(commune, one.name)
    return commune


def _describe_territory(
    department: OfficialDepartment, *, name: str, site_name: str, publisher: str, by: AbstractBaseUser | None
) -> Territory:
    territory = Territory.objects.select_for_update().first()
    if territory is None:
        the_name = department.with_article[0].upper() + department.with_article[1:]
        adjective = "solidaires" if the_name.startswith("Les ") else "solidaire"
        territory = Territory(
            name=department.name, site_name=f"{the_name} {adjective}", publisher=f"Préfecture {department.of_name}"
        )
    given = {"name": name, "site_name": site_name, "publisher": publisher}
    changed = {attribute: value for attribute, value in given.items() if value}
    for attribute, value in changed.items():
        setattr(territory, attribute, value)
    if territory.pk is None or changed:
        territory._history_user = by
        territory.save()
    return territory


def _create_customary_area(customary: CustomaryArea, by: AbstractBaseUser | None) -> Area:
    area = Area(
        kind=customary.kind,
        name=customary.name,
        code=customary.code,
        locative=customary.locative,
        note=customary.note,
    )
    area._history_user = by
    area.save()
    loading.add_area_aliases(area, customary.aliases)
    inside = Commune.objects.in_territory()
    area.communes.set(inside.filter(epci__code__in=customary.epci) | inside.filter(insee__in=customary.communes))
    return area
