"""Bulletins whose own words (introduction, headings, invitations, closing) hold what is searched.

The stories themselves are found as initiatives; “réserve civique” stands in a closing alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import and_

from django.contrib.postgres.search import SearchVectorField
from django.db.models import F, Func, Value

from bulletins.models import Edition
from bulletins.pages import published_editions
from bulletins.presenting import Issue, issues_of
from directory.finding.reading import Reading
from directory.finding.search import Lexical, excerpt, found_words, marked
from french.richtext import plain_text
from french.wording import long_date

MOST = 3
READ = 8  # editions looked at: of some, the words found are no longer public


@dataclass(frozen=True)
class FoundBulletin:
    label: str
    title: str
    url: str
    date: str
    excerpt: str


def bulletins_telling(reading: Reading) -> list[FoundBulletin]:
    """The latest public bulletins that tell all the words in own texts. One query, some more where there are any."""
    lexical = _all_words(reading)
    if lexical is None:
        return []
    told = Func(F("snapshot"), function="bulletins_told_words", output_field=SearchVectorField())
    editions = list(published_editions().alias(told=told).filter(told=lexical)[:READ])
    found = []
    for issue in issues_of(editions) if editions else []:
        text = _own_text(issue)
        if words := _words_in(text, lexical):
            found.append(_shown(issue, text, words))
    return found[:MOST]


def _all_words(reading: Reading) -> Lexical | None:
    """All the words, places as words too; none where the reading is about a name alone or finds only a part."""
    groups = [group.lexical for group in reading.words.groups]
    return reduce(and_, groups) if groups and not all(group.is_excluded for group in reading.words.groups) else None


def _own_text(issue: Issue) -> str:
    content = issue.content
    parts = [content["introduction"]]
    parts += [part for section in content["sections"] for part in (section["heading"], section["introduction"])]
    parts += [content["closing"], *(link["label"] for link in content["links"])]
    return " · ".join(text for part in parts if (text := plain_text(part)))


def _words_in(text: str, lexical: Lexical) -> set[str]:
    """The words of a public text that are meant, without accents; none where it does not hold them all. One query."""
    held = Func(Value(text), function="solidaire_vector", output_field=SearchVectorField())
    row = (
        Edition.objects.annotate(held=held, marked=marked(Value(text), lexical))
        .filter(held=lexical)
        .values_list("marked", flat=True)
        .first()
    )
    return found_words(row or "")


def _shown(issue: Issue, text: str, words: set[str]) -> FoundBulletin:
    return FoundBulletin(
        label=issue.bulletin.label,
        title=issue.content["title"],
        url=issue.bulletin.get_absolute_url(),
        date=long_date(issue.dated_on) if issue.dated_on else "",
        excerpt=excerpt(text, words, length=200),
    )
