"""Turn the public package `@etalab/decoupage-administratif` into the compact official lists of this folder.

    python communes/data/build.py path/to/the/unpacked/package

The same package gives the same bytes: rows are sorted by code, and nothing of the day is written. The hand-made lists
(customary areas, usual names, demonyms, coordinates) are never touched.
"""

import argparse
import csv
import json
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent

# The words of the source on the left, ours on the right.
KINDS = {
    "commune-actuelle": "current",
    "commune-deleguee": "delegated",
    "commune-associee": "associated",
    "arrondissement-municipal": "municipal",
}


def read_source(package: Path, name: str) -> list[dict]:
    return json.loads((package / "data" / f"{name}.json").read_text(encoding="utf-8"))


def write_list(folder: Path, name: str, header: list[str], rows: list[list]) -> int:
    """Semicolons, UTF-8, line feeds: the same file on every system."""
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
    return len(rows)


def commune_rows(communes: list[dict], epci: list[dict]) -> list[list]:
    # A commune does not say its EPCI: only the EPCI lists its members.
    epci_of = {member["code"]: group["code"] for group in epci for member in group["membres"]}
    rows = []
    for commune in communes:
        kind = KINDS[commune["type"]]
        is_current = kind == "current"
        rows.append(
            [
                commune["code"],
                commune["nom"],
                kind,
                commune.get("chefLieu") or commune.get("commune") or "",
                commune["departement"],
                commune.get("arrondissement", "") if is_current else "",
                epci_of.get(commune["code"], "") if is_current else "",
                " ".join(sorted(commune.get("codesPostaux", []))) if is_current else "",
                commune.get("population", "") if is_current else "",
            ]
        )
    # The code of a delegated commune may equal that of its current commune: the kind settles the order.
    return sorted(rows, key=lambda row: (row[4], row[0], row[2]))


def build(package: Path, folder: Path) -> dict[str, int]:
    """Write the five official lists into `folder` and return how many rows each holds."""
    epci = read_source(package, "epci")
    communes = commune_rows(read_source(package, "communes"), epci)
    return {
        "communes": write_list(
            folder,
            "communes",
            ["insee", "name", "kind", "parent", "department", "arrondissement", "epci", "postal_codes", "population"],
            communes,
        ),
        "epci": write_list(
            folder, "epci", ["siren", "type", "name"], sorted([g["code"], g["type"], g["nom"]] for g in epci)
        ),
        "arrondissements": write_list(
            folder,
            "arrondissements",
            ["code", "name", "department", "seat"],
            sorted(
                [a["code"], a["nom"], a["departement"], a["chefLieu"]] for a in read_source(package, "arrondissements")
            ),
        ),
        "departments": write_list(
            folder,
            "departments",
            ["code", "name", "article", "region", "seat"],
            sorted(
                [d["code"], d["nom"], d["typeLiaison"], d.get("region", ""), d.get("chefLieu", "")]
                for d in read_source(package, "departements")
            ),
        ),
        "regions": write_list(
            folder,
            "regions",
            ["code", "name", "article"],
            sorted([r["code"], r["nom"], r["typeLiaison"]] for r in read_source(package, "regions")),
        ),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("package", type=Path, help="folder of the unpacked package (the one that holds data/)")
    parser.add_argument("--into", type=Path, default=HERE, help="where to write (default: this folder)")
    arguments = parser.parse_args()
    for name, count in build(arguments.package, arguments.into).items():
        sys.stdout.write(f"{name}.csv: {count} rows\n")


if __name__ == "__main__":
    main()
