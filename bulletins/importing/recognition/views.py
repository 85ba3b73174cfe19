"""Each block with the clues that tell what it is: a story, a heading, an address, noise."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bulletins.importing.blocks import Block, BlockKind
from bulletins.importing.recognition.announced import announced
from bulletins.importing.recognition.areas import find_areas
from bulletins.importing.recognition.claims import Claims
from bulletins.importing.recognition.contacts import find_contacts
from bulletins.importing.recognition.figures import find_figures
from bulletins.importing.recognition.marks import is_contact_line, is_label, is_noise, opens_with_label
from bulletins.importing.recognition.normalise import Source
from bulletins.importing.recognition.persons import find_persons
from bulletins.importing.recognition.places import Found, PlaceFinder
from bulletins.importing.recognition.proposal import ProposedContact, Span
from bulletins.importing.recognition.roles import is_inside_another_name

# Openings of a new story, for a paragraph that stands among others.
NEW_STORY = re.compile(
    r"(?:de meme|par ailleurs|enfin|de son cote|de leur cote|a son tour|a noter|notons|citons|egalement|toujours"
    r"|autre initiative|autre exemple|dans la meme optique|dans le meme esprit|aussi|signalons|saluons|il"
    r" convient|on peut citer|c'est aussi)\b"
)
ANAPHORA = re.compile(
    r"(?:ce|cet|cette|ces|il|elle|ils|elles|leur|leurs|son|sa|ses|celui-ci|celle-ci|ceux-ci|l'association"
    r"|l'entreprise|le collectif|la societe|le groupe|l'equipe|l'initiative|l'operation"
    r"|la commune|la ville|la mairie|le service|au total|en tout|a ce jour|pour ce faire|pour cela|ainsi|depuis"
    r"|les benevoles|les couturieres|les salaries|tous|toutes|chacun|une fois|alors que|pour repondre|l'objectif"
    r"|l'idee|l'ensemble|les masques|les visieres|les colis|les repas|le tout|un appel|les personnes interessees"
    r"|les habitants|en complement|en parallele|resultat|grace a (?:cette|ce|ces|eux|elle|lui))\b"
)
VERB = re.compile(
    r"\b(?:a|ont|est|sont|s'est|se sont|va|vont|propose|proposent|offre|offrent|fabrique|fabriquent|produit"
    r"|produisent|met|mettent|livre|livrent|assure|assurent|organise|organisent|distribue|distribuent|permet"
    r"|permettent|peuvent|peut|lance|lancent|confectionne|confectionnent|fournit|fournissent|se mobilise|se"
    r" mobilisent|continue|continuent|coud|cousent|recoit|recoivent|vient|viennent|reste|restent|apporte"
    r"|apportent|aide|aident|accueille|accueillent|invite|ouvre|prete|pretent|appelle|appellent|prend|prennent"
    r"|garde|gardent|tient|tiennent|fait|font|donne|donnent|portent|porte|prepare|preparent|cuisine|cuisinent"
    r"|sera|seront|etait|avait|avaient)\b"
)


# An actor named this near to the start of a paragraph is its subject.
NEAR_START = 60


@dataclass(slots=True)
class BlockView:
    index: int
    block: Block
    span: Span
    low: str
    contacts: list[ProposedContact] = field(default_factory=list)
    places: list[Found] = field(default_factory=list)
    actor_at: int | None = None
    has_figure: bool = False
    is_noise: bool = False
    is_contact: bool = False
    is_label: bool = False

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
        return self.is_specific or self.has_figure or any(contact.kind != "other" for contact in self.contacts)

    @property
    def is_sentence(self) -> bool:
        return self.block.text.rstrip().endswith((".", "!", "…", "?")) or len(self.low) > 140

    @property
    def is_shouted(self) -> bool:
        letters = [c for c in self.block.text if c.isalpha()]
        return len(letters) > 3 and sum(c.isupper() for c in letters) > 0.8 * len(letters)

    @property
    def opens_story(self) -> bool:
        return NEW_STORY.match(self.low) is not None

    @property
    def goes_on(self) -> bool:
        """“L’association contribue ainsi…” goes on; “L’association Alpha…” names someone new."""
        if self.actor_at is not None and self.actor_at < NEAR_START:
            return False
        return ANAPHORA.match(self.low) is not None or self.block.text[:1].islower()

    @property
    def introduces(self) -> bool:
        return self.block.text.rstrip().endswith(":")


def views_of(source: Source, finder: PlaceFinder) -> tuple[list[BlockView], list[ProposedContact]]:
    contacts = find_contacts(source)
    views, at = [], 0
    for index, (block, span) in enumerate(zip(source.document.blocks, source.block_spans, strict=True)):
        mine = []
        while at < len(contacts) and contacts[at].span[0] < span[1]:
            mine.append(contacts[at])
            at += 1
        view = BlockView(index, block, span, source.low[span[0] : span[1]].strip(), mine)
        addresses = [(c.span[0] - span[0], c.span[1] - span[0]) for c in mine if c.kind != "other"]
        view.is_noise = is_noise(view.low) and not mine
        view.is_label = is_label(view.low)
        view.is_contact = not view.is_noise and (
            is_contact_line(source.low[span[0] : span[1]], addresses)
            or bool(mine and opens_with_label(view.low) and len(view.low) < 240)
        )
        if not view.is_noise and not view.is_contact:
            masked = [c.span for c in mine if c.kind != "other"]
            view.places = [f for f in finder.find(span, masked) if not is_inside_another_name(source, f.span)]
            view.actor_at = actor_at(finder, span, masked, view)
            view.has_figure = bool(find_figures(source, span, masked)[0])
        views.append(view)
    return views, contacts


def actor_at(finder: PlaceFinder, span: Span, masked: list[Span], view: BlockView) -> int | None:
    """Where the first named actor stands in the block; the prefect who signs is not one."""
    source = finder.source
    areas = Claims(span, [area.span for area in find_areas(source, finder.gazetteer, span, masked)])
    for organisation in announced(source, span, [], areas):
        words = organisation.name.lower()
        if "préfet" not in words and "préfecture" not in words and "départem" not in words:
            return organisation.span[0] - span[0]
    for person in find_persons(source, span, [*masked, *(p.span for p in view.places)]):
        if not re.search(r"pr[ée]fet|ministre", person.role.lower()) and not is_prefect(source, person.span):
            return person.span[0] - span[0]
    return None


def is_prefect(source: Source, span: Span) -> bool:
    return (
        re.match(r",? (?:le |la )?(?:sous-)?prefete?\b", source.low[span[1] : span[1] + 24]) is not None
        or re.search(r"\bprefete?(?: de [a-z' -]{2,30},?)? $", source.low[max(0, span[0] - 50) : span[0]]) is not None
    )
