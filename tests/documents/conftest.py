from __future__ import annotations

import pytest

from tests.builders import make_series
from tests.documents.receiving import received
from tests.documents.sample import RELEASE

FILENAME = "semaine 19.txt"


@pytest.fixture(autouse=True)
def _private_originals(settings, tmp_path):
    """Originals of the tests go to a folder of the test."""
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def series(db):
    return make_series()


@pytest.fixture
def review(series, officer):
    """The review that is open on the sample document."""
    return received(data=RELEASE.encode(), filename=FILENAME, by=officer)
