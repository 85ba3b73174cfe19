"""`make faults`: strike the site at the points of its acts, and say what was lost. See docs/securite.md, “Pannes”.

    make faults                              120 faults, each act and each kind among them
    make faults FULL=1                       all kinds at every point of every act
    make faults SEED=7                       others of them
    make faults ONLY=publish/process-killed  those of one act, of one kind, at one point

The last line counts: “faults: 120 injectées, 0 perdues, 0 à moitié faites”. The status is 0 when nothing was lost.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

from tests.faults.ground import SERVING, USED, Ground


def main() -> int:
    options = _options()
    with tempfile.TemporaryDirectory(prefix="solidaire-faults-") as folder:
        ground = Ground(Path(folder))
        try:
            ground.start_database()
            _prepare_django(ground, options.tables)
            return _campaign(ground, options)
        finally:
            ground.stop()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make faults")
    parser.add_argument("--count", type=int, default=120, help="0 for all")
    parser.add_argument("--verbose", action="store_true", help="a line for each fault")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="act, act/kind or act/kind/point")
    parser.add_argument("--controls", default="all", help="kinds whose controls are run, with blanks between; or none")
    parser.add_argument("--tables", type=Path, help="a dump of migrated tables, instead of migrating")
    parser.add_argument("--json", type=Path, help="where outcomes are written, a line each")
    return parser.parse_args()


def _prepare_django(ground: Ground, tables: Path | None) -> None:
    os.environ |= ground.environment | {"DATABASE_URL": ground.owner}
    if tables:
        ground.cluster.restore(tables)
    else:
        ground.ask(f"CREATE DATABASE {USED}")
    import django

    django.setup()


def _campaign(ground: Ground, options: argparse.Namespace) -> int:
    """Models can be read only now."""
    from django.core.management import call_command
    from django.db import connection

    from config.serving.rights import give_rights
    from tests.faults.acts import prepare
    from tests.faults.running import run, wanted

    if not options.tables:
        call_command("migrate", verbosity=0)
    ground.files.mkdir()
    acts = prepare(wanted(options))
    give_rights(role=SERVING)
    connection.close()
    ground.keep_as_ready()
    ground.renew()
    ground.serve()
    return run(ground, acts, options)


if __name__ == "__main__":
    sys.exit(main())
