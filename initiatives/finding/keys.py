"""The keys of all initiatives that hold the words, unless they are more than a few: one statement, two ways to look.

The index first gathers every row that has the letters, and only then can one stop: of a word that every third row holds
that is a third of the table, for an answer that says “more than ten thousand”. The newest rows tell whether the words
are that frequent; if so, rows are read one after the other until there are enough.
"""

from __future__ import annotations

from django.db import connections

from initiatives.finding.models import SearchedText, any_of, parts_of

NEWEST = 500  # rows that tell whether the words are frequent
MOST_READ = 60_000  # rows, before the index is asked after all
# What it costs to read a row, in what it costs the index to gather one that holds the words. Of words that a share of a
# table holds, the index gathers share × table rows; few / share rows are read until a few hold them. So reading is the
# shorter way where share² > READING × few / table: in a small table, never.
READING = 6
# For the places of the rows that an index finds. Of very many, PostgreSQL keeps in the usual four megabytes the pages
# alone, and then makes the letters of every row in them anew, a third of a millisecond each.
MEMORY = "32MB"

STATEMENT = """
    WITH often AS MATERIALIZED (
        SELECT sqrt(%s / greatest(reltuples, 1)) AS share FROM pg_class WHERE oid = '{table}'::regclass
    ), newest AS MATERIALIZED (
        SELECT count(*) FILTER (WHERE {held}) AS holding
        FROM (
            SELECT * FROM {table} WHERE (SELECT share < 1 FROM often) ORDER BY {key} DESC LIMIT {newest}
        ) AS {table}
    ), counted AS MATERIALIZED (
        SELECT count(*) AS holding FROM (
            SELECT FROM (
                SELECT * FROM {table} WHERE (SELECT holding > {newest} * share FROM newest, often) LIMIT {most_read}
            ) AS {table}
            WHERE {held} LIMIT %s
        ) AS enough
    ), found AS (
        SELECT * FROM ({found}) AS by_index WHERE (SELECT holding <= %s FROM counted) LIMIT %s
    )
    SELECT CASE WHEN count(*) <= %s AND (SELECT holding <= %s FROM counted) THEN coalesce(array_agg(pk), '{{}}') END
    FROM found
"""


def keys_of(words: str, *, few: int) -> list[int] | None:
    """None where more than a few hold every one of the words; one query."""
    sql, parameters = statement(words, few=few)
    with connections[SearchedText.objects.db].cursor() as cursor:
        # Sent together, they are one transaction.
        cursor.execute(f"SET LOCAL work_mem = '{MEMORY}'; {sql}", parameters)
        (keys,) = cursor.fetchone()
    return keys


def statement(words: str, *, few: int) -> tuple[str, list]:
    """What gives the keys, or NULL, in one row."""
    using = SearchedText.objects.db
    holding = SearchedText.objects.all()
    for part in parts_of(words):
        holding = holding.filter(any_of(part))
    held, parts = holding.query.get_compiler(using).compile(holding.query.where)
    found, asked = SearchedText.objects.containing(words).values("pk").query.get_compiler(using).as_sql()
    sql = STATEMENT.format(
        newest=NEWEST,
        most_read=MOST_READ,
        table=SearchedText._meta.db_table,
        key=SearchedText._meta.pk.column,
        held=held,
        found=found,
    )
    return sql, [few * READING, *parts, *parts, few + 1, *asked, few, few + 1, few, few]
