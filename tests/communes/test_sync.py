import json

import pytest

from communes.geoapi import GeoApiError
from communes.models import Area, Commune
from communes.services import NoTerritory, sync_communes
from tests.builders import make_area, make_commune, make_territory, make_user
from tests.communes.recorded import RecordedClient

pytestmark = pytest.mark.django_db


@pytest.fixture
def territory():
    """A territory of three communes: Calais differs from the recorded answer, Arras does not, one is unknown there."""
    department = make_area("Pas-de-Calais", kind=Area.Kind.DEPARTMENT, code="62")
    territory = make_territory()
    territory.departments.add(department)
    make_commune(
        "Arras", insee="62041", postal_codes=["62000"], population=42600, latitude="50.2898", longitude="2.7658"
    )
    make_commune("Calais-Nord", insee="62193", postal_codes=["62100"], population=1600)
    make_commune("Disparue", insee="62999")
    return territory


def test_a_dry_run_tells_the_differences_and_changes_nothing(territory, recorded):
    before = list(Commune.objects.values())
    plan = sync_communes(client=recorded)
    assert [str(change) for change in plan.changes] == [
        "Calais-Nord (62193) : nom « Calais-Nord » → « Calais », population 1 600 → 67 380, "
        "latitude (vide) → 50,9502, longitude (vide) → 1,8758"
    ]
    assert [one.insee for one in plan.new] == ["62826"]
    assert [commune.insee for commune in plan.gone] == ["62999"]
    assert plan.unchanged == 1
    assert list(Commune.objects.values()) == before


def test_apply_takes_the_values_of_the_service(territory, recorded):
    sync_communes(client=recorded, apply=True)
    calais = Commune.objects.get(insee="62193")
    assert (calais.name, calais.slug, calais.sort_key) == ("Calais", "calais", "calais")
    assert (calais.population, str(calais.latitude), str(calais.longitude)) == (67380, "50.9502", "1.8758")
    touquet = Commune.objects.get(insee="62826")
    assert (touquet.in_territory, touquet.department_code, touquet.latitude) == (True, "62", None)
    assert touquet in Area.objects.get(code="62").communes.all()


def test_apply_never_deletes_a_commune(territory, recorded):
    sync_communes(client=recorded, apply=True)
    assert Commune.objects.filter(insee="62999").exists()


def test_a_second_apply_finds_nothing_to_do(territory, recorded):
    sync_communes(client=recorded, apply=True)
    history = Commune.history.count()
    plan = sync_communes(client=recorded, apply=True)
    assert (plan.changes, plan.new, plan.unchanged) == ([], [], 3)
    assert Commune.history.count() == history


def test_a_value_that_the_service_does_not_give_stays(territory, recorded):
    Commune.objects.filter(insee="62193").delete()
    make_commune("Le Touquet-Paris-Plage", insee="62826", population=4215, postal_codes=["62520"],
                 latitude="50.5083", longitude="1.5992")  # fmt: skip
    sync_communes(client=recorded, apply=True)
    assert str(Commune.objects.get(insee="62826").latitude) == "50.5083"


def test_the_history_says_who_synchronised(territory, recorded):
    user = make_user("synchro")
    sync_communes(client=recorded, apply=True, by=user)
    assert Commune.history.filter(insee="62193").latest().history_user == user


def test_communes_outside_the_territory_are_asked_one_by_one(territory, recorded):
    make_commune("Pontoise", insee="95500", in_territory=False)
    recorded.answers["/communes/95500"] = json.dumps(
        {"nom": "Pontoise", "code": "95500", "codesPostaux": ["95000", "95300"], "population": 31970}
    ).encode()
    sync_communes(client=recorded, apply=True)
    pontoise = Commune.objects.get(insee="95500")
    assert (pontoise.postal_codes, pontoise.in_territory) == (["95000", "95300"], False)
    assert recorded.asked == ["/departements/62/communes", "/communes/95500"]


def test_a_fault_on_the_way_changes_nothing(territory, recorded):
    make_commune("Pontoise", insee="95500", in_territory=False)
    recorded.answers["/communes/95500"] = b"<html>"
    with pytest.raises(GeoApiError):
        sync_communes(client=recorded, apply=True)
    assert Commune.objects.get(insee="62193").name == "Calais-Nord"


def test_nothing_is_asked_before_a_territory_is_chosen():
    client = RecordedClient({})
    with pytest.raises(NoTerritory, match="init_territoire"):
        sync_communes(client=client)
    assert client.asked == []
