import json
import socket
import threading
from decimal import Decimal

import pytest

from communes.geoapi import GeoApiError, UrllibClient, fetch_commune, fetch_department
from tests.communes.recorded import RECORDED, RecordedClient, served

CALAIS = {
    "nom": "Calais",
    "code": "62193",
    "codesPostaux": ["62100"],
    "population": 67380,
    "centre": {"type": "Point", "coordinates": [1.8757, 50.9502]},
}


def department(*communes: object) -> list:
    return fetch_department(
        "62", client=RecordedClient({"/departements/62/communes": json.dumps(list(communes)).encode()})
    )


def test_a_department_is_read_in_the_order_of_its_codes(recorded):
    communes = fetch_department("62", client=recorded)
    assert [commune.insee for commune in communes] == ["62041", "62193", "62826"]
    calais = communes[1]
    assert (calais.name, calais.postal_codes, calais.population) == ("Calais", ("62100",), 67380)


def test_the_centre_is_latitude_and_longitude_at_four_decimals(recorded):
    calais = fetch_department("62", client=recorded)[1]
    assert (calais.latitude, calais.longitude) == (Decimal("50.9502"), Decimal("1.8758"))


def test_missing_population_and_centre_are_none():
    commune = department({"nom": "Calais", "code": "62193"})[0]
    assert (commune.postal_codes, commune.population, commune.latitude, commune.longitude) == ((), None, None, None)


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("code", None, "sans code INSEE"),
        ("code", 62193, "sans code INSEE"),
        ("code", "62193; DROP", "sans code INSEE"),
        ("nom", None, "62193 (nom)"),
        ("nom", "", "62193 (nom)"),
        ("nom", "x" * 121, "62193 (nom)"),
        ("nom", "Cal\x00ais", "62193 (nom)"),
        ("codesPostaux", "62100", "codes postaux"),
        ("codesPostaux", [62100], "codes postaux"),
        ("codesPostaux", ["6210"], "codes postaux"),
        ("population", -1, "population"),
        ("population", "67380", "population"),
        ("population", True, "population"),
        ("population", 10**12, "population"),
        ("centre", [1.87, 50.95], "centre"),
        ("centre", {"coordinates": [1.87]}, "centre"),
        ("centre", {"coordinates": ["1.87", "50.95"]}, "centre"),
        ("centre", {"coordinates": [181, 50.95]}, "centre"),
        ("centre", {"coordinates": [1.87, float("nan")]}, "centre"),
        ("centre", {"coordinates": [1.87, float("inf")]}, "centre"),
    ],
)
def test_an_unreadable_value_is_refused_with_its_commune_and_field(field, value, message):
    with pytest.raises(GeoApiError) as refusal:
        department({**CALAIS, field: value})
    assert message in str(refusal.value)


@pytest.mark.parametrize(
    ("communes", "message"),
    [
        ([], "aucune commune"),
        ([CALAIS, CALAIS], "deux fois la commune 62193"),
        ([CALAIS, {**CALAIS, "code": "59350"}], "autre département"),
        (["Calais"], "sans code INSEE"),
    ],
)
def test_a_list_that_cannot_be_right_is_refused(communes, message):
    with pytest.raises(GeoApiError, match=message):
        department(*communes)


@pytest.mark.parametrize("body", [b"", b"<html>", b"\xff\xfe", b"[" * 100_000])
def test_what_is_not_json_is_refused(body):
    with pytest.raises(GeoApiError, match="JSON"):
        fetch_department("62", client=RecordedClient({"/departements/62/communes": body}))


def test_an_answer_that_is_not_a_list_is_refused():
    with pytest.raises(GeoApiError, match="liste de communes"):
        fetch_department("62", client=RecordedClient({"/departements/62/communes": b'{"code": 404}'}))


def test_one_commune_is_asked_by_its_code():
    client = RecordedClient(
        {"/communes/62193": json.dumps(CALAIS).encode(), "/communes/95500": json.dumps(CALAIS).encode()}
    )
    assert fetch_commune("62193", client=client).name == "Calais"
    with pytest.raises(GeoApiError, match="62193 au lieu de 95500"):
        fetch_commune("95500", client=client)


def test_the_standard_client_reads_a_real_answer():
    with served(RECORDED) as address:
        assert len(fetch_department("62", client=UrllibClient(), address=address)) == 3


@pytest.mark.parametrize("status", [404, 429, 500, 503])
def test_an_error_of_the_service_is_told(status):
    with served(b"", status=status) as address, pytest.raises(GeoApiError, match=f"erreur {status}"):
        UrllibClient().get(address)


def test_an_answer_too_large_is_not_read():
    with served(b"x" * 1001) as address, pytest.raises(GeoApiError, match="1000 octets"):
        UrllibClient(max_bytes=1000).get(address)


def test_a_service_that_does_not_answer_in_time_is_given_up():
    with (
        served(b"", wait=threading.Event()) as address,
        pytest.raises(GeoApiError, match=r"pas répondu en 0\.2 secondes"),
    ):
        UrllibClient(timeout=0.2).get(address)


def test_a_service_out_of_reach_is_told():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, not listening: every connection is refused
        with pytest.raises(GeoApiError, match="injoignable"):
            UrllibClient().get(f"http://127.0.0.1:{taken.getsockname()[1]}/")


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://exemple.fr/", "geo.api.gouv.fr"])
def test_only_web_addresses_are_asked(url):
    with pytest.raises(GeoApiError, match="adresse web"):
        UrllibClient().get(url)
