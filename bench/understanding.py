"""From a typed text to its chips, in milliseconds of server time: `python bench/understanding.py [ROUNDS]`.

Asks the view as the page's script does, against the database in use (`make run` fills it with the demonstration). One
warm-up starts the process that stands by; its time is told apart, for it is the wait of the first text of a server. The
share of the recogniser is the wait for its fork; the rest is matching with the directory, chips and JSON. `processor`
is what one request costs this process itself: on a machine that is busy otherwise, the median is mostly waiting.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

django.setup()

from django.contrib.auth.models import User  # noqa: E402 - models need Django set up
from django.test import RequestFactory  # noqa: E402 - likewise

from documents.entering.gazetteers import installed_gazetteer  # noqa: E402 - likewise
from documents.readers import standing  # noqa: E402 - likewise
from workshop.writing.understanding import PASTED  # noqa: E402 - likewise
from workshop.writing.views import understand_text  # noqa: E402 - likewise

PARAGRAPH = (
    "À Marck, une trentaine de couturières et l’association Les petites mains cousent des masques pour l’hôpital de "
    "Calais : 1 600 masques sont terminés. La Ville de Calais fournit le tissu dans tout le Calaisis. "
    "Contact : 03 21 00 00 01, contact@exemple.fr, www.exemple.fr"
)
TEXTS = {"paragraph": PARAGRAPH, "mail of 5": "\n\n".join([PARAGRAPH] * 5), "20 000 signs": (PARAGRAPH + "\n\n") * 55}
LONGEST = 300  # ms, of the paragraph


def milliseconds(work) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def asked(text: str, user: User) -> None:
    request = RequestFactory().post("/admin/atelier/comprendre/", {"text": text})
    request.user = user
    assert understand_text(request).status_code == 200


def main(rounds: int) -> int:
    user = User.objects.filter(is_superuser=True).first() or User(is_superuser=True, is_staff=True)
    sys.stdout.write(f"first text of a server: {milliseconds(lambda: asked(PARAGRAPH, user)):.0f} ms\n\n")
    sys.stdout.write(f"{'text':<14}{'signs':>7}{'median':>9}{'95 %':>7}{'processor':>11}{'recogniser':>12}\n")
    worst = 0.0
    for name, text in TEXTS.items():
        text = text[:20_000]
        times = sorted(milliseconds(lambda text=text: asked(text, user)) for _ in range(rounds))
        names = (text.encode(), PASTED, installed_gazetteer())
        alone = [milliseconds(lambda names=names: standing.understand(*names)) for _ in range(rounds)]
        busy = time.process_time()
        asked(text, user)
        busy = (time.process_time() - busy) * 1000
        median, late = statistics.median(times), times[int(0.95 * (len(times) - 1))]
        share = statistics.median(alone) / median
        sys.stdout.write(f"{name:<14}{len(text):>7}{median:>9.0f}{late:>7.0f}{busy:>11.0f}{share:>11.0%}\n")
        worst = worst or late
    sys.stdout.write(f"\nparagraph: {worst:.0f} ms at 95 %, at most {LONGEST}\n")
    return int(worst > LONGEST)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 30))
