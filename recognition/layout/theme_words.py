"""How the words that officers give to a theme are found in a text.

    masque                        masque, masques
    isolé                         isolé, isolée, isolés, isolées: from four letters on the feminine counts too
    hôpital                       hôpital, hôpitaux
    pédagog*                      any ending
    personne âgé/seul             these words one after the other; of “âgé/seul” one of the two
    masque, personne âgé          one of them: as two entries
    don, repas … hôpital          one of each side, in this order, in the same sentence

Accents and capitals do not count. Texts come folded and in lower case.
"""

from __future__ import annotations

import re

from recognition.normalise import fold, lower

# “offerts … à l’hôpital”: farther apart they speak of two things.
GAP = 140
ELLIPSIS = re.compile(r"\s*(?:…|\.\.\.)\s*")
BETWEEN = r"[\s'’-]+"
LONG = 4  # letters: “gel” must not find “gelée”


def pattern_of(entry: str) -> str | None:
    """The regular expression of one entry, None where it holds no letter. Bounded: it reads in linear time."""
    sides = [side for part in ELLIPSIS.split(lower(fold(entry.strip()))) if (side := _any_of(part))]
    return rf"[^.!?]{{0,{GAP}}}?".join(sides) or None


def is_pair(entry: str) -> bool:
    """Does the entry join words that stand apart? Then it tells more than each of them."""
    return len([part for part in ELLIPSIS.split(entry.strip()) if part]) > 1


def _any_of(part: str) -> str:
    phrases = [phrase for alternative in part.split(",") if (phrase := _phrase(alternative))]
    return rf"\b(?:{'|'.join(phrases)})\b" if phrases else ""


def _phrase(words: str) -> str:
    return BETWEEN.join(_one_of(word) for word in re.findall(r"[^\W_]+\*?(?:/[^\W_]+\*?)*", words))


def _one_of(words: str) -> str:
    forms = [_word(word) for word in words.split("/")]
    return forms[0] if len(forms) == 1 else f"(?:{'|'.join(forms)})"


def _word(word: str) -> str:
    stem = re.escape(word.rstrip("*")).replace("oe", "(?:oe|œ)")
    if word.endswith("*"):
        return rf"{stem}\w*"
    if len(word) < LONG:
        return rf"{stem}[sx]?"
    if word.endswith("al"):
        return rf"{stem[:-1]}(?:le?s?|ux)"
    return rf"{stem}(?:e?s?|x)"
