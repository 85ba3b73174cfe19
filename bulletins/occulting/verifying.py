"""What is left after an occultation: everything is searched once more, as the public and as a curious machine would.

A contact is looked for by another rule than the one that took it out: any text is brought down to its digits, or to
its bare letters. So a spelling that the first rule misses is found, and the act is undone as a whole.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import unescape
from io import BytesIO
from urllib.parse import unquote, urlencode

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.handlers.wsgi import WSGIRequest
from django.db import connection
from django.http import Http404
from django.template.loader import render_to_string
from django.urls import resolve, reverse

from bulletins.models import Edition
from bulletins.occulting.choice import Choice
from bulletins.occulting.clearing import Scope, places_left
from bulletins.occulting.frozen import initiatives_in, without
from bulletins.outputs.data import as_data
from bulletins.outputs.keeping import kept_files
from bulletins.outputs.plain import as_text
from bulletins.presenting import issues_of
from bulletins.printing import TEMPLATE, without_printing
from bulletins.snapshots import canonical_json
from communes.site import KeyedSitemap
from french.wording import counted
from initiatives.models import Initiative
from organisations.contacts import WEB_KINDS, ContactKind, contact_label

SITE_PAGES = ("initiatives:home", "bulletins:archive", "bulletins:feed", "sitemap", "legal", "accessibility",
              "open_data")  # fmt: skip
DIRECTORY_FORMS = ("directory", "csv", "json", "geojson", "atom")


@dataclass
class Verification:
    """What was searched, in words, and where something is left."""

    searched: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


def verify(choice: Choice, *, scope: Scope, editions: list[Edition]) -> Verification:
    """Search every surface. `editions` are those that were changed, with the others of their bulletins."""
    found = Verification()
    every = list(Edition.objects.select_related("bulletin__series").order_by("pk"))
    _search_frozen(found, choice, scope, every)
    _search_living(found, choice, scope)
    if choice.contacts:
        with without_printing():
            _search_pages(found, choice, editions, scope.here[Initiative])
        _search_printed(found, choice, editions)
        _search_index(found, choice)
    return found


def tells(contact: tuple[str, str], text: str) -> bool:
    """Does the text tell the contact, in whatever form? Looks at bare digits or letters."""
    kind, value = contact
    text = unquote(unescape(text))
    if kind == ContactKind.PHONE:
        digits = re.sub(r"\D", "", contact_label(kind, value))
        # A short number (15, 3919) stands in many others: only as a word of its own.
        bare = re.sub(r"\D", "", text) if len(digits) > 4 else ""
        return digits.removeprefix("0") in bare if bare else re.search(rf"(?<!\d){digits}(?!\d)", text) is not None
    if kind in WEB_KINDS:
        value = re.sub(r"^https?://(www\.)?", "", value, flags=re.IGNORECASE).rstrip("/")
        return re.search(rf"(?<![\w.-]){re.escape(_plain(value))}(?![\w-])", _plain(text)) is not None
    wanted = re.sub(r"\s", "", _plain(value))
    text = re.sub(r"\s*[(\[](?:at|a|arobase)[)\]]\s*", "@", _plain(text))
    end = r"(?![\w-]|\.\w)"
    return re.search(rf"(?<![\w.+-]){re.escape(wanted if '@' in wanted else _plain(value))}{end}", text) is not None


def written_forms(contact: tuple[str, str]) -> list[str]:
    """What someone would type into the search box to find it."""
    kind, value = contact
    if kind != ContactKind.PHONE:
        return [value]
    national = contact_label(kind, value).replace("\u00a0", " ")
    return list(dict.fromkeys([national, *(national.replace(" ", sign) for sign in (".", "-", "")), value,
                               value.replace("+", "00", 1)]))  # fmt: skip


def answer(path: str) -> str:
    """What a public address answers to anyone: its body, and where it sends on. Empty for what does not exist."""
    path, _, query = path.partition("?")
    host = next((name.lstrip(".") for name in settings.ALLOWED_HOSTS if name != "*"), "localhost")
    request = WSGIRequest(
        {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": host.strip("[]"),
            "SERVER_PORT": "443",
            "wsgi.url_scheme": "https",
            "wsgi.input": BytesIO(),
        }
    )
    request.user = AnonymousUser()
    view, args, kwargs = resolve(path)
    try:
        response = view(request, *args, **kwargs)
    except Http404:
        return ""
    if hasattr(response, "render"):
        response.render()
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return body.decode(errors="replace") + response.headers.get("Location", "")


def public_addresses(editions: list[Edition], initiatives: Iterable[int]) -> Iterator[str]:
    """All that could show them: the bulletins in each revision, what they cite, and the site's own pages and forms."""
    yield from map(reverse, SITE_PAGES)
    references = set()
    for edition in editions:
        if edition.bulletin.is_published:
            yield f"{edition.bulletin.get_absolute_url()}?revision={edition.revision}"
            yield edition.bulletin.get_absolute_url()
            yield f"{edition.bulletin.get_kit_url()}?revision={edition.revision}"
            references.add(edition.bulletin.reference)
    for form in DIRECTORY_FORMS:
        for reference in sorted(references):
            yield f"{reverse(f'initiatives:{form}')}?{urlencode({'bulletin': reference})}"
    rows = Initiative.objects.filter(pk__in=list(initiatives)).defer("search_vector").select_related("theme")
    for row in rows.prefetch_related("organisations", "communes"):
        yield row.get_absolute_url()
        yield f"{reverse('sitemap_part', args=['initiatives'])}?p={row.pk // KeyedSitemap.size}"
        yield row.theme.get_absolute_url()
        yield from (organisation.get_absolute_url() for organisation in row.organisations.all())
        yield from (reverse("communes:commune", args=[commune.pk, commune.slug]) for commune in row.communes.all())


def _search_frozen(found: Verification, choice: Choice, scope: Scope, editions: list[Edition]) -> None:
    for edition in editions:
        narrowed = scope.narrowed(choice, edition)
        text = f"{canonical_json(edition.snapshot)} {edition.correction}"
        is_told = any(tells(contact, text) for contact in choice.contacts)
        if is_told or without(edition.snapshot, narrowed) != edition.snapshot or narrowed.holds(edition.correction):
            found.left.append(f"texte figé {_named(edition)}")
    found.searched.append(f"{counted(len(editions), 'texte figé', 'textes figés')} (toutes révisions)")


def _search_living(found: Verification, choice: Choice, scope: Scope) -> None:
    for row in places_left(choice, scope):
        found.left.append(f"{row._meta.verbose_name} {row.pk}")
    found.searched.append("tous les textes de la rédaction")


def _search_pages(found: Verification, choice: Choice, editions: list[Edition], initiatives: set[int]) -> None:
    told = {pk for edition in editions for pk in initiatives_in(edition.snapshot)}
    paths = dict.fromkeys(public_addresses(editions, told | initiatives))
    for path in paths:
        text = answer(path)
        if any(tells(contact, text) for contact in choice.contacts):
            found.left.append(f"page {path}")
    found.searched.append(f"{counted(len(paths), 'adresse publique', 'adresses publiques')} (pages, exports, flux)")


def _search_printed(found: Verification, choice: Choice, editions: list[Edition]) -> None:
    for issue in issues_of(editions):
        # One of each kind that words are written in; the documents and the mail are made of the blocks of the text.
        text = render_to_string(TEMPLATE, {"issue": issue, "content": issue.content, "origin": ""})
        text += "".join(make(issue, origin="").decode() for make in (as_text, as_data))
        if kept_files(issue.edition) or any(tells(contact, text) for contact in choice.contacts):
            found.left.append(f"fichiers {_named(issue.edition)}")
    found.searched.append("les PDF et les autres fichiers")


def _search_index(found: Verification, choice: Choice) -> None:
    forms = [form for contact in choice.contacts for form in written_forms(contact)]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT i.id FROM initiatives_initiative i, unnest(%s) AS form "
            "WHERE i.search_vector @@ phraseto_tsquery('pg_catalog.french', form)",
            [forms],
        )
        found.left += [f"recherche (initiative {pk})" for (pk,) in cursor.fetchall()]
    found.searched.append("la recherche")


def _named(edition: Edition) -> str:
    return f"du {edition.bulletin.label}, révision {edition.revision}"


def _plain(text: str) -> str:
    """Lower case without accents, whatever way they are written."""
    decomposed = unicodedata.normalize("NFD", text.casefold())
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))
