"""From a document to a proposal: reads the head, cuts the body, reads each story, and keeps every word somewhere."""

from __future__ import annotations

from itertools import takewhile

from recognition.blocks import Document
from recognition.facts.contacts import contact_key
from recognition.facts.places import PlaceFinder
from recognition.gazetteer import Gazetteer
from recognition.layout import head
from recognition.layout.endings import Ending, split_ending
from recognition.layout.headings import Heading, find_headings
from recognition.layout.margins import said_under, without_margins
from recognition.layout.marks import is_row_of_marks
from recognition.layout.opening import Opening, read_opening
from recognition.layout.themes import ThemeReader, reader_of
from recognition.layout.views import BlockView, views_of
from recognition.normalise import Source, key
from recognition.passages.segments import Cutter, Part
from recognition.proposal import Level, Passage, Proposal, ProposedBulletin, ProposedSection, ProposedValue, Remark
from recognition.stories.book import share_book
from recognition.stories.home import home_departments
from recognition.stories.initiatives import Reader
from recognition.stories.issuer import issuing_commune, place_at_home
from recognition.stories.theming import by_theme, give_themes


def propose(document: Document, gazetteer: Gazetteer) -> Proposal:
    """Never raises on any document; an empty one gives an empty proposal with a remark."""
    source, proposal = Source(document), Proposal()
    proposal.remarks += [Remark("document", Level.WARNING, remark) for remark in document.remarks]
    place = issue_place(source, gazetteer)
    finder = PlaceFinder(source, gazetteer, home_departments(source, gazetteer, place))
    views = [view for view in views_of(source, finder) if not is_row_of_marks(view.block.text)]
    opening = read_opening(source, views, gazetteer, proposal.bulletin)
    rest, margins = without_margins([view for view in views if view.index not in opening.used])
    headings = find_headings(rest)
    headings |= dict.fromkeys(opening.story_titles & headings.keys(), Heading.STORY)
    body, ending = split_ending(rest, headings)
    cutter = Cutter(body, headings)
    parts = settle_intro(without_editorials(cutter.cut(), proposal.bulletin), proposal.bulletin)
    reader, themes = Reader(source, finder), reader_of(gazetteer.themes)
    for part in parts:
        proposal.sections += sections_of(part, reader, proposal, themes)
    give_themes(proposal.sections, themes)
    dated_in = gazetteer.commune_names.by_key.get(key(place), []) if place else []
    around = {view.index for view in margins}
    place_at_home(
        proposal.initiatives,
        issuing_commune(source, [view for view in views if view.index not in around], dated_in),
        finder,
    )
    fill_head(source, proposal.bulletin, opening, ending, views)
    share_book(source, ending, proposal)
    proposal.unplaced += [
        passage(view)
        for view in sorted([*cutter.noise, *ending.press, *opening.masthead, *margins], key=lambda v: v.index)
    ]
    remark_head(proposal)
    return proposal


def issue_place(source: Source, gazetteer: Gazetteer) -> str | None:
    for span in source.block_spans[:16] + source.block_spans[-10:]:
        if span[1] - span[0] <= 160:
            found = head.place_and_date(source, span, gazetteer, alone=False)
            if found and found.place:
                return str(found.place.value)
    return None


def without_editorials(parts: list[Part], bulletin: ProposedBulletin) -> list[Part]:
    """“Édito”, “Le mot du maire”, “Infos pratiques”: what the office says under a title of its own."""
    for part in parts:
        for story in [story for story in part.stories if story.title and said_under(story.title.low)]:
            part.stories.remove(story)
            place_said(story.blocks, said_under(story.title.low), bulletin)
        if part.heading and (said := said_under(part.heading.low)):
            lead = list(takewhile(lambda story: story.title is None, part.stories))
            views = [part.heading, *part.intro, *(view for story in lead for view in story.blocks), *part.addresses]
            place_said(sorted(views, key=lambda view: view.index), said, bulletin)
            part.heading, part.intro, part.stories, part.addresses = None, [], part.stories[len(lead) :], []
    return [part for part in parts if part.heading or part.intro or part.stories or part.addresses]


def place_said(views: list[BlockView], said: str, bulletin: ProposedBulletin) -> None:
    where = bulletin.intro if said == "editorial" else bulletin.closing
    where += [passage(view) for view in views]
    if said == "practical":
        bulletin.links += [contact for view in views for contact in view.contacts if contact.kind != "other"]


def settle_intro(parts: list[Part], bulletin: ProposedBulletin) -> list[Part]:
    """What stands above the first heading introduces the bulletin, unless it is a list of stories."""
    if not parts or parts[0].heading is not None:
        return parts
    first = parts[0]
    has_headings = any(part.heading for part in parts[1:])
    is_told = any(story.blocks[0].is_item or story.title or story.has_contact for story in first.stories)
    introduction = list(first.intro)
    if has_headings and not is_told:
        introduction += [view for story in first.stories for view in story.blocks]
        first.stories = []
    bulletin.intro += [passage(view) for view in sorted(introduction, key=lambda view: view.index)]
    first.intro = []
    while first.stories and is_said_by_the_office(first):
        bulletin.intro += [passage(view) for view in first.stories.pop(0).blocks]
    return parts if first.stories or first.addresses else parts[1:]


def is_said_by_the_office(part: Part) -> bool:
    """A paragraph to the reader above a list of stories: “La communauté de communes vous donne des nouvelles…”."""
    opening, others = part.stories[0], part.stories[1:]
    listed = sum(story.first.is_item or story.title is not None or story.context is not None for story in others)
    is_plain = not (opening.first.is_item or opening.title or opening.context or opening.has_contact)
    return is_plain and bool(others) and listed == len(others)


def sections_of(part: Part, reader: Reader, proposal: Proposal, themes: ThemeReader) -> list[ProposedSection]:
    """One section a heading; without heading, one for each theme that the stories tell."""
    intro = [passage(view) for view in part.intro]
    for view in part.addresses:
        proposal.bulletin.links += [contact for contact in view.contacts if contact.kind != "other"]
        proposal.unplaced.append(passage(view))
        if view.contacts:
            proposal.remarks.append(
                Remark("contacts", Level.WARNING, "Un contact ne suit aucune initiative : à rattacher.")
            )
    stories = [(story, reader.read(story)) for story in part.stories]
    if part.heading is None:
        sections = by_theme(stories, themes)
        if sections:
            sections[0].intro = intro + sections[0].intro
        elif intro:
            proposal.bulletin.intro += intro
        return sections
    heading = ProposedValue(part.heading.block.text.strip(), part.heading.span)
    return [ProposedSection(heading=heading, intro=intro, initiatives=[i for _, made in stories for i in made])]


def fill_head(
    source: Source, bulletin: ProposedBulletin, opening: Opening, ending: Ending, views: list[BlockView]
) -> None:
    bulletin.intro = [passage(view) for view in opening.intro] + bulletin.intro
    bulletin.closing += [passage(view) for view in ending.closing]
    seen = {contact_key(link) for link in bulletin.links}
    for view in ending.closing:
        for contact in view.contacts:
            if contact.kind != "other" and contact_key(contact) not in seen:
                seen.add(contact_key(contact))
                bulletin.links.append(contact)
    ends = [view.span for view in ending.closing] + [p.span for p in bulletin.intro] + [view.span for view in views[:6]]
    for span in ends + [view.span for view in views]:
        found = head.signatory_in(source, span)
        if found:
            bulletin.signatory, bulletin.function = found
            return
    bulletin.signatory = opening.sender


def remark_head(proposal: Proposal) -> None:
    bulletin = proposal.bulletin
    if not bulletin.title:
        proposal.remarks.append(Remark("title", Level.WARNING, "Aucun titre reconnu."))
    if not bulletin.date:
        proposal.remarks.append(Remark("date", Level.WARNING, "Aucune date imprimée."))
    if not bulletin.number:
        proposal.remarks.append(
            Remark("number", Level.INFO, "Aucun numéro imprimé : bulletin hors-série, ou numéro à donner.")
        )
    if not proposal.initiatives:
        proposal.remarks.append(Remark("sections", Level.WARNING, "Aucune initiative reconnue."))


def passage(view: BlockView) -> Passage:
    return Passage(view.block.text, view.span)
