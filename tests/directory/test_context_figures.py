"""A population or a duration stays a fact of the record: no page says it as something that was done."""

import importlib

import pytest
from django.apps import apps

from initiatives.models import Figure
from tests.builders import make_commune, make_initiative
from tests.directory.published import publish

pytestmark = pytest.mark.django_db

POPULATION = {"item": "population de la commune", "amount": 1800, "unit": "habitants", "measure": "context"}


@pytest.fixture
def ferques():
    return make_initiative("Masques", communes=(make_commune("Ferques"),), figures=(POPULATION,))


def test_no_page_shows_it(client, ferques):
    bulletin = publish(ferques, number=1)
    feeds = ("/", "/initiatives/", "/initiatives.atom", "/bulletins/atom.xml")
    for path in (ferques.get_absolute_url(), bulletin.get_absolute_url(), *feeds):
        assert "habitants<" not in client.get(path).content.decode()
        assert "1\u00a0800" not in client.get(path).content.decode()
    (entry,) = bulletin.editions.get().snapshot["sections"][0]["entries"]
    assert entry["figures"] == []


def test_data_keep_it_with_its_measure(client, ferques):
    (row,) = client.get("/initiatives.json").json()["results"]
    assert [(figure["amount"], figure["unit"], figure["measure"]) for figure in row["figures"]] == [
        (1800, "habitants", "context")
    ]


def test_stored_populations_become_context_and_back():
    rows = (
        POPULATION | {"measure": "stock"},
        {"item": "masques", "amount": 5, "unit": "masques"},
        {"item": "confection", "amount": 2, "unit": "jours", "measure": "rate_week"},
    )
    make_initiative(figures=rows)
    migration = importlib.import_module("initiatives.migrations.0009_stored_context")
    migration.to_context(apps, None)
    assert list(Figure.objects.order_by("pk").values_list("measure", flat=True)) == ["context", "stock", "rate_week"]
    migration.to_stock(apps, None)
    assert list(Figure.objects.order_by("pk").values_list("measure", flat=True)) == ["stock", "stock", "rate_week"]
