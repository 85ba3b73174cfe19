"""Turns the blocks of a document into a proposed bulletin. Knows neither Django nor files.

`propose(document, gazetteer)` first reads the roles of blocks (`opening`, `headings`, `endings`, `segments`), then what
each passage holds (`places`, `contacts`, `figures`, `actors`, `persons`), then a short title (`titles`).
"""

from bulletins.importing.recognition.assemble import propose
from bulletins.importing.recognition.gazetteer import Gazetteer
from bulletins.importing.recognition.proposal import Proposal

__all__ = ["Gazetteer", "Proposal", "propose"]
