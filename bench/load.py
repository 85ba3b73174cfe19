"""A database of the bench, loaded once: `.venv/bin/python -m bench.load 10k` (or 300, 3k, 100k, 1M, demo).

It is named `solidaire_bench_<size>` and stands in the embedded server, or in that of DATABASE_URL. One of the same seed
and edition is kept, and only migrated. To look at it with the product:

    DATABASE_URL="$(.venv/bin/python -m bench.load 100k --url)" .venv/bin/python manage.py runserver

The accounts are those of the demonstration. Files are written to `.bench/<size>/` first; peers read them too.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from bench.content.generate import CONTENTS, EDITION, SEED, generate
from bench.database import SIZES, create_anew, mark, mark_of, name_of, use

FOLDER = Path(__file__).resolve().parent.parent / ".bench"


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def folder_of(size: str) -> Path:
    return FOLDER / size.lower()


def load(size: str, *, seed: int = SEED, say=say) -> str:
    """Make the database of this size what it should be; returns its address. Sets Django up on it."""
    name, url = name_of(size), use(size)
    wanted = {"edition": EDITION, "seed": seed, "size": SIZES[size]}
    is_kept = mark_of(name) == wanted and (size == "demo" or (folder_of(size) / CONTENTS).exists())
    if not is_kept:
        create_anew(name)

    import django  # only now: the settings read the address

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    if is_kept:
        say(f"{name} : déjà chargée")
        return url
    started = time.perf_counter()
    if size == "demo":
        call_command("load_demo", verbosity=0, stdout=sys.stderr)
    else:
        fill(folder_of(size), size=SIZES[size], seed=seed, url=url, say=say)
    mark(name, wanted)
    say(f"{name} : chargée en {time.perf_counter() - started:.0f} s")
    return url


def fill(folder: Path, *, size: int, seed: int, url: str, say=say) -> dict[str, int]:
    """Fill the migrated database that Django is set up on; returns the rows of each table."""
    from bench.loading.copying import copy_all, vacuum
    from bench.loading.following import freeze_bulletins, remember
    from bench.loading.reference import prepare_reference

    timed = Timed(say)
    reference = prepare_reference()
    timed("communes, territoires, comptes")
    generate(folder, size=size, seed=seed, reference=reference)
    timed("fichiers écrits")
    rows = copy_all(folder, url)
    timed("COPY, vecteurs, index et clés étrangères")
    for table, lines in rows.items():
        say(f"    {table:<36}{lines:>10}")
    frozen = freeze_bulletins()
    timed(f"{frozen} éditions figées avec leurs citations")
    remember()
    timed("historique")
    vacuum(url)
    timed("VACUUM ANALYZE")
    return rows


class Timed:
    def __init__(self, say) -> None:
        self.say, self.started = say, time.perf_counter()

    def __call__(self, what: str) -> None:
        now = time.perf_counter()
        self.say(f"  {what} : {now - self.started:.1f} s")
        self.started = now


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("size", choices=SIZES)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--url", action="store_true", help="ne dire que l’adresse, sans rien charger")
    chosen = parser.parse_args()
    if chosen.url:
        say(use(chosen.size))
    else:
        load(chosen.size, seed=chosen.seed)


if __name__ == "__main__":
    main()
