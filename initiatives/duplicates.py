"""Initiatives that may be one and the same: nearly the same title, and a place or an organisation in common."""

from __future__ import annotations

from rapidfuzz import fuzz

from french.accents import sort_key
from initiatives.models import Coverage, Initiative, Participation, Place

NEARLY = 82  # of 100, with something in common
SAME = 96  # so near that the place need not be known


def probable_duplicates(initiative: Initiative) -> list[Initiative]:
    """At most five that may be `initiative` told twice. One query for the titles, six for what is shared."""
    wanted = sort_key(initiative.title)
    others = Initiative.objects.exclude(pk=initiative.pk).filter(merged_into=None).values_list("pk", "title")
    scores = {pk: fuzz.token_sort_ratio(wanted, sort_key(title)) for pk, title in others}
    near = [pk for pk, score in scores.items() if score >= NEARLY]
    if not near:
        return []
    shared = _sharing(initiative, near)
    keys = [pk for pk in near if pk in shared or scores[pk] >= SAME]
    keys = sorted(keys, key=lambda pk: -scores[pk])[:5]
    found = Initiative.objects.defer("search_vector").in_bulk(keys)
    return [found[pk] for pk in keys]


def _sharing(initiative: Initiative, candidates: list[int]) -> set[int]:
    """Those that have a commune, an area or an organisation of `initiative`; all of them while it has none itself."""
    shared: set[int] = set()
    has_any = False
    for model, key in ((Place, "commune"), (Coverage, "area"), (Participation, "organisation")):
        own = list(model.objects.filter(initiative=initiative).values_list(key, flat=True))
        has_any = has_any or bool(own)
        rows = model.objects.filter(initiative__in=candidates, **{f"{key}__in": own})
        shared |= set(rows.values_list("initiative", flat=True))
    return shared if has_any else set(candidates)
