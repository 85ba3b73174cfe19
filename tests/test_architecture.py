"""The house rules that a test can hold: import direction, names, pairs of fields, reasons of dependencies."""

from __future__ import annotations

import ast
import subprocess
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

ROOT = Path(__file__).resolve().parent.parent
# Each room imports only from those before it on its way; `config` puts all together, and nobody imports it.
ORDER = (
    "french ← backoffice ← communes ← organisations ← initiatives ← bulletins ← directory",
    "french ← recognition ← documents",
    "bulletins ← documents ← workshop ← ledger",
    "directory ← ledger",
)
RECOGNITION = ("facts", "actors", "layout", "passages", "stories")  # the same inside this room
FORBIDDEN_NAMES = {"core", "common", "utils", "helpers"}


def _allowed() -> dict[str, set[str]]:
    """Each room with those that it may import, itself included."""
    before: dict[str, set[str]] = {}
    for way in ORDER:
        rooms = way.split(" ← ")
        for index, room in enumerate(rooms):
            before.setdefault(room, {room}).update(*(before[earlier] for earlier in rooms[:index]))
    return before


ALLOWED = _allowed()
ROOMS = tuple(room for room in ALLOWED if (ROOT / room).exists())


def _python_files(folder: str) -> list[Path]:
    return sorted((ROOT / folder).rglob("*.py"))


def _imported_modules(path: Path) -> set[str]:
    """Modules that a file imports, those inside functions included."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def _imported_packages(path: Path) -> set[str]:
    return {name.partition(".")[0] for name in _imported_modules(path)}


def _wrong_imports(room: str, imported: set[str]) -> set[str]:
    return (imported & {*ALLOWED, "config", "tests"}) - ALLOWED[room]


@pytest.mark.parametrize("room", ROOMS)
def test_room_imports_only_from_those_before_it(room):
    wrong = {
        str(path.relative_to(ROOT)): sorted(found)
        for path in _python_files(room)
        if (found := _wrong_imports(room, _imported_packages(path)))
    }
    assert wrong == {}


def test_import_rule_sees_a_wrong_import(tmp_path):
    module = tmp_path / "models.py"
    module.write_text("def late():\n    from bulletins.models import Bulletin\n", encoding="utf-8")
    assert _wrong_imports("initiatives", _imported_packages(module)) == {"bulletins"}
    assert _wrong_imports("recognition", _imported_packages(module)) == {"bulletins"}
    assert _wrong_imports("directory", _imported_packages(module)) == set()


def test_every_folder_of_code_is_a_room():
    folders = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert folders == {*ROOMS, "config", "tests"}


def test_recognition_goes_one_way_inside():
    wrong = []
    for index, part in enumerate(RECOGNITION):
        later = tuple(f"recognition.{name}" for name in (*RECOGNITION[index + 1 :], "assemble"))
        for path in _python_files(f"recognition/{part}"):
            wrong += [(path.name, name) for name in _imported_modules(path) if name.startswith(later)]
    assert wrong == []


def test_migrations_depend_only_on_rooms_before():
    """A migration may name only apps that its app may import."""
    wrong = [
        (path.name, other)
        for room in ROOMS
        for path in (ROOT / room / "migrations").glob("0*.py")
        for other in set(ROOMS) - ALLOWED[room]
        if f'("{other}"' in path.read_text(encoding="utf-8")
    ]
    assert wrong == []


def test_no_folder_holds_too_many_modules():
    """Where a room grows past this, it takes rooms of its own."""
    crowded = {}
    for room in (*ROOMS, "config"):
        for folder in {path.parent for path in _python_files(room)}:
            if folder.name not in ("migrations", "tests") and (count := len(list(folder.glob("[a-z]*.py")))) > 15:
                crowded[str(folder.relative_to(ROOT))] = count
    assert crowded == {}


def test_no_module_has_a_name_without_meaning():
    named = {path.stem for room in (*ROOMS, "config") for path in _python_files(room)}
    assert named & FORBIDDEN_NAMES == set()


@pytest.mark.parametrize("folder", ["documents/readers", "recognition"])
def test_texts_are_read_and_recognised_without_django(folder):
    files = _python_files(folder)
    assert len(files) > 20
    assert [path.name for path in files if "django" in _imported_packages(path)] == []


def _own_models() -> list[type[models.Model]]:
    return [
        model
        for model in apps.get_models()
        if model._meta.app_label in ROOMS and not model.__name__.startswith("Historical")
    ]


def test_moments_and_persons_are_tied_by_a_constraint():
    """Every pair `…_at` / `…_by` that may be empty is held together by a check named for it."""
    loose = []
    for model in _own_models():
        nullable = {field.name for field in model._meta.fields if field.null}
        for name in sorted(nullable):
            act = name.removesuffix("_at")
            if name.endswith("_at") and f"{act}_by" in nullable:
                tied = f"{model._meta.app_label}_{model._meta.model_name}_{act}_at_by_together"
                if tied not in {constraint.name for constraint in model._meta.constraints}:
                    loose.append(tied)
    assert loose == []


def test_every_constraint_speaks_french():
    default = models.constraints.BaseConstraint.default_violation_error_message
    silent = [
        constraint.name
        for model in _own_models()
        for constraint in model._meta.constraints
        if constraint.violation_error_message == default
    ]
    assert silent == []


def test_every_dependency_has_its_reason():
    lines = (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    dependencies = [line for line in lines if line.startswith('    "') and any(sign in line for sign in (">=", "=="))]
    assert len(dependencies) > 20
    assert [line for line in dependencies if "# " not in line] == []


def test_lock_files_carry_hashes_and_no_address():
    for name in ("requirements.txt", "requirements-production.txt"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "--hash=sha256:" in text
        assert "http" not in text
        assert "--index" not in text


def test_long_modules_are_split():
    long = {
        str(path.relative_to(ROOT)): count
        for app in (*ROOMS, "config", "tests")
        for path in _python_files(app)
        if "migrations" not in path.parts and (count := len(path.read_text(encoding="utf-8").splitlines())) > 450
    }
    assert long == {}


def test_ci_script_and_entrypoint_are_executable_and_parse():
    for name in (".ci/run", "docker-entrypoint.sh"):
        assert (ROOT / name).stat().st_mode & 0o100
        subprocess.run(["sh" if name.endswith(".sh") else "bash", "-n", ROOT / name], check=True)
