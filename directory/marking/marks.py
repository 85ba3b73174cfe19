"""The words that were looked for, marked in the texts that are shown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape

from django.utils.safestring import SafeString

from directory.finding.search import WORD, Lexical
from directory.index.lexical import looked_for
from directory.index.words import nodes
from directory.marking.lexemes import LEXEMES
from french.wording import shortened


def words_in(text: str) -> set[str]:
    return set(WORD.findall(text))


class Marks:
    """Of some texts: the words in them, as they are written there, that a search looks for."""

    def __init__(self, words: Iterable[str] = ()) -> None:
        # The longest first would not matter: a word is found whole or not at all.
        any_word = "|".join(sorted(map(re.escape, words)))
        self._pattern = re.compile(rf"(?<!\w)(?:{any_word})(?!\w)") if any_word else None

    @classmethod
    def of(cls, lexicals: list[Lexical], texts: Iterable[str], *, are_known: bool = False) -> Marks:
        """Words alone, also where the search wants them in a row, as PostgreSQL marks them. Two queries at most, none
        where the search and the words of the texts were met before; of texts that `are_known` all words were."""
        if not lexicals:
            return cls()
        wanted = {word for node in nodes(lexicals) for word in looked_for(node)}
        lexemes = [word.lexeme for word in wanted if not word.is_beginning]
        beginnings = [word.lexeme for word in wanted if word.is_beginning]
        whole = "\n".join(texts)
        if are_known and not beginnings:
            # As a part of another word it marks nothing.
            return cls(word for word in LEXEMES.spelt(lexemes) if word in whole)
        said = words_in(whole)
        LEXEMES.learn(said)
        return cls(LEXEMES.having(said, lexemes, beginnings))

    def __bool__(self) -> bool:
        return self._pattern is not None

    def within(self, text: str) -> SafeString:
        """A plain text, escaped, with its words in <mark>."""
        if self._pattern is None:
            return SafeString(escape(text))
        pieces, done = [], 0
        for match in self._places(text):
            pieces += [escape(text[done : match.start()]), "<mark>", escape(match[0]), "</mark>"]
            done = match.end()
        return SafeString("".join([*pieces, escape(text[done:])]))

    def excerpt(self, text: str, length: int = 170) -> SafeString:
        """The part of a plain text that shows its words, marked; its beginning when it has none."""
        first = next(self._places(text), None)
        start = 0
        if first and first.start() > length * 2 // 3:
            start = text.rfind(" ", 0, first.start() - length // 3) + 1
        return self.within(("…" if start else "") + shortened(text[start:], length))

    def _places(self, text: str) -> Iterator[re.Match[str]]:
        return self._pattern.finditer(text) if self._pattern else iter(())


NO_MARKS = Marks()
