import os
import subprocess
import sys
from pathlib import Path

import gunicorn
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
    return run("-c", f"import config.settings as s; print({told})", **environment)


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_production_starts_with_safe_settings():
    loaded = load_settings(**SAFE)
    assert loaded.returncode == 0, loaded.stderr
    assert loaded.stdout.split() == ["False", "True"]


def test_cookies_of_production_travel_by_https_and_no_script_reads_the_session():
    names = [
        *("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY", "SECURE_SSL_REDIRECT"),
        *("SESSION_COOKIE_SAMESITE", "CSRF_COOKIE_SAMESITE", "SECURE_HSTS_SECONDS"),
    ]
    asked = ", ".join(f"s.{name}" for name in names)
    program = f"from django.conf import settings as s; print({asked})"
    told = run("-c", program, DJANGO_SETTINGS_MODULE="config.settings", **SAFE)
    assert told.stdout.split() == ["True"] * 4 + ["Lax", "Lax", "3600"]


def test_production_passes_every_check_of_a_deployment():
    key = "".join(map(chr, range(48, 123))).replace("\\", "")  # Django also counts how many characters differ
    advised = {"SECRET_KEY": key, "SECOND_FACTOR_REQUIRED_FOR": "édition,administration"}
    checked = run("manage.py", "check", "--deploy", "--fail-level", "WARNING", **(SAFE | advised))
    assert (checked.returncode, checked.stderr) == (0, "")


def test_server_tells_no_version():
    assert not any(map(str.isdigit, gunicorn.SERVER))


def test_deployment_check_refuses_a_site_that_nobody_could_enter():
    """The server starts only after it."""
    checked = run("manage.py", "check", "--deploy", "--fail-level", "ERROR", **SAFE, LOCAL_ACCOUNTS="off")
    assert checked.returncode != 0
    assert "solidaire.E011" in checked.stderr


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"SECRET_KEY": "court"}, "SECRET_KEY"),
        ({"RETENTION_PROOFS_DAYS": "-1"}, "RETENTION_"),
        ({"RETENTION_JOURNAL_DAYS": "90"}, "RETENTION_JOURNAL_DAYS"),
        ({"RETENTION_ADMIN_LOG_DAYS": "90"}, "RETENTION_ADMIN_LOG_DAYS"),
        ({"SECRET_KEY": "developpement-seulement-ne-pas-utiliser-en-production"}, "SECRET_KEY"),
        ({"DEBUG": "true"}, "DEBUG"),
        ({"DATABASE_URL": ""}, "DATABASE_URL"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS"),
    ],
)
def test_production_refuses_unsafe_settings(change, said):
    loaded = load_settings(**{**SAFE, **change})
    assert loaded.returncode != 0
    assert "ImproperlyConfigured" in loaded.stderr
    assert said in loaded.stderr.splitlines()[-1]


@pytest.mark.parametrize("address", ["solidaire.exemple.fr", "https://solidaire.exemple.fr/chemin", "javascript:x"])
def test_site_url_is_an_address_without_a_path(address):
    loaded = load_settings(**SAFE, SITE_URL=address)
    assert loaded.returncode != 0
    assert "SITE_URL" in loaded.stderr


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
