"""The stems of words as PostgreSQL's French dictionary gives them, kept in the process.

A word has one stem for ever, and texts say the same few ten thousand words again and again: a page of results asks for
those that it says for the first time, where every one of its texts would be read by the database anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Set
from threading import Lock

from django.db import connections

from directory.finding.grammar import PLAIN_GRAMMAR
from directory.finding.search import CONFIG
from french.accents import without_accents
from initiatives.models import Initiative

MOST_WORDS = 100_000  # about 20 MB; beyond, one begins again
ASKED = "SELECT word, tsvector_to_array(to_tsvector(%s, word)) FROM unnest(%s) AS word"


class Lexemes:
    """Safe between threads: words are added under a lock, and looked up in what is there."""

    def __init__(self, most: int = MOST_WORDS) -> None:
        self.most = most
        self.turn = 0  # grows where all is forgotten
        self._of: dict[str, tuple[str, ...]] = {}
        self._words: dict[str, set[str]] = {}
        self._lock = Lock()

    def learn(self, words: Set[str]) -> int:
        """One query where one of the words, as they are written, is not known yet; none otherwise. They are all known
        for as long as the turn is the one that is given back."""
        turn = self.turn
        unknown = [word for word in words if word not in self._of]
        if not unknown:
            return turn
        plain = {word: without_accents(word).lower() for word in unknown}
        stems = _asked(sorted({one for one in plain.values() if one not in PLAIN_GRAMMAR}))
        with self._lock:
            if len(self._of) + len(unknown) > self.most:
                self._begin_again()
            for word in unknown:
                self._of[word] = found = stems.get(plain[word], ())
                for lexeme in found:
                    self._words.setdefault(lexeme, set()).add(word)
        return turn

    def forget(self) -> None:
        """Words that no text says any more, a name that was erased first of all, stay in no memory."""
        with self._lock:
            self._begin_again()

    def _begin_again(self) -> None:
        self.turn += 1  # before anything is gone: who knows the turn by then asks again
        self._of, self._words = {}, {}

    def spelt(self, lexemes: Iterable[str]) -> set[str]:
        """All the words known of which a stem is one of these."""
        known = self._words
        return set().union(*(known[lexeme] for lexeme in lexemes if lexeme in known))

    def having(self, words: Set[str], lexemes: Iterable[str], beginnings: Iterable[str] = ()) -> set[str]:
        """Those of the words of which a stem is one of these, or begins like one of those. Learnt before."""
        known = self._words
        found = set().union(*(words & known[lexeme] for lexeme in lexemes if lexeme in known))
        if starts := tuple(beginnings):
            found |= {word for word in words if any(one.startswith(starts) for one in self._of.get(word, ()))}
        return found


def _asked(words: list[str]) -> dict[str, tuple[str, ...]]:
    if not words:
        return {}
    with connections[Initiative.objects.db].cursor() as cursor:
        cursor.execute(ASKED, [CONFIG, words])
        return {word: tuple(lexemes) for word, lexemes in cursor}


LEXEMES = Lexemes()
