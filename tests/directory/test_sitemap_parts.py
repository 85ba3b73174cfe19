"""The sitemap of a large directory: an index of parts of a bounded size, which hold together what one file would."""

import re
from html import unescape

import pytest
from django.template.loader import get_template

from communes.site import KeyedSitemap, parts_held
from config.urls import ALL_SITEMAPS
from initiatives.models import Initiative
from tests.builders import make_area, make_commune, make_initiative, make_organisation, make_territory
from tests.directory.published import publish

pytestmark = pytest.mark.django_db


def locations(client, path):
    response = client.get(path)
    assert response.status_code == 200
    return re.findall(r"<loc>http://testserver([^<]+)</loc>", response.content.decode().replace("&amp;", "&"))


@pytest.fixture
def directory(monkeypatch):
    make_territory()
    communes = (make_commune("Marck", insee="62548"), make_commune("Lille", insee="59350", in_territory=False))
    area = make_area("Le Calaisis", communes=(make_commune("Acq"),))
    rows = [make_initiative(communes=communes, areas=(area,), organisations=(make_organisation(),)) for _ in range(3)]
    make_initiative("Brouillon", published=False, organisations=(make_organisation("Nulle part"),))
    publish(*rows, number=7)
    return rows


def test_parts_hold_what_one_file_holds(client, directory, monkeypatch):
    whole = locations(client, "/sitemap.xml")
    monkeypatch.setattr(KeyedSitemap, "size", 2)
    parts = locations(client, "/sitemap.xml")
    assert len(parts) > 6
    assert all(part.startswith("/sitemap-") for part in parts)
    told = [address for part in parts for address in locations(client, part)]
    assert sorted(told) == sorted(whole)
    assert len(told) == len(set(told))
    assert max(len(locations(client, part)) for part in parts if "initiatives" in part) <= 2


def test_index_costs_the_same_for_more_parts(client, directory, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(KeyedSitemap, "size", 1)
    for more in (0, 3):
        for _ in range(more):
            make_initiative(organisations=(make_organisation(),))
        with django_assert_num_queries(5):
            client.get("/sitemap.xml")


def test_parts_are_those_that_hold_something(client, directory, monkeypatch):
    """Found by going from one to the next: as all rows say it, gaps and what is not public left out."""
    for size in (1, 2, 250):
        monkeypatch.setattr(KeyedSitemap, "size", size)
        for name, of_kind in ALL_SITEMAPS.items():
            if issubclass(of_kind, KeyedSitemap):
                rows = of_kind().rows().values_list(KeyedSitemap.key if name != "bulletins" else "bulletin", flat=True)
                assert of_kind(in_parts=True).parts() == sorted({key // size for key in rows}), (name, size)
    assert parts_held(Initiative.objects.filter(title="absente"), key="pk", size=2) == []


def test_index_is_written_as_the_stock_template_writes_it(client, directory, monkeypatch):
    monkeypatch.setattr(KeyedSitemap, "size", 1)
    content = client.get("/sitemap.xml").content.decode()
    parts = [{"location": unescape(found)} for found in re.findall("<loc>(.*?)</loc>", content)]
    assert content == get_template("sitemap_index.xml").render({"sitemaps": parts})


@pytest.mark.parametrize("number", ["", "0x", "²", "-1", "99999999", "9" * 30])
def test_part_that_is_not_there_is_404(client, directory, number):
    for section in ("initiatives", "communes", "themes"):
        assert client.get(f"/sitemap-{section}.xml", {"p": number}).status_code == 404
    assert client.get("/sitemap-nulle.xml").status_code == 404


def test_parts_are_not_indexed_themselves(client, directory):
    part = Initiative.objects.published().first().pk // KeyedSitemap.size
    for path in (f"/sitemap-initiatives.xml?p={part}", "/sitemap.xml"):
        assert "noindex" in client.get(path)["X-Robots-Tag"]
