"""Areas of a passage: customary areas, EPCI, regions, and “secteur de …” as printed.

le calaisis · dans le Lensois · Béthune-Bruay · bassin minier · région Hauts-de-France
le secteur d’Oye-Plage       an area of its own, as printed
Saint-Martin-Choquel         nothing: a commune whose longer name opens like that of an area
"""

from __future__ import annotations

import re

from recognition.facts.claims import Claims
from recognition.facts.words import Words, words_of
from recognition.gazetteer import Area, Gazetteer
from recognition.normalise import Source, key
from recognition.proposal import ProposedArea, Span

SECTOR = re.compile(
    r"\b(secteurs?|environs|alentours|agglomeration|pays|vallee|canton|arrondissement|communaute (?:urbaine"
    r"|d'agglomeration|de communes)|metropole|bassin de vie)(?= (?:de la |de l'|des |de |du |d'))"
    r" (?:de la |de l'|des |de |du |d')"
)
NAME = re.compile(
    r"(?:L[ea]s? |L')?[A-Z][\w]*(?:[' -](?:[A-Z][\w]*|sur|sous|les|lez|la|le|en|de|du|d)){0,6}(?:(?:, | et (?:de"
    r" |d')?)[A-Z][\w]*(?:-[\w]+){0,8}){0,12}"
)


def find_areas(source: Source, gazetteer: Gazetteer, span: Span, masked: list[Span]) -> list[ProposedArea]:
    found: dict[str, ProposedArea] = {}
    claims = Claims(span, masked)
    for area in (*named(source, gazetteer, span), *sectors(source, span)):
        if claims.has(area.span):
            continue
        claims.take(area.span)
        found.setdefault(key(area.name), area)
    return sorted(found.values(), key=lambda area: area.span)


def named(source: Source, gazetteer: Gazetteer, span: Span):
    words = words_of(source, *span)
    index = 0
    longest = gazetteer.area_names.longest
    while index < len(words.plain):
        if words.plain[index] not in longest:
            index += 1
            continue
        for count, areas in gazetteer.area_names.starting_at(words.plain, index):
            if not all(words.joined[index + 1 : index + count]) or opens_longer_commune(words, index, count, gazetteer):
                continue
            place = (words.spans[index][0], words.spans[index + count - 1][1])
            area = areas[0]
            if is_meant(source, area, place):
                yield ProposedArea(area.name, area.kind, place, area.code, 0.9)
                index += count - 1
                break
        index += 1


def opens_longer_commune(words: Words, index: int, count: int, gazetteer: Gazetteer) -> bool:
    longest = next((n for n, _ in gazetteer.commune_names.starting_at(words.plain, index)), 0)
    return longest > count and all(words.joined[index + 1 : index + longest])


def is_meant(source: Source, area: Area, place: Span) -> bool:
    """An adjective is not its area: “le Lensois”, but not “un club lensois” nor “les Lensois”."""
    before = source.low[max(0, place[0] - 14) : place[0]]
    printed = source.flat[place[0] : place[1]]
    if " " not in printed and "-" not in printed and not printed.isupper():
        return re.search(
            r"(?:\b(?:le|du|dans le|en|sur le|region|ailleurs en|de|toute la|la)|\bl'|\bd'|\bl') ?$", before
        ) is not None or area.kind in ("region",)
    return any(c.isupper() for c in printed) or area.kind in ("customary", "neighbourhood")


def sectors(source: Source, span: Span):
    for match in SECTOR.finditer(source.low, *span):
        name = NAME.match(source.flat, match.end(), span[1])
        if name:
            printed = source.excerpt((match.start(1), name.end()))
            yield ProposedArea(re.sub(r"\s+", " ", printed), "customary", (match.start(1), name.end()), confidence=0.7)
