"""A bulletin as a list of blocks, in the order of its page: what every form that is read from top to bottom is made of.

So a form cannot forget what another one tells: it decides how a kind of block looks, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import Enum
from html.parser import HTMLParser

from bulletins.presenting import Issue
from bulletins.snapshots import Snapshot
from communes.licence import LICENCE
from french.wording import NBSP


class Kind(Enum):
    LETTERHEAD = "letterhead"
    LOGO = "logo"
    MASTHEAD = "masthead"  # what the document is, its place and date
    TITLE = "title"
    NOTE = "note"  # a rectification, an occultation
    HEADING = "heading"
    ENTRY = "entry"  # the title of an initiative
    TEXT = "text"
    ITEM = "item"
    PICTURE = "picture"  # its words are the credit
    FACTS = "facts"  # who, where, figures, contacts of an initiative
    SIGNATORY = "signatory"
    IMPRINT = "imprint"


@dataclass(frozen=True)
class Piece:
    """Some words of a block. `text` may hold line breaks; `url` is absolute.

    The title of an initiative leads to its page; documents leave that link out, because whoever imports them would read
    it as a contact of the initiative.
    """

    text: str
    url: str = ""
    is_bold: bool = False
    is_italic: bool = False


@dataclass(frozen=True)
class Block:
    """`depth` counts from 0 for nested items; `marker` is “•” or “3.”; `picture` is that of a LOGO or a PICTURE."""

    kind: Kind
    pieces: tuple[Piece, ...]
    depth: int = 0
    marker: str = ""
    picture: Snapshot | None = None

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)


def blocks_of(issue: Issue, *, origin: str) -> list[Block]:
    """The bulletin from its letterhead to its licence. `origin` is the site’s own address, for the links."""
    return list(_blocks(issue, origin))


def _blocks(issue: Issue, origin: str) -> Iterator[Block]:
    content = issue.content
    if content["logo"]:
        yield Block(Kind.LOGO, (), picture=content["logo"])
    yield from (_plain(Kind.LETTERHEAD, line) for line in content["letterhead"])
    day = f"le {issue.written_date}" if issue.written_date else ""
    if dated := ", ".join(filter(None, [content["place"], day])):
        yield _plain(Kind.MASTHEAD, dated[:1].upper() + dated[1:])
    yield _plain(Kind.MASTHEAD, "Communiqué de presse")
    yield _plain(Kind.TITLE, issue.title)
    for correction in content["corrections"]:
        yield _plain(Kind.NOTE, f"Rectifié le {correction['date']}{NBSP}: {correction['text']}")
    if issue.occulted:
        yield _plain(Kind.NOTE, issue.occulted)
    yield from _pictured(content["picture"])
    yield from text_blocks(content["introduction_html"])
    for section in content["sections"]:
        yield _plain(Kind.HEADING, section["heading"])
        yield from text_blocks(section["html"])
        for entry in section["entries"]:
            yield from _entry(entry, origin)
    yield from _end(issue, origin)


def _entry(entry: Snapshot, origin: str) -> Iterator[Block]:
    url = origin + entry["url"] if entry["url"] else ""
    yield Block(Kind.ENTRY, (Piece(entry["title"], url),))
    yield from _pictured(entry["picture"])
    yield from text_blocks(entry["html"])
    # A sentence below the text, without labels such as “Qui :”. The import would take a line without a full stop for a
    # title, and a label for a record of its own.
    who, where = (
        ", ".join(told) for told in (map(_organisation, entry["organisations"]), map(_place, entry["places"]))
    )
    if facts := " · ".join(filter(None, [who, where])):
        yield _plain(Kind.FACTS, f"{facts}.")
    if entry["figures"]:
        yield _plain(Kind.FACTS, f"En chiffres{NBSP}: {f'{NBSP}; '.join(entry['figures'])}.")
    if entry["follows"]:
        yield _plain(Kind.FACTS, f"Suite de{NBSP}: {entry['follows']['title']}.")
    if entry["contacts"]:
        told = [(_noted(row), Piece(row["printed"], row["url"])) for row in entry["contacts"]]
        yield Block(Kind.FACTS, _listed(f"Contact{NBSP}: ", told, " · "))


def _pictured(picture: Snapshot | None) -> Iterator[Block]:
    if picture:
        # With a full stop, as the lines of facts: the import would take the credit for a title.
        yield Block(Kind.PICTURE, (Piece(f"{picture['credited']}."),), picture=picture)


def _end(issue: Issue, origin: str) -> Iterator[Block]:
    content = issue.content
    yield from text_blocks(content["closing_html"])
    for link in content["links"]:
        label = f"{link['label']}{NBSP}: " if link["label"] else ""
        pieces = (Piece(label), Piece(link["bare"], link["url"]))
        yield Block(Kind.TEXT, tuple(piece for piece in pieces if piece.text))
    if content["signatory"]["name"]:
        yield _plain(Kind.SIGNATORY, content["signatory"]["name"])
        if content["signatory"]["function"]:
            yield _plain(Kind.SIGNATORY, content["signatory"]["function"])
    if content["contact_block"] or content["press"]:
        yield _plain(Kind.HEADING, "Contact presse")
        yield from (_plain(Kind.TEXT, line) for line in content["contact_block"])
        yield from (Block(Kind.TEXT, (Piece(told["label"], told["url"]),)) for told in content["press"])
    address = origin + issue.bulletin.get_absolute_url()
    licence = (Piece("Textes et données sous "), Piece(LICENCE.name, LICENCE.url))
    yield Block(Kind.IMPRINT, (Piece(f"En ligne{NBSP}: "), Piece(address, address), Piece(" · "), *licence))


def _plain(kind: Kind, text: str) -> Block:
    return Block(kind, (Piece(text),))


def _organisation(row: Snapshot) -> str:
    if row["detail"]:
        return f"{row['name']} ({row['detail']})"
    return f"{row['name']} (bénéficie)" if row["role"] == "beneficiary" else row["name"]


def _place(place: Snapshot) -> str:
    return f"{place['name']} (bénéficie)" if place["role"] == "benefits" else place["name"]


def _noted(contact: Snapshot) -> str:
    return f"{contact['label']} – " if contact["label"] else ""


def _listed(lead: str, told: Iterable[tuple[str, Piece]], between: str) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    for number, (note, piece) in enumerate(told):
        pieces += [Piece(f"{between if number else lead}{note}"), piece]
    return tuple(pieces)


def text_blocks(html: str) -> list[Block]:
    """The blocks of a text that an officer formatted: the HTML of `french.richtext`, which holds nothing else."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return [block for block in reader.blocks if block.text.strip()]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self.lists: list[int | None] = []  # each open list with its last number; None for bullets
        self.url = ""
        self.is_bold = self.is_italic = False
        self.is_fresh = True  # the next words begin a block

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag in ("ul", "ol"):
            self.lists.append(0 if tag == "ol" else None)
        elif tag == "li":
            if self.lists[-1] is not None:
                self.lists[-1] += 1
            marker = "•" if self.lists[-1] is None else f"{self.lists[-1]}."
            self.blocks.append(Block(Kind.ITEM, (), depth=len(self.lists) - 1, marker=marker))
            self.is_fresh = False
        elif tag == "p":
            # The first paragraph of an item is the item.
            self.is_fresh = self.is_fresh or not self.lists or bool(self.blocks[-1].pieces)
        elif tag == "br":
            self._add("\n")
        elif tag == "a":
            self.url = dict(attributes).get("href") or ""
        elif tag in ("strong", "em"):
            self._style(tag, True)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("ul", "ol"):
            self.lists.pop()
        elif tag == "a":
            self.url = ""
        elif tag in ("strong", "em"):
            self._style(tag, False)
        if tag in ("p", "ul", "ol", "li"):
            self.is_fresh = True

    def handle_data(self, data: str) -> None:
        text = data.replace("\n", " ") if data.strip() else ""
        is_after_break = bool(self.blocks) and self.blocks[-1].text.endswith("\n")
        if text := text.lstrip(" ") if self.is_fresh or is_after_break else text or (" " if data == " " else ""):
            self._add(text)

    def _style(self, tag: str, is_on: bool) -> None:
        if tag == "strong":
            self.is_bold = is_on
        else:
            self.is_italic = is_on

    def _add(self, text: str) -> None:
        if self.is_fresh or not self.blocks:
            self.blocks.append(Block(Kind.TEXT, (), depth=len(self.lists)))
            self.is_fresh = False
        piece = Piece(text, self.url, self.is_bold, self.is_italic)
        self.blocks[-1] = replace(self.blocks[-1], pieces=(*self.blocks[-1].pieces, piece))
