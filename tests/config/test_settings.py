import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SAFE = {
    "SOLIDAIRE_ENV": "production",
    "SECRET_KEY": "k" * 60,
    "DATABASE_URL": "postgresql://solidaire:secret@localhost/solidaire",
    "ALLOWED_HOSTS": "solidaire.exemple.fr",
}


def load_settings(*names: str, **environment: str) -> subprocess.CompletedProcess:
    told = ", ".join(f"s.{name}" for name in names or ("DEBUG", "SESSION_COOKIE_SECURE"))
    return subprocess.run(
        [sys.executable, "-c", f"import config.settings as s; print({told})"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_production_starts_with_safe_settings():
    run = load_settings(**SAFE)
    assert run.returncode == 0, run.stderr
    assert run.stdout.split() == ["False", "True"]


def test_deployment_check_has_nothing_to_say_of_production():
    """Django's checks and ours, with the least that production asks for and what it advises."""
    environment = SAFE | {
        "SECRET_KEY": "".join(map(chr, range(48, 123))),
        "SECOND_FACTOR_REQUIRED_FOR": "édition,administration",
    }
    run = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (run.returncode, run.stderr) == (0, "")


def test_deployment_check_refuses_a_site_that_nobody_could_enter():
    """The control of the one above; the server starts only after it."""
    run = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "ERROR"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **SAFE, "LOCAL_ACCOUNTS": "off"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert run.returncode != 0
    assert "solidaire.E011" in run.stderr


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"SECRET_KEY": "court"}, "SECRET_KEY"),
        ({"SECRET_KEY": "developpement-seulement-ne-pas-utiliser-en-production"}, "SECRET_KEY"),
        ({"DEBUG": "true"}, "DEBUG"),
        ({"DATABASE_URL": ""}, "DATABASE_URL"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS"),
    ],
)
def test_production_refuses_unsafe_settings(change, said):
    run = load_settings(**{**SAFE, **change})
    assert run.returncode != 0
    assert "ImproperlyConfigured" in run.stderr
    assert said in run.stderr.splitlines()[-1]


@pytest.mark.parametrize("address", ["solidaire.exemple.fr", "https://solidaire.exemple.fr/chemin", "javascript:x"])
def test_site_url_is_an_address_without_a_path(address):
    run = load_settings(**SAFE, SITE_URL=address)
    assert run.returncode != 0
    assert "SITE_URL" in run.stderr


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, "https://solidaire.exemple.fr"),
        ({"SITE_URL": "https://autre.exemple.fr/"}, "https://autre.exemple.fr"),
        ({"ALLOWED_HOSTS": ".exemple.fr"}, ""),
    ],
)
def test_site_url_defaults_to_the_first_named_host(change, expected):
    assert load_settings("SITE_URL", **(SAFE | change)).stdout.strip() == expected


def test_required_second_factor_names_known_roles():
    run = load_settings("SECOND_FACTOR_REQUIRED_FOR", **SAFE, SECOND_FACTOR_REQUIRED_FOR="édition,administration")
    assert run.stdout.strip() == "['édition', 'administration']"
    refused = load_settings(**SAFE, SECOND_FACTOR_REQUIRED_FOR="edition")
    assert "rôles inconnus" in refused.stderr
