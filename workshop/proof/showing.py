"""The remarks on a draft as a page shows them: no query and no rule is left to its templates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AbstractBaseUser

from backoffice.differences import Piece, abridged, by_words
from bulletins.admin.checking import links_of
from bulletins.checks import Problem, remarks_on
from bulletins.models import Bulletin
from initiatives.models import Initiative
from workshop.proof.mending import digest_of, may_mend, target_of


@dataclass
class Line:
    """One remark with the block that it is about, the places to mend it, and what one click would write."""

    problem: Problem
    links: list[tuple[str, str]]
    is_mendable: bool = False

    @property
    def kind(self) -> str:
        return "error" if self.problem.is_blocking else "warning"

    @property
    def target(self) -> str:
        return target_of(self.problem.block)

    @property
    def seen(self) -> str:
        return digest_of(self.problem.mend.before)

    @property
    def pieces(self) -> list[Piece]:
        return abridged(by_words(self.problem.mend.before, self.problem.mend.after))


def remarks_shown(bulletin: Bulletin, user: AbstractBaseUser) -> dict[str, Any]:
    """For the template `workshop/proof/remarks.html`."""
    problems = remarks_on(bulletin)
    may_change = user.has_perm("bulletins.change_bulletin") and bulletin.status != Bulletin.Status.WITHDRAWN
    concerned = {one.initiative_id for one in problems if one.mend and one.initiative_id}
    online = set(Initiative.objects.published().filter(pk__in=concerned).values_list("pk", flat=True))
    lines = [
        Line(one, links_of(bulletin, one), may_change and may_mend(user, one, published=online)) for one in problems
    ]
    return {
        "bulletin": bulletin,
        "blocking": [line for line in lines if line.problem.is_blocking],
        "advice": [line for line in lines if not line.problem.is_blocking],
        "typography": sum(line.is_mendable and line.problem.mend.name == "typographie" for line in lines),
    }
