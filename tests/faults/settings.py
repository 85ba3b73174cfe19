"""What the processes of a campaign know: passed on by the environment, as to any site."""

from __future__ import annotations

import os
from pathlib import Path

from django.conf import settings

MAIL_PATIENCE = 1  # second; a site waits ten, and so would each fault of a mail server that says nothing


def hurry() -> None:
    settings.EMAIL_TIMEOUT = MAIL_PATIENCE


def environment(*, cluster: Path, owner: str, serving: str, folder: Path, mail: int) -> dict[str, str]:
    return {
        "DATABASE_URL": serving,
        "FAULTS_OWNER": owner,
        "FAULTS_CLUSTER": str(cluster),
        "FAULTS_FOLDER": str(folder),
        "MEDIA_ROOT": str(folder / "media"),
        "BACKUP_FOLDER": str(folder / "backups"),
        "SITE_URL": "http://127.0.0.1",
        "EMAIL_URL": f"smtp://127.0.0.1:{mail}",
        "SOLIDAIRE_ENV": "development",
        "ALLOWED_HOSTS": "127.0.0.1",
        "DIRECTORY_INDEX": "off",
        "FRESH_LOGIN_MINUTES": "600",  # what is sent was prepared when the campaign began
        "PUBLIC_STATEMENT_SECONDS": "60",  # a busy machine is no fault of the site
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "LOG_LEVEL": os.environ.get("LOG_LEVEL", "CRITICAL"),
    }
