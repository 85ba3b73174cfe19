import csv
import io
import json
import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from directory.outputs.exports import COLUMNS, JSON_FIELDS
from directory.outputs.writers import defused
from initiatives.services import withdraw_initiative
from tests.builders import (
    make_area,
    make_audience,
    make_commune,
    make_contact,
    make_initiative,
    make_organisation,
    make_person,
    make_territory,
    make_user,
)
from tests.directory.published import publish

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
DOC = Path(__file__).resolve().parents[2] / "docs" / "donnees.md"


@pytest.fixture
def masks():
    marck = make_commune("Marck", insee="62548", latitude=Decimal("50.9487"), longitude=Decimal("1.9501"))
    row = make_initiative(
        "Masques à Marck",
        summary="On **coud**.\n\nChaque jour.",
        communes=(marck,),
        beneficiary_communes=(make_commune("Calais", insee="62193"),),
        areas=(make_area("Calaisis", communes=(marck,)),),
        organisations=(make_organisation("Ville de Marck", kind="collectivite"),),
        audiences=(make_audience("soignants"),),
        contacts=(
            make_contact("+33321000000", kind="phone"),
            make_contact("secret@exemple.fr", is_public=False),
        ),
        figures=({"item": "masques", "amount": Decimal(1600), "unit": "masques", "as_of": date(2020, 4, 30)},),
    )
    row.persons.add(make_person("Jeanne Discrète", is_public=True))
    publish(row, number=7)
    return row


def rows_of_csv(client, query=""):
    text = b"".join(client.get(f"/initiatives.csv?{query}")).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


def test_csv_is_what_french_spreadsheets_open(client, masks):
    response = client.get("/initiatives.csv")
    content = b"".join(response)
    assert response.streaming
    assert response["Content-Type"].startswith("text/csv; charset=utf-8")
    assert response["Content-Disposition"] == 'attachment; filename="initiatives.csv"'
    assert content.startswith(b"\xef\xbb\xbfidentifiant;titre;")
    assert content.count(b"\r\n") == 2
    assert content.count(b"\n") == 2


@pytest.mark.parametrize(("query", "name"), [
    ("q=masques&commune=62193", "initiatives-masques-calais"),
    ("depuis=2020-05-01", "initiatives-1er-mai-2020"),
    ("q=%22%0D%0Ax;y", "initiatives-x-y"),
    ("commune=62193&q=%F0%9F%99%82", "initiatives-calais"),
])  # fmt: skip
def test_csv_file_is_named_after_the_filters_in_ascii(client, masks, query, name):
    assert client.get(f"/initiatives.csv?{query}")["Content-Disposition"] == f'attachment; filename="{name}.csv"'


def test_csv_row(client, masks):
    assert rows_of_csv(client) == [
        {
            "identifiant": str(masks.pk),
            "titre": "Masques à Marck",
            "texte": "On coud. Chaque jour.",
            "theme": "protection",
            "theme_nom": "Protection et matériel",
            "organisations": "Ville de Marck",
            "types": "collectivite",
            "communes": "Marck",
            "codes_insee": "62548",
            "communes_beneficiaires": "Calais",
            "codes_insee_beneficiaires": "62193",
            "territoires": "Calaisis",
            "territoires_beneficiaires": "",
            "publics": "soignants",
            "chiffres": "1\u00a0600\u00a0masques",
            "contacts": "03\u00a021\u00a000\u00a000\u00a000",
            "date": "2020-04-30",
            "bulletins": "7",
            "adresse": f"http://testserver/initiatives/{masks.pk}-masques-a-marck/",
            "etat": "to_check",
            "information_du": "2020-04-30",
        }
    ]


@pytest.mark.parametrize("text", ["=1+1", "+33", "-2", "@SUM(A1)", "\t=1", "  =1", "\u00a0=1", "＝1"])
def test_formulas_are_defused(text):
    assert defused(text) == f"'{text}"


def test_csv_defuses_titles(client):
    make_initiative('=HYPERLINK("http://x";"y")')
    assert rows_of_csv(client)[0]["titre"].startswith("'=HYPERLINK")
    assert defused("Masques - gel = don") == "Masques - gel = don"


def test_json_has_the_fields_of_the_contract(client, masks):
    data = client.get("/initiatives.json").json()
    assert list(data) == ["count", "results", "facets", "next"]
    assert (data["count"], data["next"]) == (1, None)
    assert list(data["facets"]) == ["theme", "commune", "territoire", "type", "bulletin", "public"]
    assert {"value": "7", "label": "n°\u00a07, 30\u00a0avril\u00a02020", "count": 1} in data["facets"]["bulletin"]
    (row,) = data["results"]
    assert list(row) == list(JSON_FIELDS)
    assert row["communes"] == [
        {"insee": "62548", "name": "Marck", "role": "acts"},
        {"insee": "62193", "name": "Calais", "role": "benefits"},
    ]
    assert row["figures"][0] | {"amount": 1600.0, "measure": "stock", "as_of": "2020-04-30"} == row["figures"][0]
    assert [contact["value"] for contact in row["contacts"]] == ["+33321000000"]
    assert row["bulletins"][0] | {"reference": "7", "date": "2020-04-30"} == row["bulletins"][0]
    assert row["url"] == f"http://testserver/initiatives/{masks.pk}-masques-a-marck/"


def test_json_pages_follow_each_other(client):
    by = make_user()
    for _ in range(101):
        make_initiative(by=by)
    first = client.get("/initiatives.json?theme=protection").json()
    assert (first["count"], len(first["results"])) == (101, 100)
    assert first["next"] == "http://testserver/initiatives.json?theme=protection&page=2"
    last = client.get(first["next"]).json()
    assert len(last["results"]) == 1
    assert last["next"] is None
    assert not {row["id"] for row in last["results"]} & {row["id"] for row in first["results"]}


def test_geojson_places_what_can_be_placed(client, masks):
    nowhere = make_initiative("Sans lieu")
    response = client.get("/initiatives.geojson")
    assert response["Content-Type"] == "application/geo+json"
    features = {feature["id"]: feature for feature in json.loads(response.content)["features"]}
    assert features[masks.pk]["geometry"] == {"type": "Point", "coordinates": [1.9501, 50.9487]}
    told = features[masks.pk]["properties"]
    assert told["communes"][0]["insee"] == "62548"
    assert (told["summary"], told["date"], told["bulletins"]) == ("On coud. Chaque jour.", "2020-04-30", ["7"])
    assert told["contacts"] == ["03\u00a021\u00a000\u00a000\u00a000"]
    assert features[nowhere.pk]["geometry"] is None


def test_geojson_of_several_communes_is_a_multipoint(client):
    two = tuple(make_commune(latitude=Decimal(n), longitude=Decimal(2)) for n in (50, 51))
    make_initiative(communes=two)
    (feature,) = json.loads(client.get("/initiatives.geojson").content)["features"]
    assert feature["geometry"] == {"type": "MultiPoint", "coordinates": [[2.0, 50.0], [2.0, 51.0]]}


def test_atom_is_a_feed_with_stable_identifiers(client, masks):
    make_territory()
    response = client.get("/initiatives.atom?commune=62548")
    root = ElementTree.fromstring(response.content)
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert root.findtext(f"{ATOM}title") == "Le Pas-de-Calais solidaire : Marck"
    (entry,) = root.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}id") == f"http://testserver/initiatives/{masks.pk}/"
    assert entry.findtext(f"{ATOM}summary").startswith("<p>On <strong>coud</strong>.</p>")
    assert entry.findtext(f"{ATOM}published").startswith("2020-04-30")


def test_atom_survives_control_characters(client):
    make_initiative("Avec \x0c un saut", summary="et \x1b là")
    ElementTree.fromstring(client.get("/initiatives.atom").content)


def test_atom_keeps_non_breaking_spaces(client):
    make_initiative("Balsan\u00a0: 10\u202f000\u00a0masques")
    root = ElementTree.fromstring(client.get("/initiatives.atom").content)
    assert root.findtext(f"{ATOM}entry/{ATOM}title") == "Balsan\u00a0: 10\u202f000\u00a0masques"


@pytest.mark.parametrize(
    "query", ["", "q=masques", "theme=protection", "commune=62193", "tri=commune", "type=association", "bulletin=7"]
)
def test_all_forms_give_the_same_rows_in_the_same_order(client, masks, query):
    for commune in (make_commune("Arras"), None, make_commune("Lens")):
        make_initiative(communes=(commune,) if commune else (), organisations=(make_organisation(),))
    page = [row.pk for row in client.get(f"/initiatives/?{query}").context["page_obj"].object_list]
    assert [int(row["identifiant"]) for row in rows_of_csv(client, query)] == page
    assert [row["id"] for row in client.get(f"/initiatives.json?{query}").json()["results"]] == page
    assert [f["id"] for f in json.loads(client.get(f"/initiatives.geojson?{query}").content)["features"]] == page
    feed = ElementTree.fromstring(client.get(f"/initiatives.atom?{query}").content)
    ids = [int(entry.findtext(f"{ATOM}id").split("/")[-2]) for entry in feed.findall(f"{ATOM}entry")]
    assert ids == page


@pytest.mark.parametrize("form", ["csv", "json", "geojson", "atom"])
def test_no_person_and_no_private_contact_leaves(client, masks, form):
    response = client.get(f"/initiatives.{form}")
    text = (b"".join(response) if response.streaming else response.content).decode()
    assert "Masques à Marck" in text
    assert "Jeanne" not in text
    assert "secret@" not in text
    assert response["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("path", ["/initiatives.json", "/initiatives.geojson", "/initiatives.atom"])
def test_unchanged_form_is_not_sent_again_and_a_withdrawal_leaves_at_once(client, path):
    row = make_initiative()
    first = client.get(path)
    assert first["Cache-Control"] == "public, no-cache"
    assert client.get(path, headers={"if-none-match": first["ETag"]}).status_code == 304
    withdraw_initiative(initiative=row, by=make_user(), reason="Demande", now=timezone.now())
    again = client.get(path, headers={"if-none-match": first["ETag"]})
    assert again.status_code == 200
    assert row.title.encode() not in again.content


def _table(title):
    """{name: what it holds} of the table under a heading of the guide."""
    section = DOC.read_text(encoding="utf-8").partition(f"## {title}\n")[2].partition("\n## ")[0]
    return dict(re.findall(r"^\| `(\w+)` \| (.+) \|$", section, re.MULTILINE))


def test_guide_describes_the_columns_and_fields_in_their_order():
    assert list(_table("Colonnes du tableur").items()) == [(column.name, column.about) for column in COLUMNS]
    assert list(_table("Champs d’un résultat JSON").items()) == list(JSON_FIELDS.items())


def test_public_page_describes_them_too(client):
    html = client.get("/donnees-ouvertes/").content.decode()
    for name in [column.name for column in COLUMNS] + list(JSON_FIELDS):
        assert f"<code>{name}</code>" in html
