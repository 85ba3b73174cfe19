"""“À placer”: the initiatives that a bulletin could still tell, and those that it or another tells already.

“Mon secteur” is offered to those who have one; it keeps what is to be placed to it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.timezone import localdate

from backoffice.lists.pages import MoreThan, counted_rows
from bulletins.models import Bulletin, Citation, Entry
from bulletins.starting import APPROVED, WEEK
from communes.sectors import sector_of
from french.wording import long_date
from initiatives.finding.searching import holding_words
from initiatives.models import Coverage, Initiative, Place
from initiatives.sectors import in_sector
from initiatives.upkeep import never_cited

MOST = 30
MOST_TOLD = 1_000
WORDS_LENGTH = 200
FILTERS = {"": "à placer", "nouvelles": "nouvelles", "jamais": "jamais citées", "toutes": "toutes"}
SECTOR = "secteur"


@dataclass
class Candidate:
    """A row of the panel: the initiative, and what tells whether it is still to be placed."""

    initiative: Initiative
    is_here: bool = False
    printed: list[str] = field(default_factory=list)  # “n° 2”, newest first
    drafts: list[str] = field(default_factory=list)  # names of other bulletins in preparation
    withdrawn: list[str] = field(default_factory=list)  # “parue au n° 2, retiré le 4 mai 2020”, newest first

    @property
    def state(self) -> str:
        """In words: “déjà dans ce bulletin”, “déjà paru n° 2”, “dans un autre brouillon”, “à placer”."""
        if self.is_here:
            return "déjà dans ce bulletin"
        if self.printed:
            return f"déjà paru {', '.join(self.printed[:3])}"
        return "dans un autre brouillon" if self.drafts else "à placer"

    @property
    def why(self) -> str:
        """Why what has appeared is to be placed again: the bulletin that told it was withdrawn."""
        return "\u00a0; ".join(self.withdrawn[:2]) if not self.printed else ""

    @property
    def kind(self) -> str:
        """The badge: `quiet` once it is told somewhere."""
        return "info" if self.state == "à placer" else "quiet"

    @property
    def where(self) -> list[str]:
        places = [str(place.commune) for place in self.initiative.places.all()]
        return list(dict.fromkeys([*places, *(str(one.area) for one in self.initiative.coverages.all())]))


@dataclass
class Candidates:
    rows: list[Candidate]
    more: int  # besides the rows; of very many, that they are


def candidates(
    bulletin: Bulletin,
    *,
    words: str = "",
    only: str = "",
    account: AbstractBaseUser | None = None,
    now: datetime | None = None,
) -> Candidates:
    """At most thirty rows, the newest first, in a fixed number of queries. Words without a filter search everywhere.

    `account` is whose sector “mon secteur” means.
    """
    now = now or timezone.now()
    words = words.replace("\x00", "")[:WORDS_LENGTH].strip()
    sector = sector_of(account) if account and only == SECTOR else None
    only = only if only in FILTERS else ""
    rows = Initiative.objects.filter(merged_into=None).exclude(status=Initiative.Status.WITHDRAWN)
    if sector is not None:
        rows = in_sector(rows, sector)
    if words:
        rows = holding_words(rows, words)
    rows = _filtered(rows, bulletin, only="toutes" if words and not only else only, now=now)
    shown = (
        rows.select_related("theme")
        .defer("search_vector")
        .prefetch_related(
            Prefetch("places", Place.objects.select_related("commune")),
            Prefetch("coverages", Coverage.objects.select_related("area")),
        )
        .order_by("-created_at", "-pk")
    )
    total = counted_rows(rows, most=MOST + MOST_TOLD)
    more = MoreThan(total - MOST) if isinstance(total, MoreThan) else max(0, total - MOST)
    return Candidates(_with_states(list(shown[:MOST]), bulletin), more)


def filters_for(account: AbstractBaseUser) -> dict[str, str]:
    """The filters that the panel offers, by their value in the address."""
    return FILTERS | {SECTOR: "mon secteur"} if sector_of(account) else FILTERS


def _filtered(rows: QuerySet[Initiative], bulletin: Bulletin, *, only: str, now: datetime) -> QuerySet[Initiative]:
    if only == "toutes":
        return rows
    here = Entry.objects.filter(section__bulletin=bulletin).values("initiative")
    rows = rows.exclude(pk__in=here)
    is_new = Q(created_at__gte=now - WEEK)
    if only == "nouvelles":
        return rows.filter(is_new)
    if only == "jamais":
        return never_cited(rows)
    in_drafts = Entry.objects.filter(section__bulletin__status=Bulletin.Status.DRAFT).values("initiative")
    return never_cited(rows.filter(Q(status__in=APPROVED) | is_new)).exclude(pk__in=in_drafts)


def _with_states(initiatives: list[Initiative], bulletin: Bulletin) -> list[Candidate]:
    rows = {initiative.pk: Candidate(initiative) for initiative in initiatives}
    citations = Citation.objects.filter(initiative__in=rows).select_related("bulletin")
    for citation in citations.order_by("-bulletin__dated_on"):
        row, told = rows[citation.initiative_id], citation.bulletin
        if told.is_published:
            row.printed.append(told.label)
        elif told.withdrawn_at:
            row.withdrawn.append(f"parue au {told.label}, retiré le {long_date(localdate(told.withdrawn_at))}")
    entries = Entry.objects.filter(initiative__in=rows).exclude(section__bulletin__status=Bulletin.Status.WITHDRAWN)
    drafts: dict[int, list[str]] = defaultdict(list)
    for entry in entries.select_related("section__bulletin__series", "section__bulletin__created_by"):
        if entry.section.bulletin_id == bulletin.pk:
            rows[entry.initiative_id].is_here = True
        elif entry.section.bulletin.status == Bulletin.Status.DRAFT:
            drafts[entry.initiative_id].append(entry.section.bulletin.name_apart)
    for pk, titles in drafts.items():
        rows[pk].drafts = titles
    return list(rows.values())
