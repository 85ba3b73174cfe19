"""What the office reads of an initiative to find it. Triggers keep it, whatever path a change takes (0023, 0030)."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from backoffice.search import MOST_WORDS
from french.accents import sort_key, without_accents

GRAM = 3  # letters of the shortest part of a word that the index knows


class Trigrams(models.Func):
    """All runs of three letters inside the words of a text, or of several; an index is kept over those of texts and
    names together, and over those of digits."""

    function = "solidaire_trigrams"
    output_field = ArrayField(models.TextField())
    arg_joiner = " || E'\\n' || "


class SearchedTextQuerySet(models.QuerySet):
    def containing(self, words: str) -> SearchedTextQuerySet:
        """Those that hold every one of the words somewhere; case and accents do not matter.

        As `backoffice.search.containing_words` would say it of the columns themselves: a word is looked for as it is
        written in the texts, as a sort key in the names.
        """
        rows = self
        for asked in parts_of(words):
            rows = rows.holding(**asked)
        return rows

    def holding(self, **asked: str) -> SearchedTextQuerySet:
        """Those that hold one of the parts, each in its column."""
        # Told apart from what it implies, so that the index answers the first and rows are read for the second. What
        # all parts share is asked of texts and names at once: then the index itself joins word with word, where “one or
        # the other” of each word would have trigrams made of every row that the first word finds.
        if shared := set.intersection(*map(_grams, asked.values())):
            columns = ("digits",) if "digits" in asked else ("texts", "names")
            rows = self.alias(**{f"grams_of_{columns[0]}": Trigrams(*columns)})
            return rows.filter(**{f"grams_of_{columns[0]}__contains": sorted(shared)}).filter(any_of(asked))
        return self.filter(any_of(asked))


def parts_of(words: str) -> list[dict[str, str]]:
    """For each word, of a long text the first ones, what is looked for in each column."""
    typed = without_accents(words).lower().split()[:MOST_WORDS]
    return [{"texts": word} | ({"names": key} if (key := sort_key(word)) else {}) for word in typed]


def any_of(asked: dict[str, object], *, through: str = "") -> Q:
    return Q(*((f"{through}{column}__contains", part) for column, part in asked.items()), _connector=Q.OR)


def _grams(part: str) -> set[str]:
    """As the database makes them, less those across a blank that Python alone takes for one.

    None of shorter parts, which are read for in all rows: so many hold them that a page is soon full.
    """
    return {word[start : start + GRAM] for word in part.split() for start in range(len(word) - GRAM + 1)}


class SearchedText(models.Model):
    """The texts and names of one initiative in lower case, without accents."""

    # It goes with the initiative by the trigger: nobody who deletes one is to be told of it as of a record.
    initiative = models.OneToOneField(
        "initiatives.Initiative",
        models.DO_NOTHING,
        primary_key=True,
        db_constraint=False,
        related_name="searched_text",
        editable=False,
    )
    texts = models.TextField(editable=False)  # title and text, as `solidaire_plain` gives them
    digits = models.TextField(editable=False)  # those of the texts alone, for numbers however they are spaced
    names = models.TextField(editable=False)  # sort keys of organisations, communes and areas, a line each

    # By a commune or an area. True until the trigger says more: most are, and a migration has few rows to write.
    is_placed = models.BooleanField("a un lieu", default=True, editable=False)

    objects = SearchedTextQuerySet.as_manager()

    class Meta:
        verbose_name = "texte cherché"
        verbose_name_plural = "textes cherchés"
        default_permissions = ()
        indexes = [
            models.Index(fields=["initiative"], condition=Q(is_placed=False), name="initiatives_without_place"),
        ]

    def __str__(self) -> str:
        return f"texte cherché de l’initiative {self.initiative_id}"
