"""Each block with the clues that tell what it is: a story, a heading, an address, noise."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property

from recognition.actors.announced import announced
from recognition.blocks import Block, BlockKind
from recognition.facts.areas import find_areas
from recognition.facts.claims import Claims
from recognition.facts.contacts import find_contacts
from recognition.facts.figures import find_figures
from recognition.facts.persons import find_persons
from recognition.facts.places import Found, PlaceFinder
from recognition.facts.roles import is_inside_another_name
from recognition.layout.marks import VERB, is_contact_line, is_noise, opens_with_label
from recognition.layout.themes import reader_of
from recognition.normalise import Source
from recognition.proposal import ProposedArea, ProposedContact, ProposedFigure, ProposedPerson, Remark, Span

# Openings of a new story, for a paragraph that stands among others.
NEW_STORY = re.compile(
    r"(?:de meme|par ailleurs|enfin|de son cote|de leur cote|a son tour|a noter|notons|citons|egalement|toujours"
    r"|autre initiative|autre exemple|dans la meme optique|dans le meme esprit|aussi|signalons|saluons|il"
    r" convient|on peut citer|c'est aussi|(?:cette|l')(?: [a-z]+)? ?(?:idee|initiative|action|exemple)"
    r" (?:a (?:aussi |egalement )?ete|est) (?:aussi |egalement )?(?:repris|suivi|imit)e?s?)\b"
)
# “Plusieurs groupes ont aussi contribué…”: others than those above.
OTHERS_TOO = re.compile(
    r"(?:plusieurs|d'autres|de nombreu(?:x|ses)) (?:[a-z-]+ ){1,4}?(?:ont|se sont|sont) (?:aussi|egalement|elles? aussi"
    r"|eux aussi)\b"
)
# “…, comme Alpha, Bêta ou Gamma”: names given as examples.
EXAMPLES = re.compile(
    r"\b(?:comme|tels? que|telles? que|notamment|parmi lesquel(?:le)?s|a l'image d[eu]s?) (?:l[ea]s? |l')?[A-Z]"
)
PRONOUN = re.compile(
    r"(?:il|elle|ils|elles|leur|leurs|son|sa|ses|ce|cet|cette|ces|celui-ci|celle-ci|ceux-ci|celles-ci)\b"
    r"(?! (?:est|sont) )"
)
ANAPHORA = re.compile(
    r"(?:ce|cet|cette|ces|il|elle|ils|elles|leur|leurs|son|sa|ses|celui-ci|celle-ci|ceux-ci|l'association"
    r"|l'entreprise|le collectif|la societe|le groupe|l'equipe|l'initiative|l'operation"
    r"|la commune|la ville|la mairie|le service|au total|en tout|a ce jour|pour ce faire|pour cela|ainsi|depuis"
    r"|les benevoles|les couturieres|les salaries|tous|toutes|chacun|une fois|alors que|pour repondre|l'objectif"
    r"|l'idee|l'ensemble|les masques|les visieres|les colis|les repas|le tout|un appel|les personnes interessees"
    r"|les habitants|en complement|en parallele|resultat|grace a (?:cette|ce|ces|eux|elle|lui))\b"
)


LONGEST_HEADING = 150
# An actor named this near to the start of a paragraph is its subject.
NEAR_START = 60
LONGEST_CONTACT_LINE = 240


@dataclass
class BlockView:
    index: int
    block: Block
    span: Span
    low: str
    contacts: list[ProposedContact] = field(default_factory=list)
    areas: list[ProposedArea] = field(default_factory=list)
    places: list[Found] = field(default_factory=list)
    persons: list[ProposedPerson] = field(default_factory=list)
    figures: list[ProposedFigure] = field(default_factory=list)
    durations: list[Remark] = field(default_factory=list)
    actor_at: int | None = None
    is_themed: bool = False  # a short block with words of a theme, as headings have
    is_noise: bool = False
    is_contact: bool = False

    @property
    def is_item(self) -> bool:
        return self.block.kind is BlockKind.ITEM

    @property
    def is_heading_kind(self) -> bool:
        return self.block.kind is BlockKind.HEADING

    @property
    def is_cell(self) -> bool:
        return self.block.kind is BlockKind.CELL

    @property
    def has_actor(self) -> bool:
        return self.actor_at is not None

    @property
    def is_specific(self) -> bool:
        """Names who or where: what a story does and a general remark does not."""
        return bool(self.places) or self.has_actor

    @property
    def is_telling(self) -> bool:
        """Under a heading, an amount or an address is enough for a story: “Une trentaine de bénévoles appellent…”."""
        return self.is_specific or bool(self.figures) or any(contact.kind != "other" for contact in self.contacts)

    @property
    def is_sentence(self) -> bool:
        if self.block.text.rstrip().endswith((".", "!", "…", "?")) or len(self.low) > 140:
            return True
        return len(self.low) > 60 and (VERB.search(self.low) is not None or ". " in self.low)

    @property
    def is_shouted(self) -> bool:
        letters = [c for c in self.block.text if c.isalpha()]
        return len(letters) > 3 and sum(c.isupper() for c in letters) > 0.8 * len(letters)

    @property
    def opens_story(self) -> bool:
        return NEW_STORY.match(self.low) is not None or OTHERS_TOO.match(self.low) is not None

    @property
    def goes_on(self) -> bool:
        """“L’association contribue ainsi…” goes on; “L’association Alpha…” names someone new."""
        if PRONOUN.match(self.low):
            return True
        if self.actor_at is not None and self.actor_at < NEAR_START:
            return False
        return ANAPHORA.match(self.low) is not None or self.block.text[:1].islower() or self.block.text.startswith("(")

    @property
    def introduces(self) -> bool:
        return self.block.text.rstrip().endswith(":")

    @property
    def addresses(self) -> list[Span]:
        """Where contacts stand that are more than words: nothing else is read there."""
        return [contact.span for contact in self.contacts if contact.kind != "other"]

    @cached_property
    def style(self) -> tuple:
        """Headings that look alike have the same style."""
        marker = re.sub(r"\w+", "1", self.block.marker)
        return (self.block.kind, self.block.level, self.block.bold, self.is_shouted, marker)


def views_of(source: Source, finder: PlaceFinder) -> list[BlockView]:
    contacts, themes = find_contacts(source), reader_of(finder.gazetteer.themes)
    views, at = [], 0
    for index, (block, span) in enumerate(zip(source.document.blocks, source.block_spans, strict=True)):
        mine = []
        while at < len(contacts) and contacts[at].span[0] < span[1]:
            mine.append(contacts[at])
            at += 1
        view = BlockView(index, block, span, source.low[span[0] : span[1]].strip(), mine)
        tell_kind(view, source)
        view.is_themed = len(view.low) <= LONGEST_HEADING and themes.speaks_of_any(block.text)
        if not view.is_noise:
            read_block(view, source, finder)
        views.append(view)
    return views


def tell_kind(view: BlockView, source: Source) -> None:
    start, end = view.span
    view.is_noise = not view.contacts and is_noise(view.low)
    view.is_contact = not view.is_noise and (
        is_contact_line(source.low[start:end], [(a - start, b - start) for a, b in view.addresses])
        or bool(view.contacts and opens_with_label(view.low) and len(view.low) < LONGEST_CONTACT_LINE)
    )


def read_block(view: BlockView, source: Source, finder: PlaceFinder) -> None:
    """What the block holds, read once: it tells stories from remarks, then fills the initiative."""
    taken = view.addresses
    view.areas = find_areas(source, finder.gazetteer, view.span, taken)
    if view.is_contact:
        view.persons = find_persons(source, view.span, taken)
        return
    masked = taken + [a.span for a in view.areas if a.kind != "neighbourhood" and not names_communes(a.name)]
    found = finder.find(view.span, masked)
    view.places = [place for place in found if not is_inside_another_name(source, place.span)]
    view.persons = find_persons(source, view.span, [*taken, *(place.span for place in view.places)])
    view.figures, view.durations = find_figures(source, view.span, taken)
    view.actor_at = actor_at(view, source)


def names_communes(area: str) -> bool:
    """“secteur de Carvin, Courrières et Oignies”: an area, and each of its communes."""
    return "," in area or " et " in area


def actor_at(view: BlockView, source: Source) -> int | None:
    """Where the first named actor stands in the block; the prefect who signs is not one."""
    areas = Claims(view.span, [area.span for area in view.areas])
    for organisation in announced(source, view.span, [], areas):
        if not re.search(r"préfet|préfecture|départem", organisation.name.lower()):
            return organisation.span[0] - view.span[0]
    if OTHERS_TOO.match(view.low) and EXAMPLES.search(source.flat, *view.span):
        return 0
    for person in view.persons:
        if not re.search(r"pr[ée]fet|ministre", person.role.lower()) and not is_prefect(source, person.span):
            return person.span[0] - view.span[0]
    return None


def is_prefect(source: Source, span: Span) -> bool:
    return (
        re.match(r",? (?:le |la )?(?:sous-)?prefete?\b", source.low[span[1] : span[1] + 24]) is not None
        or re.search(r"\bprefete?(?: de [a-z' -]{2,30},?)? $", source.low[max(0, span[0] - 50) : span[0]]) is not None
    )
