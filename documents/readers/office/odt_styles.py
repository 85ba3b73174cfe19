"""What the styles of an OpenDocument text say of its paragraphs: bold, heading, numbered, only on the first page."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from documents.readers.office.xml import attribute, local_name

_HEADING = re.compile(r"(?:heading|titre)(?:_20_| )?([1-9])", re.IGNORECASE)
_TITLES = {"title": 1, "titre": 1, "subtitle": 2, "sous-titre": 2, "titre_20_principal": 1}
_FIRST_PAGE = re.compile(r"first|premi[eè]re", re.IGNORECASE)


@dataclass(slots=True)
class Styles:
    parents: dict[str, str] = field(default_factory=dict)
    bold: dict[str, bool] = field(default_factory=dict)
    ranks: dict[str, int] = field(default_factory=dict)
    ordered: set[tuple[str, int]] = field(default_factory=set)

    def chain(self, name: str) -> list[str]:
        """The style and those it inherits from; a chain that bites its tail ends."""
        names: list[str] = []
        while name and name not in names:
            names.append(name)
            name = self.parents.get(name, "")
        return names

    def is_bold(self, name: str, default: bool = False) -> bool:
        return next((self.bold[style] for style in self.chain(name) if style in self.bold), default)

    def rank(self, name: str) -> int:
        """1 to 6 for a heading or a title, else 0."""
        ranks = (self.ranks.get(style) or _rank_by_name(style) for style in self.chain(name))
        return next((min(6, rank) for rank in ranks if rank), 0)

    def is_ordered(self, name: str, level: int) -> bool:
        return (name, level) in self.ordered

    def is_first_page(self, part: etree._Element) -> bool:
        """Whether a header or footer belongs to a page style that only the first page has."""
        page = part.getparent()
        return page is not None and _FIRST_PAGE.search(attribute(page, "name")) is not None


def styles_of(*roots: etree._Element) -> Styles:
    styles = Styles()
    for root in roots:
        for element in root.iter():
            tag = local_name(element)
            if tag == "style":
                _add(styles, element)
            elif tag == "list-style":
                name = attribute(element, "name")
                for level in element:
                    rank = attribute(level, "level")
                    if local_name(level) == "list-level-style-number" and rank.isdigit():
                        styles.ordered.add((name, int(rank) - 1))
    return styles


def _add(styles: Styles, element: etree._Element) -> None:
    name = attribute(element, "name")
    styles.parents[name] = attribute(element, "parent-style-name")
    rank = _rank_by_name(attribute(element, "display-name"))
    if rank:
        styles.ranks[name] = rank
    outline = attribute(element, "default-outline-level")
    if outline.isdigit() and int(outline):
        styles.ranks.setdefault(name, int(outline))
    for properties in element:
        weight = attribute(properties, "font-weight") if local_name(properties) == "text-properties" else ""
        if weight:
            styles.bold[name] = weight == "bold" or (weight.isdigit() and int(weight) >= 600)


def _rank_by_name(name: str) -> int:
    heading = _HEADING.fullmatch(name)
    return int(heading[1]) if heading else _TITLES.get(name.lower(), 0)
