"""Addresses that were broken or disguised on their way to print, and what they are meant to be.

contact (at) exemple.fr · contact [a] exemple [point] fr       contact@exemple.fr
contact arobase exemple.fr · contact AT exemple.fr             contact@exemple.fr
contact @ exemple.fr · contact@exem ple.fr · contact@exemple. fr
grand‑arras.fr with a no-break hyphen                          grand-arras.fr
http ://www.exemple.fr · http//www.exemple.fr · http:\\\\www.exemple.fr
www. exemple.fr · www,exemple.fr · www.exem ple.fr · ww.exemple.fr      http://www.exemple.fr

Whatever is mended is told to the officer in a remark; a hyphen of another kind changes nothing that one sees.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from recognition.proposal import Span

HYPHENS = str.maketrans("‐‑−", "---")
TOP_LEVEL = r"(?:fr|com|org|net|eu|info|asso\.fr|gouv\.fr|be|io|me|app|coop|bzh)(?![\w-])"
LOCAL = r"(?<![\w.+@/-])[\w.+-]{2,64}"
# “(at)”, “[a]”, “{arobase}”; without brackets only words that nobody takes for others.
AT = r"(?: ?[(\[{<] ?(?:at|a|à|arobase?|@) ?[)\]}>] ?| (?:at|AT|arobase?) )"
DOT = r"(?:\.| ?[(\[{] ?(?:dot|point|\.) ?[)\]}] ?| (?:dot|point) )"
LABEL = r"[\w-]{2,63}"
SPELT = re.compile(rf"(?P<local>{LOCAL}){AT}(?P<host>{LABEL}(?:{DOT}{LABEL}){{0,2}}?{DOT}{TOP_LEVEL})", re.IGNORECASE)
APART = re.compile(
    rf"(?P<local>{LOCAL})(?: ?@ | @)(?P<host>(?:{LABEL}\.){{1,3}}{TOP_LEVEL})"
    rf"|(?P<local2>{LOCAL})@(?P<host2>{LABEL}(?:\.{LABEL})?(?:\. | \.|-? )(?:{LABEL})?\.?{TOP_LEVEL})"
)
SITE = re.compile(
    r"(?<![\w@/.-])(?:"
    r"(?P<scheme>https?|htpps?)(?: ?: ?/ ?/ ?|(?: ?:)?//? ?|:\\\\)(?P<rest>[\w-]+(?:\.[\w-]+)+[^\s<>«»()\[\],;]*)"
    rf"|(?:w{{4}}|ww)\.(?P<typed>(?:{LABEL}\.){{1,3}}{TOP_LEVEL}(?:/[^\s<>«»()\[\],;]*)?)"
    rf"|w{{3}}(?P<mark>\. |, ?| \.)(?P<site>(?:{LABEL}[.,]){{1,3}}{TOP_LEVEL}(?:/[^\s<>«»()\[\],;]*)?)"
    rf"|www\.(?P<head>{LABEL})(?:-? |(?= \.))(?P<tail>(?:{LABEL})?\.?{TOP_LEVEL}))",
    re.IGNORECASE,
)
SOUND_SCHEME = re.compile(r"https?://(?! )", re.IGNORECASE)
SEPARATORS = re.compile(r"[\s\-‐‑−\u00ad]+")


@dataclass(frozen=True, slots=True)
class Mended:
    kind: str
    value: str
    span: Span


def mended(text: str) -> Iterator[Mended]:
    """In no order; spans are those of what is printed."""
    for match in SPELT.finditer(text):
        host = re.sub(DOT, ".", match["host"], flags=re.IGNORECASE)
        yield Mended("email", f"{match['local']}@{host}", match.span())
    for match in APART.finditer(text):
        local, host = match["local"] or match["local2"], match["host"] or match["host2"]
        yield Mended("email", f"{local}@{host.replace(' ', '')}", match.span())
    for match in SITE.finditer(text):
        if match["scheme"] and SOUND_SCHEME.match(match[0]):
            continue
        if match["scheme"]:
            value = f"{match['scheme'].lower().replace('tpp', 'ttp')}://{match['rest']}"
        elif match["site"]:
            value = f"http://www.{match['site'].replace(',', '.')}"
        elif match["typed"]:
            value = f"http://www.{match['typed']}"
        else:
            value = f"http://www.{match['head']}{match['tail']}"
        yield Mended("website", value, match.span())


def same_but_for_breaks(one: str, other: str) -> bool:
    """Whether two addresses differ by hyphens, blanks, scheme and final slash alone."""
    return _bare(one) == _bare(other) != ""


def _bare(address: str) -> str:
    plain = SEPARATORS.sub("", address.lower())
    return re.sub(r"^(?:mailto:|https?:?//)?(?:www\.)?", "", plain).rstrip("/.,;")
