"""What belongs to a person is public with a recorded agreement only."""

from datetime import date, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from organisations.consent import ConsentMeans
from organisations.models import Contact, Person
from organisations.personal import is_personal
from organisations.printed import without_consent
from tests.backoffice.forms import save
from tests.builders import CONSENT, make_contact, make_person

ADD = "/admin/organisations/contact/add/"


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("phone", "+33612345678"),
        ("phone", "+33712345678"),
        ("email", "sophie.exemple@exemple.fr"),
        ("email", "s.exemple@exemple.fr"),
        ("email", "jm.exemple@exemple.fr"),
        ("email", "sophieexemple62@exemple.fr"),
        ("email", "Éloïse@exemple.fr"),
    ],
)
def test_mobile_numbers_and_addresses_with_a_name_are_personal(kind, value):
    assert is_personal(kind, value)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("phone", "+33321855370"),
        ("phone", "3919"),
        ("email", "contact@exemple.fr"),
        ("email", "mairie.saint-martin@exemple.fr"),
        ("email", "ecole.jean.jaures@exemple.fr"),
        ("email", "solidarité.grandarras@cu-arras.org"),
        ("email", "csmazingarbe@orange.fr"),
        ("website", "https://sophie.exemple.fr"),
    ],
)
def test_those_of_offices_are_not(kind, value):
    assert not is_personal(kind, value)


def test_name_read_beside_an_address_tells_whose_it_is():
    assert not is_personal("email", "sexemple@exemple.fr")
    assert is_personal("email", "sexemple@exemple.fr", persons=["Sophie Exemple"])


@pytest.mark.parametrize("lacking", ["consented_on", "consent_means"])
@pytest.mark.parametrize(
    "make", [lambda **c: make_contact(is_personal=True, **c), lambda **c: make_person(is_public=True, **c)]
)
def test_database_refuses_a_public_person_without_consent(db, make, lacking):
    nothing = {"consented_on": None, "consent_means": ""}
    with pytest.raises(IntegrityError), transaction.atomic():
        make(**nothing)
    with pytest.raises(IntegrityError), transaction.atomic():
        make(**{lacking: nothing[lacking]})


def test_what_a_form_lacks_is_told_at_its_field(db):
    with pytest.raises(ValidationError) as refusal:
        Contact(kind="phone", value="0612345678", is_personal=True, is_public=True).full_clean()
    assert set(refusal.value.message_dict) >= {"consented_on", "consent_means"}
    tomorrow = timezone.localdate() + timedelta(days=1)
    with pytest.raises(ValidationError) as refusal:
        Person(name="Sophie Exemple", is_public=True, consented_on=tomorrow, consent_means="email").full_clean()
    assert "à venir" in str(refusal.value.message_dict["consented_on"])


def test_mobile_typed_by_hand_is_entered_as_personal_and_not_public(client, officer):
    client.force_login(officer)
    response = save(client, ADD, "contact_form", kind="phone", value="06 12 34 56 78", is_public="on")
    row = Contact.objects.get()
    assert (row.is_personal, row.is_public) == (True, False)
    assert "semble appartenir à une personne" in client.get(response.url).content.decode()


def test_whoever_records_the_consent_makes_it_public(client, officer):
    client.force_login(officer)
    save(client, ADD, "contact_form", kind="phone", value="06 12 34 56 78", is_public="on",
         consented_on="01/04/2020", consent_means="spoken", consent_note="Par téléphone")  # fmt: skip
    row = Contact.objects.get()
    assert (row.is_personal, row.is_public, row.consented_on) == (True, True, date(2020, 4, 1))
    assert "Par téléphone" in str(row.history.first().consent_note)


def test_personal_contact_is_not_made_public_without_consent_and_nothing_typed_is_lost(client, officer):
    client.force_login(officer)
    row = make_contact("+33612345678", kind="phone", is_personal=True, is_public=False)
    url = reverse("admin:organisations_contact_change", args=[row.pk])
    page = save(client, url, "contact_form", is_public="on", label="Standard gardé").content.decode()
    assert "notez l’accord de la personne" in page
    assert "Standard gardé" in page
    assert not Contact.objects.get().is_public


def test_someone_may_say_that_a_mobile_is_nobody_s_own(client, officer):
    client.force_login(officer)
    row = make_contact("+33612345678", kind="phone", is_personal=True, is_public=False)
    url = reverse("admin:organisations_contact_change", args=[row.pk])
    save(client, url, "contact_form", is_public="on", is_personal="")
    row.refresh_from_db()
    assert (row.is_personal, row.is_public) == (False, True)


def test_public_rows_of_before_stay_public_and_wait_to_be_asked(client, officer, db):
    """The migration over rows that no rule of consent held yet."""
    migration = import_module("organisations.migrations.0007_known_consents")
    with connection.schema_editor() as editor:
        for model in (Contact, Person):
            for constraint in model._meta.constraints:
                if "public_has_consent" in constraint.name:
                    editor.remove_constraint(model, constraint)
    mobile = make_contact("+33612345678", kind="phone")
    marked = make_contact("accueil@exemple.fr", is_personal=True, consented_on=None, consent_means="")
    office, hidden = make_contact("contact@exemple.fr"), make_contact("+33712345678", kind="phone", is_public=False)
    person = make_person("Sophie Exemple", is_public=True, consented_on=None, consent_means="")
    migration.mark(apps, None)
    for row in (mobile, marked, office, hidden, person):
        row.refresh_from_db()
    assert [row.is_public for row in (mobile, marked, office, hidden, person)] == [True, True, True, False, True]
    assert [row.is_personal for row in (mobile, marked, office, hidden)] == [True, True, False, True]
    assert {row.consent_means for row in (mobile, marked, person)} == {ConsentMeans.EARLIER}
    assert (office.consent_means, hidden.consent_means) == ("", "")
    assert not any(row.has_consent for row in (mobile, marked, person))
    client.force_login(officer)
    page = client.get(reverse("admin:organisations_contact_changelist"), {"accord": "verifier"}).content.decode()
    assert page.count("accord à vérifier</span>") == 2


def test_text_is_searched_for_personal_contacts_without_consent(db, django_assert_num_queries):
    make_contact("+33612345678", kind="phone", is_personal=True)
    make_contact("+33722222222", kind="phone")
    make_contact("mairie@exemple.fr", is_personal=True, is_public=False)
    texts = {
        "agreed": "06 12 34 56 78",
        "said not personal": "07.22.22.22.22",
        "unknown": "06 99 99 99 99 et 03 21 00 00 00",
        "withdrawn": "Mairie@exemple.fr",
        "named": "sexemple@exemple.fr",
    }
    with django_assert_num_queries(1):
        found = without_consent(texts, persons={"named": ["Sophie Exemple"]})
    assert {key: [one.label for one in printed] for key, printed in found.items()} == {
        "unknown": ["06\u00a099\u00a099\u00a099\u00a099"],
        "withdrawn": ["mairie@exemple.fr"],
        "named": ["sexemple@exemple.fr"],
    }


def test_consent_of_the_builders_is_whole():
    assert set(CONSENT) == {"consented_on", "consent_means", "consent_note"}


@pytest.mark.parametrize("capacity", ["habitante, 06 39 98 56 78", "jeanne@modele-exemple.fr"])
def test_capacity_refuses_a_number_or_an_address_and_says_where_it_goes(client, officer, capacity):
    client.force_login(officer)
    response = client.post(reverse("admin:organisations_person_add"), {"name": "Jeanne Modèle", "capacity": capacity})
    page = response.content.decode()
    assert "mettez-le dans les contacts" in page
    assert capacity in page
    assert not Person.objects.exists()


def test_withdrawn_consent_is_not_called_a_missing_one(client, officer):
    client.force_login(officer)
    contact = make_contact("+33639981234", kind="phone", is_personal=True, is_public=False, **CONSENT)
    person = make_person("Jeanne Modèle", is_public=False, **CONSENT)
    (printed,) = without_consent({"": "06 39 98 12 34"})[""]
    assert "non publique" in printed.sentence("Le texte")
    assert "sans accord" not in printed.sentence("Le texte")
    assert printed.contact_id == contact.pk
    for name in ("contact", "person"):
        page = client.get(reverse(f"admin:organisations_{name}_changelist")).content.decode()
        assert "non public, accord noté</span>" in page
        assert "en attente d’accord</span>" not in page
    assert not Contact.objects.awaiting_consent().exists()
    assert not Person.objects.awaiting_consent().exists()
    assert person.has_consent
