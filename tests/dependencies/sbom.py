"""Writes what production installs: `solidaire.cdx.json` (CycloneDX) for machines, `docs/dependances.md` for people.

make sbom
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from tests.dependencies.pinned import OURS, REQUIREMENTS, ROOT, Library, libraries

SBOM = ROOT / "solidaire.cdx.json"
PAGE = ROOT / "docs" / "dependances.md"

# What browsers get is copied into the repository: name, version or origin, licence, folder.
COPIED = (
    ("htmx", "0BSD", "static/vendor/htmx/"),
    ("Atkinson Hyperlegible Next", "OFL-1.1", "static/fonts/"),
    ("titres de Solidaire", "OFL-1.1", "static/fonts/"),
)


def sbom() -> dict[str, Any]:
    """The list of cyclonedx-bom, with versions and hashes as pinned, and the licences, which it does not know."""
    made = subprocess.run(
        [
            *(sys.executable, "-m", "cyclonedx_py", "requirements", str(REQUIREMENTS)),
            *("--pyproject", str(ROOT / "pyproject.toml"), "--output-reproducible", "--sv", "1.6", "-o", "-"),
        ],
        check=True,
        capture_output=True,
        text=True,
    )
    found = json.loads(made.stdout)
    known = {(one.name, one.version): one for one in _pinned()}
    for component in found["components"]:
        library = known[component["name"], component["version"]]
        component["licenses"] = [{"expression": library.licence}]
        component.pop("description", None)  # the line of the file, with all its hashes once more
    found["dependencies"] = _dependencies(found, known)
    return found


def _dependencies(found: dict[str, Any], known: dict[tuple[str, str], Library]) -> list[dict[str, Any]]:
    """Who asks for whom. A library may stand there twice, with a version for each Python."""
    refs: dict[str, list[str]] = {OURS: [found["metadata"]["component"]["bom-ref"]]}
    for component in found["components"]:
        refs.setdefault(component["name"], []).append(component["bom-ref"])
    asked: dict[str, set[str]] = {ref: set() for own in refs.values() for ref in own}
    for one in known.values():
        for other in one.via:
            for ref in refs[other.partition("[")[0]]:
                asked[ref].update(refs[one.name])
    return [{"ref": ref, **({"dependsOn": sorted(on)} if on else {})} for ref, on in sorted(asked.items())]


def problems(found: dict[str, Any]) -> str:
    """What the schema of CycloneDX refuses in it; empty when it is valid."""
    # Its grammars take a second and a half to make, which every process that collects the tests would wait for.
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    return str(JsonStrictValidator(SchemaVersion.V1_6).validate_str(json.dumps(found)) or "")


def page() -> str:
    """`docs/dependances.md`."""
    lines = [
        "# Ce que la production installe",
        "",
        "Écrit par `make sbom`, avec `solidaire.cdx.json` (CycloneDX 1.6). Versions et empreintes sont figées dans",
        "`requirements-production.txt` ; les faiblesses publiées et ce qu’elles atteignent ici :",
        "[sécurité](securite.md#dépendances).",
        "",
        "| bibliothèque | version | licence | amenée par |",
        "|---|---|---|---|",
    ]
    for one in _pinned():
        via = ", ".join("Solidaire" if other == OURS else other for other in one.via)
        only = f" (si `{one.marker}`)" if one.marker else ""
        lines.append(f"| {one.name} | {one.version}{only} | {one.licence} | {via} |")
    lines += [
        "",
        "Toutes peuvent être remises avec Solidaire (MIT) : leurs licences n’exigent rien de lui, ou rien que de leurs",
        "propres fichiers (MPL, LGPL) ; de Pyphen, c’est la MPL que l’on choisit.",
        "",
        "Copiés dans le dépôt pour les navigateurs, avec leur licence à côté :",
        "",
        *(f"- {name}, {licence} (`{folder}`)" for name, licence, folder in COPIED),
    ]
    return "\n".join(lines) + "\n"


def _pinned() -> list[Library]:
    return libraries(REQUIREMENTS.read_text(encoding="utf-8"))


def main() -> None:
    found = sbom()
    if wrong := problems(found):
        sys.exit(wrong)
    SBOM.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    PAGE.write_text(page(), encoding="utf-8")
    sys.stdout.write(f"{SBOM.name} : {len(found['components'])} bibliothèques ; {PAGE.relative_to(ROOT)}\n")


if __name__ == "__main__":
    main()
