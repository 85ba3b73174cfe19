"""The public side as a whole, for tests of what must stand nowhere on it."""

from __future__ import annotations

from collections.abc import Iterable

from django.test import Client
from django.urls import reverse

from initiatives.models import Initiative

FORMS = ("directory", "follow", "csv", "figures_csv", "json", "geojson", "atom")


def surfaces(*initiatives: Initiative, queries: Iterable[str]) -> list[str]:
    """Every public address: the directory in all its forms for each query, the pages of these initiatives, the rest."""
    rows = Initiative.objects.filter(pk__in=[one.pk for one in initiatives])
    return [
        *(f"{reverse(f'initiatives:{form}')}?{query}" for form in FORMS for query in queries),
        "/",
        "/communes/62548-marck/",
        "/themes/protection/",
        "/communes/suggestions/?commune_nom=zorg",
        "/communes/suggestions/?commune_nom=marck",
        "/sitemap.xml",
        "/robots.txt",
        "/bulletins/",
        "/bulletins/7/",
        "/bulletins/99/",
        "/bulletins/atom.xml",
        "/bulletins/suivre/",
        "/mentions-legales/",
        "/accessibilite/",
        "/donnees-ouvertes/",
        *(row.get_absolute_url() for row in rows),
        *(f"/initiatives/{row.pk}-ancien-titre/" for row in rows),
        *(organisation.get_absolute_url() for row in rows for organisation in row.organisations.all()),
    ]


def read(client: Client, path: str) -> str:
    """What the answer says and where it sends, less the asker's own words that it repeats."""
    response = client.get(path, follow=False)
    text = (b"".join(response) if response.streaming else response.content).decode().lower()
    text += response.headers.get("Location", "").lower()
    asked = path.partition("?")[2].rpartition("=")[2].split()
    for word in asked:
        text = text.replace(f"«\u00a0{word}\u00a0»", "").replace(f'value="{word}"', "").replace(f"={word}", "")
    return text
