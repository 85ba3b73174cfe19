"""The kinds of requests, told by their address: what may take long, and what may not."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache

from django.http import HttpRequest
from django.urls import reverse

FILE = re.compile(r"\.[a-z]{3,7}\Z")  # “/initiatives.csv”, “/bulletins/7.pdf”, “/sitemap.xml”


class Kind(StrEnum):
    PUBLIC = "page publique"
    FILE = "fichier"
    OFFICE = "espace rédaction"


def kind_of(request: HttpRequest) -> Kind:
    if is_working(request.path):
        return Kind.OFFICE
    return Kind.FILE if FILE.search(request.path) else Kind.PUBLIC


def is_working(path: str) -> bool:
    """The back office, and the proofs that people without an account write remarks on."""
    return path.startswith(_working())


@cache
def _working() -> tuple[str, ...]:
    return reverse("admin:index"), "/epreuves/"
