"""What the worker verifies each night, and whom it tells when something is off."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth import get_user_model
from django.core.mail import send_mail

from backoffice.journal.kinds import Kind
from backoffice.journal.writing import note
from backoffice.work.soundness import Outcome, verify
from french.wording import counted


def verify_and_note() -> list[Outcome]:
    """All checks; their outcome is a line of the journal."""
    outcomes = verify()
    wrong = [f"{one.name}\u00a0: {' '.join(one.told)}" for one in outcomes if not one.is_sound]
    kind = Kind.VERIFICATION_FAILED if wrong else Kind.VERIFIED
    told = " ; ".join(wrong) or f"{counted(len(outcomes), 'vérification', 'vérifications')}, rien à signaler"
    note(kind, by=None, told=told)
    return outcomes


def verify_nightly(now: datetime) -> str:
    """Administrators with an address get what is wrong, in words. Nobody is written to when all is sound."""
    wrong = [outcome for outcome in verify_and_note() if not outcome.is_sound]
    if not wrong:
        return "Tout est sain."
    lines = [f"{outcome.name} :\n" + "\n".join(f"- {sentence}" for sentence in outcome.told) for outcome in wrong]
    said = counted(len(wrong), "vérification échoue", "vérifications échouent")
    administrators = get_user_model().objects.filter(is_active=True, groups__name="administration").exclude(email="")
    addresses = sorted(set(administrators.values_list("email", flat=True)))
    if addresses:
        body = "\n\n".join(["La vérification de la nuit a trouvé ceci.", *lines, "« manage.py verifier » la refait."])
        send_mail(f"Solidaire : {said}", body, None, addresses)
    return f"{said} : {', '.join(outcome.name for outcome in wrong)}."
