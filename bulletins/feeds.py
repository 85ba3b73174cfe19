"""The Atom feed of the bulletins, each with its PDF."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, Enclosure
from django.utils.timezone import localtime
from django.views.decorators.http import require_safe

from bulletins import pages
from bulletins.models import Bulletin, Edition
from bulletins.presenting import Issue, issues_of
from bulletins.printing import print_or_none, printing_problem, ready_pdf
from communes.licence import LICENCE
from communes.models import Territory

NEVER = datetime(1970, 1, 1, tzinfo=UTC)
NEWEST = 20
# A reader of the feed waits while PDFs are made: a few at a time, the others are announced without their size.
PRINTED_AT_ONCE = 5


class SteadyAtomFeed(Atom1Feed):
    """Atom that says the same as long as nothing new is told, even before the first entry: Django would say “now”."""

    def latest_post_date(self) -> datetime:
        return super().latest_post_date() if self.items else NEVER


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    own = pages.origin(request)
    territory = Territory.objects.first()
    author = territory.publisher if territory else "Solidaire"
    atom = SteadyAtomFeed(
        title=f"Bulletins – {territory.site_name if territory else 'Solidaire'}",
        link=own + reverse("bulletins:archive"),
        description=None,
        subtitle=territory.tagline if territory else None,
        language="fr",
        author_name=author,
        feed_copyright=LICENCE.granted_by(author),
        feed_url=own + reverse("bulletins:feed"),
    )
    issues = issues_of(pages.published_editions()[:NEWEST])
    first_editions = _first_published(issues)
    to_print = PRINTED_AT_ONCE
    for issue in issues:
        printed = ready_pdf(issue, origin=own)
        if printed is None and to_print and printing_problem() is None:
            printed, to_print = print_or_none(issue, origin=own), to_print - 1
        length = str(printed.size if printed else 0)
        atom.add_item(
            title=issue.title,
            link=own + issue.bulletin.get_absolute_url(),
            description=render_to_string("bulletins/feed_entry.html", {"issue": issue, "content": issue.content}),
            unique_id=_stable_id(issue.bulletin),
            pubdate=localtime(first_editions[issue.bulletin.pk]),
            updateddate=localtime(issue.edition.published_at),
            categories=dict.fromkeys(section["theme"]["name"] for section in issue.content["sections"]),
            enclosures=[Enclosure(own + issue.bulletin.get_pdf_url(), length, "application/pdf")],
        )
    response = HttpResponse(content_type="application/atom+xml; charset=utf-8")
    atom.write(response, "utf-8")
    return response


def _first_published(issues: list[Issue]) -> dict[int, object]:
    """The moment of each bulletin's first edition: a rectificatif does not make it new."""
    firsts = Edition.objects.filter(bulletin__in=[issue.bulletin.pk for issue in issues], revision=1)
    return dict(firsts.values_list("bulletin", "published_at"))


def _stable_id(bulletin: Bulletin) -> str:
    """The same whatever the site's address, the title or the number of the day."""
    name = f"solidaire:{bulletin.series_id}:{bulletin.pk}:{bulletin.created_at.isoformat()}"
    return uuid.uuid5(uuid.NAMESPACE_URL, name).urn
