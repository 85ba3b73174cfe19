import os
import socket
import subprocess
import sys
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.core.management.base import CommandParser

from config.checks import DEMONSTRATION_ACCOUNTS, DEMONSTRATION_PASSWORD
from config.preparation import prepare


class Command(BaseCommand):
    help = "Prépare la base et la démonstration, puis sert le site sur cette machine (développement seulement)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--prepare-only", action="store_true", help="préparer sans servir")

    def handle(self, *args: Any, port: int, prepare_only: bool, **options: Any) -> None:
        if not prepare_only:
            _refuse_busy_port(port)
        prepare(say=lambda line: self.stdout.write(f"→ {line}"))
        self.stdout.write("")
        self.stdout.write(f"  Site public        http://127.0.0.1:{port}/")
        self.stdout.write(f"  Espace rédaction   http://127.0.0.1:{port}/admin/")
        self.stdout.write(f"  Comptes            {', '.join(DEMONSTRATION_ACCOUNTS)}")
        self.stdout.write(f"  Mot de passe       {DEMONSTRATION_PASSWORD}")
        self.stdout.write("")
        self.stdout.write("  Ctrl+C arrête le site ; make stop arrête aussi la base de données.")
        self.stdout.write("")
        self.stdout.flush()
        if not prepare_only:
            _start_worker(f"http://127.0.0.1:{port}")
            # In place of this process: the live reload then starts the server alone again, not the preparation.
            environment = {**os.environ, "DJANGO_RUNSERVER_HIDE_WARNING": "true"}
            arguments = [sys.executable, sys.argv[0], "runserver", f"127.0.0.1:{port}", "--skip-checks"]
            os.execve(sys.executable, arguments, environment)


def _start_worker(address: str) -> None:
    """Beside the server, and gone with it. Files are made for the address that newcomers are told."""
    environment = {"SITE_URL": address, **{name: value for name, value in os.environ.items() if value}}
    subprocess.Popen([sys.executable, sys.argv[0], "travail", "--attached", str(os.getpid())], env=environment)


def _refuse_busy_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError):
            other = 8001 if port == 8000 else 8000
            message = f"Le port {port} est déjà pris ou interdit : essayez « make run PORT={other} »."
            raise CommandError(message) from None
