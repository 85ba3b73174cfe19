"""What every answer of the site tells browsers, whatever it answers."""

from __future__ import annotations

from django.http.response import HttpResponseBase

EVERYWHERE = {
    "Content-Security-Policy": "default-src 'self'",
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "-origin",
    "Permissions-Policy": "geolocation=()",
}
TELLING = ("Server", "X-Powered-By")  # of a program and its version


def lacking(response: HttpResponseBase) -> list[str]:
    """The headers that this answer should have and has not, and those that it should not have."""
    lost = [name for name, value in EVERYWHERE.items() if value not in response.headers.get(name, "")]
    return lost + [f"{name} de trop" for name in TELLING if response.has_header(name)]
