"""What accepting an import, publishing and each form of an edition cost: `python bench/publish.py [ENTRIES]`.

One run on the database of this folder (`manage.py migrate` first), undone at the end. What counts are the ratios, which
hardly depend on the machine: publishing to the floor that nothing can go below (reading the draft once and hashing
it), each form to the plain text.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

django.setup()

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext, override_settings

from bulletins.models import Bulletin, Series
from bulletins.outputs.forms import FORMS
from bulletins.presenting import issues_of
from bulletins.printing import printing_problem, render_pdf
from bulletins.services import publish_bulletin
from bulletins.snapshots import build_snapshot, fingerprint
from documents.models import DocumentImport
from documents.services import accept_everything, accept_import, receive_document
from tests.builders import make_commune, make_contact, make_initiative, make_organisation, make_section, make_user
from tests.documents.sample import TOWNS, release_of

ORIGIN = "https://solidaire.exemple.fr"
RUNS = 3  # the best of them counts
TEXT = "Des habitants se retrouvent chaque semaine et cousent pour les voisins. " * 5


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def milliseconds(work: Callable[[], object], runs: int = RUNS) -> float:
    best = float("inf")
    for _ in range(runs):
        started = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - started)
    return best * 1000


def counted(work: Callable[[], object]) -> tuple[float, int]:
    """Milliseconds of one run, and its queries."""
    with CaptureQueriesContext(connection) as queries:
        cost = milliseconds(work, runs=1)
    return cost, len(queries)


def main(entries: int) -> None:
    with transaction.atomic():
        measure(entries)
        transaction.set_rollback(True)


def measure(entries: int) -> None:
    editor = make_user("mesure-de-la-publication")
    draft = _draft(entries)
    floor = milliseconds(lambda: fingerprint(build_snapshot(draft)))
    publishing, asked = counted(lambda: publish_bulletin(bulletin=draft, by=editor))
    review = _review()
    accepting, asked_of_import = counted(lambda: accept_import(review=review, by=editor))
    draft.refresh_from_db()
    (issue,) = issues_of(draft.editions.select_related("bulletin__series"))
    say(f"{entries} entries, milliseconds and ratio to the floor of each part\n")
    say(f"{'read and hash':<16}{floor:>9.1f}{1:>8.1f}")
    say(f"{'publish':<16}{publishing:>9.1f}{publishing / floor:>8.1f}  {asked} queries")
    told = f"{asked_of_import} queries for {len(TOWNS)} initiatives, nothing known before"
    say(f"{'accept an import':<16}{accepting:>9.1f}{accepting / floor:>8.1f}  {told}\n")
    makers = {name: form.make for name, form in FORMS.items() if name != "zip"}
    if printing_problem() is None:
        makers["pdf"] = render_pdf
    for make in makers.values():
        make(issue, origin=ORIGIN)  # loads its library
    costs = {name: milliseconds(lambda make=make: make(issue, origin=ORIGIN)) for name, make in makers.items()}
    for name, cost in sorted(costs.items(), key=lambda pair: pair[1]):
        say(f"{name:<16}{cost:>9.1f}{cost / costs['txt']:>8.1f}")


def _review() -> DocumentImport:
    """A document with all its stories accepted. Its original goes to a folder that is thrown away."""
    by = make_user("mesure-de-l-import")
    with tempfile.TemporaryDirectory() as folder, override_settings(MEDIA_ROOT=folder):
        review = receive_document(data=release_of(len(TOWNS)), filename="mesure.txt", by=by)
    return accept_everything(review=review, by=by)


def _draft(entries: int) -> Bulletin:
    series = Series.objects.create(name="Mesure de la publication", slug="mesure-de-la-publication")
    draft = Bulletin.objects.create(
        series=series, title=series.name, dated_on=date(2026, 5, 4), signatory_name="Camille"
    )
    rows = [
        make_initiative(
            f"Entraide de la semaine, récit {number}",
            published=False,
            summary=TEXT,
            communes=(make_commune(insee=f"2B{number:03d}", department_code="62"),),
            contacts=(make_contact(f"mesure{number}@exemple.fr"),),
            organisations=(make_organisation(f"Voisins de la mesure {number}"),),
        )
        for number in range(entries)
    ]
    make_section(draft, *rows)
    return draft


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
