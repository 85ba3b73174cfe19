import re
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Template

from french.wording import (
    at_commune,
    counted,
    ended,
    enumerated,
    long_date,
    number,
    of_commune,
    of_month,
    shortened,
    with_first,
)
from initiatives.figures import figure_lines, proposed_measure
from initiatives.models import Figure


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1600, "1\u00a0600"),
        (Decimal("50000.00"), "50\u00a0000"),
        (Decimal("2.50"), "2,5"),
        (0, "0"),
        (1_000_000, "1\u00a0000\u00a0000"),
    ],
)
def test_number(value, text):
    assert number(value) == text


def test_long_date():
    assert long_date(date(2020, 4, 1)) == "1er\u00a0avril\u00a02020"
    assert long_date(date(2020, 12, 30)) == "30\u00a0décembre\u00a02020"


def test_counted_agrees():
    assert [counted(n, "initiative") for n in (0, 1, 2)] == [
        "0\u00a0initiative",
        "1\u00a0initiative",
        "2\u00a0initiatives",
    ]


@pytest.mark.parametrize(
    ("name", "at", "of"),
    [
        ("Arras", "à Arras", "d’Arras"),
        ("Marck", "à Marck", "de Marck"),
        ("Hénin-Beaumont", "à Hénin-Beaumont", "d’Hénin-Beaumont"),
        ("Le Portel", "au Portel", "du Portel"),
        ("Les Attaques", "aux Attaques", "des Attaques"),
        ("La Couture", "à La Couture", "de La Couture"),
        ("Étaples", "à Étaples", "d’Étaples"),
    ],
)
def test_commune_in_a_sentence(name, at, of):
    assert (at_commune(name), of_commune(name)) == (at, of)


def test_enumeration_and_shortening():
    assert enumerated([]) == ""
    assert enumerated(["a", "b", "c"]) == "a, b et c"
    assert shortened("un deux trois", 8) == "un deux…"
    assert shortened("court", 8) == "court"


def _phrases(*figures):
    rows = [Figure(pk=pk, **{"measure": "stock", **fields}) for pk, fields in enumerate(figures, start=1)]
    return [line.phrase for line in figure_lines(rows)]


def test_target_goes_with_the_stock_of_its_unit():
    assert _phrases(
        {"item": "masques cousus", "amount": Decimal(1600), "unit": "masques"},
        {"item": "masques visés", "amount": Decimal(11000), "unit": "masques", "measure": "target"},
        {"item": "couturières", "amount": Decimal(62), "unit": "personnes"},
    ) == ["1\u00a0600\u00a0masques cousus, objectif\u00a0: 11\u00a0000", "62\u00a0couturières"]


def test_two_stocks_are_never_paired_nor_added():
    assert _phrases(
        {"item": "masques", "amount": Decimal(10), "unit": "masques"},
        {"item": "autres masques", "amount": Decimal(20), "unit": "masques"},
        {"item": "masques", "amount": Decimal(50), "unit": "masques", "measure": "target"},
    ) == ["10\u00a0masques", "20\u00a0autres masques", "objectif\u00a0: 50\u00a0masques"]


def test_rate_and_approximation_are_said():
    assert _phrases(
        {"item": "gel", "amount": Decimal(50000), "unit": "litres", "measure": "rate_day"},
        {"item": "repas", "amount": Decimal(50), "unit": "repas", "measure": "rate_week", "is_approximate": True},
    ) == ["50\u00a0000\u00a0litres de gel par jour", "environ 50\u00a0repas par semaine"]


@pytest.mark.parametrize(
    ("item", "amount", "unit", "phrase"),
    [
        ("masques en tissu réalisés", 1600, "masques", "1\u00a0600\u00a0masques en tissu réalisés"),
        ("Masque en tissu", 1600, "masques", "1\u00a0600\u00a0masques en tissu"),
        ("ordinateurs, avec souris", 8, "ordinateurs", "8\u00a0ordinateurs, avec souris"),
        ("membres du collectif", 20, "personnes", "20\u00a0membres du collectif"),
        ("aide aux aînés", 20, "personnes", "20\u00a0personnes (aide aux aînés)"),
        ("solution hydroalcoolique", 500, "litres", "500\u00a0litres de solution hydroalcoolique"),
        ("huile d'olive", 3, "litres", "3\u00a0litres d’huile d’olive"),
        ("EPI", 3, "kg", "3\u00a0kg d’EPI"),
        ("livraison de masques", 3, "masques", "3\u00a0masques (livraison de masques)"),
        ("masques", 3, "Masques", "3\u00a0Masques"),
    ],
)
def test_figure_reads_as_a_sentence_without_saying_the_unit_twice(item, amount, unit, phrase):
    assert _phrases({"item": item, "amount": Decimal(amount), "unit": unit}) == [phrase]


def test_target_alone_is_said_before_the_amount():
    target = {"item": "masques", "amount": Decimal(8500), "unit": "masques", "measure": "target"}
    assert _phrases(target) == ["objectif\u00a0: 8\u00a0500\u00a0masques"]
    assert _phrases(target | {"is_approximate": True}) == ["objectif\u00a0: environ 8\u00a0500\u00a0masques"]


def test_context_is_no_figure_of_what_was_done():
    population = {"item": "population", "amount": Decimal(1800), "unit": "habitants", "measure": "context"}
    assert _phrases(population) == []
    assert proposed_measure("Habitants") == "context"
    assert proposed_measure("semaines") == "context"
    assert proposed_measure("masques") == "stock"


def test_month_in_a_sentence():
    assert of_month(date(2020, 4, 30)) == "d’avril\u00a02020"
    assert of_month(date(2020, 10, 1)) == "d’octobre\u00a02020"
    assert of_month(date(2020, 5, 1)) == "de mai\u00a02020"


def test_first_of_the_month_is_the_only_ordinal_of_a_date():
    assert with_first("1 décembre 2026, 14 h 20") == "1er décembre 2026, 14 h 20"
    assert with_first("mardi 1\u00a0avril") == "mardi 1er\u00a0avril"
    for other in ("11 avril 2020", "21 mars", "1 avis", "1 mairie"):
        assert with_first(other) == other


def test_dates_of_templates_say_the_first_of_the_month_in_the_hour_of_the_place():
    template = Template('{% load french %}{{ at|dated:"j F Y, G \\h i" }}')
    at = datetime(2026, 11, 30, 23, 30, tzinfo=UTC)
    assert template.render(Context({"at": at})) == "1er décembre 2026, 0 h 30"
    assert template.render(Context({"at": None})) == ""


def test_no_template_writes_a_month_without_its_first():
    folder = Path(settings.BASE_DIR) / "templates"
    assert [str(path) for path in folder.rglob("*.html") if re.search(r"\|date:\"[^\"]*\bF\b", path.read_text())] == []


def test_what_was_typed_is_ended_as_a_sentence():
    assert [ended(words) for words in ("Essai", "Essai. ", "Vraiment !", "À suivre…")] == [
        "Essai.",
        "Essai.",
        "Vraiment !",
        "À suivre…",
    ]
