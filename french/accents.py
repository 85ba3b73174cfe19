"""Comparing what people type with what is written: without accents, case, hyphens or apostrophes."""

import re
import unicodedata
from itertools import filterfalse

LIGATURES = (("œ", "oe"), ("Œ", "OE"), ("æ", "ae"), ("Æ", "AE"), ("’", "'"), ("ʼ", "'"))
NOT_A_KEY = re.compile("[^a-z0-9]+")
SAINTS = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}


def without_accents(text: str) -> str:
    """“Étaples” gives “Etaples”, “Nœux” gives “Noeux”; the typographic apostrophe becomes the plain one."""
    if text.isascii():
        return text
    for joined, parted in LIGATURES:  # a table would look every letter up
        text = text.replace(joined, parted)
    decomposed = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", "".join(filterfalse(unicodedata.combining, decomposed)))


def sort_key(text: str) -> str:
    """Key to compare and sort names: “Saint-Étienne-au-Mont” gives “saint etienne au mont”."""
    return NOT_A_KEY.sub(" ", without_accents(text).lower()).strip()


def spelt_out(words: str) -> str:
    """A sort key with its saints in full: “st omer” gives “saint omer”, “ste marie kerque” “sainte marie kerque”."""
    return " ".join(SAINTS.get(word, word) for word in words.split())


def slug_of(text: str, *, length: int = 140) -> str:
    """The part of an address that names something: “CU d'Arras” gives “cu-d-arras”, cut at a word's end."""
    slug = sort_key(text).replace(" ", "-")
    return slug if len(slug) <= length else slug[:length].rpartition("-")[0] or slug[:length]
