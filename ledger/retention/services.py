"""Agreeing to a rule of retention, suspending it, and applying all that are in force."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.utils import timezone

from backoffice.journal.kinds import Kind
from backoffice.journal.writing import note as write_line
from french.wording import counted, enumerated
from ledger.retention.kinds.all import RULES
from ledger.retention.models import Agreement, Removal
from ledger.retention.refusals import NotAgreeable
from ledger.retention.rules import Rule

logger = logging.getLogger(__name__)

BATCH = 200  # rows of one transaction: some tenths of a second at most


@dataclass(frozen=True)
class Standing:
    """A rule as it stands now. `agreement` is that of a longer time too, where the days were shortened since."""

    rule: Rule
    agreement: Agreement | None

    @property
    def is_kept(self) -> bool:
        return not self.rule.days

    @property
    def is_shortened(self) -> bool:
        return self.agreement is not None and self.rule.days < self.agreement.days

    @property
    def is_waiting(self) -> bool:
        """For an administrator: nothing goes until then."""
        return self.rule.waits and not self.is_kept and (self.agreement is None or self.is_shortened)

    @property
    def is_applied(self) -> bool:
        return not self.is_kept and not self.is_waiting


@dataclass(frozen=True)
class Gone:
    rule: Rule
    count: int
    problem: str = ""


def standings() -> list[Standing]:
    agreements = {one.kind: one for one in Agreement.objects.standing().select_related("agreed_by")}
    return [Standing(rule, agreements.get(name)) for name, rule in RULES.items()]


def agree(*, kind: str, days: int, by: AbstractBaseUser, note: str = "", now: datetime | None = None) -> Agreement:
    """From the next night on the rule takes what is older than that many days: those that the person was shown.

    Refused for a rule that waits for nobody, and where the setting has changed since the page was read.
    """
    rule = RULES.get(kind)
    if rule is None or not rule.waits:
        raise NotAgreeable("Ces données n’attendent l’accord de personne.")
    if not rule.days or rule.days != days:
        raise NotAgreeable("La durée a changé depuis que vous avez ouvert la page\u00a0: relisez ce qui partirait.")
    now = now or timezone.now()
    try:
        with transaction.atomic():
            _end(kind, by=by, now=now)
            made = Agreement.objects.create(kind=kind, days=days, note=note, agreed_at=now, agreed_by=by)
            told = f"Conservation accordée\u00a0: {rule.many}, {counted(days, 'jour')}."
            write_line(Kind.SETTINGS_CHANGED, by=by, about=made, told=told, now=now)
            return made
    except IntegrityError:
        raise NotAgreeable("Quelqu’un vient de donner cet accord.") from None


def suspend(*, kind: str, by: AbstractBaseUser, now: datetime | None = None) -> None:
    """The rule takes nothing any more, until someone agrees anew."""
    now = now or timezone.now()
    with transaction.atomic():
        if kind not in RULES or not _end(kind, by=by, now=now):
            raise NotAgreeable("Rien n’était accordé pour ces données.")
        told = f"Conservation suspendue\u00a0: {RULES[kind].many}."
        write_line(Kind.SETTINGS_CHANGED, by=by, told=told, now=now)


def apply_rules(*, now: datetime | None = None) -> list[Gone]:
    """Take away what the rules in force say. One that fails stops no other; what went is kept as reports."""
    now = now or timezone.now()
    found = [_apply(one.rule, now) for one in standings() if one.is_applied]
    if any(one.count for one in found):
        write_line(Kind.RETENTION_APPLIED, by=None, told=in_words(found), now=now)
    return found


def _apply(rule: Rule, now: datetime) -> Gone:
    """In small transactions, each with its report: a worker that is killed has told what it did."""
    report = Removal(kind=rule.name, days=rule.days, count=0, at=now)
    try:
        while True:
            with transaction.atomic():
                gone = rule.remove(now, most=BATCH)
                if not gone:
                    return Gone(rule, report.count)
                report.count += gone
                report.save()
    except Exception as error:  # whatever a rule meets, the others must be applied
        logger.exception("La conservation de « %s » a échoué.", rule.name)
        return Gone(rule, report.count, f"{type(error).__name__}\u00a0: {error}")


def _end(kind: str, *, by: AbstractBaseUser, now: datetime) -> int:
    return Agreement.objects.standing().filter(kind=kind).update(ended_at=now, ended_by=by)


def in_words(found: list[Gone]) -> str:
    """“Au terme de leur durée de conservation, effacement : 3 sessions finies ; désactivation : 2 comptes
    inutilisés.” for a report."""
    went = [one for one in found if one.count]
    parts = []
    for done in dict.fromkeys(one.rule.done for one in went):
        told = [one.rule.told(one.count) for one in went if one.rule.done == done]
        parts.append(f"{done}\u00a0: {enumerated(told)}")
    if not parts:
        return "Rien n’est arrivé au terme de sa durée."
    return f"Au terme de leur durée de conservation, {' ; '.join(parts)}."


def waiting_in_words(found: list[Standing], *, now: datetime) -> list[str]:
    """What would go if someone agreed: one line for each rule that waits and has something to take."""
    lines = []
    for one in found:
        if one.is_waiting and (count := one.rule.count(now)):
            lines.append(f"{one.rule.told(count)}, {counted(one.rule.days, 'jour')} après {one.rule.since}")
    return lines
