"""The coverage board: each count against rows that were made for it."""

import re
from datetime import date

import pytest
from django.urls import reverse

from communes.models import Area, Commune
from tests.builders import make_area, make_commune, make_organisation
from tests.bulletins.issues import make_cited, make_draft, make_published
from workshop.proof.coverage import board_of

pytestmark = pytest.mark.django_db

URL = reverse("workshop:coverage")


def _commune(name, latitude, longitude, **fields):
    return make_commune(name, latitude=latitude, longitude=longitude, **fields)


@pytest.fixture
def county(editor):
    """Five communes: one in the draft, one in an issue, one in an issue too old, one reached, one forgotten."""
    north, south = (make_area(name, kind=Area.Kind.ARRONDISSEMENT) for name in ("Nord", "Sud"))
    calais = _commune("Calais", 50.95, 1.85, arrondissement=north, population=70_000)
    marck = _commune("Marck", 50.95, 1.95, arrondissement=north)
    old = _commune("Lens", 50.43, 2.83, arrondissement=south)
    reached = _commune("Avion", 50.41, 2.83, arrondissement=south)
    forgotten = _commune("Arras", 50.29, 2.78, arrondissement=south, population=40_000)
    make_commune("Pontoise", latitude=49.05, longitude=2.1, in_territory=False)
    mine = make_area("le bassin minier", communes=(reached,))
    whole = make_area("le département", kind=Area.Kind.DEPARTMENT, communes=(calais, marck, old, reached, forgotten))
    club = make_organisation(kind="club")
    make_published(editor, make_cited(communes=(old,)), dated_on=date(2020, 4, 1))
    told = make_cited(communes=(marck,), areas=(mine, whole), organisations=(club,), theme="soignants")
    make_published(editor, told, dated_on=date(2020, 4, 9))
    draft = make_draft(make_cited(communes=(calais,), beneficiary_communes=(calais,)), told)
    Commune.objects.filter(name__startswith="Village").update(in_territory=False)  # the builder's own
    return draft


def test_each_commune_has_its_state(county):
    board = board_of(county, issues=1)
    states = {commune.name: board.state_of(commune) for commune in board.communes}
    assert states == {"Calais": "now", "Marck": "now", "Lens": "forgotten", "Avion": "reached", "Arras": "forgotten"}
    assert board.counts == {"now": 2, "before": 0, "reached": 1, "forgotten": 2}
    assert [commune.name for commune in board.forgotten] == ["Arras", "Lens"]  # the more populous first
    before = board_of(county, issues=3)
    assert {one.name: before.state_of(one) for one in before.communes}["Lens"] == "before"


def test_tables_count_initiatives_once(county):
    board = board_of(county, issues=3)
    assert [(row.name, row.now, row.before, row.detail) for row in board.arrondissements] == [
        ("Nord", 2, 1, "2 sur 2"), ("Sud", 0, 1, "1 sur 3"),
    ]  # fmt: skip
    themes = {row.name: (row.now, row.before) for row in board.theme_rows if not row.is_forgotten}
    assert themes == {"Protection et matériel": (1, 1), "Soutien aux soignants": (1, 1)}
    kinds = {row.name: (row.now, row.before) for row in board.kind_rows if not row.is_forgotten}
    assert kinds == {"Club": (1, 1)}
    assert board.kind_rows[0].is_forgotten
    assert [(row.name, row.now, row.before) for row in board.commune_rows] == [
        ("Marck", 1, 1), ("Calais", 1, 0), ("Lens", 0, 1),
    ]  # fmt: skip


def test_map_keeps_the_shape_and_draws_the_told_last(county):
    board = board_of(county, issues=3)
    dots = {dot.name: dot for dot in board.dots}
    assert "Pontoise" not in dots
    assert dots["Calais"].x < dots["Marck"].x < dots["Lens"].x  # west to east
    assert dots["Calais"].y < dots["Lens"].y < dots["Arras"].y  # north to south
    assert [dot.state for dot in board.dots][-2:] == ["now", "now"]
    # A tenth of a degree of longitude is drawn shorter than a tenth of a degree of latitude.
    east = (dots["Marck"].x - dots["Calais"].x) / 0.10
    south = (dots["Arras"].y - dots["Avion"].y) / 0.12
    assert 0.6 < east / south < 0.7


def test_board_without_bulletins_or_coordinates(client, officer):
    make_commune("Calais")
    board = board_of(None, issues=3)
    assert (board.dots, board.issues, board.counts["forgotten"]) == ([], [], 1)
    client.force_login(officer)
    assert "Aucun bulletin n’est encore paru" in client.get(URL).content.decode()


def test_one_place_is_a_map_too(county):
    assert board_of(None, issues=1).issues
    alone = _commune("Seule", 50.0, 2.0)
    type(alone).objects.exclude(pk=alone.pk).update(in_territory=False)
    (dot,) = board_of(None, issues=1).dots
    assert (dot.x, dot.y) == (12, 12)


@pytest.mark.parametrize("issues", [1, 3])
def test_board_has_a_fixed_number_of_queries(county, django_assert_num_queries, issues):
    county.refresh_from_db()
    with django_assert_num_queries(10):
        board_of(county, issues=issues)


def test_page_shows_map_and_tables_and_is_asked_by_its_address(client, officer, county):
    client.force_login(officer)
    page = client.get(URL, {"bulletin": county.pk, "numeros": 1}).content.decode()
    assert len(re.findall(r'<circle class="dot dot--now" cx="[\d.]+" cy="[\d.]+"', page)) == 3  # two, and the legend
    assert "Pontoise" not in page
    for asked in ({"numeros": "999"}, {"numeros": "x"}, {"bulletin": "aucun"}, {"bulletin": "1 OR 1"}):
        assert client.get(URL, asked).status_code == 200
