"""What is kept of options over a change is what would be listed and counted anew."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.http import QueryDict
from django.utils import timezone

from directory.index.answers import IndexedFilter
from directory.index.counting import LISTED
from directory.index.current import Index, State
from initiatives.models import Coverage, Initiative
from tests.builders import make_area, make_commune, make_initiative, make_user
from tests.directory.index.territory import Territory

pytestmark = pytest.mark.django_db


def told(state: State) -> dict:
    """All options with their counts, without a filter and among those of a theme, for which the kept sets are met."""
    pages = {query: IndexedFilter(QueryDict(query), state=state) for query in ("", "theme=jeunes&q=masque")}
    return {(query, name): sorted(page.option_counts(name)) for query, page in pages.items() for name in LISTED}


def test_kept_options_are_those_listed_anew():
    territory = Territory(11)
    index = Index.read()
    told(index.state)
    kept = 0
    for _ in range(30):
        act = territory.write()
        state = index.fresh()
        kept += len(state.kept)
        assert told(state) == told(replace(state, kept={})), act
    assert kept > 300  # of 360: what renames things keeps nothing


def test_an_option_comes_with_its_first_and_goes_with_its_last():
    territory = Territory(12)
    index = Index.read()
    before = told(index.state)
    lone = make_commune("Zutkerque")
    told(index.fresh())  # a new commune is a new vocabulary
    first, second = (make_initiative(communes=(lone,)) for _ in range(2))
    assert (lone.pk, "Zutkerque", 2, None) in told(index.fresh())["", "commune"]
    _withdraw(first)
    state = index.fresh()
    assert state.kept.keys() >= {"commune", ("commune", "counts"), "territoire"}
    assert (lone.pk, "Zutkerque", 1, None) in told(state)["", "commune"]
    _withdraw(second)
    state = index.fresh()
    assert "commune" not in state.kept
    assert told(state) == before
    assert territory.communes


def test_who_reaches_a_commune_twice_is_counted_once():
    """The first that names a commune and covers an area around it, after both were listed."""
    commune = make_commune("Marck")
    area = make_area("Calaisis", communes=(commune,))
    make_initiative(communes=(commune,))
    make_initiative(areas=(area,))
    index = Index.read()
    assert told(index.state)["", "commune"] == [(commune.pk, "Marck", 2, None)]
    make_initiative(communes=(commune,), areas=(area,))
    state = index.fresh()
    assert told(state)["", "commune"] == [(commune.pk, "Marck", 3, None)]
    assert told(state) == told(replace(state, kept={}))


def test_an_area_goes_with_the_last_that_covers_it():
    """Its communes still have initiatives: by these alone no customary area is offered."""
    commune = make_commune("Marck")
    area = make_area("Calaisis", communes=(commune,))
    make_initiative(communes=(commune,))
    covering = make_initiative(areas=(area,), communes=(commune,))
    index = Index.read()
    assert [slug for slug, *_ in told(index.state)["", "territoire"]] == [area.slug]
    Coverage.objects.filter(initiative=covering).delete()
    state = index.fresh()
    assert "commune" in state.kept
    assert told(state)["", "territoire"] == []
    Coverage.objects.create(initiative=covering, area=area)
    assert [slug for slug, *_ in told(index.fresh())["", "territoire"]] == [area.slug]


def _withdraw(row: Initiative) -> None:
    fields = {"withdrawn_at": timezone.now(), "withdrawn_by": make_user()}
    Initiative.objects.filter(pk=row.pk).update(status="withdrawn", **fields)
