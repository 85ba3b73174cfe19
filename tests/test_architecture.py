"""The house rules that a test can hold: import direction, names, pairs of fields, reasons of dependencies."""

from __future__ import annotations

import ast
import subprocess
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

ROOT = Path(__file__).resolve().parent.parent
APPS = ("french", "recognition", "backoffice", "communes", "organisations", "initiatives", "bulletins", "newsletter")
FORBIDDEN_NAMES = {"core", "common", "utils", "helpers"}


def _python_files(folder: str) -> list[Path]:
    return sorted((ROOT / folder).rglob("*.py"))


def _imported_packages(path: Path) -> set[str]:
    """First names of all modules that a file imports, those inside functions included."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.partition(".")[0])
    return found


def _wrong_imports(app: str, imported: set[str]) -> set[str]:
    allowed = set(APPS[: APPS.index(app) + 1])
    return (imported & {*APPS, "config", "tests"}) - allowed


@pytest.mark.parametrize("app", [app for app in APPS if (ROOT / app).exists()])
def test_app_imports_only_from_its_left(app):
    wrong = {
        str(path.relative_to(ROOT)): sorted(found)
        for path in _python_files(app)
        if (found := _wrong_imports(app, _imported_packages(path)))
    }
    assert wrong == {}


def test_import_rule_sees_a_wrong_import(tmp_path):
    module = tmp_path / "models.py"
    module.write_text("def late():\n    from bulletins.models import Bulletin\n", encoding="utf-8")
    assert _wrong_imports("initiatives", _imported_packages(module)) == {"bulletins"}


def test_migrations_depend_only_on_the_left():
    """A migration may name only apps that its app may import."""
    wrong = []
    for app in APPS:
        for path in (ROOT / app / "migrations").glob("0*.py"):
            for other in APPS[APPS.index(app) + 1 :]:
                if f'("{other}"' in path.read_text(encoding="utf-8"):
                    wrong.append((path.name, other))
    assert wrong == []


def test_no_module_has_a_name_without_meaning():
    named = {path.stem for app in (*APPS, "config") for path in _python_files(app)}
    assert named & FORBIDDEN_NAMES == set()


@pytest.mark.parametrize("part", ["bulletins/importing/readers", "recognition"])
def test_import_reads_and_recognises_without_django(part):
    imported = set()
    for path in _python_files(part):
        imported |= _imported_packages(path)
    assert "django" not in imported


def _own_models() -> list[type[models.Model]]:
    return [
        model
        for model in apps.get_models()
        if model._meta.app_label in APPS and not model.__name__.startswith("Historical")
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
        for app in (*APPS, "config", "tests")
        for path in _python_files(app)
        if "migrations" not in path.parts and (count := len(path.read_text(encoding="utf-8").splitlines())) > 450
    }
    assert long == {}


def test_ci_script_and_entrypoint_are_executable_and_parse():
    for name in (".ci/run", "docker-entrypoint.sh"):
        assert (ROOT / name).stat().st_mode & 0o100
        subprocess.run(["sh" if name.endswith(".sh") else "bash", "-n", ROOT / name], check=True)
