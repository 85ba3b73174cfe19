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


def load_settings(**environment: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-c", "import config.settings as s; print(s.DEBUG, s.SESSION_COOKIE_SECURE)"],
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
