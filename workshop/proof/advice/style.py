"""How a text is written: its length, what the keyboard left out."""

from __future__ import annotations

from collections.abc import Iterator

from bulletins.checks import Mend, Problem
from bulletins.checks.texts import Text
from french.typography import in_french_type
from french.wording import counted

LONG = 150  # words: what is read aloud in a minute; the longest entry of a real bulletin had some 140
SEEN = str.maketrans({"\u00a0": " ", "\u202f": " ", "’": "'"})


def long_entry(text: Text) -> Iterator[Problem]:
    count = len(text.printed.split())
    if text.entry is not None and not text.is_title and count > LONG:
        message = f"{text.what} a {counted(count, 'mot')} : au-delà de {LONG}, une entrée se lit mal ; resserrez-la."
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
