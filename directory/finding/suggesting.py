"""What the words that someone is typing may lead to: public communes, themes, organisations and initiatives."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import and_
from typing import Protocol

from django.contrib.postgres.search import SearchQuery
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.http import urlencode

from communes.models import Commune
from directory.finding.grammar import PLAIN_GRAMMAR
from directory.finding.search import CONFIG, Lexical, clean, ranked, read_words
from directory.finding.synonyms import Families
from french.accents import sort_key, without_accents
from french.wording import at_commune, shortened, typographic
from initiatives.models import Initiative, Participation, Theme
from organisations.models import Organisation, OrganisationQuerySet

SHORTEST = 2  # letters under which nothing is proposed
LONGEST_NAME = 3  # words at the end of what is typed that may be a commune: “masques saint martin”
MOST = {"communes": 3, "themes": 2, "organisations": 3, "initiatives": 4}
TITLE_LENGTH = 90


@dataclass(frozen=True)
class Suggestion:
    kind: str  # as people read it beside the label
    label: str
    url: str
    note: str = ""


class Ways(Protocol):
    """Where the rows are found: by PostgreSQL, or by what an index in memory holds of them. Public ones alone."""

    def communes(self, name: str, most: int) -> list[Commune]:
        """Those of the territory that the name may mean, best first."""

    def themes(self) -> Iterable[Theme]:
        """Those of which something is published."""

    def organisations(self, words: list[str], most: int) -> Iterable[Organisation]:
        """Those that have a page and bear each of the words in their names, with their seats."""

    def initiatives(self, lexical: Lexical, most: int) -> Iterable[Initiative]:
        """Those that have the words, best first."""


class DatabaseWays:
    """One query each, three for initiatives: what is hidden of them is asked too."""

    def communes(self, name: str, most: int) -> list[Commune]:
        return list(Commune.objects.in_territory().named(name)[:most])

    def themes(self) -> Iterable[Theme]:
        return Theme.objects.filter(Exists(Initiative.objects.published().filter(theme=OuterRef("pk"))))

    def organisations(self, words: list[str], most: int) -> Iterable[Organisation]:
        return self.bearing(words)[:most]

    def bearing(self, words: list[str]) -> QuerySet[Organisation]:
        """Public organisations that may be named and bear each of the words, in the order of names."""
        acting = Participation.objects.filter(organisation=OuterRef("pk"), initiative__status="published")
        public = Organisation.objects.unmerged().with_page().exclude(kind=Organisation.Kind.PARTICULIER)
        found = reduce(OrganisationQuerySet.named, words, public.filter(Exists(acting)))
        return found.select_related("seat").order_by("sort_key", "pk")

    def initiatives(self, lexical: Lexical, most: int) -> Iterable[Initiative]:
        rows = ranked(self.shown(), [lexical]).filter(search_vector=lexical)
        return rows.order_by("-rank", "-pk")[:most]

    def shown(self) -> QuerySet[Initiative]:
        """What is read of an initiative that is proposed."""
        return Initiative.objects.published().with_hidden().only("title", "slug")


DATABASE_WAYS = DatabaseWays()


def suggestions(text: str, ways: Ways = DATABASE_WAYS) -> list[Suggestion]:
    """The ways on from `text`, whose last word may be half typed; nothing, and no query, for less than two letters."""
    text = clean(text)
    if len(sort_key(text)) < SHORTEST:
        return []
    return [*_communes(text, ways), *_themes(text, ways), *_organisations(text, ways), *_initiatives(text, ways)]


def _communes(text: str, ways: Ways) -> Iterable[Suggestion]:
    """Those whose name ends what is typed; the words before it stay words: “masques béth” seeks masques at Béthune."""
    words = text.split()
    for count in range(min(LONGEST_NAME, len(words)), 0, -1):
        before, name = _without_end(words[:-count]), " ".join(words[-count:])
        # A few letters after other words begin too many names; a whole text may be as short as it likes.
        if before and len(sort_key(name)) <= SHORTEST:
            continue
        found = ways.communes(name, MOST["communes"])
        if not found:
            continue
        for commune in found:
            if before:
                url = f"{reverse('initiatives:directory')}?{urlencode({'q': before, 'commune': commune.pk})}"
                yield Suggestion("commune", f"{before} {at_commune(commune.name)}", url)
            else:
                yield Suggestion(
                    "commune",
                    typographic(commune.name),
                    commune.get_absolute_url(),
                    next(iter(commune.postal_codes), ""),
                )
        return


def _without_end(words: list[str]) -> str:
    """“masques à” before a name is about masks."""
    while words and without_accents(words[-1].lower()) in PLAIN_GRAMMAR:
        words = words[:-1]
    return " ".join(words)


def _themes(text: str, ways: Ways) -> Iterable[Suggestion]:
    words = sort_key(text).split()
    shown = [
        theme
        for theme in ways.themes()
        if all(any(part.startswith(word) for part in sort_key(theme.name).split()) for word in words)
    ]
    for theme in shown[: MOST["themes"]]:
        yield Suggestion("thème", theme.name, theme.get_absolute_url())


def _organisations(text: str, ways: Ways) -> Iterable[Suggestion]:
    for row in ways.organisations(sort_key(text).split(), MOST["organisations"]):
        seat = str(row.seat) if row.seat_id else ""
        yield Suggestion(row.get_kind_display(), row.name, row.get_absolute_url(), seat)


def _initiatives(text: str, ways: Ways) -> Iterable[Suggestion]:
    """Those that have every word, the last one as the beginning of a word or as a whole one."""
    words = [word for word in without_accents(" ".join(read_words(text, Families).wanted)).split() if word.isalnum()]
    if not words:
        return
    beginning = SearchQuery(f"{words[-1]}:*", config=CONFIG, search_type="raw")
    whole = [SearchQuery(word, config=CONFIG, search_type="plain") for word in words]
    lexical = reduce(and_, whole[:-1], whole[-1] | beginning)
    for row in ways.initiatives(lexical, MOST["initiatives"]):
        yield Suggestion("initiative", shortened(row.public_title, TITLE_LENGTH), row.get_absolute_url())
