import pytest

from backoffice.journal.reading import nature_of


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        ("initiatives.initiative", "initiative"),
        ("", ""),
        ("people.proposal", "people.proposal"),
        ("sans point", "sans point"),
        ("a.b.c", "a.b.c"),
    ],
)
def test_nature_of_a_record_that_this_version_does_not_know_is_shown_as_it_is(told, shown):
    assert nature_of(told) == shown
