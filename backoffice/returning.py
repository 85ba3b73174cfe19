"""The way back: a form that was opened from another page of ours leads there again once it is saved."""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

PARAMETER = "retour"


def with_way_back(url: str, back: str) -> str:
    """The address of a form, with the page that it leads back to."""
    path, mark, anchor = url.partition("#")
    return f"{path}{'&' if '?' in path else '?'}{urlencode({PARAMETER: back})}{mark}{anchor}"


def back_url(request: HttpRequest) -> str:
    """Where the form leads back to, as its address or the form itself says; empty where it says none of our pages."""
    return own_page(request.POST.get(PARAMETER) or request.GET.get(PARAMETER, ""))


def came_from(request: HttpRequest) -> str:
    """The page of the Espace rédaction that led here, less what was asked of its server; empty for another site's."""
    asked = urlsplit(request.headers.get("Referer", ""))
    elsewhere = asked.path not in (request.path, reverse("admin:login"))
    is_ours = elsewhere and asked.netloc == request.get_host()
    return own_page(f"{asked.path}?{asked.query}".rstrip("?")) if is_ours else ""


def own_page(address: str) -> str:
    """The address when it is a path within the Espace rédaction, else nothing: nobody is led away from here."""
    is_safe = url_has_allowed_host_and_scheme(address, allowed_hosts=None) and address.isprintable()
    return address if is_safe and address.startswith(reverse("admin:index")) else ""
