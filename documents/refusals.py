"""Why an act on an import is refused. Each carries a French sentence for the officer; nothing has changed then."""

from __future__ import annotations


class ImportRefusal(Exception):
    """The act is refused; `str(error)` is fit for display as it is."""


class DraftRefusal(ImportRefusal):
    """A correction that the draft cannot take."""


class WritingRefused(ImportRefusal):
    """The proposal cannot be written as it stands."""
