"""Addresses of records: pages name them by the hundred."""

from __future__ import annotations

import re
from functools import cache

from django.urls import reverse

A_KEY, A_SLUG = 1_234_567_890, "une-page-entre-cent"
PLAIN = re.compile(r"[-a-zA-Z0-9_]+")


def address_of(name: str, key: int | None, slug: str) -> str:
    """As `reverse(name, args=[key, slug])`, of which the pattern is looked up once.

    Raises NoReverseMatch where there is no such address.
    """
    if key is None or not PLAIN.fullmatch(slug):
        return reverse(name, args=[key, slug])
    before, between, after = _around(name)
    return f"{before}{key}{between}{slug}{after}"


@cache
def _around(name: str) -> tuple[str, str, str]:
    before, rest = reverse(name, args=[A_KEY, A_SLUG]).split(str(A_KEY))
    between, after = rest.split(A_SLUG)
    return before, between, after
