"""How many queries two acts of officers cost: publishing twenty new initiatives, accepting an import of sixteen.

Each is done by the product's service in a transaction that is undone.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TypeVar

from django.contrib.auth.models import User
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from bench.world import EDITOR
from bulletins.models import Bulletin, Entry, Section, Series
from bulletins.services import publish_bulletin
from communes.models import Commune
from documents.services import accept_everything, accept_import, receive_document
from initiatives.models import Initiative, Participation, Place, Theme
from organisations.models import Organisation

PUBLISHED, IMPORTED = 20, 16
TITLE = "Le Pas-de-Calais solidaire, numéro de la mesure"
T = TypeVar("T")


def count_queries(*, say) -> dict[str, int]:
    """Queries of `publishing` and of `accepting`; `initiatives` says how many the import was found to tell."""
    editor = User.objects.get(username=EDITOR)
    publishing = _undone(lambda: _publishing(editor))
    accepting, initiatives = _undone(lambda: _accepting(editor))
    say(f"  publier {PUBLISHED} initiatives : {publishing} requêtes ; accepter {initiatives} : {accepting} requêtes")
    return {"publishing": publishing, "accepting": accepting, "initiatives": initiatives}


def _undone(act: Callable[[], T]) -> T:
    with transaction.atomic():
        result = act()
        transaction.set_rollback(True)
    return result


def _counted(act: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as queries:
        act()
    return len(queries)


def _communes(count: int) -> list[Commune]:
    return list(Commune.objects.in_territory().order_by("-population")[:count])


def _publishing(editor: User) -> int:
    series = Series.objects.get(is_main=True)
    bulletin = Bulletin.objects.create(
        series=series, title=TITLE, dated_on=date(2026, 5, 4), signatory_name="Le préfet", created_by=editor
    )
    section = Section.objects.create(bulletin=bulletin, theme=Theme.objects.first(), position=1)
    for number, commune in enumerate(_communes(PUBLISHED), start=1):
        organisation = Organisation.objects.create(name=f"Les voisins de la mesure {number}", kind="association")
        initiative = Initiative.objects.create(
            title=f"Un colis pour chaque foyer, récit {number}",
            summary=f"Des voisins préparent {number * 10} colis pour les foyers de la commune.",
            theme=section.theme,
            created_by=editor,
        )
        Place.objects.create(initiative=initiative, commune=commune)
        Participation.objects.create(initiative=initiative, organisation=organisation)
        Entry.objects.create(section=section, initiative=initiative, position=number)
    return _counted(lambda: publish_bulletin(bulletin=bulletin, by=editor))


def _accepting(editor: User) -> tuple[int, int]:
    told = [
        f"- À {commune.name}, l’association Les Mains de la mesure {number} a cousu {number * 100} masques pour "
        f"le centre hospitalier, avec l’aide d’une trentaine de bénévoles.\n\nContact : mesure{number}@exemple.fr\n"
        for number, commune in enumerate(_communes(IMPORTED), start=1)
    ]
    text = f"Arras, le 4 mai 2026\n\n{TITLE}\n\nFabriquer du matériel de protection :\n\n" + "\n".join(told)
    review = receive_document(data=text.encode(), filename="mesure.txt", by=editor)
    review = accept_everything(review=review, by=editor)
    before = Initiative.objects.count()
    queries = _counted(lambda: accept_import(review=review, by=editor))
    return queries, Initiative.objects.count() - before
