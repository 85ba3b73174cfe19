"""From frozen snapshots to what a template shows: what is public today, with links and French wordings."""

from __future__ import annotations

import re
from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from django.db.models import Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.timezone import localtime

from backoffice.casting.addresses import address_of
from backoffice.pictures.showing import addressed, shown
from backoffice.statements.planned import Given, Planned, among
from bulletins.models import Bulletin, Edition
from bulletins.reading import entries_of, only_public
from bulletins.snapshots import Snapshot, build_snapshot, fingerprint
from communes.models import commune_address
from french.richtext import plain_text, render_text
from french.wording import NBSP, counted, long_date, shortened, typographic
from initiatives.figures import figure_lines
from initiatives.models import Figure, Initiative, PlaceRole
from organisations.contacts import ContactKind, contact_href
from organisations.models import Organisation

HEADLINES = 3
PRESS_HEADING = "contact presse"


@dataclass
class Issue:
    """A bulletin as a reader may see it now. `content` is the cleaned snapshot with addresses and wordings added."""

    bulletin: Bulletin
    content: Snapshot
    edition: Edition | None = None
    digest: str = ""
    is_replaced: bool = False

    @property
    def title(self) -> str:
        """“Covid-19 : le Pas-de-Calais solidaire n° 7”, “… (hors-série)”; no number when it is not printed."""
        title, label = self.content["title"], self.content["printed_label"]
        if self.content["kind"] == Bulletin.Kind.SPECIAL:
            return f"{title} ({label})"
        return f"{title} {label}".rstrip()

    @property
    def label(self) -> str:
        return self.content["label"]

    @property
    def dated_on(self) -> date | None:
        return date.fromisoformat(self.content["dated_on"]) if self.content["dated_on"] else None

    @property
    def written_date(self) -> str:
        return long_date(self.dated_on) if self.dated_on else ""

    @property
    def description(self) -> str:
        """The introduction, or the headlines of a bulletin that has none."""
        return shortened(self.content["introduction_text"] or ". ".join(self.headlines), 300)

    @property
    def heading_label(self) -> str:
        return self.label[:1].upper() + self.label[1:]

    @property
    def counted(self) -> str:
        """“14 initiatives”."""
        return counted(len(entries_of(self.content)), "initiative")

    @property
    def headlines(self) -> list[str]:
        """The first initiative of each section, then the following ones, three at most."""
        sections = [section["entries"] for section in self.content["sections"]]
        firsts = [entries[0]["title"] for entries in sections if entries]
        others = [entry["title"] for entries in sections for entry in entries[1:]]
        return [*firsts, *others][:HEADLINES]

    @property
    def rectified(self) -> str:
        """“Rectifié le 4 mai 2020”, for a bulletin that was."""
        corrections = self.content["corrections"]
        return f"Rectifié le {corrections[-1]['date']}" if corrections else ""

    @property
    def occulted(self) -> str:
        """That personal data were destroyed, and when. The reason stays in the back office: it may name someone."""
        if self.edition is None or self.edition.occulted_at is None:
            return ""
        return f"Des données personnelles ont été retirées de ce texte le {_day(self.edition.occulted_at)}."


def issues_of(editions: Iterable[Edition], *, earlier: Iterable[Edition] = ()) -> list[Issue]:
    """Editions (with their bulletin and series) as readers see them, in two queries whatever their number.

    `earlier` are the editions whose corrections are told besides each one's own.
    """
    editions, earlier = list(editions), list(earlier)
    contents = [corrected(one.snapshot, *earlier, one) for one in editions]
    return [
        Issue(bulletin=edition.bulletin, edition=edition, content=content, digest=digest)
        for edition, (content, digest) in zip(editions, _readable(contents), strict=True)
    ]


def corrected(content: Snapshot, *editions: Edition) -> Snapshot:
    """With what the rectificatifs among these editions say of themselves."""
    return content | {"corrections": [_correction(one) for one in editions if one.is_rectification]}


def preview_of(bulletin: Bulletin, snapshot: Snapshot) -> Issue:
    """A draft as it would be published today."""
    ((content, digest),) = _readable([snapshot | {"corrections": []}])
    return Issue(bulletin=bulletin, content=content, digest=digest)


def pictures_of(content: Snapshot) -> list[Snapshot]:
    """All that the page shows, in its order; a picture that stands twice, twice."""
    head = (content["logo"], content["picture"])
    return [one for one in (*head, *(entry["picture"] for entry in entries_of(content))) if one]


def proof_of(bulletin: Bulletin) -> Issue:
    """A draft as it would be published now, under the number that it would take; nothing is taken."""
    bulletin = copy(bulletin)
    if bulletin.kind == Bulletin.Kind.NUMBERED:
        bulletin.number = bulletin.number or bulletin.series.next_number
    return preview_of(bulletin, build_snapshot(bulletin))


def _correction(edition: Edition) -> dict[str, Any]:
    return {
        "previous": edition.revision - 1,
        "date": _day(edition.published_at),
        "text": edition.correction,
    }


def _day(moment: datetime) -> str:
    return long_date(localtime(moment).date())


def _readable(contents: list[Snapshot]) -> list[tuple[Snapshot, str]]:
    """Each content as it may be read, and its fingerprint before the addresses are added."""
    contents = only_public(contents)
    addresses = _Addresses([entry for content in contents for entry in entries_of(content)])
    return [(addresses.added_to(content), fingerprint(content)) for content in contents]


class _Addresses:
    """Links into the directory, for the initiatives and organisations that it still shows."""

    def __init__(self, entries: list[Snapshot]) -> None:
        initiatives = {entry["id"] for entry in entries} | {e["follows"]["id"] for e in entries if e["follows"]}
        organisations = {row["id"] for entry in entries for row in entry["organisations"]}
        self.initiatives: set[int] = set()
        self.organisations: dict[int, tuple[int, str | None]] = {}
        for pk, today, slug in _standing().rows(Initiative.objects.db, list(initiatives), list(organisations)):
            if today is None:
                self.initiatives.add(pk)
            else:
                self.organisations[pk] = today, slug

    def added_to(self, content: Snapshot) -> Snapshot:
        sections = []
        for number, section in enumerate(content["sections"], start=1):
            entries = [self._entry(entry) for entry in section["entries"]]
            html = render_text(section["introduction"])
            sections.append(section | {"anchor": f"rubrique-{number}", "html": html, "entries": entries})
        # Offices often start their block with the heading that the page gives it already.
        block = [line for line in content["contact_block"] if line.casefold() != PRESS_HEADING]
        return content | {
            "sections": sections,
            "picture": shown(content["picture"]) if content.get("picture") else None,
            "logo": _logo(content),
            "introduction_html": render_text(content["introduction"]),
            "introduction_text": plain_text(content["introduction"]),
            "closing_html": render_text(content["closing"]),
            "links": [link | {"bare": _bare(link["url"])} for link in content["links"]],
            "contact_block": block,
            # Editions frozen before the press contact was have none; others may write it in their block.
            "press": [told for told in content.get("press", []) if not _says(block, told["label"])],
        }

    def _entry(self, entry: Snapshot) -> Snapshot:
        follows = entry["follows"]
        return entry | {
            "anchor": f"initiative-{entry['id']}",
            "url": self._initiative(entry),
            "picture": shown(entry["picture"]) if entry.get("picture") else None,
            "html": render_text(entry["wording"]),
            "follows": follows | {"url": self._initiative(follows)} if follows else None,
            "organisations": [row | {"url": self._organisation(row)} for row in entry["organisations"]],
            "places": _once([*map(_commune, entry["communes"]), *map(_area, entry["areas"])]),
            "figures": [line.phrase for line in figure_lines(_figures(entry["figures"]))],
            "contacts": [_contact(row) for row in entry["contacts"]],
        }

    def _initiative(self, row: Snapshot) -> str:
        is_shown = row["id"] in self.initiatives
        return address_of("initiatives:initiative", row["id"], row["slug"]) if is_shown else ""

    def _organisation(self, row: Snapshot) -> str:
        if row["id"] not in self.organisations:
            return ""
        today, slug = self.organisations[row["id"]]
        return address_of("organisations:organisation", today, slug or row["slug"])


@cache
def _standing() -> Planned:
    """Which of the given initiatives have a page today, and of the given organisations which row has that page, with
    its address where it is another one."""
    # A merged initiative leads to the one that was kept.
    shown = Q(status=Initiative.Status.PUBLISHED) | Q(merged_into__status=Initiative.Status.PUBLISHED)
    initiatives = among(Initiative.objects.filter(shown), "initiatives_initiative.id").order_by()
    # One that was united with another leads to that other.
    public = Organisation.objects.with_page().filter(initiatives__in=Initiative.objects.published())
    cited = Organisation.objects.annotate(today=Coalesce("merged_into", "pk")).filter(today__in=public.values("pk"))
    organisations = among(cited, "organisations_organisation.id", Given(1)).order_by()
    (told, given), (named, more) = (
        rows.query.sql_with_params()
        for rows in (initiatives.values_list("pk"), organisations.values_list("pk", "today", "merged_into__slug"))
    )
    sql = f"SELECT pk, NULL::bigint, NULL FROM ({told}) AS told(pk) UNION ALL SELECT * FROM ({named}) AS named"
    return Planned(sql, [*given, *more])


def _logo(content: Snapshot) -> Snapshot | None:
    """To who does not see it, the logo says whose it is."""
    if not content.get("logo"):
        return None
    return addressed(content["logo"]) | {"alternative_text": content["publisher"]}


def _figures(rows: list[Snapshot]) -> list[Figure]:
    """Frozen figures as the rows that they were, never saved; their rank stands for a key."""
    return [
        Figure(
            pk=rank,
            **row
            | {
                "amount": Decimal(row["amount"]),
                "as_of": date.fromisoformat(row["as_of"]) if row["as_of"] else None,
            },
        )
        for rank, row in enumerate(rows)
    ]


def _contact(row: Snapshot) -> Snapshot:
    """With where it leads, and what is said of the link where no pictogram tells its kind."""
    described = f"{ContactKind(row['kind']).label.capitalize()}{NBSP}: {row['printed']}"
    return row | {"url": contact_href(row["kind"], row["value"]), "described": described}


def _commune(row: Snapshot) -> Snapshot:
    return row | {"name": typographic(row["name"]), "url": commune_address(row["insee"], row["slug"])}


def _area(row: Snapshot) -> Snapshot:
    url = f"{_directory()}?{urlencode({'territoire': row['slug']})}"
    return row | {"name": typographic(row["name"]), "url": url}


@cache
def _directory() -> str:
    return reverse("initiatives:directory")


def _once(places: list[Snapshot]) -> list[Snapshot]:
    """A place that both acts and benefits is named once, for what it does."""
    named: dict[str, Snapshot] = {}
    for place in places:
        if place["role"] == PlaceRole.ACTS or place["url"] not in named:
            named[place["url"]] = place
    return list(named.values())


def _says(lines: list[str], contact: str) -> bool:
    """Whether the lines hold the number or address, however its digits are parted."""
    return re.sub(r"[\s.]", "", contact) in re.sub(r"[\s.]", "", "".join(lines))


def _bare(url: str) -> str:
    return url.removeprefix("https://").removeprefix("http://").rstrip("/")
