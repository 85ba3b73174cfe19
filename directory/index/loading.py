"""Reads public initiatives from PostgreSQL as sets: all of them, or those that changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache

import numpy as np
from django.db import connections
from django.db.models import Max, QuerySet
from pyroaring import BitMap

from backoffice.statements.planned import KEYS, Given, Planned, among
from directory.cards.prepared import Statement
from directory.changes import SEEN, Changes, Position, asked, changes_told
from directory.citations import with_told_on
from directory.index import sets
from directory.index.sets import Documents, Lexemes, Sets, grouped
from initiatives.models import Initiative

CHUNK = 50_000  # initiatives read at once
EPOCH = date(1970, 1, 1).toordinal()

# Family → the key of each thing attached, rows `r` that attach it, and what must hold of them: a bulletin that is not
# published is never among them.
ATTACHED = {
    sets.FIGURE: ("''", "initiatives_figure r", ""),
    sets.COMMUNE: ("r.commune_id", "initiatives_place r", ""),
    sets.AREA: ("r.area_id", "initiatives_coverage r", ""),
    sets.KIND: (
        "o.kind",
        "initiatives_participation r JOIN organisations_organisation o ON o.id = r.organisation_id",
        "AND r.role <> 'beneficiary'",
    ),
    sets.AUDIENCE: ("r.audience_id", "initiatives_initiative_audiences r", ""),
    sets.BULLETIN: (
        "r.bulletin_id",
        "bulletins_citation r JOIN bulletins_bulletin b ON b.id = r.bulletin_id",
        "AND b.status = 'published'",
    ),
}
PAIRS = " UNION ALL ".join(
    [
        *(
            f"SELECT '{family}', ({key})::text, r.initiative_id FROM {rows} {{attached}} {more}"
            for family, (key, rows, more) in ATTACHED.items()
        ),
        f"SELECT '{sets.THEME}', i.theme_id::text, i.id {{public}}",
        f"SELECT '{sets.OVER}', '', i.id {{public}} AND i.state = 'over'",
    ]
)
# Where it acts; where it is of use only when it acts in no commune by name (as `DirectoryFilter.ordered`).
FIRSTS = """
    SELECT * FROM (
      SELECT DISTINCT ON (r.initiative_id) 'first', r.commune_id::text, r.initiative_id
      FROM initiatives_place r {attached}
      ORDER BY r.initiative_id, r.role,
        (SELECT c.sort_key FROM communes_commune c WHERE c.insee = r.commune_id), r.commune_id
    ) AS firsts
"""
# By the parts of the text in which the word stands: with "title", with "name", with both or neither.
WORDS = """
    SELECT concat_ws(' ', 'word', CASE WHEN 'A' = ANY (w.weights) THEN 'title' END,
                     CASE WHEN 'B' = ANY (w.weights) THEN 'name' END), w.lexeme, string_agg(int8send(i.id), ''::bytea)
    FROM (SELECT i.id, i.search_vector {public}) AS i CROSS JOIN unnest(i.search_vector) AS w GROUP BY 1, 2
"""
GATHERED = f"""
    SELECT family, key, string_agg(int8send(id), ''::bytea)
    FROM ({PAIRS} UNION ALL {FIRSTS}) AS held(family, key, id) GROUP BY 1, 2
    UNION ALL {WORDS}
"""
PUBLIC = "FROM initiatives_initiative i WHERE i.status = 'published' AND i.id {0}"
# Of a piece of all they are joined; of some the keys are asked for first, which is planned in half the time.
OF_MANY = GATHERED.format(
    public=PUBLIC.format("BETWEEN %(first)s AND %(last)s"),
    attached="JOIN initiatives_initiative i ON i.id = r.initiative_id AND i.status = 'published' "
    "WHERE i.id BETWEEN %(first)s AND %(last)s",
)
OF_SOME = GATHERED.format(
    public="FROM public i WHERE true", attached="WHERE r.initiative_id = ANY (ARRAY(SELECT id FROM public))"
)
# Beside what is gathered: the day of each, and what the log of changes tells at this moment.
DAY, LOG = "day", "log"
SOME = f"""
    WITH public AS MATERIALIZED (SELECT i.id, i.theme_id, i.state, i.search_vector {PUBLIC.format("= ANY (%s)")})
    {OF_SOME}
    UNION ALL SELECT '{DAY}', (told_on - date '1970-01-01')::text, int8send(pk) FROM ({{days}}) AS told(pk, told_on)
    UNION ALL SELECT '{LOG}', ({SEEN}), NULL
"""


def read_all() -> Sets:
    """All public initiatives. About 80 seconds a million, in pieces; each piece sees its own moment of the database."""
    ids, days = _days(Initiative.objects.published())
    made = Sets()
    made.lay(ids, days)
    last = Initiative.objects.published().aggregate(last=Max("pk"))["last"] or 0
    for start in range(0, last + 1, CHUNK):
        made.fill(grouped(_pairs(start, start + CHUNK - 1)))
    for keys in made.families.values():
        for held in (one for _, one in keys.kept()) if isinstance(keys, Lexemes) else keys.values():
            if isinstance(held, BitMap):
                held.run_optimize()
                held.shrink_to_fit()
    return made


def read_some(initiatives: Iterable[int], since: Position) -> tuple[Documents, Changes]:
    """Those of them that are public, and what was committed since the position up to the moment of which they are. One
    query."""
    keys = sorted(initiatives)
    rows = _some().rows(Initiative.objects.db, keys, *asked(since))
    changes = next(changes_told(since, text) for family, text, _ in rows if family == LOG)
    told = [(int.from_bytes(key), int(day)) for family, day, key in rows if family == DAY]
    ids, days_of = _columns(told)
    return Documents(ids, days_of, grouped(_parted(row for row in rows if row[0] not in (DAY, LOG)))), changes


def _days(initiatives: QuerySet[Initiative]) -> tuple[np.ndarray, np.ndarray]:
    rows = _with_days(initiatives).iterator(chunk_size=CHUNK)
    return _columns((key, day.toordinal() - EPOCH) for key, day in rows)


def _with_days(initiatives: QuerySet[Initiative]) -> QuerySet:
    return with_told_on(initiatives).order_by().values_list("pk", "told_on")


@cache
def _some() -> Planned:
    days = Statement.of(among(_with_days(Initiative.objects.published()), "initiatives_initiative.id"))
    return Planned(SOME.replace("{days}", days.sql), [KEYS, *days.parameters, Given(1), Given(2)])


def _columns(told: Iterable[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray]:
    rows = np.fromiter(told, np.dtype("i8,i4"))
    return rows["f0"].copy(), rows["f1"].copy()


def _pairs(first: int, last: int) -> Iterator[tuple[str, str, np.ndarray]]:
    with connections[Initiative.objects.db].cursor() as cursor:
        cursor.execute(OF_MANY, {"first": first, "last": last})
        yield from _parted(cursor)


def _parted(rows: Iterable[tuple[str, str, memoryview]]) -> Iterator[tuple[str, str, np.ndarray]]:
    """A word comes once for each part of the text that it stands in, and once for all."""
    for families, key, gathered in rows:
        ids = np.frombuffer(gathered, ">i8").astype(np.int64)
        for family in families.split():
            yield family, key, ids
