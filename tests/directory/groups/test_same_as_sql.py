"""The index and PostgreSQL tell the same groups after any write: initiatives, order, counts."""

from __future__ import annotations

from datetime import timedelta

import pytest

from communes.models import Commune
from directory.groups import indexed
from directory.groups.database import Groups
from directory.groups.indexed import IndexedGroups
from directory.index.current import Index
from initiatives.models import Figure, Initiative, Theme
from tests.builders import make_area, make_commune, make_initiative
from tests.directory.index.territory import START, Territory
from tests.directory.published import publish

CASES = 8
pytestmark = pytest.mark.django_db


def write(territory: Territory) -> str:
    """One of its acts, or a figure that comes or goes."""
    if territory.random.random() < 0.7:
        return territory.write()
    row = territory.random.choice(list(Initiative.objects.order_by("pk")))
    if row.figures.exists():
        row.figures.all().delete()
        return "figures gone"
    Figure.objects.create(initiative=row, item="masques", amount=5, unit="masques")
    return "figure"


def told(groups: Groups | IndexedGroups, territory: Territory) -> dict:
    """All that pages ask."""
    one, other = (commune.pk for commune in territory.random.sample(territory.communes, 2))
    inside = groups.naming(one)
    placed = list(Commune.objects.order_by("insee"))
    asked = {
        "all": groups.all(),
        "inside": inside,
        "both": groups.naming(one, other),
        "through": groups.reaching(one).without(inside),
        "theme": groups.of_theme(territory.random.choice(list(Theme.objects.all())).pk),
        "figures": groups.with_figures(),
    }
    return {
        name: (group.count(), group.newest(3), group.newest(1_000), group.parts(2)) for name, group in asked.items()
    } | {
        "around": [(row.pk, str(row), row.count) for row in groups.around(territory.random.choice(placed), 5)],
        "by commune": groups.count_by_commune(),
        "headings": groups.headings(territory.random.choice(list(Theme.objects.all())).pk, 3),
        "themes": [(row.pk, row.count) for row in groups.counted_themes(Theme.objects.order_by("position", "name"))],
    }


def test_groups_are_told_alike_after_any_write(monkeypatch):
    territory = Territory(11, count=24)
    for number in range(4, 8):
        cited = Initiative.objects.filter(status="published").order_by("pk")[number : number + 9]
        heading = f"Rubrique {number % 4}" if number % 4 else ""
        day = START + timedelta(days=4 + number // 2)  # two a day, before those that the territory publishes
        territory.bulletins.append(publish(*cited, number=number, heading=heading, dated_on=day))
    monkeypatch.setattr(indexed, "LATEST", 1)
    index = Index.read()
    history = []
    for case in range(CASES):
        history.append(write(territory))
        if case % 5 == 4:
            index = index.tidy()
        before = territory.random.getstate()
        by_index = told(IndexedGroups(index.fresh()), territory)
        territory.random.setstate(before)
        assert by_index == told(Groups(), territory), (case, history)
    assert by_index["figures"][0] > 0
    assert len(by_index["all"][3]) > 8


def test_communes_around_are_told_alike(db):
    """Whether as far as another, of another département, or of no known place; those of no EPCI have none around."""
    epci = make_area("CA du Calaisis", kind="epci")
    rows = [
        *(make_commune(epci=epci, latitude=50 + n % 3 / 7, longitude=2 + n % 2 / 3) for n in range(9)),
        make_commune("Ailleurs", epci=epci, latitude=50.1, longitude=2.1, in_territory=False),
        *(make_commune(epci=epci) for _ in range(3)),
        make_commune("Seule"),
    ]
    make_initiative(communes=rows[:4])
    make_initiative(communes=(rows[3], rows[10]))
    by_index, by_database = IndexedGroups(Index.read().state), Groups()
    found = []
    for row in rows:
        for most in (3, 50):
            told = [
                [(one.pk, str(one), one.count) for one in groups.around(row, most)]
                for groups in (by_index, by_database)
            ]
            assert told[0] == told[1]
            found.append(len(told[0]))
    assert found == [3, 8] * 9 + [3, 9] + [11, 11] * 3 + [0, 0]
