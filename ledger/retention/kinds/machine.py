"""What the site writes down for itself. Nobody misses it, so that it leaves without being agreed to.

But for the folders that a restoration has set aside: they are the way back.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from backoffice.models import JournalLine
from directory.models import VainSearch
from ledger.retention.models import Removal
from ledger.retention.rules import Files, Rows, older


def _lines(before: datetime) -> QuerySet:
    return JournalLine.objects.before(before)


def _saves(before: datetime) -> QuerySet:
    """Django's own log of the back office, which the journal and the histories tell better."""
    return LogEntry.objects.filter(action_time__lt=before)


def _sessions(before: datetime) -> QuerySet:
    """With what “Mon compte” shows of them."""
    return Session.objects.filter(expire_date__lt=before)


def _attempts(before: datetime) -> QuerySet:
    return AccessAttempt.objects.filter(attempt_time__lt=before)


def _results(before: datetime) -> QuerySet:
    return DBTaskResult.objects.finished().filter(finished_at__lt=before)


def _searches(before: datetime) -> QuerySet:
    return VainSearch.objects.filter(last_on__lt=timezone.localdate(before))


def _reports(before: datetime) -> QuerySet:
    return Removal.objects.filter(at__lt=before)


def _indexes(before: datetime) -> list[Path]:
    """The file of the directory in memory and those that a process which was killed left beside it."""
    path = Path(settings.DIRECTORY_INDEX_FILE)
    return older([path, *path.parent.glob(f"{path.name}.*")], before)


def _unfinished(before: datetime) -> list[Path]:
    return older(list(Path(settings.MEDIA_ROOT).glob(".en-cours-*")), before)


def _replaced(before: datetime) -> list[Path]:
    return older(list(Path(settings.MEDIA_ROOT).glob(".avant-*")), before)


RULES = (
    Rows(
        name="journal",
        one="ligne du journal",
        many="lignes du journal",
        since="l’acte",
        why="Le temps de comprendre un incident : la CNIL conseille six mois à un an, la base refuse moins.",
        waits=False,
        rows=_lines,
    ),
    Rows(
        name="admin_log",
        one="trace d’enregistrement",
        many="traces d’enregistrement",
        since="l’enregistrement",
        why="Double du journal et de l’historique des fiches ; la base refuse moins de six mois.",
        waits=False,
        rows=_saves,
    ),
    Rows(
        name="sessions",
        one="session finie",
        many="sessions finies",
        since="la fin de la session",
        why="Ne sert plus à rien ; disait le navigateur et le réseau de la personne.",
        waits=False,
        rows=_sessions,
    ),
    Rows(
        name="attempts",
        one="compteur de mots de passe manqués",
        many="compteurs de mots de passe manqués",
        since="le dernier essai",
        why="Ne retient que pendant un quart d’heure. Le journal garde ce qui compte, sans l’adresse entière.",
        waits=False,
        rows=_attempts,
    ),
    Rows(
        name="results",
        one="résultat du travail de fond",
        many="résultats du travail de fond",
        since="la fin du travail",
        why="Pour chercher pourquoi quelque chose a échoué.",
        waits=False,
        rows=_results,
    ),
    Rows(
        name="searches",
        one="recherche sans réponse",
        many="recherches sans réponse",
        since="la dernière fois",
        why="Dit ce que le public attend cette saison ; rien n’est gardé de qui cherchait.",
        waits=False,
        rows=_searches,
    ),
    Files(
        name="indexes",
        one="ancien fichier du répertoire en mémoire",
        many="anciens fichiers du répertoire en mémoire",
        since="l’écriture",
        why="Ce qui était public ce jour-là ; trop vieux, il n’est plus lu.",
        waits=False,
        paths=_indexes,
    ),
    Files(
        name="unfinished",
        one="reste d’une restauration interrompue",
        many="restes de restaurations interrompues",
        since="l’interruption",
        why="Une copie des fichiers que rien ne lit.",
        waits=False,
        paths=_unfinished,
    ),
    Files(
        name="replaced",
        one="dossier mis de côté par une restauration",
        many="dossiers mis de côté par une restauration",
        since="la restauration",
        why="De quoi revenir en arrière, le temps d’être sûr ; des originaux effacés depuis y seraient encore.",
        paths=_replaced,
    ),
    Rows(
        name="reports",
        one="compte rendu de conservation",
        many="comptes rendus de conservation",
        since="la nuit dont il parle",
        why="Prouve que les durées sont tenues. Des nombres, aucun nom.",
        waits=False,
        rows=_reports,
    ),
)
