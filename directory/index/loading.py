"""Reads public initiatives from PostgreSQL as sets: all of them, or those that changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache

import numpy as np
from django.db import connections
from django.db.models import Max, QuerySet
from pyroaring import BitMap

from directory.cards.prepared import Statement, among
from directory.citations import with_told_on
from directory.index import sets
from directory.index.sets import Documents, Lexemes, Sets, grouped
from initiatives.models import Initiative

CHUNK = 50_000  # initiatives read at once
EPOCH = date(1970, 1, 1).toordinal()

# Family → key and initiative of each thing attached; a draft is never among them, nor an unpublished bulletin.
PUBLIC = "JOIN initiatives_initiative i ON i.id = {0}.{1} AND i.status = 'published' WHERE {{0}}"
ATTACHED = {
    sets.THEME: ("i.theme_id", "FROM initiatives_initiative i WHERE i.status = 'published' AND {0}"),
    sets.OVER: ("''", "FROM initiatives_initiative i WHERE i.status = 'published' AND i.state = 'over' AND {0}"),
    sets.FIGURE: ("''", "FROM initiatives_figure r " + PUBLIC.format("r", "initiative_id")),
    sets.COMMUNE: ("r.commune_id", "FROM initiatives_place r " + PUBLIC.format("r", "initiative_id")),
    sets.AREA: ("r.area_id", "FROM initiatives_coverage r " + PUBLIC.format("r", "initiative_id")),
    sets.KIND: (
        "o.kind",
        "FROM initiatives_participation r JOIN organisations_organisation o ON o.id = r.organisation_id "
        + PUBLIC.format("r", "initiative_id")
        + " AND r.role <> 'beneficiary'",
    ),
    sets.AUDIENCE: (
        "r.audience_id",
        "FROM initiatives_initiative_audiences r " + PUBLIC.format("r", "initiative_id"),
    ),
    sets.BULLETIN: (
        "r.bulletin_id",
        "FROM bulletins_citation r JOIN bulletins_bulletin b ON b.id = r.bulletin_id AND b.status = 'published' "
        + PUBLIC.format("r", "initiative_id"),
    ),
}
PAIRS = " UNION ALL ".join(f"SELECT '{family}', ({key})::text, i.id {rows}" for family, (key, rows) in ATTACHED.items())
# Where it acts; where it is of use only when it acts in no commune by name (as `DirectoryFilter.ordered`).
FIRSTS = """
    SELECT * FROM (
      SELECT DISTINCT ON (i.id) 'first', r.commune_id::text, i.id
      FROM initiatives_place r JOIN communes_commune c ON c.insee = r.commune_id
      JOIN initiatives_initiative i ON i.id = r.initiative_id AND i.status = 'published' WHERE {0}
      ORDER BY i.id, r.role, c.sort_key, r.commune_id
    ) AS firsts
"""
# By the parts of the text in which the word stands: with "title", with "name", with both or neither.
WORDS = """
    SELECT concat_ws(' ', 'word', CASE WHEN 'A' = ANY (w.weights) THEN 'title' END,
                     CASE WHEN 'B' = ANY (w.weights) THEN 'name' END), w.lexeme, string_agg(int8send(i.id), ''::bytea)
    FROM initiatives_initiative i CROSS JOIN unnest(i.search_vector) AS w
    WHERE i.status = 'published' AND {0} GROUP BY 1, 2
"""
GATHERED = f"""
    SELECT family, key, string_agg(int8send(id), ''::bytea)
    FROM ({PAIRS} UNION ALL {FIRSTS}) AS held(family, key, id) GROUP BY 1, 2
    UNION ALL {WORDS}
"""


def read_all() -> Sets:
    """All public initiatives. About 80 seconds a million, in pieces; each piece sees its own moment of the database."""
    ids, days = _days(Initiative.objects.published())
    made = Sets()
    made.lay(ids, days)
    last = Initiative.objects.published().aggregate(last=Max("pk"))["last"] or 0
    for start in range(0, last + 1, CHUNK):
        made.fill(grouped(_pairs("i.id BETWEEN %s AND %s", [start, start + CHUNK - 1])))
    for keys in made.families.values():
        for held in (one for _, one in keys.kept()) if isinstance(keys, Lexemes) else keys.values():
            if isinstance(held, BitMap):
                held.run_optimize()
                held.shrink_to_fit()
    return made


def read_some(initiatives: Iterable[int]) -> Documents:
    """Those of them that are public. Two queries."""
    keys = sorted(initiatives)
    ids, days = _parted(_days_of_some().values(keys))
    return Documents(ids, days, grouped(_pairs("i.id = ANY(%s)", [keys])) if len(ids) else {})


def _days(initiatives: QuerySet[Initiative]) -> tuple[np.ndarray, np.ndarray]:
    return _parted(_with_days(initiatives).iterator(chunk_size=CHUNK))


def _with_days(initiatives: QuerySet[Initiative]) -> QuerySet:
    return with_told_on(initiatives).order_by().values_list("pk", "told_on")


@cache
def _days_of_some() -> Statement:
    return Statement.of(among(_with_days(Initiative.objects.published()), "initiatives_initiative.id"))


def _parted(rows: Iterable[tuple[int, date]]) -> tuple[np.ndarray, np.ndarray]:
    told = np.fromiter(((key, day.toordinal() - EPOCH) for key, day in rows), np.dtype("i8,i4"))
    return told["f0"].copy(), told["f1"].copy()


def _pairs(condition: str, parameters: list) -> Iterator[tuple[str, str, np.ndarray]]:
    """A word comes once for each part of the text that it stands in, and once for all."""
    sql = GATHERED.replace("{0}", condition)
    with connections[Initiative.objects.db].cursor() as cursor:
        cursor.execute(sql, parameters * (sql.count("%s") // len(parameters)))
        for families, key, gathered in cursor:
            ids = np.frombuffer(gathered, ">i8").astype(np.int64)
            for family in families.split():
                yield family, key, ids
