"""A person or a contact that is made non-public leaves every public surface, whatever text names them."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from communes.models import Commune
from directory.finding.spelling import vocabulary
from french.accents import slug_of
from initiatives.models import Initiative, Participation
from organisations.models import Contact, Organisation, Person
from tests.builders import (
    make_commune,
    make_contact,
    make_initiative,
    make_organisation,
    make_person,
    make_territory,
)
from tests.directory.published import publish
from tests.directory.surfaces import read, surfaces

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parents[2]

NAMES = ("zorgélise", "zorgelise", "zorgnom")
VALUES = ("zorgcourriel", "06 12 34 56 78", "+33612345678")
QUERIES = [
    "",
    "q=masques",
    "q=masques OU zorgnom",
    "q=zorgelise",
    "q=Zorgélise Zorgnom",
    "q=zorgnim",
    "q=zorgcourriel@exemple.fr",
    "commune=62548",
    "theme=protection",
    "tri=commune",
]
TEXT = "Zorgélise Zorgnom, dite Mme Zorgnom ou Z. Zorgnom (_Zorgelise **Zorgnom**_), coud des masques"


def make_citizen(seat: Commune) -> Organisation:
    """A private person who acts, entered under her name."""
    name = f"Mme Zorgélise Zorgnom ({Organisation.objects.count()})"
    row = make_organisation(name, kind="particulier", seat=seat, other_names="Zorgélise Zorgnom", description=TEXT)
    row.contacts.add(make_contact(f"mairie-{row.pk}@exemple.fr"))
    return row


@pytest.fixture
def world():
    """One person and two contacts, public, named in every text of three initiatives that follow each other."""
    make_territory()
    marck = make_commune("Marck", insee="62548")
    person = make_person("Zorgélise Zorgnom", is_public=True)
    contacts = (make_contact("zorgcourriel@exemple.fr"), make_contact("+33612345678", kind="phone"))
    other = make_contact("mairie2@exemple.fr", label="Mme Zorgnom")
    rows = []
    for day in ("hier", "aujourd’hui", "demain"):
        row = make_initiative(
            f"Zorgélise Zorgnom coud à Marck {day} (zorgcourriel@exemple.fr)",
            summary=f"{TEXT} {day}. Écrire à zorgcourriel@exemple.fr ou appeler le 06 12 34 56 78.",
            communes=(marck,),
            organisations=(make_organisation(seat=marck), make_citizen(marck)),
            contacts=(*contacts, other),
            figures=({"item": "masques de Zorgélise Zorgnom", "amount": 5, "unit": "pièces"},),
            follows=rows[-1] if rows else None,
        )
        row.persons.add(person)
        rows.append(row)
    Participation.objects.update(detail="héberge Zorgélise Zorgnom")
    publish(*rows, number=7, wording=f"{TEXT}. Appeler le 06.12.34.56.78 ou zorgcourriel@exemple.fr.")
    return rows


def hide_all() -> None:
    Person.objects.update(is_public=False)
    Contact.objects.exclude(value__startswith="mairie").update(is_public=False)


def test_hidden_names_and_contacts_stand_nowhere(client, world, settings):
    settings.DEBUG = False
    hide_all()
    leaks = []
    for path in surfaces(*world, queries=QUERIES):
        text, asked = read(client, path), path.partition("?")[2].lower()
        leaks += [(path, word) for word in (*NAMES, *VALUES) if word in text and word not in asked]
        leaks += [(path, word, "answered") for word in (*NAMES, *VALUES) if word in asked and f">{word}" in text]
    assert leaks == []


def test_control_public_names_and_contacts_show(client, world):
    """The walk above would see the words: while they are public, it does."""
    for path in ("/", "/initiatives/", "/initiatives.csv", "/initiatives.json", "/initiatives.geojson",
                 "/initiatives.atom", "/themes/protection/", "/communes/62548-marck/", "/bulletins/7/",
                 Initiative.objects.get(pk=world[1].pk).get_absolute_url(),
                 *(one.get_absolute_url() for one in world[0].organisations.all())):  # fmt: skip
        assert "zorgélise" in read(client, path), path
    assert "zorgnom" in vocabulary().spelt


@pytest.mark.parametrize("words", ["zorgelise", "Zorgélise", "zorgnom", '"Mme Zorgnom"', "zorgcourriel@exemple.fr",
                                   '"06 12 34 56 78"', "ZORGNOM"])  # fmt: skip
def test_search_finds_nothing_by_a_hidden_name(client, world, words):
    def found() -> int:
        return client.get("/initiatives.json", {"q": words}).json()["count"]

    assert found() == 3
    hide_all()
    assert found() == 0
    assert client.get("/initiatives.json", {"q": "masques Marck"}).json()["count"] == 3
    Person.objects.update(is_public=True)
    Contact.objects.update(is_public=True)
    assert found() == 3


@pytest.mark.parametrize(
    ("kind", "value", "written", "asked"),
    [
        ("phone", "+33612345678", "06/12/34/56/78", "06/12/34/56/78"),
        ("phone", "+33612345678", "06\u201112\u201134\u201156\u201178", '"06 12 34 56 78"'),
        ("email", "zorg.nom@exemple.fr", "zorg.nom (at) exemple.fr", "zorg.nom"),
    ],
)
def test_search_drops_a_hidden_contact_in_rarer_forms(client, kind, value, written, asked):
    contact = make_contact(value, kind=kind)
    make_initiative("Des masques", summary=f"Contact : {written}.", contacts=(contact,))

    def found() -> int:
        return client.get("/initiatives.json", {"q": asked}).json()["count"]

    assert found() == 1
    contact.is_public = False
    contact.save()
    assert found() == 0


def test_attaching_a_hidden_person_clears_the_search_and_detaching_gives_it_back(client):
    row = make_initiative("Des masques", summary="Avec Zorgélise Zorgnom.")
    person = make_person("Zorgelise Zorgnom")

    def found() -> int:
        return client.get("/initiatives.json", {"q": "zorgélise"}).json()["count"]

    assert found() == 1
    row.persons.add(person)
    assert found() == 0
    row.persons.remove(person)
    assert found() == 1


def test_renaming_a_hidden_person_clears_the_new_name(client):
    row = make_initiative("Des masques", summary="Avec Zorgélise Zorgnom.")
    person = make_person("Zorgelise Zorgnon")
    row.persons.add(person)
    person.name = "Zorgélise Zorgnom"
    person.save()
    assert client.get("/initiatives.json", {"q": "zorgnom"}).json()["count"] == 0


def test_a_hidden_name_is_suggested_no_more(world):
    assert "zorgelise" in vocabulary().spelt
    hide_all()
    assert not {"zorgelise", "zorgnom"} & set(vocabulary().spelt)


def test_place_that_is_called_as_the_person_is_still_found(client):
    row = make_initiative("Marie Calais coud", communes=(make_commune("Calais"),))
    row.persons.add(make_person("Marie Calais"))
    assert client.get("/initiatives.json", {"q": "calais"}).json()["count"] == 1
    assert client.get("/initiatives.json", {"q": "marie"}).json()["count"] == 0


@pytest.mark.parametrize("is_public", [True, False])
def test_slug_holds_no_name_of_an_attached_person(client, is_public):
    row = make_initiative("Zorgélise d’Orgnom coud à Marck, Mme d’Orgnom l’assure")
    old = row.get_absolute_url()
    assert "zorgelise-d-orgnom" in old
    row.persons.add(make_person("Zorgelise d'Orgnom", is_public=is_public))
    row.refresh_from_db()
    assert row.slug == "d-coud-a-marck-mme-d-l-assure"
    assert client.get(old).headers["Location"] == row.get_absolute_url()
    row.save()
    assert Initiative.objects.get(pk=row.pk).slug == "d-coud-a-marck-mme-d-l-assure"


def test_slug_made_of_a_name_only_says_what_it_is():
    row = make_initiative("Jeanne Martin")
    row.persons.add(make_person("Jeanne Martin"))
    row.refresh_from_db()
    assert row.slug == "initiative"


def test_sitemap_and_links_name_nobody_even_in_public(client, world):
    for path in ("/sitemap.xml", "/bulletins/7/", "/initiatives/", "/initiatives.json", "/initiatives.csv"):
        text = read(client, path)
        assert re.findall(r"/initiatives/\d+-[\w-]*zorg(?:elise|nom)[\w-]*", text) == []
        assert re.search(r"/initiatives/\d+-coud-a-marck", text)


def test_slug_holds_no_hidden_contact():
    title = "Zorgélise coud près d’une mairie, au 06 12 34 56 78 : " + "des masques pour tous les soignants " * 2
    row = make_initiative(title, contacts=(make_contact("+33612345678", kind="phone", is_public=False),))
    row.refresh_from_db()
    assert row.slug == slug_of(title.replace("06 12 34 56 78", ""), length=80)


def test_bulletin_hides_the_name_in_a_title_that_it_quotes_and_in_a_frozen_address(client):
    before = make_initiative("Zorgélise Zorgnom coud")
    before.persons.add(make_person("Zorgélise Zorgnom", is_public=True))
    publish(make_initiative(follows=before), number=7)
    shown = make_initiative("Lettre de Zorgélise d’Orgnom", published=True)
    publish(shown, number=8)
    shown.persons.add(make_person("Zorgélise d’Orgnom"))  # the frozen address holds the name
    assert "zorgnom" in read(client, "/bulletins/7/")
    hide_all()
    assert not re.search("zorg|orgnom", read(client, "/bulletins/8/"))
    assert "zorgnom" not in read(client, "/bulletins/7/")


def test_stored_texts_are_not_touched(world):
    hide_all()
    row = Initiative.objects.with_card().get(pk=world[0].pk)
    assert row.public_title.startswith("[nom retiré] coud à Marck")
    row.save()
    row.refresh_from_db()
    assert "Zorgélise Zorgnom" in row.title
    assert "06 12 34 56 78" in row.summary


def test_public_modules_read_no_text_as_stored():
    """Pages, feeds and exports ask `public_title`, `public_summary` or `without_hidden()`."""
    modules = list((ROOT / "directory").rglob("*.py"))
    raw = {
        (path.name, node.lineno)
        for path in modules
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in ("title", "summary")
    }
    templates = list((ROOT / "templates/directory").glob("*.html"))
    raw |= {
        (path.name, 0) for path in templates if re.search(r"initiative\.(title|summary)\b", path.read_text("utf-8"))
    }
    assert len(modules) > 20
    assert len(templates) > 10
    assert raw == set()
