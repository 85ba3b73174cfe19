"""The result of a search as an Atom feed, so that one may be told of what is new in a commune or on a theme."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from datetime import datetime, time

from django.utils import timezone
from django.utils.html import escape
from django.utils.xmlutils import SimplerXMLGenerator

from bulletins.feeds import SteadyAtomFeed
from directory.cards.telling import Told
from french.wording import typographic

KEPT_BLANKS = dict.fromkeys(map(ord, "\n\t\u00a0\u202f"))


class PagedAtomFeed(SteadyAtomFeed):
    """Atom with the links between pages of RFC 5005."""

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        super().add_root_elements(handler)
        for rel in ("previous", "next"):
            if self.feed[rel]:
                handler.addQuickElement("link", "", {"rel": rel, "href": self.feed[rel]})


def atom_text(
    rows: Iterable[Told],
    *,
    title: str,
    author: str,
    rights: str,
    html_url: str,
    feed_url: str,
    absolute: Callable[[str], str],
    previous: str = "",
    next: str = "",
) -> str:
    feed = PagedAtomFeed(
        title=_printable(title),
        link=html_url,
        description=None,
        language="fr",
        author_name=author,
        feed_url=feed_url,
        feed_guid=feed_url,
        feed_copyright=rights,
        previous=previous,
        next=next,
    )
    for row in rows:
        feed.add_item(
            title=_printable(row.public_title),
            link=absolute(row.url),
            # Without the slug: a new title must not make a new entry in feed readers.
            unique_id=absolute(f"/initiatives/{row.pk}/"),
            unique_id_is_permalink=True,
            description=_printable(f"<p>{escape(row.known)}</p>{row.public_html}"),
            pubdate=timezone.make_aware(datetime.combine(row.told_on, time(12))) if row.told_on else None,
            updateddate=row.updated_at,
            categories=[row.theme_name, *(typographic(place.commune.name) for place in row.places.all())],
        )
    return feed.writeString("utf-8")


def _printable(text: str) -> str:
    """XML has no form for control characters; a text of the back office may hold one. Non-breaking spaces stay, which
    `isprintable()` would drop."""
    if text.translate(KEPT_BLANKS).isprintable():  # as nearly all are: no letter has to be looked up
        return text
    return "".join(c for c in text if unicodedata.category(c)[0] != "C" or c in "\n\t")
