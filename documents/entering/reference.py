"""The gazetteer of the recogniser, from the official lists of `communes/data/`. Serves without a database."""

from __future__ import annotations

import csv
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from recognition.gazetteer import Area, Commune, Gazetteer, Theme

DATA = Path(__file__).resolve().parents[2] / "communes" / "data"
TERRITORY = "62"

# The themes of the demonstration serve where no database tells its own.
THEMES_FILE = Path(__file__).resolve().parents[2] / "initiatives" / "data" / "themes" / "sante.toml"


@lru_cache(maxsize=4)
def gazetteer_from_files(territory: str = TERRITORY, data: Path = DATA) -> Gazetteer:
    """The whole of France, with `territory` as the department of the office."""
    return Gazetteer(
        communes=read_communes(data, territory),
        areas=read_areas(data),
        themes=read_themes(THEMES_FILE),
        departments=[(row["code"], row["name"]) for row in rows(data, "departments.csv")],
        neighbours=read_neighbours(data),
    )


def read_communes(data: Path, territory: str) -> list[Commune]:
    aliases, demonyms = defaultdict(list), defaultdict(list)
    for row in rows(data, "usage_aliases.csv"):
        aliases[row["insee"]].append(row["alias"])
    for row in rows(data, "demonyms.csv"):
        demonyms[row["insee"]] += [row["masculine"], row["feminine"]]
    ordinary = {row["insee"] for row in rows(data, "ordinary_words.csv")}
    every = list(rows(data, "communes.csv"))
    names = {row["insee"]: row["name"] for row in every if row["kind"] == "current"}
    for row in every:
        # A former commune (Hesdin, Molinghem) is a name of the commune of today.
        if row["kind"] in ("delegated", "associated") and row["name"] != names.get(row["parent"]):
            aliases[row["parent"]].append(row["name"])
    return [
        Commune(
            insee=row["insee"],
            name=row["name"],
            department=row["department"],
            population=int(row["population"] or 0),
            aliases=tuple(aliases[row["insee"]]),
            demonyms=tuple(demonyms[row["insee"]]),
            in_territory=row["department"] == territory,
            is_ordinary_word=row["insee"] in ordinary,
        )
        for row in every
        if row["kind"] == "current"
    ]


def read_neighbours(data: Path) -> dict[str, list[str]]:
    return {row["code"]: row["neighbours"].split() for row in rows(data, "neighbours.csv")}


def read_areas(data: Path) -> list[Area]:
    areas = [
        Area(
            row["name"],
            row["kind"],
            split(row["aliases"]),
            communes=tuple(row["communes"].split()),
            department=row["department"],
        )
        for row in rows(data, "customary_areas.csv")
    ]
    areas += [
        Area(row["name"], row["kind"], split(row["aliases"]), row["code"]) for row in rows(data, "outside_areas.csv")
    ]
    aliases = defaultdict(list)
    for row in rows(data, "epci_aliases.csv"):
        aliases[row["siren"]].append(row["alias"])
    areas += [Area(row["name"], "epci", tuple(aliases[row["siren"]]), row["siren"]) for row in rows(data, "epci.csv")]
    areas += [
        Area(row["name"], "department", (), row["code"])
        for row in rows(data, "departments.csv")
        if row["name"] != "Paris"
    ]
    named = {area.name for area in areas}
    return areas + [
        Area(row["name"], "region", code=row["code"]) for row in rows(data, "regions.csv") if row["name"] not in named
    ]


def read_themes(path: Path) -> tuple[Theme, ...]:
    """A starter set as the recogniser takes it (see `initiatives.starters`)."""
    return tuple(
        Theme(
            row["slug"],
            row["name"],
            words=lines(row["words"]),
            near_words=lines(row["near_words"]),
            headings=(row["heading"], *lines(row["earlier_headings"])),
        )
        for row in tomllib.loads(path.read_text(encoding="utf-8"))["themes"]
    )


def lines(text: str) -> tuple[str, ...]:
    return tuple(line for raw in text.splitlines() if (line := raw.strip()))


def rows(data: Path, name: str) -> Iterator[dict[str, str]]:
    with (data / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter=";")


def split(cell: str) -> tuple[str, ...]:
    return tuple(filter(None, cell.split("|")))
