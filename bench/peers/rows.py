"""The public content as peers take it: one record an initiative, values of many kinds as lists. Knows no Django."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bench.content.files import rows_of


@dataclass(frozen=True)
class Record:
    key: int
    title: str
    summary: str
    day: str
    theme: str
    organisations: list[str] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    communes: list[str] = field(default_factory=list)
    areas: list[str] = field(default_factory=list)
    audiences: list[str] = field(default_factory=list)
    bulletins: list[str] = field(default_factory=list)  # that are published and cite it
    within: list[str] = field(default_factory=list)  # areas that it covers or in which one of its communes lies


def keys_of(folder: Path) -> dict:
    return json.loads((folder / "keys.json").read_text(encoding="utf-8"))


def records(folder: Path) -> Iterator[Record]:
    """Published initiatives only."""
    keys = keys_of(folder)
    themes, holding = keys["themes"], keys["areas"]
    called = {row["id"]: (row["name"], row["kind"]) for row in rows_of(folder / "organisations_organisation.csv")}
    audiences = {row["id"]: row["name"] for row in rows_of(folder / "initiatives_audience.csv")}
    acting = _by_initiative(folder / "initiatives_participation.csv", "organisation_id", skip=("role", "beneficiary"))
    communes = _by_initiative(folder / "initiatives_place.csv", "commune_id")
    areas = _by_initiative(folder / "initiatives_coverage.csv", "area_id")
    public = _by_initiative(folder / "initiatives_initiative_audiences.csv", "audience_id")
    citing = _citing(folder)
    for row in rows_of(folder / "initiatives_initiative.csv"):
        if row["status"] != "published":
            continue
        pk = row["id"]
        actors, named = [called[one] for one in acting.get(pk, ())], communes.get(pk, [])
        yield Record(
            int(pk),
            row["title"],
            row["summary"],
            row["started_on"] or row["published_at"][:10],
            themes[row["theme_id"]],
            [name for name, _ in actors],
            list(dict.fromkeys(kind for _, kind in actors)),
            named,
            areas.get(pk, []),
            [audiences[one] for one in public.get(pk, ())],
            citing.get(pk, []),
            list(dict.fromkeys([*areas.get(pk, ()), *(str(area) for one in named for area in holding.get(one, ()))])),
        )


def _citing(folder: Path) -> dict[str, list[str]]:
    published = {row["id"] for row in rows_of(folder / "bulletins_bulletin.csv") if row["status"] == "published"}
    section_of = {row["id"]: row["bulletin_id"] for row in rows_of(folder / "bulletins_section.csv")}
    found: dict[str, list[str]] = defaultdict(list)
    for row in rows_of(folder / "bulletins_entry.csv"):
        if (bulletin := section_of[row["section_id"]]) in published:
            found[row["initiative_id"]].append(bulletin)
    return found


def _by_initiative(path: Path, column: str, *, skip: tuple[str, str] | None = None) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for row in rows_of(path):
        if not skip or row[skip[0]] != skip[1]:
            found[row["initiative_id"]].append(row[column])
    return found
