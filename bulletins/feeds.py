"""The Atom feed of the bulletins, each with its PDF."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, Enclosure
from django.utils.timezone import localtime
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.http import require_safe

from bulletins import pages
from bulletins.listing.paging import told_editions
from bulletins.listing.telling import summaries_of
from bulletins.models import Bulletin, Edition
from bulletins.outputs.keeping import folders
from bulletins.presenting import Issue
from bulletins.printing import ready_pdf
from communes.licence import LICENCE
from communes.models import Territory

NEVER = datetime(1970, 1, 1, tzinfo=UTC)
NEWEST = 20


class SteadyAtomFeed(Atom1Feed):
    """Atom that says the same as long as nothing new is told, even before the first entry: Django would say “now”."""

    def latest_post_date(self) -> datetime:
        return super().latest_post_date() if self.items else NEVER


class BulletinAtomFeed(SteadyAtomFeed):
    """Each entry with its PDF, whose length is told only when it is known: Atom lets it out, Django does not."""

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item | {"enclosures": ()})
        for pdf in item["enclosures"]:
            link = {"rel": "enclosure", "href": pdf.url, "type": pdf.mime_type}
            handler.addQuickElement("link", "", link | ({"length": pdf.length} if pdf.length else {}))


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    own = pages.origin(request)
    territory = Territory.objects.first()
    author = territory.publisher if territory else "Solidaire"
    atom = BulletinAtomFeed(
        title=f"Bulletins – {territory.site_name if territory else 'Solidaire'}",
        link=own + reverse("bulletins:archive"),
        description=None,
        subtitle=territory.tagline if territory else None,
        language="fr",
        author_name=author,
        feed_copyright=LICENCE.granted_by(author),
        feed_url=own + reverse("bulletins:feed"),
    )
    editions = list(told_editions()[:NEWEST])
    files = folders(editions)
    with_files = [edition for edition, changed in zip(editions, files.values(), strict=True) if changed is not None]
    issues = summaries_of(editions, with_files=with_files)
    first_editions = _first_published(issues)
    for issue in issues:
        # None is made here: its first reader waits a second or two, the reader of a feed would wait for all of them.
        printed = ready_pdf(issue, origin=own) if issue.digest else None
        atom.add_item(
            title=issue.title,
            link=own + issue.bulletin.get_absolute_url(),
            description=render_to_string("bulletins/feed_entry.html", {"issue": issue, "content": issue.content}),
            unique_id=_stable_id(issue.bulletin),
            pubdate=localtime(first_editions[issue.bulletin.pk]),
            updateddate=localtime(issue.edition.published_at),
            categories=dict.fromkeys(section["theme"]["name"] for section in issue.content["sections"]),
            enclosures=[
                Enclosure(own + issue.bulletin.get_pdf_url(), str(printed.size) if printed else "", "application/pdf")
            ],
        )
    # Written piece by piece elsewhere: a response looks at each of a thousand pieces.
    response = HttpResponse(atom.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
    response.files = files
    return response


def _first_published(issues: list[Issue]) -> dict[int, datetime]:
    """The moment of each bulletin's first edition: a rectificatif does not make it new. One query, of those."""
    known = {issue.bulletin.pk: issue.edition.published_at for issue in issues}
    rectified = [issue.bulletin.pk for issue in issues if issue.edition.is_rectification]
    if not rectified:
        return known
    firsts = Edition.objects.filter(bulletin__in=rectified, revision=1)
    return known | dict(firsts.values_list("bulletin", "published_at"))


def _stable_id(bulletin: Bulletin) -> str:
    """The same whatever the site's address, the title or the number of the day."""
    name = f"solidaire:{bulletin.series_id}:{bulletin.pk}:{bulletin.created_at.isoformat()}"
    return uuid.uuid5(uuid.NAMESPACE_URL, name).urn
