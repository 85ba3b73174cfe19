"""Cuts the body of a document into sections and stories. One story becomes one initiative.

bullets                       one story each, with the paragraphs and nested bullets below them
a title, then paragraphs      one story
plain paragraphs              a new story where one names somebody or somewhere; “Cette association…” goes on
“Contact : …”                 belongs to the story above
a general remark              introduces the section
a row of a table              one story
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from recognition.layout.headings import Heading, repeats
from recognition.layout.marks import FIELD
from recognition.layout.views import BlockView

COLUMN = re.compile(
    r"(?:communes?|villes?|lieux?|initiatives?|actions?|contacts?|structures?|porteurs?(?: de projet)?|acteurs?"
    r"|themes?|thematiques?|quantites?|descriptions?|beneficiaires?"
    r"|organismes?|qui|quoi|ou|noms?|coordonnees|associations?|entreprises?|secteurs?|territoires?|detail|pour"
    r" qui|public|telephone|chiffres?|domaines?)(?: .{0,25})?"
)
# A column or a field of names: what stands there is an actor, whatever it looks like.
ACTOR_COLUMN = re.compile(r"(?:qui|porteurs?|structures?|acteurs?|associations?|entreprises?|organismes?|noms?)\b")
LONG_LEAD = 260


@dataclass(slots=True)
class Story:
    blocks: list[BlockView] = field(default_factory=list)
    title: BlockView | None = None
    context: BlockView | None = None
    repeated: list[BlockView] = field(default_factory=list)
    theme_cell: str = ""
    actors: list[BlockView] = field(default_factory=list)
    labels: set[str] = field(default_factory=set)

    @property
    def has_contact(self) -> bool:
        return any(view.contacts for view in self.blocks)

    @property
    def first(self) -> BlockView:
        """The block that opens the story itself, below a place that heads it."""
        return self.blocks[1] if len(self.blocks) > 1 and self.blocks[0] is self.context else self.blocks[0]

    def is_titled_by(self, view: BlockView) -> bool:
        """The title printed a second time right below itself."""
        return self.title is not None and self.blocks[-1] is self.title and repeats(view, self.title)

    @property
    def is_only_title(self) -> bool:
        return self.title is not None and len(self.blocks) == 1


@dataclass(slots=True)
class Part:
    """A section as printed: its heading, general remarks, stories. `addresses` came before any story."""

    heading: BlockView | None = None
    intro: list[BlockView] = field(default_factory=list)
    stories: list[Story] = field(default_factory=list)
    addresses: list[BlockView] = field(default_factory=list)


class Cutter:
    def __init__(self, views: list[BlockView], headings: dict[int, Heading]) -> None:
        self.views, self.headings = views, headings
        self.parts: list[Part] = [Part()]
        self.noise: list[BlockView] = []
        self.story: Story | None = None
        self.after_contact = False
        self.columns: list[str] = []
        self.previous: BlockView | None = None
        self.context: BlockView | None = None
        self.waiting: list[BlockView] = []

    def cut(self) -> list[Part]:
        for position, view in enumerate(self.views):
            following = next((v for v in self.views[position + 1 : position + 4] if not v.is_noise), None)
            self.place(view, following)
            if not view.is_noise:
                self.previous = view
        self.part.intro += self.waiting
        return [part for part in self.parts if part.heading or part.intro or part.stories or part.addresses]

    @property
    def part(self) -> Part:
        return self.parts[-1]

    def place(self, view: BlockView, following: BlockView | None) -> None:
        heading = self.headings.get(view.index)
        if view.is_noise:
            self.noise.append(view)
        elif self.story and self.story.is_titled_by(view):
            self.story.repeated.append(view)
        elif heading is Heading.SECTION:
            self.open_part(view)
        elif view.is_cell:
            self.place_cell(view)
        elif heading is Heading.PLACE:
            self.open_place(view)
        elif heading is Heading.STORY:
            self.open_story(view, title=True)
        elif FIELD.match(view.low):
            self.place_field(view)
        elif view.is_contact:
            self.place_address(view)
        elif view.is_item:
            self.place_item(view, following)
        else:
            self.place_paragraph(view, following)

    def open_part(self, view: BlockView) -> None:
        if (
            self.part.heading
            and not self.part.intro
            and not self.part.stories
            and self.previous is self.part.heading
            and view.block.text[:1].islower()
        ):
            # A heading printed on two lines.
            self.part.intro.append(view)
            return
        self.part.intro += self.waiting
        self.parts.append(Part(heading=view))
        self.story, self.after_contact, self.columns = None, False, []
        self.context, self.waiting = None, []

    def open_place(self, view: BlockView) -> None:
        """The place holds for the stories below; its own words go with the first of them."""
        self.part.intro += self.waiting
        self.context, self.waiting, self.story = view, [view], None

    def open_story(self, view: BlockView, *, title: bool = False) -> None:
        self.story = Story([*self.waiting, view], title=view if title else None, context=self.context)
        self.waiting = []
        self.part.stories.append(self.story)
        self.after_contact = False

    def place_field(self, view: BlockView) -> None:
        """“Qui ? … / Où ? … / Quoi ? …”: a label that comes back opens the next record."""
        label = FIELD.match(view.low)[1]
        names_actor = ACTOR_COLUMN.match(label) is not None
        if self.story is None or not self.story.labels or label in self.story.labels:
            self.open_story(view)
        else:
            self.story.blocks.append(view)
        self.story.labels.add(label)
        if names_actor:
            self.story.actors.append(view)

    def place_address(self, view: BlockView) -> None:
        if self.story:
            self.story.blocks.append(view)
            self.after_contact = bool(view.contacts)
        else:
            self.part.addresses.append(view)

    def place_item(self, view: BlockView, following: BlockView | None) -> None:
        if self.story and (view.block.level > self.story.first.block.level and self.story.first.is_item):
            if self.is_only_lead(self.story) and view.is_specific:
                self.give_back_lead()
                self.open_story(view)
            else:
                self.story.blocks.append(view)
        elif self.story and self.lists_details(view):
            self.story.blocks.append(view)
        elif not view.is_telling and view.introduces and len(view.low) < LONG_LEAD:
            self.open_lead(view)
        else:
            self.open_story(view)

    def lists_details(self, view: BlockView) -> bool:
        """Items under “La ville propose :” that only say what, or that go on in lower case: part of the story above."""
        first, last = self.story.first, self.story.blocks[-1]
        if view.is_specific:
            return False
        if view.block.text[:1].islower() and (last.introduces or (last.is_item and last.block.text[:1].islower())):
            return True
        opener = next(
            (v for v in reversed(self.story.blocks) if not v.is_contact and (not v.is_item or v is first)), first
        )
        return opener.introduces and not (opener.is_item and opener.block.level >= view.block.level)

    def is_only_lead(self, story: Story) -> bool:
        return len(story.blocks) == 1 and story.blocks[0].introduces and not story.blocks[0].has_actor

    def give_back_lead(self) -> None:
        self.part.intro += self.part.stories.pop().blocks
        self.story = None

    def open_lead(self, view: BlockView) -> None:
        self.part.intro.append(view)
        self.story = None

    def place_paragraph(self, view: BlockView, following: BlockView | None) -> None:
        story = self.story
        if story is None:
            tells = view.is_telling if self.part.heading or self.waiting else view.is_specific
            if tells and not (view.introduces and following is not None and following.is_item and not view.places):
                self.open_story(view)
            else:
                self.part.intro.append(view)
        elif story.is_only_title or (view.goes_on and not view.opens_story and not self.names_another(view)):
            story.blocks.append(view)
        elif not view.is_specific and not (view.is_telling and (self.after_contact or view.opens_story)):
            if (self.after_contact or view.introduces) and not view.goes_on:
                self.part.intro.append(view)
                if view.introduces:
                    self.story = None
            else:
                story.blocks.append(view)
        elif (story.first.is_item and not self.after_contact and not starts_like_story(view)) or (
            story.title is not None and not self.after_contact and not view.opens_story and not self.names_another(view)
        ):
            story.blocks.append(view)
        else:
            self.open_story(view)

    def names_another(self, view: BlockView) -> bool:
        """The paragraph opens with a commune that the story above has not named."""
        if not view.places:
            return False
        known = {found.commune.insee for other in self.story.blocks for found in other.places}
        first = view.places[0]
        return first.commune.insee not in known and first.span[0] - view.span[0] < 60 and not view.goes_on

    def place_cell(self, view: BlockView) -> None:
        is_new_row = (
            self.previous is None
            or not self.previous.is_cell
            or (
                view.block.level <= self.previous.block.level
                and not (view.block.level == self.previous.block.level and view.block.level > 0)
            )
        )
        if self.is_header(view, is_new_row):
            self.part.intro.append(view)
            self.columns.append(view.low)
            self.story = None
        elif is_new_row or self.story is None:
            self.open_story(view)
        else:
            self.story.blocks.append(view)
        column = self.columns[view.block.level] if self.story and view.block.level < len(self.columns) else ""
        if column.startswith(("theme", "thematique", "domaine")):
            self.story.theme_cell = view.block.text
        elif ACTOR_COLUMN.match(column):
            self.story.actors.append(view)

    def is_header(self, view: BlockView, is_new_row: bool) -> bool:
        opens_table = self.previous is None or not self.previous.is_cell
        within_header = bool(self.columns) and not is_new_row and self.story is None
        return (
            (opens_table or within_header)
            and len(view.low) < 45
            and not view.is_telling
            and (within_header or COLUMN.fullmatch(view.low.strip(" :?")) is not None)
        )


def starts_like_story(view: BlockView) -> bool:
    """“À Lens, …”, “L’association Alpha…”, “Par ailleurs, …” open a story; “Chaque jour…” does not."""
    if view.opens_story or (
        re.match(r"(?:a|au|aux|dans le|sur le) [a-z]", view.low)
        and view.places
        and view.places[0].span[0] - view.span[0] < 30
    ):
        return True
    return (
        view.has_actor
        and re.match(
            r"(?:l'|la |le |les |une? )(?:association|entreprise|societe|ville|commune|mairie|collectif|club"
            r"|groupe|ccas|lycee|college|centre|municipalite)",
            view.low,
        )
        is not None
    )
