"""A remark on a draft: what is said, where it is mended, and the text that one click would put there."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Page(Enum):
    """Where a text that is printed is written."""

    BULLETIN = "bulletin"
    SUMMARY = "sommaire"
    SECTION = "rubrique"
    RECORD = "fiche"
    PERSON = "personne"
    CONTACT = "contact"
    DOCUMENT = "document"
    OUTSIDE = "relecteurs"


KINDS = {
    Page.BULLETIN: "bulletin",
    Page.SECTION: "section",
    Page.RECORD: "initiative",
    Page.PERSON: "person",
    Page.CONTACT: "contact",
    Page.DOCUMENT: "document",
    Page.OUTSIDE: "readers",
}
# The lines of the summary are named in the addresses of today's pages; the blocks of the Atelier, by their rows.
LINES = {"rubrique": ("section", "heading"), "entree": ("entry", "wording")}


@dataclass(frozen=True)
class Block:
    """What holds the words in question: a field of the form of the row `row_id`, or a line of the summary.

    `entry_id` is the entry that prints it, where one does; `link_id`, the link of the bulletin that it is.
    """

    page: Page
    row_id: int
    part: str = ""
    entry_id: int | None = None
    link_id: int | None = None

    @property
    def key(self) -> str:
        """“entry-12-wording”: kind, row and field, as the blocks of the Atelier are named (`data-block`).

        Whatever an entry prints of its record is found there.
        """
        if self.entry_id is not None:
            return f"entry-{self.entry_id}-wording"
        if self.link_id is not None:
            return f"link-{self.link_id}-url"
        if self.page is Page.SUMMARY:
            line, _, row_id = self.part.partition("-")
            kind, field = LINES.get(line, ("bulletin", "title"))
            return f"{kind}-{row_id or self.row_id}-{field}"
        return f"{KINDS[self.page]}-{self.row_id}-{self.part}"


@dataclass(frozen=True)
class Mend:
    """What one click does to a block: `before`, the text that was judged, becomes `after`."""

    name: str
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Problem:
    """One remark of the check page, with the block where to mend it: by itself, the record of the initiative.

    A blocking one makes `publish_bulletin` refuse.
    """

    message: str
    is_blocking: bool = True
    initiative_id: int | None = None
    block: Block | None = None
    contact_id: int | None = None  # the known contact that the text prints
    mend: Mend | None = None
    entry_id: int | None = None

    @property
    def mended_at(self) -> Block | None:
        return self.block or (
            Block(Page.RECORD, self.initiative_id, entry_id=self.entry_id) if self.initiative_id else None
        )

    @property
    def key(self) -> str:
        """The block of the Atelier that it is about; empty when it is about none."""
        if self.entry_id is not None:
            return f"entry-{self.entry_id}-wording"
        block = self.mended_at
        is_of_no_line = block is not None and block.page is Page.SUMMARY and not block.part
        return block.key if block and not is_of_no_line else ""
