"""What readers outside the office have sent, and nobody has dealt with: publishing would close their links on it."""

from __future__ import annotations

from collections.abc import Iterator

from bulletins.checks import Block, Page, Problem
from bulletins.models import Bulletin
from french.wording import counted
from workshop.models import ProofRemark


def unanswered_readers(bulletin: Bulletin) -> Iterator[Problem]:
    """One query."""
    waiting = ProofRemark.objects.filter(link__bulletin=bulletin, resolved_at=None).count()
    if waiting:
        message = counted(
            waiting,
            "remarque d’un relecteur du dehors attend d’être traitée.",
            "remarques de relecteurs du dehors attendent d’être traitées.",
        )
        yield Problem(message, is_blocking=False, block=Block(Page.OUTSIDE, bulletin.pk))
