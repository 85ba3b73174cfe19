"""Initiatives that may be one and the same: nearly the same title, and a place or an organisation in common."""

from __future__ import annotations

from itertools import combinations

from django.contrib.postgres.search import SearchQuery
from django.db import connection, models
from rapidfuzz import fuzz

from french.accents import sort_key, without_accents
from initiatives.finding.models import SearchedText
from initiatives.models import Coverage, Initiative, Participation, Place

NEARLY = 82  # of 100, with something in common
SAME = 96  # so near that the place need not be known
MOST_WORDS = 6
MOST_COMPARED = 500


def probable_duplicates(initiative: Initiative) -> list[Initiative]:
    """At most five that may be `initiative` told twice. Two queries for the titles, six for what is shared."""
    wanted = sort_key(initiative.title)
    others = _alike(initiative.title).exclude(pk=initiative.pk).filter(merged_into=None)
    # Where very many titles have two words in common, the newest: one is told twice within weeks.
    titles = others.order_by("-pk").values_list("pk", "title")[:MOST_COMPARED]
    scores = {pk: fuzz.token_sort_ratio(wanted, sort_key(title)) for pk, title in titles}
    near = [pk for pk, score in scores.items() if score >= NEARLY]
    if not near:
        return []
    shared = _sharing(initiative, near)
    keys = [pk for pk in near if pk in shared or scores[pk] >= SAME]
    keys = sorted(keys, key=lambda pk: -scores[pk])[:5]
    found = Initiative.objects.defer("search_vector").in_bulk(keys)
    return [found[pk] for pk in keys]


def _alike(title: str) -> models.QuerySet[Initiative]:
    """Those whose title has two of the telling words of this one, as the index finds them; or one, if it has no more
    than two. Nearly the same title has all of them but one or two. One query, for the words as the index knows them.
    """
    words = _telling_words(title)
    if not words:
        same = SearchedText.objects.holding(texts=without_accents(title).lower())
        return Initiative.objects.filter(pk__in=same.values("pk"))
    needed = combinations(words, 2) if len(words) > 2 else [(word,) for word in words]
    asked = " | ".join(" & ".join(f"'{word}':A" for word in together) for together in needed)
    return Initiative.objects.filter(search_vector=SearchQuery(asked, search_type="raw", config="pg_catalog.simple"))


def _telling_words(title: str) -> list[str]:
    """The longest words of a title, which are the rarest, as the search vector holds them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tsvector_to_array(to_tsvector('pg_catalog.french', solidaire_plain(%s)))", [title])
        (lexemes,) = cursor.fetchone()
    plain = [lexeme for lexeme in lexemes if lexeme.isalnum()]
    return sorted(plain, key=lambda lexeme: (-len(lexeme), lexeme))[:MOST_WORDS]


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
