"""An initiative that readers have met in the issues before this one."""

from __future__ import annotations

from collections.abc import Iterator

from bulletins.checks import Block, Page, Problem
from bulletins.models import Bulletin, Citation, Section
from bulletins.snapshots import wording_of
from french.accents import sort_key
from french.wording import long_date

ISSUES = 3


def told_lately(bulletin: Bulletin, sections: list[Section]) -> Iterator[Problem]:
    """Told in one of the last three public issues of the series, with the same words or others. Two queries."""
    lately = bulletin.series.bulletins.published().exclude(pk=bulletin.pk).newest_first()
    if bulletin.dated_on:  # an archive or a rectificatif is compared with what came before it
        lately = lately.exclude(dated_on__gt=bulletin.dated_on)
    issues = {issue.pk: issue for issue in lately[:ISSUES]}
    entries = {entry.initiative_id: entry for section in sections for entry in section.entries.all()}
    told = Citation.objects.filter(bulletin__in=issues, initiative__in=entries).values_list(
        "bulletin", "initiative", "wording"
    )
    earlier: dict[int, list[tuple[Bulletin, str]]] = {}
    for issue, initiative, wording in told:
        earlier.setdefault(initiative, []).append((issues[issue], wording))
    order = list(issues)
    for initiative_id, entry in entries.items():
        if initiative_id not in earlier:
            continue
        issue, _ = min(earlier[initiative_id], key=lambda one: order.index(one[0].pk))
        now = sort_key(wording_of(entry).text)
        is_same = any(sort_key(wording) == now for _, wording in earlier[initiative_id])
        day = f" du {long_date(issue.dated_on)}" if issue.dated_on else ""
        label = issue.label if issue.number is None else f"le {issue.label}"
        message = f"« {entry.initiative} » a déjà paru dans {label}{day}" + (
            ", avec les mêmes mots : écrivez ce qui est nouveau, ou ôtez-la."
            if is_same
            else " : dites dès la première phrase ce qui est nouveau."
        )
        block = Block(Page.SUMMARY, bulletin.pk, f"entree-{entry.pk}")
        yield Problem(message, False, initiative_id, block, entry_id=entry.pk)
