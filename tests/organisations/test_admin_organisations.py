"""Organisations, contacts and persons in the back office."""

import pytest
from django.urls import reverse

from organisations.models import Contact, Organisation
from tests.backoffice.forms import save
from tests.builders import make_area, make_commune, make_contact, make_initiative, make_organisation, make_person

ADD_CONTACT = reverse("admin:organisations_contact_add")
ADD_ORGANISATION = reverse("admin:organisations_organisation_add")


@pytest.mark.parametrize(
    ("kind", "typed", "stored"),
    [
        ("phone", "03 21 85 53 70", "+33321855370"),
        ("website", "www.meloko.fr", "https://www.meloko.fr"),
        ("email", "solidarité.grandarras@cu-arras.org", "solidarité.grandarras@cu-arras.org"),
        ("other", "auprès des  mairies concernées", "auprès des mairies concernées"),
    ],
)
def test_contact_is_normalised(client, officer, kind, typed, stored):
    client.force_login(officer)
    save(client, ADD_CONTACT, "contact_form", kind=kind, value=typed)
    assert Contact.objects.get().value == stored


def test_wrong_contact_is_told_at_its_field(client, officer):
    client.force_login(officer)
    response = save(client, ADD_CONTACT, "contact_form", kind="phone", value="douze")
    assert "écrivez par exemple 03 21 85 53 70" in response.content.decode()


def test_contact_typed_again_is_the_one_that_exists(client, officer):
    client.force_login(officer)
    known = make_contact("+33321855370", kind="phone")
    response = save(client, ADD_CONTACT, "contact_form", kind="phone", value="03.21.85.53.70")
    assert response.url == reverse("admin:organisations_contact_change", args=[known.pk])
    assert "existait déjà" in client.get(response.url).content.decode()
    assert Contact.objects.count() == 1


def test_contact_typed_again_in_a_small_window_is_chosen(client, officer):
    client.force_login(officer)
    known = make_contact("+33321855370", kind="phone")
    response = save(client, f"{ADD_CONTACT}?_popup=1", "contact_form", kind="phone", value="0321855370", _popup="1")
    page = response.content.decode()
    assert "data-popup-response" in page
    assert f"&quot;value&quot;: &quot;{known.pk}&quot;" in page


@pytest.mark.parametrize("words", ["03 21 85", "0321855370", "855370"])
def test_phone_is_found_as_it_is_read(client, officer, words):
    client.force_login(officer)
    found, _ = make_contact("+33321855370", kind="phone"), make_contact("+33399999999", kind="phone")
    response = client.get(reverse("admin:organisations_contact_changelist"), {"q": words})
    assert list(response.context["cl"].result_list) == [found]


def test_organisation_is_created_in_a_small_window(client, officer):
    client.force_login(officer)
    response = save(
        client, f"{ADD_ORGANISATION}?_popup=1", "organisation_form", name="Meloko", kind="entreprise", _popup="1"
    )
    assert "data-popup-response" in response.content.decode()
    assert Organisation.objects.get().name == "Meloko"


def test_probable_duplicate_of_an_organisation_is_told(client, officer):
    client.force_login(officer)
    seat = make_commune("Marck")
    known = make_organisation("Les Couturières du Calaisis", seat=seat)
    response = save(
        client, ADD_ORGANISATION, "organisation_form", name="Association Couturières du Calaisi", kind="collectif",
        seat=seat.pk,
    )  # fmt: skip
    page = client.get(response.url).content.decode()
    assert "peut-être un doublon" in page
    assert reverse("admin:organisations_organisation_change", args=[known.pk]) in page


def test_group_without_a_name_is_ticked_and_nobody_s_double(client, officer):
    client.force_login(officer)
    make_organisation("Couturières du Calaisis", kind="collectif")
    response = save(
        client, ADD_ORGANISATION, "organisation_form", name="Couturières du Calaisi", kind="collectif",
        is_nameless="on",
    )  # fmt: skip
    row = Organisation.objects.get(name="Couturières du Calaisi")
    assert row.is_nameless
    assert "doublon" not in client.get(response.url).content.decode()
    change = reverse("admin:organisations_organisation_change", args=[row.pk])
    assert "Groupe sans nom" in client.get(change).content.decode()
    save(client, change, "organisation_form", name="Couturières du Calaisi", kind="collectif", is_nameless="")
    row.refresh_from_db()
    assert not row.is_nameless


def test_no_named_organisation_is_told_to_double_a_group_without_a_name(client, officer):
    client.force_login(officer)
    make_organisation("Couturières du Calaisi", kind="collectif", is_nameless=True)
    response = save(client, ADD_ORGANISATION, "organisation_form", name="Couturières du Calaisis", kind="collectif")
    assert "doublon" not in client.get(response.url).content.decode()


def test_like_organisation_elsewhere_is_no_duplicate(client, officer):
    client.force_login(officer)
    make_organisation("Secours populaire", seat=make_commune("Arras"))
    response = save(
        client, ADD_ORGANISATION, "organisation_form", name="Secours populaire", kind="association",
        seat=make_commune("Lens").pk,
    )  # fmt: skip
    assert "doublon" not in client.get(response.url).content.decode()


def _choices(client, *, app, model, field, term):
    url = reverse("admin:autocomplete")
    answer = client.get(url, {"app_label": app, "model_name": model, "field_name": field, "term": term})
    return [choice["text"] for choice in answer.json()["results"]]


def test_communes_are_proposed_best_first(client, officer):
    client.force_login(officer)
    make_commune("Saint-Laurent-Blangy lès Arras", insee="62753", population=90_000)
    make_commune("Arras", insee="62041", population=40_000, postal_codes=["62000"])
    found = _choices(client, app="initiatives", model="place", field="commune", term="ARRAS")
    assert found == ["Arras — 62000", "Saint-Laurent-Blangy lès Arras"]


def test_area_is_told_from_the_epci_of_like_name(client, officer):
    client.force_login(officer)
    make_area("Calaisis"), make_area("Calaisis", kind="epci")
    found = _choices(client, app="initiatives", model="coverage", field="area", term="calaisis")
    assert sorted(found) == ["Calaisis — intercommunalité", "Calaisis — secteur d’usage"]


def test_organisations_and_contacts_are_proposed_without_accents(client, officer):
    client.force_login(officer)
    make_organisation("Éts Méloko"), make_contact("auprès des mairies", kind="other", label="don")
    assert _choices(client, app="initiatives", model="participation", field="organisation", term="ets meloko")
    assert _choices(client, app="initiatives", model="initiative", field="contacts", term="aupres") == [
        "auprès des mairies — don"
    ]


def test_those_awaiting_consent_are_listed(client, officer):
    client.force_login(officer)
    waiting, _ = make_person("Jeanne"), make_person("Paul", is_public=True)
    response = client.get(reverse("admin:organisations_person_changelist"), {"accord": "attente"})
    assert list(response.context["cl"].result_list) == [waiting]


def test_history_tells_who_changed_what(client, officer):
    client.force_login(officer)
    row = make_organisation("Meloko")
    url = reverse("admin:organisations_organisation_change", args=[row.pk])
    contact = make_contact("contact@meloko.fr")
    save(client, url, "organisation_form", description="Des légumes", contacts=[contact.pk])
    page = client.get(reverse("admin:organisations_organisation_history", args=[row.pk])).content.decode()
    assert "redactrice" in page
    assert "Des légumes" in page
    assert "contact@meloko.fr" in page
    assert "style=" not in page


def test_what_keeps_a_record_from_being_deleted_is_named(client, editor):
    client.force_login(editor)
    row = make_organisation("Meloko")
    make_initiative("Des légumes à la porte", organisations=(row,))
    url = reverse("admin:organisations_organisation_delete", args=[row.pk])
    assert "Initiative «\u00a0Des légumes à la porte\u00a0»" in client.get(url).content.decode()
    client.post(url, {"post": "yes"})
    assert Organisation.objects.filter(pk=row.pk).exists()


def test_several_records_are_deleted_after_a_confirmation(client, editor):
    client.force_login(editor)
    rows = [make_organisation(), make_organisation()]
    url = reverse("admin:organisations_organisation_changelist")
    data = {"action": "delete_selected", "_selected_action": [row.pk for row in rows]}
    assert "La suppression est sans retour" in client.post(url, data).content.decode()
    assert Organisation.objects.count() == 2
    client.post(url, {**data, "post": "yes"})
    assert Organisation.objects.count() == 0
