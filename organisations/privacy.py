"""Taking a person's name or a contact out of texts that quote them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from string import ascii_lowercase
from urllib.parse import quote

from french.accents import without_accents
from organisations.contacts import COUNTRY, PHONE_GAP, WEB_KINDS, ContactKind, contact_label, contacts_in

NAME_REMOVED = "[nom retiré]"
CONTACT_REMOVED = "[coordonnée retirée]"
PASSAGE_REMOVED = "[passage retiré]"
REMOVED = (NAME_REMOVED, CONTACT_REMOVED, PASSAGE_REMOVED)

TITLES = r"(?:M\.|Mr\.?|Mmes?|MM\.|Mlles?|Messieurs|Mesdames|Madame|Monsieur|Mademoiselle|Dr\.?|Docteure?|Maître|Me)"
SPACE = r"[\s\u00a0\u202f-]+"
GAP = r"[\s\u00a0\u202f*_-]+"  # in a text, emphasis may begin or end inside a name
AT_SIGN = r"(?:@|%40|&#64;|[(\[]\s*(?:at|a|arobase)\s*[)\]]|\barobase\b)"  # the ways to write an e-mail’s @
AT = rf"\s*{AT_SIGN}\s*"
ANY_AT = re.compile(AT_SIGN, re.IGNORECASE)
NO_DIGIT = re.compile(r"[^0-9]+")
UNLIKE = re.compile("[İıſ\u212a]")  # what a pattern takes for a plain letter, and lower case does not
JOINED = {"œ": "oe", "æ": "ae"}


def _accented() -> dict[str, str]:
    """Each plain letter with all those that are it with an accent, of whatever language: “ś” is an “s” too."""
    found = {letter: letter for letter in ascii_lowercase}
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        letter = chr(code).lower()
        plain = without_accents(letter)
        if len(letter) == 1 and plain in found and letter not in found[plain]:
            found[plain] += letter
    return found


ACCENTED = _accented()


def hide_names(text: str, names: Iterable[str]) -> str:
    """`text` with each person's name replaced: “Jeanne Martin”, “MARTIN Jeanne”, “J. Martin” and “Mme Martin”.

    Accents and case do not matter. A family name alone stays: it may be an ordinary word or a firm.
    """
    for name in names:
        if _words_of(name):
            text = unicodedata.normalize("NFC", text)
            if _may_be_named(name, text):
                text = _name_pattern(name).sub(NAME_REMOVED, text)
    return text


def hide_families(text: str, names: Iterable[str]) -> str:
    """`text` with the family name alone replaced too: “la famille Martin”, “les MARTIN”; “martin-pêcheur” stays.

    Only a person can tell whose name it is there: for texts that somebody chose.
    """
    for name in names:
        if words := _letters_of(name)[1:]:
            pattern = re.compile(rf"(?<![^\W_])(?:{GAP.join(words)})(?![^\W_])", re.IGNORECASE)
            text = pattern.sub(_unless_common, unicodedata.normalize("NFC", text))
    return text


def _unless_common(found: re.Match[str]) -> str:
    return NAME_REMOVED if found[0][0].isupper() else found[0]


def hide_contacts(text: str, contacts: Iterable[tuple[str, str]]) -> str:
    """`text` with each contact (kind, stored value) replaced, however it is spaced, prefixed or typed."""
    for kind, value in contacts:
        if value and _may_stand(kind, value, text):
            text = _contact_pattern(kind, unicodedata.normalize("NFC", value)).sub(CONTACT_REMOVED, text)
    return text


def hide_coordinates(text: str, *, shown: Iterable[tuple[str, str]] = ()) -> str:
    """`text` without any French number or e-mail, known or not, but for those that stand beside it: `shown`."""
    kept = {(str(kind), value.casefold()) for kind, value in shown}
    return hide_contacts(text, [one for one in contacts_in(text) if (one[0], one[1].casefold()) not in kept])


def whole_or_nothing(text: str) -> str:
    """A few words beside a contact or a name: what is left of them when some were taken out would tell nothing."""
    return "" if any(mark in text for mark in REMOVED) else text


def hide_passages(text: str, passages: Iterable[str]) -> str:
    """`text` without the given words, whatever the case, the apostrophes and the white space between them."""
    for passage in passages:
        if words := unicodedata.normalize("NFC", passage).split():
            written = r"\s+".join(re.sub("['’]", "['’]", re.escape(word)) for word in words)
            whole = rf"{_edge(words[0][0], '(?<!')}{written}{_edge(words[-1][-1], '(?!')}"
            text = re.sub(whole, PASSAGE_REMOVED, unicodedata.normalize("NFC", text), flags=re.IGNORECASE)
    return text


def _edge(letter: str, look: str) -> str:
    """A passage that begins or ends with a letter is no part of a longer word."""
    return rf"{look}\w)" if re.match(r"\w", letter) else ""


@lru_cache(maxsize=4_096)
def _name_pattern(name: str) -> re.Pattern[str]:
    """Of a name that has words."""
    words = _letters_of(name)
    forms = [GAP.join(words)]
    if len(words) > 1:
        family = GAP.join(words[1:])
        initial = _letters(_untitled(name)[0])
        forms += [f"{family}{GAP}{words[0]}", rf"{initial}\.[\s\u00a0]*{family}", rf"(?-i:{TITLES}){GAP}{family}"]
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(forms)})(?![^\W_])", re.IGNORECASE)


def _untitled(name: str) -> str:
    return re.sub(rf"^{TITLES}{SPACE}", "", unicodedata.normalize("NFC", name.strip()))


def _letters_of(name: str) -> list[str]:
    """A pattern of each of its words."""
    return [_letters(word) for word in _words_of(name)]


@lru_cache(maxsize=4_096)
def _words_of(name: str) -> tuple[str, ...]:
    """Without “Mme” or “M.” before them."""
    return tuple(word for word in re.split(SPACE, _untitled(name)) if word)


def _may_be_named(name: str, text: str) -> bool:
    """Whether the letters of the family name are in the text at all: a pattern of a name takes milliseconds to be made.
    Says yes wherever the pattern finds something."""
    folded = _folded(text)
    return all(word in folded for word in _family_of(name))


@lru_cache(maxsize=4_096)
def _family_of(name: str) -> tuple[str, ...]:
    """What every form of the name has, in small letters without accents; nothing of a word in other letters than Latin
    ones, whose cases are more than two."""
    words = _words_of(name)
    return tuple(plain for word in words[1:] or words if (plain := _folded(word)).isascii())


@lru_cache(maxsize=16)  # a text is asked about one name after the other
def _folded(text: str) -> str:
    """In small letters without accents; a pattern takes two more letters for “i” and “s”."""
    return without_accents(text).lower().replace("ı", "i").replace("ſ", "s")


def _letters(word: str) -> str:
    """A pattern of the word with or without its accents, with either apostrophe, its “œ” joined or not."""
    return "".join(_joined(found) for found in re.findall("œ|oe|æ|ae|.", word, re.IGNORECASE | re.DOTALL))


def _joined(letters: str) -> str:
    for one, two in JOINED.items():
        if letters.lower() in (one, two):
            return f"(?:{one}|{''.join(map(_letter, two))})"
    return _letter(letters)


def _letter(letter: str) -> str:
    if letter in "'’":
        return "['’]"
    plain = without_accents(letter).lower()
    return f"[{ACCENTED[plain]}]" if plain in ACCENTED else re.escape(letter)


def _may_stand(kind: str, value: str, text: str) -> bool:
    """Whether `_contact_pattern` could find the contact: a pattern takes a millisecond to be made, and most texts hold
    none of the contacts beside them. What is not clear at once may stand there."""
    if kind == ContactKind.PHONE:
        wanted = len(_dialled(value))
        return wanted == 0 or len(NO_DIGIT.sub("", text)) >= wanted
    if kind == ContactKind.EMAIL and "@" in value:
        return bool(ANY_AT.search(text))
    if kind in WEB_KINDS and value.isascii() and not UNLIKE.search(text):
        written = text.lower()
        bare = _bare(value).lower()
        return bare in written or (kind == ContactKind.TWITTER and f"@{bare.rpartition('/')[2]}" in written)
    return True


@lru_cache(maxsize=4_096)
def _dialled(value: str) -> str:
    """The digits that any way of writing a number has: without what stands for France or for a call within it."""
    return re.sub(r"\D", "", contact_label(ContactKind.PHONE, value)).removeprefix("0")


def _bare(address: str) -> str:
    return re.sub(r"^https?://(?:www\.)?", "", address, flags=re.IGNORECASE).rstrip("/")


@lru_cache(maxsize=4_096)
def _contact_pattern(kind: str, value: str) -> re.Pattern[str]:
    if kind == ContactKind.PHONE:
        digits = re.sub(r"\D", "", contact_label(kind, value))
        national = digits.startswith("0")
        tail = PHONE_GAP.join(digits[1:] if national else digits)
        start = rf"(?:{COUNTRY}|(?:\(0\)|0){PHONE_GAP})" if national else r"(?:\+|%2B)?"
        return re.compile(rf"(?:\btel:{PHONE_GAP})?(?<!\d){start}{tail}(?!\d)", re.IGNORECASE)
    if kind == ContactKind.EMAIL and "@" in value:
        local, _, domain = value.rpartition("@")
        start = r"(?:\bmailto:(?:%20|\s)*|(?<![\w.+-]))"
        return re.compile(rf"{start}{_typed(local)}{AT}{_typed(domain)}(?![\w-]|\.\w)", re.IGNORECASE)
    if kind in WEB_KINDS:
        bare = _bare(value)
        address = rf"(?<![\w.-])(?:https?://)?(?:www\.)?{_typed(bare)}(?![\w-])/?"
        handle = bare.rpartition("/")[2] if kind == ContactKind.TWITTER else ""
        return re.compile(address + (rf"|(?<![\w@./-])@{re.escape(handle)}(?!\w)" if handle else ""), re.IGNORECASE)
    return re.compile(r"\s+".join(map(_typed, value.split())), re.IGNORECASE)


def _typed(text: str) -> str:
    """A pattern of an address: its accented letters in one sign or two, or as links write them (%C3%A9)."""
    return "".join(
        re.escape(sign)
        if sign.isascii()
        else f"(?:{sign}|{re.escape(unicodedata.normalize('NFD', sign))}|{quote(sign)})"
        for sign in text
    )
