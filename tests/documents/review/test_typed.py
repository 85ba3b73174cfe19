"""What an officer types becomes a value, or a sentence that says how to write it."""

from __future__ import annotations

import pytest

from communes.models import CommuneAlias
from documents.refusals import DraftRefusal
from documents.review.typed import value_of
from tests.builders import make_area, make_commune

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "amount", "unit", "period", "approximate"),
    [
        ("1 600 masques", 1600, "masques", "total", False),
        ("1\u202f600 masques", 1600, "masques", "total", False),
        ("1.600 masques", 1600, "masques", "total", False),
        ("environ 2,5 tonnes", 2.5, "tonnes", "total", True),
        ("300 blouses par jour", 300, "blouses", "per_day", False),
        ("40 repas par semaine", 40, "repas", "per_week", False),
        ("un objectif de 11 000 masques", 11000, "masques", "target", False),
        ("une cinquantaine de bénévoles", 50, "bénévoles", "total", True),
    ],
)
def test_figure(typed, amount, unit, period, approximate):
    value = value_of("figures", typed)
    assert (value["amount"], value["unit"], value["period"], value["approximate"]) == (
        amount,
        unit,
        period,
        approximate,
    )


@pytest.mark.parametrize("typed", ["masques", "1600", "0 masque", "9999999999 masques"])
def test_figure_that_is_none_is_refused(typed):
    with pytest.raises(DraftRefusal):
        value_of("figures", typed)


def test_commune_by_name_alias_and_code():
    touquet = make_commune("Le Touquet-Paris-Plage", insee="62826")
    CommuneAlias.objects.create(commune=touquet, name="Le Touquet")
    for typed in ("Le Touquet-Paris-Plage", "le touquet", "62826"):
        assert value_of("communes", typed)["insee"] == "62826"


def test_commune_of_elsewhere_comes_from_the_official_list():
    assert value_of("communes", "Pontoise")["insee"] == "95500"


@pytest.mark.parametrize(("typed", "words"), [("Saint-Denis", "Plusieurs"), ("Xyzville", "Aucune"), ("99999", "code")])
def test_commune_in_doubt_is_refused(typed, words):
    with pytest.raises(DraftRefusal, match=words):
        value_of("communes", typed)


@pytest.mark.parametrize(
    ("typed", "kind", "value"),
    [
        ("03 21 85 53 70", "phone", "+33321855370"),
        ("solidarité@exemple.fr", "email", "solidarité@exemple.fr"),
        ("www.meloko.fr", "website", "https://www.meloko.fr"),
        ("https://www.facebook.com/ville.marck", "facebook", "https://www.facebook.com/ville.marck"),
        ("@pas_de_calais", "twitter", "https://twitter.com/pas_de_calais"),
        ("auprès de la mairie", "other", "auprès de la mairie"),
    ],
)
def test_contact_finds_its_kind(typed, kind, value):
    found = value_of("contacts", typed)
    assert (found["kind"], found["value"]) == (kind, value)


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("La ville de Lens", "collectivite"),
        ("CCAS d’Outreau", "etablissement_public"),
        ("Second Départ", "association"),
    ],
)
def test_organisation_takes_its_kind_from_its_first_word(typed, kind):
    assert value_of("organisations", typed)["kind"] == kind


def test_area_is_known_or_customary():
    make_area("Calaisis", kind="customary")
    assert value_of("areas", "le Calaisis")["name"] == "Calaisis"
    assert value_of("areas", "Sept-Vallées")["kind"] == "customary"


@pytest.mark.parametrize(("field", "typed"), [("persons", " "), ("persons", "x" * 121), ("secret", "x")])
def test_value_needs_a_kind_and_some_words(field, typed):
    with pytest.raises(DraftRefusal):
        value_of(field, typed)
