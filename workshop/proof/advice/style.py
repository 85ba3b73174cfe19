"""How a text is written: its length, its capitals, what the keyboard left out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bulletins.checks import Mend, Problem
from bulletins.checks.texts import Text
from french.typography import in_french_type
from french.wording import counted

LONG = 150  # words: what is read aloud in a minute; the longest entry of a real bulletin had some 140
LETTERS = r"[A-ZÀ-ÖØ-ÞŒ]"
CRIED = rf"(?:{LETTERS}['’])?{LETTERS}{{2,}}(?:-{LETTERS}{{2,}})*"
# One or two words in capitals are names of offices and firms (“CHU”, “CARSAT HAUTS-DE-FRANCE”), three are shouting.
SHOUTED_WORDS = re.compile(rf"(?<![^\W_]){CRIED}(?:[ \u00a0]+{CRIED}){{2,}}(?![^\W_])")
SEEN = str.maketrans({"\u00a0": " ", "\u202f": " ", "’": "'"})
SHOUTED_WORD = re.compile(rf"(?<![^\W_]){LETTERS}{{10,}}(?![^\W_])")


def long_entry(text: Text) -> Iterator[Problem]:
    count = len(text.printed.split())
    if text.entry is not None and not text.is_title and count > LONG:
        message = f"{text.what} a {counted(count, 'mot')} : au-delà de {LONG}, une entrée se lit mal ; resserrez-la."
        yield Problem(message, is_blocking=False)


def capitals(text: Text) -> Iterator[Problem]:
    if found := SHOUTED_WORDS.search(text.printed) or SHOUTED_WORD.search(text.printed):
        message = f"{text.what} crie « {found[0]} » : écrivez en minuscules, avec les accents."
        yield Problem(message, is_blocking=False)


def typed_by_keyboard(text: Text) -> Iterator[Problem]:
    """Spaces, quotation marks and apostrophes that one click sets as a printer would.

    A space that only breaks where it should not, or an apostrophe that is only straight, is mended with the rest but
    is no reason for a remark: nearly every text that is typed has some.
    """
    mended = in_french_type(text.written)
    if mended.translate(SEEN) != text.written.translate(SEEN):
        message = f"{text.what} : espaces ou guillemets à mettre à la française."
        yield Problem(
            message, is_blocking=False, mend=Mend("typographie", "Mettre à la française", text.written, mended)
        )
