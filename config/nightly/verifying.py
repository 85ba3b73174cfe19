"""What the worker verifies each night, and whom it tells when something is off."""

from __future__ import annotations

from datetime import datetime

from django.core.mail import send_mail
from django.db import DatabaseError, transaction

from backoffice.access.administration import administration_addresses
from backoffice.journal.kinds import Kind
from backoffice.journal.writing import note
from backoffice.work.soundness import Outcome, verify
from french.wording import counted


def verify_and_note() -> list[Outcome]:
    """All checks; their outcome is a line of the journal. That it cannot be written stops no verification."""
    outcomes = verify()
    wrong = [_in_short(one) for one in outcomes if not one.is_sound]
    kind = Kind.VERIFICATION_FAILED if wrong else Kind.VERIFIED
    told = " ; ".join(wrong) or f"{counted(len(outcomes), 'vérification', 'vérifications')}, rien à signaler"
    try:
        with transaction.atomic():
            note(kind, by=None, told=told)
    except DatabaseError as error:
        outcomes.append(Outcome("ligne au journal", [f"Elle n’a pas pu être écrite\u00a0: {error}"]))
    return outcomes


def _in_short(outcome: Outcome) -> str:
    """The first sentence stands for the others: the whole is for `manage.py verifier`."""
    others = len(outcome.wrong) - 1
    return f"{outcome.name}\u00a0: {outcome.wrong[0]}" + (f" (et {counted(others, 'autre')})" if others else "")


def verify_nightly(now: datetime) -> str:
    """Administrators with an address get what is wrong, in words. Nobody is written to when all is sound."""
    wrong = [outcome for outcome in verify_and_note() if not outcome.is_sound]
    if not wrong:
        return "Tout est sain."
    lines = [f"{outcome.name} :\n" + "\n".join(f"- {sentence}" for sentence in outcome.told) for outcome in wrong]
    said = counted(len(wrong), "vérification échoue", "vérifications échouent")
    if addresses := administration_addresses():
        body = "\n\n".join(["La vérification de la nuit a trouvé ceci.", *lines, "« manage.py verifier » la refait."])
        send_mail(f"Solidaire : {said}", body, None, addresses)
    return f"{said} : {', '.join(outcome.name for outcome in wrong)}."
