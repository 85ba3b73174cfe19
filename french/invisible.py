"""Signs that nobody sees: some turn the order in which a text is read, others cut a name so that no search finds it.

They come with what is copied (telephones mark their numbers with them), or are put there on purpose (“Trojan Source”,
CVE-2021-42574): a file called “facture\\u202efdp.exe” is read “factureexe.pdf”. French never needs one.
"""

from __future__ import annotations

import re

# Directions (Unicode, UAX 9), blanks without width, invisible operators, tags. The joiners of emojis stay.
INVISIBLE = re.compile("[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\U000e0000-\U000e007f]")


def visible(text: str) -> str:
    """The same text with nothing in it that is not seen."""
    return INVISIBLE.sub("", text)
