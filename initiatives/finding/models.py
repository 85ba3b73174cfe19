"""What the office's search reads of an initiative. Triggers keep it, whatever path a change takes (migration 0023)."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q, Value

from backoffice.search import MOST_WORDS
from french.accents import sort_key, without_accents

GRAM = 3  # letters of the shortest part of a word that the index knows
GRAMS = {"texts": "text_grams", "digits": "digit_grams", "names": "name_grams"}


class Trigrams(models.Func):
    """All runs of three letters inside the words of a text; an index is kept over them."""

    function = "solidaire_trigrams"
    output_field = ArrayField(models.TextField())


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
        rows = self.alias(**{GRAMS[column]: Trigrams(column) for column in asked})
        # Told apart from what it implies, so that the index answers the first and rows are read for the second.
        if all(map(_is_indexed, asked.values())):
            rows = rows.filter(any_of({GRAMS[column]: Trigrams(Value(part)) for column, part in asked.items()}))
        return rows.filter(any_of(asked))


def parts_of(words: str) -> list[dict[str, str]]:
    """For each word, of a long text the first ones, what is looked for in each column."""
    typed = without_accents(words).lower().split()[:MOST_WORDS]
    return [{"texts": word} | ({"names": key} if (key := sort_key(word)) else {}) for word in typed]


def any_of(asked: dict[str, object], *, through: str = "") -> Q:
    return Q(*((f"{through}{column}__contains", part) for column, part in asked.items()), _connector=Q.OR)


def _is_indexed(part: str) -> bool:
    """Shorter parts are read for in all rows: so many hold them that a page is soon full."""
    return any(len(word) >= GRAM for word in part.split())


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

    objects = SearchedTextQuerySet.as_manager()

    class Meta:
        verbose_name = "texte cherché"
        verbose_name_plural = "textes cherchés"
        default_permissions = ()

    def __str__(self) -> str:
        return f"texte cherché de l’initiative {self.initiative_id}"
