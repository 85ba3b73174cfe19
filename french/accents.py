"""Comparing what people type with what is written: without accents, case, hyphens or apostrophes."""

import re
import unicodedata

LIGATURES = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "’": "'", "ʼ": "'"})
MARKS = re.compile("[\u0300-\u036f]+")  # accents and cedillas, once they stand apart
RARE = re.compile("[\u0483-\u1fff\u20d0-\U0010ffff]")  # where Unicode has more marks, of other scripts
SAINTS = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}


def without_accents(text: str) -> str:
    """“Étaples” gives “Etaples”, “Nœux” gives “Noeux”; the typographic apostrophe becomes the plain one."""
    if text.isascii():
        return text
    plain = MARKS.sub("", unicodedata.normalize("NFD", text.translate(LIGATURES)))
    if RARE.search(plain):
        plain = "".join(c for c in plain if not unicodedata.combining(c))
    return unicodedata.normalize("NFC", plain)


def sort_key(text: str) -> str:
    """Key to compare and sort names: “Saint-Étienne-au-Mont” gives “saint etienne au mont”."""
    return re.sub(r"[^a-z0-9]+", " ", without_accents(text).lower()).strip()


def spelt_out(words: str) -> str:
    """A sort key with its saints in full: “st omer” gives “saint omer”, “ste marie kerque” “sainte marie kerque”."""
    return " ".join(SAINTS.get(word, word) for word in words.split())


def slug_of(text: str, *, length: int = 140) -> str:
    """The part of an address that names something: “CU d'Arras” gives “cu-d-arras”, cut at a word's end."""
    slug = sort_key(text).replace(" ", "-")
    return slug if len(slug) <= length else slug[:length].rpartition("-")[0] or slug[:length]
