"""French numbers in a text: digits, words, approximate words.

1 600 · 10.000 · 2,5 · 3 millions      deux cents · trois cent cinquante · dix mille
une cinquantaine · deux douzaines · un millier      (approximate)
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from recognition.proposal import Span

UNITS = dict(
    zip(
        [
            "deux",
            "trois",
            "quatre",
            "cinq",
            "six",
            "sept",
            "huit",
            "neuf",
            "dix",
            "onze",
            "douze",
            "treize",
            "quatorze",
            "quinze",
            "seize",
        ],
        range(2, 17),
        strict=True,
    )
)
TENS = {"vingt": 20, "vingts": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60}
SCALES = {"cent": 100, "cents": 100, "mille": 1000}
ROUND = {
    "dizaine": 10, "douzaine": 12, "quinzaine": 15, "vingtaine": 20, "trentaine": 30, "quarantaine": 40,
    "cinquantaine": 50, "soixantaine": 60, "centaine": 100, "millier": 1000,
}  # fmt: skip
WORD = "|".join(sorted([*UNITS, *TENS, *SCALES], key=len, reverse=True))
IN_WORDS = re.compile(rf"(?<![\w-])(?:{WORD})(?:(?:[ -]|-et-| et )(?:{WORD}|une?)){{0,6}}(?![\w-])")
ROUNDED = re.compile(rf"\b(une?|{WORD})(?: (?:petite|bonne|grosse))?[ -](demi-)?({'|'.join(ROUND)})s?\b")
# Letters, marks or a hyphen stuck to the digits make a code (A26, COVID-19, 18-25, 3D), never an amount.
DIGITS = re.compile(
    r"(?<![\w/°#@&=])(?<![^\W\d]-)(?<!\d[.,])(\d{1,3}(?:[ .]\d{3}){1,4}|\d{1,9})(,\d{1,3})?(?![\d/]|[.,]\d)(?:"
    r" ?(millions?|milliards?|mille)\b)?"
)
FACTORS = {"million": 10**6, "milliard": 10**9, "mille": 1000}


@dataclass(frozen=True, slots=True)
class Number:
    value: int | float
    span: Span
    is_approximate: bool = False
    is_in_words: bool = False
    looks_like_year: bool = False


def find_numbers(low: str, start: int, end: int) -> list[Number]:
    """In reading order. `low` is the folded text in lower case."""
    every = [*rounded(low, start, end), *in_digits(low, start, end), *in_words(low, start, end)]
    found: list[Number] = []
    for number in sorted(every, key=lambda number: (number.span[0], -number.span[1])):
        if not found or number.span[0] >= found[-1].span[1]:
            found.append(number)
    return found


def rounded(low: str, start: int, end: int):
    for match in ROUNDED.finditer(low, start, end):
        count = 1 if match[1] in ("un", "une") else word_value(match[1])
        value = count * ROUND[match[3]]
        yield Number(value // 2 if match[2] else value, match.span(), is_approximate=True)


def in_digits(low: str, start: int, end: int):
    for match in DIGITS.finditer(low, start, end):
        whole = re.sub(r"\D", "", match[1])
        value: int | float = int(whole)
        if match[2]:
            value = float(f"{whole}.{match[2][1:]}")
        if match[3]:
            value *= FACTORS[match[3].rstrip("s")]
        value = int(value) if value == int(value) else value
        is_year = match[1].isdigit() and not match[2] and not match[3] and 1900 <= int(whole) <= 2099
        yield Number(value, match.span(), looks_like_year=is_year)


def in_words(low: str, start: int, end: int):
    for match in IN_WORDS.finditer(low, start, end):
        yield Number(word_value(match[0]), match.span(), is_in_words=True)


def word_value(words: str) -> int:
    """“quatre-vingt-dix” gives 90, “trois cent cinquante” 350, “dix mille” 10000."""
    total = current = 0
    for word in re.split(r"[ -]", words):
        if word in ("un", "une"):
            current += 1
        elif word in UNITS:
            current += UNITS[word]
        elif word in ("vingt", "vingts") and current % 100 == 4:
            current += 76
        elif word in TENS:
            current += TENS[word]
        elif word in ("cent", "cents"):
            current = max(current, 1) * 100
        elif word == "mille":
            total, current = total + max(current, 1) * 1000, 0
    return total + current
