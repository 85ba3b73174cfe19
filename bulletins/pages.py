"""What surrounds a bulletin on its page: neighbours, other forms, machine-readable description."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import F, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from backoffice.pictures.showing import picture_data
from backoffice.statements.planned import Given, Planned
from bulletins.models import Bulletin, Edition
from bulletins.outputs.forms import FORMS, Form, ready_output
from bulletins.presenting import Issue
from bulletins.printing import print_or_none, printing_problem
from communes.licence import LICENCE
from communes.site import site_url
from french.wording import long_date

# What the label and the address of a bulletin are made of.
LINKED = (
    "bulletin__kind", "bulletin__number", "bulletin__slug", "bulletin__series__is_main", "bulletin__series__slug"
)  # fmt: skip
# By the last revision of each, whose day is the printed one; of a series and a number.
SIDES = (("false", "<", "DESC"), ("true", ">", "ASC"))
NEIGHBOURS = Planned(
    " UNION ALL ".join(
        f"""(
            SELECT {is_after}, b.kind, b.number, e.snapshot ->> 'dated_on'
            FROM bulletins_bulletin b JOIN bulletins_edition e ON e.bulletin_id = b.id
            WHERE b.series_id = %s AND b.status = %s AND b.number {side} %s
            ORDER BY b.number {order}, e.revision DESC LIMIT 1
        )"""
        for is_after, side, order in SIDES
    ),
    [Given(0), Bulletin.Status.PUBLISHED, Given(1)] * len(SIDES),
)


def published_editions() -> QuerySet[Edition]:
    """The current edition of every public bulletin, newest first; those without a date come last."""
    return (
        Edition.objects.current()
        .filter(bulletin__in=Bulletin.objects.published())
        .select_related("bulletin__series")
        .order_by(
            F("bulletin__dated_on").desc(nulls_last=True), F("bulletin__number").desc(nulls_last=True), "-bulletin"
        )
    )


def origin(request: HttpRequest) -> str:
    return site_url(request)


def context(issue: Issue, request: HttpRequest) -> dict[str, Any]:
    """Everything the page of a published bulletin shows."""
    own = origin(request)
    previous, following = _neighbours(issue.bulletin)
    return {
        "issue": issue,
        "content": issue.content,
        "previous": previous,
        "following": following,
        "forms": forms(issue, own),
        "around": _around(issue),
        "kit_url": issue.bulletin.get_kit_url() + revision_asked(issue),
        "card": own + output_url(issue, FORMS["png"]),
        "is_printable": printing_problem() is None,
        "structured": _structured(issue, own),
    }


def hole(where: dict[str, Any]) -> dict[str, Any] | None:
    """What a reader of a number that the series passed over is told; nothing for one that it has not reached."""
    number = where["number"]
    series = published_editions().filter(
        **{f"bulletin__{name}": value for name, value in where.items() if name != "number"}
    )
    before = series.filter(bulletin__number__lt=number).order_by("-bulletin__number")
    after = series.filter(bulletin__number__gt=number).order_by("bulletin__number")
    following = _neighbour(after)
    if following is None:
        return None
    previous = _neighbour(before)
    first = before.values_list("bulletin__number", flat=True).first() or 0
    last = after.values_list("bulletin__number", flat=True).first()
    missing = list(range(first + 1, last))
    return {"number": number, "previous": previous, "following": following, "missing": _written_range(missing)}


def _written_range(numbers: list[int]) -> str:
    """“3”, “3 et 4”, “3 à 5”."""
    if len(numbers) > 2:
        return f"{numbers[0]} à {numbers[-1]}"
    return " et ".join(map(str, numbers))


def file_name(issue: Issue, extension: str) -> str:
    """“covid-19-le-pas-de-calais-solidaire-7.pdf”: of the series and the number, never of words of the text."""
    parts = [issue.bulletin.series.slug]
    parts.append(str(issue.bulletin.number or f"hors-serie-{issue.content['dated_on']}".rstrip("-")))
    if issue.edition.is_rectification:
        parts.append(f"revision-{issue.edition.revision}")
    return "-".join(parts) + f".{extension}"


def preview_note(bulletin: Bulletin) -> str:
    """What an editor must know of the text before publishing it."""
    if bulletin.is_published:
        return "Le bulletin est déjà publié : voici ce que montrerait un rectificatif fait maintenant."
    note = "Ce bulletin n’est pas publié : seule la rédaction le voit."
    if bulletin.kind == Bulletin.Kind.NUMBERED and not bulletin.number:
        note += f" Publié maintenant, il prendrait le n°\u00a0{bulletin.series.next_number}."
    return note


def _neighbours(bulletin: Bulletin) -> tuple[dict[str, str] | None, dict[str, str] | None]:
    """The numbered bulletins before and after this one in its series; a special has none. One query."""
    if bulletin.number is None:
        return None, None
    found = {
        is_after: _told(Bulletin(series=bulletin.series, kind=kind, number=number), day)
        for is_after, kind, number, day in NEIGHBOURS.rows(Bulletin.objects.db, bulletin.series_id, bulletin.number)
    }
    return found.get(False), found.get(True)


def _neighbour(editions: QuerySet[Edition]) -> dict[str, str] | None:
    found = editions.only(*LINKED).annotate(day=KeyTextTransform("dated_on", "snapshot")).first()
    if found is None:
        return None
    return _told(found.bulletin, found.day)


def _told(bulletin: Bulletin, day: str) -> dict[str, str]:
    written = long_date(date.fromisoformat(day)) if day else ""
    return {"label": bulletin.label, "date": written, "url": bulletin.get_absolute_url()}


def forms(issue: Issue, own: str) -> list[dict[str, str]]:
    """The same content in other forms, as the component `export_links` takes it. Sizes of those that are made."""
    links = []
    if printing_problem() is None:
        # The first reader of an edition has it printed, unless the worker has: a second or two, once.
        printed = print_or_none(issue, origin=own)
        url = issue.bulletin.get_pdf_url() + revision_asked(issue)
        note = printed.written_size if printed else ""
        links.append({"url": url, "label": "PDF accessible", "note": note, "icon": "file-pdf"})
    for form in FORMS.values():
        kept = ready_output(issue, form, origin=own)
        note = f"{form.note}, {kept.written_size}" if kept else form.note
        links.append({"url": output_url(issue, form), "label": form.label, "note": note})
    return links


def output_url(issue: Issue, form: Form) -> str:
    return issue.bulletin.get_output_url(form.extension) + revision_asked(issue)


def revision_asked(issue: Issue) -> str:
    """The end of an address that leads to this very revision, where another one has replaced it."""
    return f"?revision={issue.edition.revision}" if issue.is_replaced else ""


def _around(issue: Issue) -> list[dict[str, str]]:
    """What goes with a bulletin besides its own forms."""
    cited = urlencode({"bulletin": issue.bulletin.reference})
    directory, table = reverse("initiatives:directory"), reverse("initiatives:csv")
    return [
        {"url": f"{directory}?{cited}", "label": "Les initiatives de ce bulletin", "icon": "filter"},
        {"url": f"{table}?{cited}", "label": "Les données de ces initiatives", "note": "tableur CSV"},
        {"url": reverse("bulletins:follow"), "label": "Suivre les bulletins", "note": "lecteur de flux", "icon": "rss"},
    ]


def _structured(issue: Issue, own: str) -> dict[str, Any]:
    """The page as schema.org describes it."""
    content, edition = issue.content, issue.edition
    publisher = {"@type": "Organization", "name": content["publisher"] or content["series"]["name"]}
    if content["logo"]:
        publisher["logo"] = {"@type": "ImageObject", "url": own + content["logo"]["src"]}
    sections = content["sections"]
    return {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": issue.title,
        "description": issue.description,
        "inLanguage": "fr-FR",
        "license": LICENCE.url,
        "url": own + issue.bulletin.get_absolute_url(),
        "datePublished": content["dated_on"] or edition.published_at.isoformat(),
        "dateModified": edition.published_at.isoformat(),
        "author": publisher,
        "publisher": publisher,
        "articleSection": [section["heading"] for section in sections],
        "image": _images(issue, own),
        "isPartOf": {
            "@type": "PublicationIssue",
            "name": issue.label,
            **({"issueNumber": content["number"]} if content["number"] else {}),
            "isPartOf": {"@type": "Periodical", "name": content["series"]["name"], "inLanguage": "fr-FR"},
        },
        "mentions": [
            {"@type": "Article", "headline": entry["title"], "url": own + entry["url"]}
            for section in sections
            for entry in section["entries"]
            if entry["url"]
        ],
    }


def _images(issue: Issue, own: str) -> list[dict[str, Any]]:
    """The picture of the bulletin with its author, and the one that networks show."""
    card = {"@type": "ImageObject", "url": own + output_url(issue, FORMS["png"]), "width": 1200, "height": 630}
    return [picture_data(issue.content["picture"], own), card] if issue.content["picture"] else [card]
