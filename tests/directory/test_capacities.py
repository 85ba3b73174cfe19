"""A number in a person's capacity is printed nowhere, nor is what is left of a label or of a capacity."""

from __future__ import annotations

import json

import pytest

from bulletins.models import Edition
from bulletins.reading import entries_of, only_public
from bulletins.snapshots import build_snapshot
from organisations.models import Person
from tests.builders import make_contact, make_initiative, make_person
from tests.bulletins.issues import make_cited, make_draft, make_published

pytestmark = pytest.mark.django_db

NUMBER = "06 39 98 56 78"


def test_page_never_prints_a_number_of_a_capacity(client):
    named = make_initiative("Masques")
    named.persons.add(make_person("Jeanne Modèle", capacity=f"habitante, {NUMBER}", is_public=True))
    named.persons.add(make_person("Paul Modèle", capacity="p.modele@exemple.fr", is_public=True))
    named.persons.add(make_person("Lina Modèle", capacity="bénévole", is_public=True))
    page = client.get(named.get_absolute_url()).content.decode()
    assert "Jeanne Modèle" in page
    assert "bénévole" in page
    assert NUMBER not in page
    assert "p.modele@" not in page
    assert "coordonnée retirée" not in page


def test_page_prints_a_capacity_that_gives_a_public_contact_and_hides_one_of_a_hidden_contact(client):
    named = make_initiative("Masques", contacts=(make_contact("+33321000001", kind="phone"),))
    named.contacts.add(make_contact("https://www.secret.fr", kind="website", is_public=False))
    named.persons.add(make_person("Jeanne Modèle", capacity="au standard, 03 21 00 00 01", is_public=True))
    named.persons.add(make_person("Paul Modèle", capacity="voir www.secret.fr", is_public=True))
    page = client.get(named.get_absolute_url()).content.decode()
    assert "au standard, 03 21 00 00 01" in page
    assert "secret.fr" not in page
    assert "voir " not in page


def test_snapshot_holds_no_number_of_a_capacity(editor):
    cited = make_cited("Masques")
    person = make_person("Jeanne Modèle", capacity="habitante", is_public=True)
    cited.persons.add(person)
    bulletin = make_published(editor, cited)
    Person.objects.update(capacity=f"habitante, {NUMBER}")
    (entry,) = entries_of(build_snapshot(bulletin))
    assert entry["persons"] == [{"id": person.pk, "name": "Jeanne Modèle", "capacity": ""}]


def test_frozen_capacity_of_before_is_read_without_its_number(editor):
    cited = make_cited("Masques")
    cited.persons.add(make_person("Jeanne Modèle", capacity="habitante", is_public=True))
    edition = Edition.objects.get(bulletin=make_published(editor, cited))
    frozen = json.loads(json.dumps(edition.snapshot).replace('"habitante"', f'"habitante, {NUMBER}"'))
    assert NUMBER in json.dumps(frozen)
    (read,) = only_public([frozen])
    assert [person["capacity"] for person in entries_of(read)[0]["persons"]] == [""]


@pytest.mark.parametrize("label", ["Jeanne Modèle", "demander Mme Modèle"])
def test_label_that_names_a_hidden_person_is_left_out(client, label):
    contact = make_contact("+33639981234", kind="phone", is_personal=True, label=label)
    cited = make_initiative("Masques", contacts=(contact,))
    cited.persons.add(make_person("Jeanne Modèle"))
    draft = make_draft(cited)
    page = client.get(cited.get_absolute_url()).content.decode()
    assert "06\u00a039\u00a098\u00a012\u00a034" in page
    assert "nom retiré" not in page
    assert "Modèle" not in page
    (entry,) = entries_of(build_snapshot(draft))
    assert [row["label"] for row in entry["contacts"]] == [""]
