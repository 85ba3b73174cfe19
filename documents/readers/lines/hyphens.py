"""Words cut at the end of a line: whether the hyphen belongs to the word or to the layout."""

from __future__ import annotations

import re
from collections.abc import Iterable

from documents.readers.lines.line import SOFT_HYPHEN

# Matches every word whole: a pattern for compounds alone would try again from each letter of a long one.
_WORD = re.compile(r"\w+(?:[-‐‑]\w+)*")
_CUT = re.compile(r"(?P<before>[\w’'-]*\w)[-‐‑\u00ad]\Z")
_FIRST = re.compile(r"[\w’'‐‑-]+")
_INNER = re.compile(r"[-‐‑’']")

# Right parts that French ties with a hyphen: contactez-nous, peut-il, celles-ci, eux-mêmes, peut-être, porte-parole.
_RIGHT = re.compile(
    r"vous|nous|ils?|elles?|on|je|tu|ce|la|les|lui|leur|moi|toi|y|en|t|ci|là|mêmes?|être|dire|dessus|dessous|delà"
    r"|faire|parole|midi|lieux?|chefs?|mère|père|parents|enfants|unis|une?s?"
)
# Left parts: sous-préfet, demi-journée, après-midi, savoir-faire, hydro-alcoolique, médico-social, soixante-dix.
_LEFT = re.compile(
    r"sous|non|demi|semi|mi|ex|vice|avant|après|arrière|contre|entre|auto|micro|mini|outre|porte|post|quasi|sans"
    r"|sud|nord|est|ouest|ci|ceu?x|celui|celles?|rendez|peut|week|e|grands?|chefs?|savoir|vis|face|tête"
    r"|hydro|socio|médico|agro|franco|électro|politico|psycho|saint|sainte|saints|bien|nouveau|haut|basse"
    r"|vingt|trente|quarante|cinquante|soixante|quatre|dix|inter|multi|extra|pro|anti|cyber|assistante?|auxiliaire"
)
# "Boulogne-\nsur-Mer": the right part is itself a compound of a place name.
_SMALL = re.compile(r"(?:sur|sous|lès|lez|les|en|le|la|de|du|des|d|au|aux|à|et|près|l)[-‐‑’']")


class Vocabulary:
    """The words of one document, to tell "contac-\\ntez" from "sous-\\npréfet" by how it writes them elsewhere."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.compounds: set[str] = set()
        self.words: set[str] = set()
        for text in texts:
            for word in _WORD.findall(text.lower()):
                parts = _INNER.split(word)
                self.words.update(parts)
                if len(parts) > 1:
                    self.compounds.add(word)

    def glue(self, head: str, tail: str) -> int | None:
        """How many characters to drop off `head` before `tail` follows it directly; None where no word is cut."""
        cut = _CUT.search(head[-120:])
        first = _FIRST.match(tail[:120])
        if cut is None or first is None:
            return None
        if head.endswith(SOFT_HYPHEN):
            return 1
        before, after = cut["before"].lower(), first.group().lower()
        left, right = _INNER.split(before)[-1], _INNER.split(after)[0]
        if not tail[0].islower() or not before[-1].isalpha():
            return 0
        if f"{before}-{after}" in self.compounds or f"{left}-{right}" in self.compounds:
            return 0
        if left + right in self.words:
            return 1
        is_compound = "-" in before or _RIGHT.fullmatch(right) or _LEFT.fullmatch(left) or _SMALL.match(after)
        return 0 if is_compound else 1
