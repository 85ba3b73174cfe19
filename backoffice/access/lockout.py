"""Whoever has failed too often, by name and network, is not asked again for a quarter of an hour."""

from __future__ import annotations

from axes.handlers.proxy import AxesProxyHandler
from django.http import HttpRequest


def is_held_back(request: HttpRequest, username: str) -> bool:
    """The same rule as at the log-in, which counts wrong passwords and wrong codes together."""
    return not AxesProxyHandler.is_allowed(request, {"username": username})
