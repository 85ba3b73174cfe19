"""Taking a person's name or a contact out of texts that quote them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from french.accents import without_accents
from organisations.contacts import ContactKind, contact_label

NAME_REMOVED = "[nom retiré]"
CONTACT_REMOVED = "[coordonnée retirée]"
PASSAGE_REMOVED = "[passage retiré]"

TITLES = r"(?:M\.|Mr\.?|Mmes?|MM\.|Mlles?|Messieurs|Mesdames|Madame|Monsieur|Mademoiselle|Dr\.?|Docteure?|Maître|Me)"
SPACE = r"[\s\u00a0\u202f-]+"
GAP = r"[\s\u00a0\u202f*_-]+"  # in a text, emphasis may begin or end inside a name
ACCENTED = {"a": "aàâäáã", "c": "cç", "e": "eéèêë", "i": "iîïí", "n": "nñ", "o": "oôöó", "u": "uùûüú", "y": "yÿ"}


def hide_names(text: str, names: Iterable[str]) -> str:
    """`text` with each person's name replaced: “Jeanne Martin”, “MARTIN Jeanne”, “J. Martin” and “Mme Martin”.

    Accents and case do not matter. A family name alone stays: it may be an ordinary word or a firm.
    """
    for name in names:
        if pattern := _name_pattern(name):
            text = pattern.sub(NAME_REMOVED, unicodedata.normalize("NFC", text))
    return text


def hide_contacts(text: str, contacts: Iterable[tuple[str, str]]) -> str:
    """`text` with each contact (kind, stored value) replaced, however it is spaced or prefixed."""
    for kind, value in contacts:
        if value:
            text = _contact_pattern(kind, value).sub(CONTACT_REMOVED, text)
    return text


def hide_passages(text: str, passages: Iterable[str]) -> str:
    """`text` without the given words, whatever the white space between them."""
    for passage in passages:
        if words := passage.split():
            text = re.sub(r"\s+".join(map(re.escape, words)), PASSAGE_REMOVED, text)
    return text


def _name_pattern(name: str) -> re.Pattern[str] | None:
    name = re.sub(rf"^{TITLES}{SPACE}", "", unicodedata.normalize("NFC", name.strip()))
    words = [_letters(word) for word in re.split(SPACE, name) if word]
    if not words:
        return None
    forms = [GAP.join(words)]
    if len(words) > 1:
        family = GAP.join(words[1:])
        initial = _letters(name[0])
        forms += [f"{family}{GAP}{words[0]}", rf"{initial}\.[\s\u00a0]*{family}", rf"(?-i:{TITLES}){GAP}{family}"]
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(forms)})(?![^\W_])", re.IGNORECASE)


def _letters(word: str) -> str:
    """A pattern of the word with or without its accents, with either apostrophe."""
    return "".join(_letter(letter) for letter in word)


def _letter(letter: str) -> str:
    if letter in "'’":
        return "['’]"
    plain = without_accents(letter).lower()
    return f"[{ACCENTED[plain]}]" if plain in ACCENTED else re.escape(letter)


def _contact_pattern(kind: str, value: str) -> re.Pattern[str]:
    if kind == ContactKind.PHONE:
        digits = re.sub(r"\D", "", contact_label(kind, value))
        gap = r"[\s\u00a0\u202f.-]*"
        tail = gap.join(digits[1:] if digits.startswith("0") else digits)
        start = rf"(?:(?:\+|00){gap}33{gap}(?:\(0\){gap})?|0{gap})" if digits.startswith("0") else r"\+?"
        return re.compile(rf"(?<!\d){start}{tail}(?!\d)")
    if kind in (ContactKind.EMAIL, ContactKind.OTHER):
        return re.compile(re.escape(value), re.IGNORECASE)
    bare = re.sub(r"^https?://(?:www\.)?", "", value).rstrip("/")
    return re.compile(rf"(?<![\w.-])(?:https?://)?(?:www\.)?{re.escape(bare)}(?![\w-])/?", re.IGNORECASE)
