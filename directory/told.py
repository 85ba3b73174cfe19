"""Bulletins whose own words (introduction, headings, invitations, closing) hold what is searched.

The stories themselves are found as initiatives; “réserve civique” stands in a closing alone.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connections, router
from django.db.models import BooleanField
from django.db.models.expressions import RawSQL

from bulletins.models import Edition
from bulletins.pages import published_editions
from bulletins.presenting import Issue, issues_of
from directory.finding.reading import Reading
from directory.index.lexical import written
from directory.index.words import nodes
from directory.marking.marks import Marks
from french.richtext import plain_text
from french.wording import long_date

MOST = 3
READ = 8  # editions looked at: of some, the words found are no longer public
TELLING = "bulletins_told_words(bulletins_edition.snapshot) @@ %s::tsquery"


@dataclass(frozen=True)
class FoundBulletin:
    label: str
    title: str
    url: str
    date: str
    excerpt: str


def bulletins_telling(reading: Reading) -> list[FoundBulletin]:
    """The latest public bulletins that tell all the words in own texts. One query, some more where there are any."""
    query = _all_words(reading)
    if not query or not _is_told(query):
        return []
    issues = issues_of(published_editions().filter(RawSQL(TELLING, [query], output_field=BooleanField()))[:READ])
    if not issues:
        return []
    texts = [_own_text(issue) for issue in issues]
    found = [one for one, holds in zip(zip(issues, texts, strict=True), _hold(texts, query), strict=True) if holds]
    wanted = [group.lexical for group in reading.words.groups if not group.is_excluded]
    marks = Marks.of(wanted, (text for _, text in found))
    return [_shown(issue, text, marks) for issue, text in found[:MOST]]


def _all_words(reading: Reading) -> str:
    """All the words, places as words too, as PostgreSQL writes them; empty where all are to be left out."""
    groups = reading.words.groups
    if all(group.is_excluded for group in groups):
        return ""
    return " & ".join(f"({written(node)})" for node in nodes([group.lexical for group in groups]) if node)


def _is_told(query: str) -> bool:
    """Whether an edition of any kind has the words: asked with every search, and seldom so.

    All are counted: where the first would do, PostgreSQL reads row after row in the hope of meeting it soon.
    """
    with connections[router.db_for_read(Edition)].cursor() as cursor:
        cursor.execute(f"SELECT count(*) > 0 FROM bulletins_edition WHERE {TELLING}", [query])
        return cursor.fetchone()[0]


def _hold(texts: list[str], query: str) -> list[bool]:
    """Which of the texts, as they are public, have all the words. One query."""
    with connections[router.db_for_read(Edition)].cursor() as cursor:
        cursor.execute(
            "SELECT solidaire_vector(text) @@ %s::tsquery FROM unnest(%s) WITH ORDINALITY AS shown (text, place)"
            " ORDER BY place",
            [query, texts],
        )
        return [holds for (holds,) in cursor]


def _own_text(issue: Issue) -> str:
    content = issue.content
    parts = [content["introduction"]]
    parts += [part for section in content["sections"] for part in (section["heading"], section["introduction"])]
    parts += [content["closing"], *(link["label"] for link in content["links"])]
    return " · ".join(text for part in parts if (text := plain_text(part)))


def _shown(issue: Issue, text: str, marks: Marks) -> FoundBulletin:
    return FoundBulletin(
        label=issue.bulletin.label,
        title=issue.content["title"],
        url=issue.bulletin.get_absolute_url(),
        date=long_date(issue.dated_on) if issue.dated_on else "",
        excerpt=marks.excerpt(text, length=200),
    )
