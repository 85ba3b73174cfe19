from __future__ import annotations

from copy import deepcopy
from functools import lru_cache

import pytest

from documents.entering.gazetteers import installed_gazetteer
from documents.readers.recogniser import read_and_propose
from documents.services import receive_document
from recognition.gazetteer import Gazetteer
from tests.builders import make_series
from tests.documents.sample import RELEASE

FILENAME = "semaine 19.txt"


@pytest.fixture(autouse=True)
def _private_originals(settings, tmp_path):
    """Originals of the tests go to a folder of the test."""
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def series(db):
    return make_series()


@lru_cache(maxsize=2)
def _read(gazetteer: Gazetteer) -> tuple:
    """What the child that reads says of the sample, with these names: asked once, and not before each test."""
    return read_and_propose(RELEASE.encode(), FILENAME, gazetteer)


@pytest.fixture
def review(series, officer):
    """The review that is open on the sample document."""
    read = deepcopy(_read(installed_gazetteer()))
    return receive_document(data=RELEASE.encode(), filename=FILENAME, by=officer, read=read)
