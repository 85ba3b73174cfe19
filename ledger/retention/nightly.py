"""The work of the night, and whom it tells."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse
from django.utils import timezone

from backoffice.access.administration import administration_addresses
from ledger.retention.services import Gone, apply_rules, in_words, standings, waiting_in_words


class RetentionFailed(Exception):
    """Some rules could not be applied; the message names them."""


def keep_nightly(now: datetime) -> str:
    """Administrators are written to when something went that people wrote or gave, when a rule failed, and on the first
    of each month when something waits for them."""
    gone = apply_rules(now=now)
    failed = [one for one in gone if one.problem]
    is_first = timezone.localtime(now).day == 1
    waiting = waiting_in_words(standings(), now=now)
    _tell(
        [one for one in gone if one.rule.waits and one.count],
        failed=failed,
        waiting=waiting if is_first else [],
    )
    told = in_words(gone)
    if waiting:
        told += f" En attente d’un accord : {' ; '.join(waiting)}."
    if failed:
        raise RetentionFailed(f"{told} Échecs : {'; '.join(f'{one.rule.name}, {one.problem}' for one in failed)}")
    return told


def _tell(gone: list[Gone], *, failed: list[Gone], waiting: list[str]) -> None:
    parts = []
    if gone:
        lines = [f"- {one.rule.told(one.count)} : {one.rule.done} ({one.rule.days} jours)" for one in gone]
        parts.append("Cette nuit, selon les durées de conservation :\n" + "\n".join(lines))
    if failed:
        lines = [f"- {one.rule.label} : {one.problem}" for one in failed]
        parts.append("Ceci n’a pas pu être appliqué :\n" + "\n".join(lines))
    if waiting:
        parts.append("Ceci attend l’accord d’une administratrice ou d’un administrateur :\n- " + "\n- ".join(waiting))
    addresses = administration_addresses()
    if parts and addresses:
        page = f"{settings.SITE_URL}{reverse('admin:retention')}"
        body = "\n\n".join([*parts, f"La page « Conservation » : {page}"])
        send_mail("Solidaire : conservation des données", body, None, addresses)
