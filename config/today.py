"""The first page of the back office: what is to be done, each number with the list behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from backoffice.lists.pages import MOST_COUNTED, counted_rows
from bulletins.checks import remarks_on_each
from bulletins.models import Bulletin, Schedule
from bulletins.reach.rule import within
from bulletins.scheduling.state import state_of
from communes.sectors import Sector
from initiatives.correcting.panel import decided_lately
from initiatives.freshness import to_check
from initiatives.models import Initiative
from initiatives.sectors import in_sector
from initiatives.upkeep import in_preparation, never_cited, to_correct, uncited, without_contact, without_place
from ledger.models import Erasure
from organisations.models import Contact, Person
from workshop.talking.reading import letters_to, tasks_of


@dataclass
class Task:
    """A number with its list. `rows` and the address's filter select the same."""

    label: str
    hint: str
    url: str
    rows: QuerySet

    @property
    def count(self) -> int:
        return counted_rows(self.rows, most=MOST_COUNTED)


def today(user: AbstractBaseUser, *, sector: Sector | None = None) -> dict[str, Any]:
    """`sector` keeps the numbers of initiatives to those that lie in it; the lists behind them too."""
    return {
        "letters": letters_to(user),
        "returned": _returned_to(user),
        "decisions": decided_lately(user, now=timezone.now()),
        "own_tasks": tasks_of(user, today=timezone.localdate()),
        "plans": _plans(user) if user.has_perm("bulletins.view_bulletin") else [],
        "drafts": _drafts(user) if user.has_perm("bulletins.view_bulletin") else [],
        "tasks": [
            {"label": task.label, "hint": task.hint, "url": task.url, "count": task.count}
            for task in _tasks(user, sector)
        ],
        "can_add_bulletin": user.has_perm("bulletins.add_bulletin"),
        "can_add_initiative": user.has_perm("initiatives.add_initiative"),
    }


def _returned_to(user: AbstractBaseUser) -> list[dict[str, str]]:
    """Records that the person entered and that the editors sent back, with their word."""
    rows = Initiative.objects.filter(status=Initiative.Status.RETURNED, created_by=user).order_by("-returned_at")
    return [
        {
            "title": row.title,
            "note": row.return_note,
            "url": reverse("admin:initiatives_initiative_change", args=[row.pk]),
        }
        for row in rows.defer("search_vector")
    ]


def _plans(user: AbstractBaseUser) -> list[dict[str, Any]]:
    """What comes out by itself, and what should have: the trouble first, then by hour."""
    rows = Schedule.objects.select_related("bulletin__series", "bulletin__created_by", "planned_by")
    plans = within(user, rows, series="bulletin__series")
    found = [*plans.in_trouble(), *plans.pending().order_by("planned_for")]
    return [
        {
            "bulletin": plan.bulletin,
            "url": reverse("admin:bulletins_bulletin_change", args=[plan.bulletin_id]),
            **state_of(plan),
        }
        for plan in found
    ]


def _drafts(user: AbstractBaseUser) -> list[dict[str, Any]]:
    """Bulletins in preparation, the newest first, with what they still lack."""
    drafts = Bulletin.objects.filter(status=Bulletin.Status.DRAFT).select_related("series", "created_by")
    drafts = within(user, drafts)
    found = []
    rows = list(drafts.annotate(entry_count=Count("sections__entries")).order_by("-updated_at")[:5])
    remarks = remarks_on_each(rows)
    for bulletin in rows:
        problems = remarks[bulletin.pk]
        found.append(
            {
                "bulletin": bulletin,
                "form_url": reverse("admin:bulletins_bulletin_change", args=[bulletin.pk]),
                "check_url": reverse("workshop:proof", args=[bulletin.pk]),
                "workshop_url": reverse("workshop:page", args=[bulletin.pk]),
                "entry_count": bulletin.entry_count,
                "blocking": sum(problem.is_blocking for problem in problems),
                "warnings": sum(not problem.is_blocking for problem in problems),
            }
        )
    return found


def _tasks(user: AbstractBaseUser, sector: Sector | None) -> list[Task]:
    tasks = []
    if user.has_perm("initiatives.view_initiative"):
        rows = Initiative.objects.order_by()
        only = {}
        if sector is not None:
            rows, only = in_sector(rows, sector), {"secteur": "oui"}
        prepared = in_preparation(rows)
        tasks += [
            Task(
                "à relire",
                "proposées par la rédaction",
                _list("initiatives_initiative", status__exact="review", **only),
                rows.filter(status=Initiative.Status.REVIEW),
            ),
            Task(
                "à corriger",
                "en ligne, une correction est proposée",
                _list("initiatives_initiative", correction="proposee", **only),
                to_correct(rows),
            ),
            Task(
                "renvoyées",
                "à reprendre, avec un mot de l’édition",
                _list("initiatives_initiative", status__exact="returned", **only),
                rows.filter(status=Initiative.Status.RETURNED),
            ),
            Task(
                "approuvées, à placer",
                "dans aucun bulletin encore",
                _list("initiatives_initiative", status__exact="approved", parution="aucune", **only),
                uncited(rows.filter(status=Initiative.Status.APPROVED)),
            ),
            Task(
                "jamais citées",
                "dans aucun bulletin publié",
                _list("initiatives_initiative", parution="jamais", **only),
                never_cited(rows),
            ),
            Task(
                "du prochain bulletin sans lieu",
                "ni commune, ni territoire",
                _list("initiatives_initiative", parution="preparation", manque="lieu", **only),
                without_place(prepared),
            ),
            Task(
                "du prochain bulletin sans contact",
                "personne à appeler",
                _list("initiatives_initiative", parution="preparation", manque="contact", **only),
                without_contact(prepared),
            ),
            Task(
                "sans lieu",
                "dans tout le répertoire",
                _list("initiatives_initiative", manque="lieu", **only),
                without_place(rows),
            ),
            Task(
                "sans contact public",
                "dans tout le répertoire",
                _list("initiatives_initiative", manque="contact", **only),
                without_contact(rows),
            ),
            Task(
                "à vérifier",
                "en ligne, que rien ne confirme depuis six mois",
                _list("initiatives_initiative", verifier="oui", **only),
                to_check(rows),
            ),
        ]
    if user.has_perm("organisations.view_person"):
        tasks += [
            Task(
                "personnes en attente d’accord",
                "leur nom n’est pas public",
                _list("organisations_person", accord="attente"),
                Person.objects.awaiting_consent(),
            ),
            Task(
                "contacts personnels en attente",
                "ils ne paraissent nulle part",
                _list("organisations_contact", accord="attente"),
                Contact.objects.awaiting_consent(),
            ),
        ]
    if user.has_perm("ledger.erase_person"):
        tasks.append(
            Task(
                "effacements à confirmer",
                "demandés par une personne, confirmés par une autre",
                _list("ledger_erasure", etat="attente"),
                Erasure.objects.pending(),
            )
        )
    return tasks


def _list(name: str, **filters: str) -> str:
    return f"{reverse(f'admin:{name}_changelist')}?{urlencode(filters)}"
