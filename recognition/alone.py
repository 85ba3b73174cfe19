"""From a text that tells one initiative, typed or taken from a mail, to a proposal with this one.

The readers of `assemble` are at work, but nothing is taken for a bulletin's head, heading or ending: all of the text
belongs to the initiative. A date that it prints goes to the head, where an import would have it.
"""

from __future__ import annotations

from recognition.assemble import issue_place
from recognition.blocks import Document
from recognition.facts.places import PlaceFinder
from recognition.gazetteer import Gazetteer
from recognition.layout import head
from recognition.layout.marks import is_row_of_marks
from recognition.layout.themes import reader_of
from recognition.layout.views import views_of
from recognition.normalise import Source
from recognition.passages.segments import Story
from recognition.proposal import Proposal
from recognition.stories.home import home_departments
from recognition.stories.initiatives import Reader
from recognition.stories.theming import by_theme
from recognition.stories.titles import title_line_of


def propose_one(document: Document, gazetteer: Gazetteer) -> Proposal:
    """Never raises on any document; one without a letter or a digit gives an empty proposal."""
    source, proposal = Source(document), Proposal()
    finder = PlaceFinder(source, gazetteer, home_departments(source, gazetteer, issue_place(source, gazetteer)))
    views = [view for view in views_of(source, finder) if not is_row_of_marks(view.block.text)]
    if not any(character.isalnum() for view in views for character in view.block.text):
        return proposal
    story = Story(blocks=views, title=views[0] if title_line_of(document.text) else None)
    themes = reader_of(gazetteer.themes)
    proposal.sections = by_theme([(story, [Reader(source, finder).one(story)])], themes)
    dates = (head.place_and_date(source, view.span, gazetteer) for view in views)
    proposal.bulletin.date = next((found.date for found in dates if found), None)
    return proposal
