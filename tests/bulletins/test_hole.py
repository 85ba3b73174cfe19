"""A number that the series passed over is explained, with its neighbours; nothing is told of a draft."""

import pytest

from bulletins.models import Bulletin
from tests.builders import make_series
from tests.bulletins.issues import make_draft, make_published

pytestmark = pytest.mark.django_db


def read(client, url):
    response = client.get(url)
    assert response.status_code == 404
    return response.content.decode()


@pytest.fixture
def holed(editor):
    series = make_series()
    return [make_published(editor, series=series, number=number) for number in (2, 6, 8)]


@pytest.mark.parametrize("url", ["/bulletins/4/", "/bulletins/4.pdf"])
def test_hole_names_the_numbers_and_links_both_neighbours(client, holed, url):
    html = read(client, url)
    assert "les numéros 3 à 5 ne sont pas sur ce site" in html
    assert f'<a rel="prev" href="{holed[0].get_absolute_url()}">Lire le n°\u00a02' in html
    assert f'<a rel="next" href="{holed[1].get_absolute_url()}">Lire le n°\u00a06' in html
    assert 'content="noindex"' in html


def test_hole_of_one_number_and_hole_before_the_first(client, holed):
    assert "ce numéro n’est pas sur ce site" in read(client, "/bulletins/7/")
    html = read(client, "/bulletins/1/")
    assert 'rel="prev"' not in html
    assert "La série commence au" in html


def test_number_that_is_not_reached_is_an_ordinary_unknown_page(client, holed):
    assert "Cette page n’existe pas" in read(client, "/bulletins/9/")
    assert "Cette page n’existe pas" in read(client, "/bulletins/hors-serie/rien/")


def test_hole_says_nothing_of_a_draft_nor_of_another_series(client, holed, editor):
    make_draft(title="Xylophone", number=4)
    make_published(editor, series=make_series("Inondations 2024", is_main=False), number=5)
    html = read(client, "/bulletins/4/")
    assert "Xylophone" not in html
    assert "les numéros 3 à 5" in html
    assert Bulletin.objects.filter(number=5).exists()
    assert "Cette page n’existe pas" in read(client, "/bulletins/serie/inondations-2024/6/")
