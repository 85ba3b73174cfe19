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

from directory.outputs.exports import COLUMNS, FIGURE_COLUMNS, JSON_FIELDS
from directory.outputs.geojson import GEOJSON_FIELDS
from french.spreadsheets import defused
from initiatives.models import Coverage
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
    text = client.get(f"/initiatives.csv?{query}").content.decode("utf-8-sig")
    return read_csv(text)


def figures_of_csv(client, query=""):
    return read_csv(client.get(f"/initiatives-chiffres.csv?{query}").content.decode("utf-8-sig"))


def read_csv(text):
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


def features_of(client, query=""):
    return json.loads(client.get(f"/initiatives.geojson?{query}").content)["features"]


def test_csv_is_what_french_spreadsheets_open(client, masks):
    response = client.get("/initiatives.csv")
    content = response.content
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
            "sites": "",
            "courriels": "",
            "telephones": "03 21 00 00 00",
            "facebook": "",
            "twitter": "",
            "autres_contacts": "",
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


def test_geojson_gives_a_point_to_each_place_with_its_role(client, masks):
    response = client.get("/initiatives.geojson")
    assert response["Content-Type"] == "application/geo+json"
    features = json.loads(response.content)["features"]
    told = [
        (f["properties"]["place"], f["properties"]["place_kind"], f["properties"]["role"], f["geometry"])
        for f in features
    ]
    point = {"type": "Point", "coordinates": [1.9501, 50.9487]}
    assert told == [
        ("Marck", "commune", "acts", point),
        ("Calais", "commune", "benefits", None),  # nobody knows yet where it stands
        ("Calaisis", "area", "acts", point),
    ]
    assert {f["properties"]["id"] for f in features} == {masks.pk}
    assert len({f["id"] for f in features}) == 3
    properties = features[0]["properties"]
    assert list(properties) == list(GEOJSON_FIELDS)
    assert (properties["summary"], properties["date"], properties["bulletins"]) == (
        "On coud. Chaque jour.",
        "2020-04-30",
        ["7"],
    )
    assert properties["contacts"] == ["03 21 00 00 00"]
    assert properties["place_code"] == "62548"


def test_geojson_keeps_an_initiative_without_place(client, masks):
    nowhere = make_initiative("Sans lieu")
    (feature,) = [f for f in features_of(client) if f["properties"]["id"] == nowhere.pk]
    assert feature["geometry"] is None
    assert feature["properties"]["place"] is feature["properties"]["role"] is None
    assert feature["properties"]["roles"] == []


def test_geojson_puts_an_area_in_the_middle_of_its_communes(client):
    places = ((Decimal("50.1"), Decimal("2.1"), 90_000), (Decimal("50.5"), Decimal("2.7"), 300), (None, None, 10))
    communes = tuple(make_commune(latitude=y, longitude=x, population=people) for y, x, people in places)
    make_initiative(areas=(make_area(communes=communes), make_area()))
    middle, unknown = features_of(client)
    assert middle["geometry"] == {"type": "Point", "coordinates": [2.4, 50.3]}
    assert unknown["geometry"] is None


def test_geojson_gives_one_point_to_a_place_that_acts_and_benefits(client):
    both = make_commune("Arras", insee="62041", latitude=Decimal(50), longitude=Decimal(2))
    area = make_area("CU d'Arras", communes=(both,))
    row = make_initiative(communes=(both,), beneficiary_communes=(make_commune("Lens"), both), areas=(area,))
    Coverage.objects.create(initiative=row, area=area, role=Coverage.Role.BENEFITS)
    told = [(f["properties"]["place"], f["properties"]["role"], f["properties"]["roles"]) for f in features_of(client)]
    assert told == [
        ("Arras", "acts", ["acts", "benefits"]),
        ("Lens", "benefits", ["benefits"]),
        ("CU d’Arras", "acts", ["acts", "benefits"]),
    ]
    assert features_of(client)[0]["id"] == f"{row.pk}/62041"


def test_every_form_prints_official_names_as_the_page_does(client):
    make_initiative(
        communes=(make_commune("Saint-Martin-d'Hardinghem"),),
        beneficiary_communes=(make_commune("Villers-l'Hôpital"),),
        areas=(make_area("CU d'Arras"),),
    )
    names = {"Saint-Martin-d’Hardinghem", "Villers-l’Hôpital", "CU d’Arras"}
    (row,) = rows_of_csv(client)
    assert {row["communes"], row["communes_beneficiaires"], row["territoires"]} == names
    (result,) = client.get("/initiatives.json").json()["results"]
    assert {place["name"] for place in result["communes"] + result["areas"]} == names
    assert {feature["properties"]["place"] for feature in features_of(client)} == names
    feed = ElementTree.fromstring(client.get("/initiatives.atom").content)
    assert names - {"CU d’Arras"} <= {category.get("term") for category in feed.iter(f"{ATOM}category")}


def test_age_and_state_of_the_information_go_with_every_form(client, masks):
    for feature in features_of(client):
        assert (feature["properties"]["state"], feature["properties"]["known_on"]) == ("to_check", "2020-04-30")
    feed = ElementTree.fromstring(client.get("/initiatives.atom").content)
    summary = feed.findtext(f"{ATOM}entry/{ATOM}summary")
    assert summary.startswith("<p>Information d’avril\u00a02020, à\u00a0vérifier</p><p>On <strong>")


def test_csv_types_the_contacts_and_writes_whole_addresses(client):
    make_initiative(
        contacts=(
            make_contact("https://www.exemple.fr/masques", kind="website"),
            make_contact("https://autre.exemple.fr", kind="website"),
            make_contact("aide@exemple.fr"),
            make_contact("15", kind="phone"),
            make_contact("https://www.facebook.com/exemple", kind="facebook"),
            make_contact("https://twitter.com/exemple", kind="twitter"),
            make_contact("=auprès des mairies", kind="other"),
        )
    )
    (row,) = rows_of_csv(client)
    assert set(row["sites"].split(" | ")) == {"https://www.exemple.fr/masques", "https://autre.exemple.fr"}
    assert (row["courriels"], row["telephones"]) == ("aide@exemple.fr", "15")
    assert (row["facebook"], row["twitter"]) == ("https://www.facebook.com/exemple", "https://twitter.com/exemple")
    assert row["autres_contacts"] == "'=auprès des mairies"


def test_figures_have_a_file_of_their_own(client, masks):
    make_initiative(
        "=Gel",
        figures=(
            {"item": "gel", "amount": Decimal("2.5"), "unit": "litres", "measure": "rate_day", "is_approximate": True},
            {"item": "=1+1", "amount": Decimal(11000), "unit": "flacons", "measure": "target"},
        ),
    )
    response = client.get("/initiatives-chiffres.csv?theme=protection")
    assert response["Content-Disposition"] == 'attachment; filename="initiatives-chiffres-protection-et-materiel.csv"'
    rows = {row["quoi"]: row for row in figures_of_csv(client)}
    assert list(rows["masques"].values()) == [
        str(masks.pk),
        "Masques à Marck",
        "masques",
        "1600",
        "masques",
        "stock",
        "déjà fait, en tout",
        "non",
        "2020-04-30",
        f"http://testserver/initiatives/{masks.pk}-masques-a-marck/",
    ]
    gel = rows["gel"]
    assert (gel["quantite"], gel["mesure"], gel["environ"], gel["au"]) == ("2,5", "rate_day", "oui", "")
    assert gel["titre"] == "'=Gel"
    assert rows["'=1+1"]["quantite"] == "11000"
    assert [row["quoi"] for row in figures_of_csv(client, "commune=62193")] == ["masques"]


def test_figures_hide_what_is_not_public(client):
    row = make_initiative(figures=({"item": "masques de Jeanne Martin", "amount": 5, "unit": "masques"},))
    row.persons.add(make_person("Jeanne Martin"))
    (figure,) = figures_of_csv(client)
    assert figure["quoi"] == "masques de [nom retiré]"


def test_atom_is_a_feed_with_stable_identifiers(client, masks):
    make_territory()
    response = client.get("/initiatives.atom?commune=62548")
    root = ElementTree.fromstring(response.content)
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert root.findtext(f"{ATOM}title") == "Le Pas-de-Calais solidaire\u00a0: Marck"
    (entry,) = root.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}id") == f"http://testserver/initiatives/{masks.pk}/"
    assert "<p>On <strong>coud</strong>.</p>" in entry.findtext(f"{ATOM}summary")
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
    assert list(dict.fromkeys(f["properties"]["id"] for f in features_of(client, query))) == page
    feed = ElementTree.fromstring(client.get(f"/initiatives.atom?{query}").content)
    ids = [int(entry.findtext(f"{ATOM}id").split("/")[-2]) for entry in feed.findall(f"{ATOM}entry")]
    assert ids == page


FORMS = ["initiatives.csv", "initiatives-chiffres.csv", "initiatives.json", "initiatives.geojson", "initiatives.atom"]


@pytest.mark.parametrize("form", FORMS)
def test_no_person_and_no_private_contact_leaves(client, masks, form):
    response = client.get(f"/{form}")
    text = response.content.decode()
    assert "Masques à Marck" in text
    assert "Jeanne" not in text
    assert "secret@" not in text
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "licence-ouverte" in response["Link"]


@pytest.mark.parametrize("form", FORMS)
def test_unchanged_form_is_not_sent_again_and_a_withdrawal_leaves_at_once(client, form):
    row = make_initiative(figures=({"item": "masques", "amount": 5, "unit": "masques"},))
    first = client.get(f"/{form}")
    assert row.title.encode() in first.content
    assert first["Cache-Control"] == "public, no-cache"
    unchanged = client.get(f"/{form}", headers={"if-none-match": first["ETag"]})
    assert (unchanged.status_code, unchanged["ETag"]) == (304, first["ETag"])
    assert unchanged["Access-Control-Allow-Origin"] == "*"
    withdraw_initiative(initiative=row, by=make_user(), reason="Demande", now=timezone.now())
    again = client.get(f"/{form}", headers={"if-none-match": first["ETag"]})
    assert again.status_code == 200
    assert row.title.encode() not in again.content


def test_forms_name_their_licence(client, masks):
    assert json.loads(client.get("/initiatives.geojson").content)["license"].startswith("https://www.etalab.gouv.fr/")
    rights = ElementTree.fromstring(client.get("/initiatives.atom").content).findtext(f"{ATOM}rights")
    assert "Licence Ouverte 2.0" in rights
    html = client.get(masks.get_absolute_url()).content.decode()
    assert '"license": "https://www.etalab.gouv.fr/licence-ouverte' in html


def _table(title):
    """{name: what it holds} of the table under a heading of the guide."""
    section = DOC.read_text(encoding="utf-8").partition(f"## {title}\n")[2].partition("\n## ")[0]
    return dict(re.findall(r"^\| `(\w+)` \| (.+) \|$", section, re.MULTILINE))


def test_guide_describes_the_columns_and_fields_in_their_order():
    assert list(_table("Colonnes du tableur").items()) == [(column.name, column.about) for column in COLUMNS]
    assert list(_table("Colonnes des chiffres").items()) == [(column.name, column.about) for column in FIGURE_COLUMNS]
    assert list(_table("Champs d’un résultat JSON").items()) == list(JSON_FIELDS.items())
    assert list(_table("Propriétés du GeoJSON").items()) == list(GEOJSON_FIELDS.items())


def test_public_page_describes_them_too(client):
    html = client.get("/donnees-ouvertes/").content.decode()
    assert "communes_<wbr>beneficiaires" in html  # a long name ends its line at an underscore on a phone
    html = html.replace("<wbr>", "")
    for name in [column.name for column in (*COLUMNS, *FIGURE_COLUMNS)] + [*JSON_FIELDS, *GEOJSON_FIELDS]:
        assert f"<code>{name}</code>" in html
