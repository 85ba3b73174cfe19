import json

import pytest

from communes.data.build import build

COMMUNES = [
    {"code": "62765", "nom": "Saint-Omer", "type": "commune-actuelle", "departement": "62", "arrondissement": "625",
     "codesPostaux": ["62505", "62500"], "population": 14956},
    {"code": "62295", "nom": "Enquin-lez-Guinegatte", "type": "commune-actuelle", "departement": "62",
     "arrondissement": "625", "codesPostaux": ["62145"], "population": 1600},
    {"code": "62295", "nom": "Enquin-les-Mines", "type": "commune-deleguee", "chefLieu": "62295", "departement": "62"},
    {"code": "75114", "nom": "Paris 14e Arrondissement", "type": "arrondissement-municipal", "commune": "75056",
     "departement": "75", "codesPostaux": ["75014"], "population": 1},
]  # fmt: skip
EPCI = [{"code": "200069037", "nom": "CA du Pays de Saint-Omer", "type": "CA", "membres": [{"code": "62765"}]}]


@pytest.fixture
def package(tmp_path):
    data = tmp_path / "package" / "data"
    data.mkdir(parents=True)
    sources = {
        "communes": COMMUNES,
        "epci": EPCI,
        "arrondissements": [{"code": "625", "nom": "Saint-Omer", "departement": "62", "chefLieu": "62765"}],
        "departements": [
            {"code": "62", "nom": "Pas-de-Calais", "typeLiaison": 2, "region": "32", "chefLieu": "62041"},
            {"code": "989", "nom": "Île de Clipperton", "typeLiaison": 0},
        ],
        "regions": [{"code": "32", "nom": "Hauts-de-France", "typeLiaison": 4}],
    }
    for name, rows in sources.items():
        (data / f"{name}.json").write_text(json.dumps(rows), encoding="utf-8")
    return tmp_path / "package"


def test_build_joins_the_epci_on_its_members_and_sorts_by_code(package, tmp_path):
    counts = build(package, tmp_path)
    assert counts == {"communes": 4, "epci": 1, "arrondissements": 1, "departments": 2, "regions": 1}
    assert (tmp_path / "communes.csv").read_text(encoding="utf-8").splitlines() == [
        "insee;name;kind;parent;department;arrondissement;epci;postal_codes;population",
        "62295;Enquin-lez-Guinegatte;current;;62;625;;62145;1600",
        "62295;Enquin-les-Mines;delegated;62295;62;;;;",
        "62765;Saint-Omer;current;;62;625;200069037;62500 62505;14956",
        "75114;Paris 14e Arrondissement;municipal;75056;75;;;;",
    ]


def test_build_gives_the_same_bytes_whatever_the_order_of_the_source(package, tmp_path):
    build(package, tmp_path)
    first = {path.name: path.read_bytes() for path in tmp_path.glob("*.csv")}
    source = package / "data" / "communes.json"
    source.write_text(json.dumps(COMMUNES[::-1]), encoding="utf-8")
    build(package, tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.glob("*.csv")} == first
