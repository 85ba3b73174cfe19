from datetime import date

import pytest
from django.db import connection
from django.http import QueryDict

from directory import vain
from directory.finding.filters import DirectoryFilter
from directory.models import VainSearch
from tests.builders import make_commune, make_initiative

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 4)


def note(query, day=DAY):
    vain.note_vain_search(DirectoryFilter(QueryDict(query)), today=day)


def test_searches_in_vain_are_counted_without_their_searcher(client):
    commune = make_commune("Lens")
    make_initiative("Des masques", communes=(commune,))
    for _ in range(2):
        client.get(f"/initiatives/?q=Échasses&commune={commune.pk}")
    client.get("/initiatives/?q=masques")
    client.get("/initiatives/?q=masques+dorés")
    found = VainSearch.objects.values_list("words", "place", "times").order_by("words")
    assert list(found) == [("echasses", "Lens", 2), ("masques dores", "", 1)]
    fields = {field.name for field in VainSearch._meta.fields}
    assert fields == {"id", "words", "place", "times", "first_on", "last_on"}


@pytest.mark.parametrize(
    "query", ["q=jean@exemple.fr", "q=06 12 34 56 78", "q=0612345678 masque", "q=" + "a" * 90, "q=-or", ""]
)
def test_what_may_tell_someone_is_not_kept(query):
    note(query)
    assert VainSearch.objects.count() == 0


def test_table_is_bounded(monkeypatch):
    monkeypatch.setattr(vain, "MOST_KEPT", 2)
    for word in ("un1", "deux2", "trois3"):
        note(f"q={word}")
    assert set(VainSearch.objects.values_list("words", flat=True)) == {"un1", "deux2"}


def test_searches_wait_and_are_counted_together(settings, monkeypatch):
    settings.VAIN_SEARCHES_SECONDS = 60
    monkeypatch.setattr(vain, "MOST_WAITING", 2)
    note("q=échasses", date(2026, 5, 3))
    for query in ("q=échasses", "q=Échasses", "q=trop"):
        note(query)
    assert not VainSearch.objects.exists()
    vain.WAITING.write()
    vain.WAITING.write()
    (found,) = VainSearch.objects.all()
    assert (found.words, found.times, found.first_on, found.last_on) == ("echasses", 3, date(2026, 5, 3), DAY)


def test_page_is_served_from_a_database_that_only_reads(client):
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION READ ONLY")
    assert client.get("/initiatives/?q=échasses").status_code == 200
    assert VainSearch.objects.count() == 0


def test_officer_sees_them_with_a_way_on(client, officer, editor):
    note("q=échasses")
    note("q=trapèze")
    client.force_login(officer)
    html = client.get("/admin/directory/vainsearch/").content.decode()
    assert "2 recherches sans résultat" in html
    assert "/admin/directory/synonymfamily/add/?words=echasses" in html
    client.force_login(editor)
    assert ">echasses</textarea>" in client.get(
        "/admin/directory/synonymfamily/add/?words=echasses"
    ).content.decode().replace("\n", "")
