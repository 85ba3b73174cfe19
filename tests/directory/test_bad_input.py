"""No address, however odd, is answered with an error of ours."""

from urllib.parse import quote

import pytest

from tests.builders import make_area, make_audience, make_commune, make_initiative

PARAMETERS = (
    "q", "commune", "territoire", "theme", "type", "bulletin", "public",
    "depuis", "jusqua", "tri", "page", "commune_nom",
)  # fmt: skip
VALUES = {
    "a megabyte": "masque " * 150_000,
    "one long word": "a" * 1_000_000,
    "negative": "-1",
    "huge": "9" * 30,
    "float": "1e400",
    "control characters": "%01%02%1B%7F",
    "newlines": "%0D%0AX-Header:%20oui",
    "not UTF-8": "%ff%fe%e9",
    "lone surrogate": "%ed%a0%80",
    "right-to-left": quote("\u202eabc\u2066"),
    "quotes": quote("'\"`;--"),
    "query operators": quote("a & | ! ( ) :* <-> \\"),
    "markup": quote("<script>alert(1)</script>"),
    "arabic digits": quote("٧"),
    "superscript": quote("²"),
    "list": "[]=1",
    "template": quote("{{ 7*7 }}{% debug %}"),
}
PATHS = ("/initiatives/", "/initiatives.csv", "/initiatives.json", "/initiatives.geojson", "/initiatives.atom")

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _any_length(monkeypatch):
    """Addresses that are too long are refused before: the directory bears them all the same."""
    monkeypatch.setattr("config.limits.sizes.LONGEST_QUERY", 10_000_000)


@pytest.fixture
def something():
    commune = make_commune("Arras", insee="62041")
    make_initiative(
        "Masques", communes=(commune,), areas=(make_area(communes=(commune,)),), audiences=(make_audience(),)
    )


@pytest.mark.parametrize("parameter", PARAMETERS)
def test_directory_survives_any_value(client, something, parameter):
    for name, value in VALUES.items():
        response = client.get("/initiatives/", QUERY_STRING=f"{parameter}={value}")
        assert response.status_code in (200, 302), name
        assert len(response.content) < 200_000, name
        assert b"<script>alert" not in response.content


@pytest.mark.parametrize("path", PATHS[1:])
def test_exports_survive_any_value(client, something, path):
    for parameter in PARAMETERS:
        for name in ("a megabyte", "huge", "control characters", "not UTF-8", "quotes", "arabic digits"):
            response = client.get(path, QUERY_STRING=f"{parameter}={VALUES[name]}")
            assert response.status_code == 200, (parameter, name)
            assert b"".join(response)


@pytest.mark.parametrize("path", [*PATHS, "/communes/suggestions/"])
def test_nul_is_a_clear_refusal(client, path):
    assert client.get(path, QUERY_STRING="q=a%00b&commune_nom=%00").status_code == 400


def test_all_parameters_at_once_and_repeated(client, something):
    query = "&".join(f"{name}={value}" for name in PARAMETERS for value in ("x", "62041", "1", "protection", "") * 30)
    assert client.get("/initiatives/", QUERY_STRING=query).status_code in (200, 302)


def test_too_many_parameters_are_refused(client):
    assert client.get("/initiatives/", QUERY_STRING="&".join(["theme=a"] * 6000)).status_code == 414


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
def test_suggestions_survive_any_value(client, something, value):
    response = client.get("/communes/suggestions/", QUERY_STRING=f"commune_nom={value}&q={value}&theme={value}")
    assert response.status_code == 200
    assert len(response.content) < 20_000


@pytest.mark.parametrize(
    "path",
    [
        "/initiatives/999999999999999999999999-x/",
        f"/initiatives/{'9' * 6000}-x/",
        "/organisations/999999999999999999999999-x/",
        "/communes/00000-x/",
        "/communes/6204-arras/",
        "/communes/62041%0a-arras/",
        "/themes/inconnu/",
        "/initiatives/abc/",
    ],
)
def test_addresses_of_nothing_are_404(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", [*PATHS, "/", "/communes/suggestions/"])
def test_only_reading_is_allowed(client, path):
    assert client.post(path).status_code == 405
    assert client.head(path).status_code == 200
