"""The demonstration as a whole: territory, series, five published bulletins and a draft, in one transaction."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from backoffice.journal.writing import entered_late
from bulletins.demonstration.writing import Table, save_valid, write_initiative, write_organisation
from bulletins.models import Bulletin, BulletinLink, Entry, Section, Series
from bulletins.services import publish_bulletin
from communes.models import Commune, Territory
from communes.services import load_customary_areas, load_territory
from initiatives.models import Initiative, Theme
from organisations.models import Organisation

FOLDER = Path(__file__).resolve().parent
DEPARTMENT = "62"
# In the order of their publication, the draft last.
BULLETINS = ("numero-1", "numero-2", "numero-6", "hors-serie", "numero-7", "prochain-numero")

Progress = Callable[[str], None]


class OtherTerritory(Exception):
    """The installation covers another département: these bulletins have no place in it."""

    def __init__(self) -> None:
        super().__init__(
            "La démonstration raconte le Pas-de-Calais, que cette installation ne couvre pas : rien n’est chargé."
        )


def load_demonstration(*, redaction: User, edition: User, progress: Progress = lambda line: None) -> bool:
    """Enter the bulletins as `redaction` and publish them as `edition`. False when they are already there.

    All or nothing, and once: whatever people changed, withdrew or added since stays as it is.
    """
    if is_loaded():
        return False
    with transaction.atomic(), entered_late():
        _prepare_territory(by=redaction, progress=progress)
        organisations = _write_organisations(by=redaction)
        progress(f"  organisations : {len(organisations)}")
        series = _write_series(by=redaction)
        told: dict[str, Initiative] = {}
        for name in BULLETINS:
            table = read(name)
            bulletin = _write_bulletin(table, series=series, organisations=organisations, told=told, by=redaction)
            if "published_at" in table:
                bulletin = publish_bulletin(bulletin=bulletin, by=edition, now=table["published_at"])
            state = "publié" if bulletin.is_published else "en brouillon"
            count = Entry.objects.filter(section__bulletin=bulletin).count()
            progress(f"  bulletin {bulletin.label} : {count} initiatives, {state}")
    return True


def is_loaded() -> bool:
    """Whether the series has bulletins already, were it renamed since."""
    series = Series.history.filter(name=read("series")["name"]).values("id")
    return Bulletin.objects.filter(series__in=series).exists()


def read(name: str) -> Table:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def _prepare_territory(*, by: User, progress: Progress) -> None:
    territory = Territory.objects.first()
    if territory and not territory.departments.filter(code=DEPARTMENT).exists():
        raise OtherTerritory
    if not territory or not Commune.objects.filter(department_code=DEPARTMENT).exists():
        territory = load_territory(department_codes=[DEPARTMENT], by=by, progress=progress).territory
    load_customary_areas(department_codes=[DEPARTMENT], by=by, progress=progress)
    wanted = read("territory")
    blank = {field: text for field, text in wanted.items() if not getattr(territory, field)}
    for field, text in blank.items():
        setattr(territory, field, text)
    if blank:
        save_valid(territory, by=by)


def _write_organisations(*, by: User) -> dict[str, Organisation]:
    return {table["name"]: write_organisation(table, by=by) for table in read("organisations")["organisations"]}


def _write_series(*, by: User) -> Series:
    table = read("series")
    series = Series.objects.filter(name=table["name"]).first()
    if series:
        return series
    series = Series(**{field: text.strip() if isinstance(text, str) else text for field, text in table.items()})
    # Another series may be the main one already: there is only one.
    series.is_main = not Series.objects.filter(is_main=True).exists()
    series.full_clean(exclude=["slug"])  # the address is made from the name when it is saved
    series._history_user = by
    series.save()
    return series


def _write_bulletin(
    table: Table,
    *,
    series: Series,
    organisations: dict[str, Organisation],
    told: dict[str, Initiative],
    by: User,
) -> Bulletin:
    """A draft with its sections and entries. `told` collects the initiatives that have a key, for later bulletins."""
    bulletin = Bulletin(
        series=series,
        kind=table["kind"],
        number=table.get("number"),
        is_number_printed=table.get("is_number_printed", True),
        title=table["title"],
        dated_on=table.get("dated_on"),
        place=table.get("place", ""),
        introduction=table["introduction"].strip(),
        closing=table.get("closing", "").strip(),
        signatory_name=series.signatory_name,
        signatory_function=series.signatory_function,
        created_at=table.get("published_at", timezone.now()),
        created_by=by,
    )
    save_valid(bulletin, by=by)
    for position, link in enumerate(table.get("links", ()), start=1):
        save_valid(BulletinLink(bulletin=bulletin, position=position, **link), by=by)
    for position, section_table in enumerate(table["sections"], start=1):
        theme = Theme.objects.get(slug=section_table["theme"])
        section = Section(bulletin=bulletin, theme=theme, heading=section_table["heading"], position=position)
        save_valid(section, by=by)
        for rank, entry in enumerate(section_table["initiatives"], start=1):
            initiative = _initiative_of(entry, section, organisations=organisations, told=told, by=by)
            wording = entry.get("wording", "").strip()
            save_valid(Entry(section=section, initiative=initiative, wording=wording, position=rank), by=by)
    return bulletin


def _initiative_of(
    entry: Table,
    section: Section,
    *,
    organisations: dict[str, Organisation],
    told: dict[str, Initiative],
    by: User,
) -> Initiative:
    """The initiative that the entry tells: one told before (`again`), else a new draft."""
    if "again" in entry:
        return told[entry["again"]]
    initiative = write_initiative(
        entry,
        theme=section.theme,
        bulletin_day=section.bulletin.dated_on,
        created_at=section.bulletin.created_at,
        organisations=organisations,
        follows=told.get(entry.get("follows", "")),
        by=by,
    )
    if "key" in entry:
        told[entry["key"]] = initiative
    return initiative
