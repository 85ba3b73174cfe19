"""What stands against publishing a draft, and what its writers should look at, in sentences for the officer."""

from bulletins.checks.numbering import NUMBER_LIMIT, taken_number_sentence
from bulletins.checks.publication import (
    ADVISERS,
    missing_for_publication,
    private_data_sentence,
    remarks_on,
    remarks_on_each,
)
from bulletins.checks.remarks import Block, Mend, Page, Problem

__all__ = [
    "ADVISERS",
    "NUMBER_LIMIT",
    "Block",
    "Mend",
    "Page",
    "Problem",
    "missing_for_publication",
    "private_data_sentence",
    "remarks_on",
    "remarks_on_each",
    "taken_number_sentence",
]
