"""Every text that a bulletin prints, as it is written and as the page makes it, with the block that holds it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bulletins.checks.remarks import Block, Page
from bulletins.models import Bulletin, Entry, Section
from bulletins.snapshots import head_of, section_introduction_of, wording_of
from initiatives.models import Initiative
from initiatives.repetition import SaidOnce


@dataclass(frozen=True)
class Text:
    """`name` begins no sentence: “l’introduction du bulletin”; `told` is what is left of it on the page."""

    name: str
    written: str
    told: SaidOnce
    block: Block
    entry: Entry | None = None

    @property
    def what(self) -> str:
        return self.name[:1].upper() + self.name[1:]

    @property
    def printed(self) -> str:
        return self.told.text

    @property
    def initiative(self) -> Initiative | None:
        return self.entry.initiative if self.entry else None

    @property
    def is_title(self) -> bool:
        return self.block.part in ("title", "heading")


def texts_of(bulletin: Bulletin, sections: list[Section]) -> Iterator[Text]:
    """In reading order. No query when the links of the bulletin are there already."""

    def own(field: str) -> Block:
        return Block(Page.BULLETIN, bulletin.pk, field)

    introduction, closing = head_of(bulletin)
    yield Text("le titre du bulletin", bulletin.title, SaidOnce(bulletin.title), own("title"))
    yield Text("l’introduction du bulletin", bulletin.introduction, introduction, own("introduction"))
    for section in sections:
        yield from _of_section(section)
    yield Text("la conclusion du bulletin", bulletin.closing, closing, own("closing"))


def _of_section(section: Section) -> Iterator[Text]:
    name = f"« {section.heading or section.theme} »"
    heading = Block(Page.SECTION, section.pk, "heading")
    yield Text("l’intertitre", section.heading, SaidOnce(section.heading), heading)
    block = Block(Page.SECTION, section.pk, "introduction")
    yield Text(f"la rubrique {name}", section.introduction, section_introduction_of(section), block)
    for rank, entry in enumerate(section.entries.all()):
        initiative = entry.initiative
        title = Block(Page.RECORD, initiative.pk, "title", entry.pk)
        yield Text(f"le titre de « {initiative} »", initiative.title, SaidOnce(initiative.title), title, entry)
        yield Text(f"« {initiative} »", *_wording(entry, rank), entry)


def _wording(entry: Entry, rank: int) -> tuple[str, SaidOnce, Block]:
    """The text that will be printed: the day's wording, else the record's own. Forms name their fields by `rank`."""
    if entry.wording.strip():
        return (
            entry.wording,
            wording_of(entry),
            Block(Page.SECTION, entry.section_id, f"entries-{rank}-wording", entry.pk),
        )
    return entry.initiative.summary, wording_of(entry), Block(Page.RECORD, entry.initiative_id, "summary", entry.pk)
