"""A stale save is refused with both versions shown; nothing typed is lost, in a race either."""

import pytest
from django.test import Client
from django.urls import reverse

from initiatives.models import Initiative
from initiatives.services import publish_initiative
from organisations.models import Organisation
from tests.backoffice.forms import form_of, save
from tests.builders import make_commune, make_initiative, make_organisation, make_user


def _change(row):
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


@pytest.fixture
def colleague(db):
    client = Client()
    client.force_login(make_user("collegue", group="rédaction"))
    return client


def test_stale_save_shows_both_texts_and_keeps_the_typed_one(client, officer, colleague):
    client.force_login(officer)
    row = make_organisation("Meloko", description="Ancien texte")
    typed = form_of(client.get(_change(row)), "organisation_form") | {"description": "Mon texte"}
    save(colleague, _change(row), "organisation_form", description="Texte du collègue")

    response = client.post(_change(row), {**typed, "_save": "1"})
    page = response.content.decode()
    assert response.status_code == 409
    assert "collegue a enregistré cette fiche" in page
    assert page.count("Mon texte") == 2  # in the field and in the comparison
    assert "Texte du collègue" in page
    row.refresh_from_db()
    assert row.description == "Texte du collègue"


def test_saving_again_after_the_comparison_is_a_decision(client, officer, colleague):
    client.force_login(officer)
    row = make_organisation("Meloko")
    typed = form_of(client.get(_change(row)), "organisation_form") | {"description": "Mon texte"}
    save(colleague, _change(row), "organisation_form", description="Texte du collègue")
    again = form_of(client.post(_change(row), {**typed, "_save": "1"}), "organisation_form")
    assert client.post(_change(row), {**again, "_save": "1"}).status_code == 302
    row.refresh_from_db()
    assert row.description == "Mon texte"
    assert row.version == 3


@pytest.mark.parametrize("version", ["", "abc", "99999999999999999999", "0"])
def test_save_without_a_true_version_is_stale(client, officer, version):
    client.force_login(officer)
    row = make_organisation("Meloko")
    assert save(client, _change(row), "organisation_form", version=version).status_code == 409


def test_publication_meanwhile_makes_the_save_stale(client, officer, editor, colleague):
    client.force_login(officer)
    row = make_initiative(published=False)
    typed = form_of(client.get(_change(row)), "initiative_form") | {"title": "Un autre titre"}
    publish_initiative(initiative=row, by=editor)
    assert client.post(_change(row), {**typed, "_save": "1"}).status_code == 409
    row.refresh_from_db()
    assert row.is_published


def test_line_taken_out_meanwhile_can_be_kept(client, officer, colleague):
    """Its hidden key leads nowhere any more: it comes back as a new line."""
    client.force_login(officer)
    row = make_initiative(published=False, communes=(make_commune("Marck"), make_commune("Calais")))
    typed = form_of(client.get(_change(row)), "initiative_form") | {"title": "Mon titre"}
    save(colleague, _change(row), "initiative_form", **{"places-0-DELETE": "on"})
    assert row.places.count() == 1

    response = client.post(_change(row), {**typed, "_save": "1"})
    page = response.content.decode()
    assert response.status_code == 409
    assert "Marck" in page
    again = form_of(response, "initiative_form")
    assert client.post(_change(row), {**again, "_save": "1"}).status_code == 302
    assert {place.commune.name for place in row.places.all()} == {"Marck", "Calais"}


def test_line_added_meanwhile_stays(client, officer, colleague):
    client.force_login(officer)
    row, arras = make_initiative(published=False, communes=(make_commune("Marck"),)), make_commune("Arras")
    typed = form_of(client.get(_change(row)), "initiative_form") | {"title": "Mon titre"}
    save(colleague, _change(row), "initiative_form", **{"places-1-commune": arras.pk})
    response = client.post(_change(row), {**typed, "_save": "1"})
    assert "Arras" in response.content.decode()
    client.post(_change(row), {**form_of(response, "initiative_form"), "_save": "1"})
    row.refresh_from_db()
    assert row.title == "Mon titre"
    assert {place.commune.name for place in row.places.all()} == {"Marck", "Arras"}


def test_refused_form_keeps_the_version_it_was_opened_on(client, officer, colleague):
    """A wrong field first, a colleague's save next: the second try is still found stale."""
    client.force_login(officer)
    row = make_initiative(published=False)
    typed = form_of(client.get(_change(row)), "initiative_form") | {"started_on": "31/02/2020"}
    response = client.post(_change(row), {**typed, "_save": "1"})
    assert response.status_code == 200
    save(colleague, _change(row), "initiative_form", title="Titre du collègue")
    again = form_of(response, "initiative_form") | {"started_on": "28/02/2020"}
    assert client.post(_change(row), {**again, "_save": "1"}).status_code == 409
    assert Initiative.objects.get(pk=row.pk).title == "Titre du collègue"


def test_two_organisations_of_one_name_are_refused_at_the_form(client, officer):
    client.force_login(officer)
    make_organisation("Les Couturières")
    url = reverse("admin:organisations_organisation_add")
    response = save(client, url, "organisation_form", name="les couturieres", kind="association")
    assert response.status_code == 200
    assert "Cette organisation existe déjà" in response.content.decode()
    assert Organisation.objects.count() == 1
