"""The reference files of `communes/data/`, read once and kept. No database here: the import of documents uses it too.

`communes/data/README.md` says where each file comes from and what its columns mean.
"""

import csv
from collections import Counter, defaultdict
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from french.grammar import in_department, in_region, of_place, with_article

FOLDER = Path(__file__).resolve().parent / "data"
CURRENT = "current"

EPCI_TYPES = {"CA": "Communauté d’agglomération", "CC": "Communauté de communes", "CU": "Communauté urbaine"}


@dataclass(frozen=True, slots=True)
class OfficialCommune:
    insee: str
    name: str
    kind: str  # current, delegated, associated or municipal
    parent: str  # INSEE code of the commune of today; blank when this is one
    department: str
    arrondissement: str
    epci: str
    postal_codes: tuple[str, ...]
    population: int | None


@dataclass(frozen=True, slots=True)
class OfficialArea:
    """An EPCI, arrondissement, département or region. `name` is unique among those of its nature."""

    code: str
    name: str
    locative: str
    department: str = ""
    region: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OfficialDepartment(OfficialArea):
    article: int = 0

    @property
    def with_article(self) -> str:
        return with_article(self.name, self.article)

    @property
    def of_name(self) -> str:
        return of_place(self.name, self.article)


@dataclass(frozen=True, slots=True)
class CustomaryArea:
    """An area that people name. `epci` are taken whole within the territory, `communes` come on top."""

    name: str
    kind: str
    locative: str
    aliases: tuple[str, ...] = ()
    code: str = ""
    department: str = ""
    epci: tuple[str, ...] = ()
    communes: tuple[str, ...] = ()
    note: str = ""


@cache
def departments() -> dict[str, OfficialDepartment]:
    return {
        row["code"]: OfficialDepartment(
            code=row["code"],
            name=row["name"],
            locative=in_department(row["name"], int(row["article"]), is_island=row["code"][:2] in ("2A", "2B", "97")),
            department=row["code"],
            region=row["region"],
            article=int(row["article"]),
        )
        for row in _rows("departments")
    }


@cache
def regions() -> dict[str, OfficialArea]:
    return {
        row["code"]: OfficialArea(row["code"], row["name"], in_region(row["name"], int(row["article"])))
        for row in _rows("regions")
    }


@cache
def arrondissements() -> dict[str, OfficialArea]:
    rows = list(_rows("arrondissements"))
    borne = Counter(row["name"] for row in rows)
    return {
        row["code"]: OfficialArea(
            code=row["code"],
            name=f"arrondissement {_of_town(row['name'])}"
            + (f" ({row['department']})" if borne[row["name"]] > 1 else ""),
            locative=f"dans l’arrondissement {_of_town(row['name'])}",
            department=row["department"],
        )
        for row in rows
    }


@cache
def epci() -> dict[str, OfficialArea]:
    """The EPCI with own taxation. Two bear one name: their SIREN then tells them apart."""
    aliases = defaultdict(list)
    for row in _rows("epci_aliases"):
        aliases[row["siren"]].append(row["alias"])
    rows = list(_rows("epci"))
    borne = Counter(row["name"] for row in rows)
    return {
        row["siren"]: OfficialArea(
            code=row["siren"],
            name=row["name"] if borne[row["name"]] == 1 else f"{row['name']} ({row['siren']})",
            locative=f"dans la {row['name']}" if row["type"] in EPCI_TYPES else "",
            aliases=(*_in_full(row["type"], row["name"]), *aliases[row["siren"]]),
        )
        for row in rows
    }


@cache
def communes_by_department() -> dict[str, tuple[OfficialCommune, ...]]:
    """Every commune of France, of today and merged, by département and in the order of their codes."""
    grouped = defaultdict(list)
    for row in _rows("communes"):
        grouped[row["department"]].append(
            OfficialCommune(
                insee=row["insee"],
                name=row["name"],
                kind=row["kind"],
                parent=row["parent"],
                department=row["department"],
                arrondissement=row["arrondissement"],
                epci=row["epci"],
                postal_codes=tuple(row["postal_codes"].split()),
                population=int(row["population"]) if row["population"] else None,
            )
        )
    return {department: tuple(communes) for department, communes in grouped.items()}


def current_communes(department: str) -> list[OfficialCommune]:
    return [commune for commune in communes_by_department().get(department, ()) if commune.kind == CURRENT]


def merged_communes(department: str) -> list[OfficialCommune]:
    """Delegated and associated communes and municipal arrondissements; `parent` is their commune of today."""
    return [commune for commune in communes_by_department().get(department, ()) if commune.kind != CURRENT]


def department_of(insee: str) -> str:
    """“62193” gives “62”, “2A004” gives “2A”, “97411” gives “974”."""
    return insee[:3] if insee[:2] in ("97", "98") else insee[:2]


def find_commune(insee: str) -> OfficialCommune | None:
    """The commune of today for a code, also for the code of a merged commune or a municipal arrondissement."""
    same_code = [c for c in communes_by_department().get(department_of(insee), ()) if c.insee == insee]
    for commune in same_code:
        if commune.kind == CURRENT:
            return commune
    return find_commune(same_code[0].parent) if same_code else None


@cache
def customary_areas(department: str) -> tuple[CustomaryArea, ...]:
    return tuple(_customary_area(row) for row in _rows("customary_areas") if row["department"] == department)


@cache
def outside_areas() -> tuple[CustomaryArea, ...]:
    """Areas wider than any territory, or outside it: they cover none of its communes by themselves."""
    return tuple(_customary_area(row) for row in _rows("outside_areas"))


@cache
def usage_aliases() -> dict[str, tuple[str, ...]]:
    """By INSEE code, the other names of everyday use."""
    aliases = defaultdict(list)
    for row in _rows("usage_aliases"):
        aliases[row["insee"]].append(row["alias"])
    return {insee: tuple(names) for insee, names in aliases.items()}


@cache
def demonyms() -> dict[str, str]:
    """Names of inhabitants in lower case, both genders and numbers, each with the INSEE code of their commune."""
    forms = {}
    for row in _rows("demonyms"):
        masculine, feminine = row["masculine"], row["feminine"]
        plural = masculine if masculine.endswith("s") else f"{masculine}s"
        forms |= dict.fromkeys((masculine, plural, feminine, f"{feminine}s"), row["insee"])
    return forms


@cache
def names_that_are_words() -> frozenset[str]:
    """INSEE codes of the communes whose name is also an ordinary French word (Avion, La Couture)."""
    return frozenset(row["insee"] for row in _rows("ordinary_words"))


@cache
def coordinates() -> dict[str, tuple[Decimal, Decimal]]:
    """Latitude and longitude (degrees, WGS 84) by INSEE code, for the communes whose centre is known offline."""
    return {row["insee"]: (Decimal(row["latitude"]), Decimal(row["longitude"])) for row in _rows("coordinates")}


def _rows(name: str):
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter=";")


def _customary_area(row: dict[str, str]) -> CustomaryArea:
    return CustomaryArea(
        name=row["name"],
        kind=row["kind"],
        locative=row["locative"],
        aliases=tuple(alias for alias in row["aliases"].split("|") if alias),
        code=row.get("code", ""),
        department=row.get("department", ""),
        epci=tuple(row.get("epci", "").split()),
        communes=tuple(row.get("communes", "").split()),
        note=row.get("note", ""),
    )


def _in_full(kind: str, name: str) -> tuple[str, ...]:
    """“CU d'Arras” is also “Communauté urbaine d'Arras”."""
    return (f"{EPCI_TYPES[kind]} {name.removeprefix(kind).strip()}",) if kind in EPCI_TYPES else ()


def _of_town(name: str) -> str:
    """“d’Arras”, “de Lens”, “du Havre”, “des Sables-d'Olonne”."""
    if name.startswith("Le "):
        return f"du {name[3:]}"
    if name.startswith("Les "):
        return f"des {name[4:]}"
    return f"d’{name}" if name[0] in "AEÉÈIOUYÎŒ" else f"de {name}"
