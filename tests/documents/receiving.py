"""Documents that tests begin with. What the child that reads says of one is asked once, and not before each test."""

from __future__ import annotations

from copy import deepcopy
from functools import lru_cache

from django.contrib.auth.models import User

from documents.entering.gazetteers import installed_gazetteer
from documents.models import DocumentImport
from documents.readers.recogniser import read_and_propose
from documents.services import receive_document
from recognition.gazetteer import Gazetteer


def received(*, data: bytes, filename: str, by: User) -> DocumentImport:
    """The review that is open on it, as `receive_document` opens it."""
    read = deepcopy(_read(data, filename, installed_gazetteer()))
    return receive_document(data=data, filename=filename, by=by, read=read)


@lru_cache(maxsize=16)
def _read(data: bytes, filename: str, gazetteer: Gazetteer) -> tuple:
    return read_and_propose(data, filename, gazetteer)
