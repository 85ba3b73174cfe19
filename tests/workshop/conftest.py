"""A process that stands by for a test ends with it: it knows the names of that test's database."""

from __future__ import annotations

import pytest

from documents.readers import standing


@pytest.fixture(scope="session", autouse=True)
def _nobody_stands_by_at_the_end():
    yield
    standing.stop()
