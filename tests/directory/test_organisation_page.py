import pytest

from organisations.services import merge_organisations
from tests.builders import make_commune, make_contact, make_initiative, make_organisation, make_user

pytestmark = pytest.mark.django_db


def test_organisation_shows_what_it_does_and_what_it_receives(client):
    marck = make_commune("Marck")
    hospital = make_organisation("Hôpital", kind="etablissement_public", seat=marck, description="Il *soigne*.")
    hospital.contacts.set([make_contact("public@exemple.fr"), make_contact("prive@exemple.fr", is_public=False)])
    make_initiative("Ce qu’il fait", organisations=(hospital,))
    received = make_initiative("Ce qu’il reçoit", organisations=(hospital, make_organisation()))
    received.participations.filter(organisation=hospital).update(role="beneficiary")
    make_initiative("Caché", organisations=(hospital,), published=False)
    html = client.get(hospital.get_absolute_url()).content.decode()
    assert html.index("Ses initiatives") < html.index("Ce qu’il fait") < html.index("Ce dont elle bénéficie")
    assert html.index("Ce dont elle bénéficie") < html.index("Ce qu’il reçoit")
    assert "Il <em>soigne</em>." in html
    assert "public@exemple.fr" in html
    assert "prive@exemple.fr" not in html
    assert "Caché" not in html
    assert '"@type": "Organization"' in html


@pytest.mark.parametrize("fields", [{"published": False}, {"status": "review"}])
def test_organisation_without_anything_published_does_not_exist(client, fields):
    organisation = make_organisation()
    assert client.get(organisation.get_absolute_url()).status_code == 404
    make_initiative(organisations=(organisation,), **fields)
    assert client.get(organisation.get_absolute_url()).status_code == 404


def test_wrong_slug_leads_to_the_right_one(client):
    organisation = make_organisation("Balsan")
    make_initiative(organisations=(organisation,))
    for path in (f"/organisations/{organisation.pk}-x/", f"/organisations/{organisation.pk}/"):
        response = client.get(path)
        assert (response.status_code, response.url) == (301, organisation.get_absolute_url())


def test_private_person_is_kept_from_search_engines_and_addresses(client):
    citizen = make_organisation("Jeanne Dupont", kind="particulier")
    make_initiative(organisations=(citizen,))
    assert citizen.get_absolute_url() == f"/organisations/{citizen.pk}-particulier/"
    html = client.get(citizen.get_absolute_url()).content.decode()
    assert 'content="noindex, follow"' in html
    assert "application/ld+json" not in html


def test_united_organisation_leads_to_the_kept_one_for_good(client):
    kept, duplicate = make_organisation("Les couturières"), make_organisation("Couturières de Marck")
    make_initiative("Des masques", organisations=(duplicate,))
    old = duplicate.get_absolute_url()
    merge_organisations(kept=kept, duplicate=duplicate, by=make_user())
    response = client.get(old)
    assert (response.status_code, response.url) == (301, kept.get_absolute_url())
    html = client.get(response.url).content.decode()
    assert "Des masques" in html
    assert "Couturières de Marck" in html  # its other name
    assert list(client.get("/initiatives/?q=marck").context["page_obj"]) != []


def test_united_organisation_of_something_unpublished_does_not_exist(client):
    kept, duplicate = make_organisation(), make_organisation()
    make_initiative(organisations=(duplicate,), published=False)
    merge_organisations(kept=kept, duplicate=duplicate, by=make_user())
    assert client.get(duplicate.get_absolute_url()).status_code == 404
