"""Other ways in which a text may hold a word that someone typed: pure functions of the word."""

from __future__ import annotations

import re

from french.accents import without_accents

LETTERS_AND_DIGITS = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")
JOINED = re.compile(r"\w{2,}(?:[-‐‑']\w{2,})+")
HYPHENS = re.compile(r"[-‐‑']")
# Endings that PostgreSQL's stemmer cuts from the singular (“déjeuner”, “petit”, “loisir”) and not from the plural.
PARTED = re.compile(r"\w{2,}(?:er|ir|it)s?", re.IGNORECASE)
THOUSANDS = re.compile(r"[1-9]\d{3,8}|[1-9]\d{0,2}(?:[.,]\d{3})+")
YEAR = re.compile(r"(?:19|20)\d\d")
NUMBERS = {
    "2": "deux", "3": "trois", "4": "quatre", "5": "cinq", "6": "six", "7": "sept", "8": "huit", "9": "neuf",
    "10": "dix", "11": "onze", "12": "douze", "13": "treize", "14": "quatorze", "15": "quinze", "16": "seize",
    "20": "vingt", "30": "trente", "40": "quarante", "50": "cinquante", "60": "soixante", "100": "cent",
    "1000": "mille",
}  # fmt: skip
IN_DIGITS = {word: digits for digits, word in NUMBERS.items()}


def other_forms(word: str) -> list[str]:
    """“CRS9” is written “CRS 9”, “hydro-alcoolique” “hydroalcoolique”, “1600” “1 600”, “huit” “8”, “petits” “petit”."""
    forms = [LETTERS_AND_DIGITS.sub(" ", word)]
    if JOINED.fullmatch(word):
        forms.append(without_accents(HYPHENS.sub("", word)).lower())
    if PARTED.fullmatch(word):
        forms += _in_both_numbers(word)
    digits = IN_DIGITS.get(word.lower(), word)
    if digits in NUMBERS:
        forms += [digits, NUMBERS[digits]]
    if THOUSANDS.fullmatch(digits) and not YEAR.fullmatch(digits):
        plain = re.sub(r"\D", "", digits)
        forms += [plain, f"{int(plain):,}".replace(",", " ")]
    return forms


def _in_both_numbers(word: str) -> list[str]:
    other = word[:-1] if word[-1] in "sS" else f"{word}s"
    return [other, without_accents(other)]
