from initiatives.services import InitiativeRefusal


class NothingProposed(InitiativeRefusal):
    """What was sent is what is already there."""


class NotProposable(InitiativeRefusal):
    """Only what is online is corrected by a proposal: the rest is changed in its form."""


class NotDecidable(InitiativeRefusal):
    """The proposal was decided already, or the record changed since it was read."""
