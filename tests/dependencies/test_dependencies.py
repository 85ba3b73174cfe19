"""What production installs: every library pinned and listed, with a licence that may be handed on."""

from __future__ import annotations

import tomllib

import pytest

from tests.dependencies.pinned import OURS, READ, REQUIREMENTS, ROOT, libraries, licence_of, may_be_handed_on
from tests.dependencies.sbom import COPIED, PAGE, page, problems, sbom

PINNED = libraries(REQUIREMENTS.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def made():
    return sbom()


def test_list_for_machines_is_valid_and_says_what_is_pinned(made):
    assert problems(made) == ""
    assert made["bomFormat"] == "CycloneDX"
    assert made["metadata"]["component"]["name"] == "solidaire"
    listed = {(one["name"], one["version"]): one for one in made["components"]}
    assert set(listed) == {(one.name, one.version) for one in PINNED}
    for one in PINNED:
        told = listed[one.name, one.version]
        assert told["licenses"] == [{"expression": one.licence}]
        assert told["purl"].startswith(f"pkg:pypi/{one.name}@")
        hashes = [hashed["alg"] for reference in told["externalReferences"] for hashed in reference["hashes"]]
        assert hashes
        assert set(hashes) == {"SHA-256"}


def test_schema_refuses_a_list_that_is_wrong(made):
    """The control of the validation."""
    assert "licences" in problems(made | {"components": [made["components"][0] | {"licences": []}]})


def test_list_knows_who_asks_for_whom(made):
    names = {one["bom-ref"]: one["name"] for one in made["components"]}
    asked = {one["ref"]: {names[ref] for ref in one.get("dependsOn", ())} for one in made["dependencies"]}
    by_name = {names[ref]: on for ref, on in asked.items() if ref in names}
    assert {"pydyf", "tinycss2", "pillow"} <= by_name["weasyprint"]
    root = asked[made["metadata"]["component"]["bom-ref"]]
    assert root == {one.name for one in PINNED if OURS in one.via}


def test_nothing_of_the_tools_is_installed_in_production():
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    tools = {line.split(">")[0].lower() for lines in extras.values() for line in lines}
    assert tools & {one.name for one in PINNED} == set()


def test_page_is_current():
    assert PAGE.read_text(encoding="utf-8") == page(), "make sbom"


def test_every_licence_may_be_handed_on():
    assert [(one.name, one.licence) for one in PINNED if not may_be_handed_on(one.licence)] == []
    assert set(READ) <= {one.name for one in PINNED}


@pytest.mark.parametrize(
    ("licence", "may"),
    [
        ("MIT", True),
        ("BSD-3-Clause AND Zlib", True),
        ("GPL-2.0-or-later OR MPL-1.1", True),
        ("GPL-3.0-or-later", False),
        ("AGPL-3.0-only", False),
        ("MIT AND GPL-2.0-only", False),
        ("SSPL-1.0 OR AGPL-3.0-only", False),
        ("", False),
    ],
)
def test_what_may_be_handed_on(licence, may):
    assert may_be_handed_on(licence) is may


def test_library_whose_licence_nobody_has_read_is_refused():
    with pytest.raises(LookupError, match="READ"):
        licence_of("une-bibliotheque-inconnue")


def test_what_is_copied_stands_there_with_its_licence():
    for _, _, folder in COPIED:
        assert [path for path in (ROOT / folder).iterdir() if path.name.startswith("LICENCE")]
