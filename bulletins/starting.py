"""Beginning a bulletin: from nothing, from the last issue's frame, from the week's initiatives, from a withdrawn one.

The standing texts (closing, links, signatory) are taken from the last issue and not kept a second time in the series:
the issue is where the office corrects them, and a copy elsewhere would grow old unseen.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, timedelta

from django.contrib.auth.models import AbstractBaseUser
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from bulletins.models import Bulletin, BulletinLink, Entry, Section, Series
from bulletins.pictures.services import copy_bulletin_picture
from bulletins.reach.rule import refuse_beyond
from initiatives.models import Initiative
from initiatives.upkeep import never_cited

WEEK = timedelta(days=7)
APPROVED = (Initiative.Status.APPROVED, Initiative.Status.PUBLISHED)


class StartingRefusal(Exception):
    """The act is refused; the message is a French sentence for the person who asked."""


class Origin(models.TextChoices):
    NOTHING = "rien", "Une page blanche"
    FRAME = "cadre", "Le cadre du dernier numéro"
    WEEK = "semaine", "Les initiatives de la semaine"


def last_issue(series: Series) -> Bulletin | None:
    """The newest published numbered bulletin of the series: what a new one resembles."""
    issues = Bulletin.objects.published().filter(series=series, kind=Bulletin.Kind.NUMBERED)
    return issues.select_related("series").newest_first().first()


def approved_this_week(now: datetime) -> models.QuerySet[Initiative]:
    """Approved, entered or published in the last seven days, told nowhere yet and in no draft."""
    since = now - WEEK
    in_drafts = Entry.objects.filter(section__bulletin__status=Bulletin.Status.DRAFT).values("initiative")
    rows = Initiative.objects.filter(merged_into=None, status__in=APPROVED).exclude(pk__in=in_drafts)
    return never_cited(rows.filter(Q(created_at__gte=since) | Q(published_at__gte=since))).defer("search_vector")


def start_bulletin(
    *,
    series: Series,
    by: AbstractBaseUser,
    origin: str = Origin.NOTHING,
    kind: str = Bulletin.Kind.NUMBERED,
    title: str = "",
    dated_on: date | None = None,
    now: datetime | None = None,
) -> Bulletin:
    """A draft with what `origin` brings, never an entry of an earlier issue. Refused when the origin has nothing."""
    refuse_beyond(by, series)
    now = now or timezone.now()
    last = last_issue(series) if origin != Origin.NOTHING else None
    if origin == Origin.FRAME and last is None:
        raise StartingRefusal("Cette série n’a encore aucun numéro publié\u00a0: commencez par une page blanche.")
    with transaction.atomic():
        found = list(approved_this_week(now).select_related("theme").order_by("-created_at", "-pk"))
        if origin == Origin.WEEK and not found:
            raise StartingRefusal("Aucune initiative approuvée cette semaine n’attend d’être citée.")
        model = last or Bulletin(
            place=series.place,
            signatory_name=series.signatory_name,
            signatory_function=series.signatory_function,
        )
        bulletin = Bulletin(
            series=series,
            kind=kind,
            title=title.strip() or (model.title if last else series.name),
            dated_on=dated_on,
            place=model.place,
            closing=model.closing,
            signatory_name=model.signatory_name,
            signatory_function=model.signatory_function,
            created_by=by,
            created_at=now,
        )
        _write(bulletin, by=by, why=f"repris du {last.label}" if last else "")
        if last:
            _copy_links(last, bulletin, by=by)
        sections = list(last.sections.select_related("theme")) if last else []
        if origin == Origin.FRAME:
            for position, one in enumerate(sections, start=1):
                section = Section(bulletin=bulletin, theme=one.theme, heading=one.heading, position=position)
                _write(section, by=by)
        elif origin == Origin.WEEK:
            _group_by_theme(bulletin, found, headings={one.theme_id: one.heading for one in sections}, by=by)
    return bulletin


def duplicate_bulletin(*, bulletin: Bulletin, by: AbstractBaseUser, now: datetime | None = None) -> Bulletin:
    """A new draft with the texts and entries of a withdrawn bulletin; its number stays with the withdrawn one."""
    refuse_beyond(by, bulletin)
    if bulletin.status != Bulletin.Status.WITHDRAWN:
        raise StartingRefusal("Seul un bulletin retiré se duplique\u00a0: les autres se corrigent.")
    with transaction.atomic():
        copied = ("series", "kind", "title", "dated_on", "place", "introduction", "closing")
        fields = {name: getattr(bulletin, name) for name in (*copied, "signatory_name", "signatory_function")}
        draft = Bulletin(
            **fields,
            is_number_printed=bulletin.is_number_printed,
            created_by=by,
            created_at=now or timezone.now(),
        )
        _write(draft, by=by, why=f"copie du bulletin retiré ({bulletin.label})")
        _copy_links(bulletin, draft, by=by)
        copy_bulletin_picture(source=bulletin, target=draft, by=by)
        for one in bulletin.sections.prefetch_related("entries"):
            section = Section(
                bulletin=draft,
                theme_id=one.theme_id,
                heading=one.heading,
                introduction=one.introduction,
                position=one.position,
            )
            _write(section, by=by)
            for entry in one.entries.all():
                copy = Entry(section=section, initiative_id=entry.initiative_id)
                copy.wording, copy.position = entry.wording, entry.position
                _write(copy, by=by)
    return draft


def _group_by_theme(
    bulletin: Bulletin, initiatives: list[Initiative], *, headings: dict[int, str], by: AbstractBaseUser
) -> None:
    """A section for each theme, in the order of the themes, under the heading that the last issue gave it."""
    groups = defaultdict(list)
    for initiative in initiatives:
        groups[initiative.theme].append(initiative)
    for position, theme in enumerate(sorted(groups, key=lambda one: (one.position, one.name)), start=1):
        section = Section(bulletin=bulletin, theme=theme, heading=headings.get(theme.pk, ""), position=position)
        _write(section, by=by)
        for rank, initiative in enumerate(groups[theme], start=1):
            _write(Entry(section=section, initiative=initiative, position=rank), by=by)


def _copy_links(source: Bulletin, target: Bulletin, *, by: AbstractBaseUser) -> None:
    for link in source.links.all():
        _write(BulletinLink(bulletin=target, label=link.label, url=link.url, position=link.position), by=by)


def _write(row: models.Model, *, by: AbstractBaseUser, why: str = "") -> None:
    row._history_user, row._change_reason = by, why or None
    row.save()
