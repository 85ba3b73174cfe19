"""Deleting the record of a contact or of a person destroys its value: in its history, and in the log of the site."""

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from organisations.models import Contact
from tests.backoffice.forms import save
from tests.builders import make_contact, make_initiative, make_organisation, make_person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("make", "value"),
    [(lambda: make_contact("secret@exemple.fr"), "secret@"), (lambda: make_person("Secret"), "Secret")],
)
def test_deletion_leaves_no_trace_of_the_value(client, editor, make, value):
    client.force_login(editor)
    row = make()
    model = type(row)
    name = f"admin:organisations_{model._meta.model_name}"
    save(client, reverse(f"{name}_change", args=[row.pk]), f"{model._meta.model_name}_form", consent_note="Lu.")
    assert value in str(LogEntry.objects.values_list("object_repr"))
    client.post(reverse(f"{name}_delete", args=[row.pk]), {"post": "yes"})
    assert not model.objects.exists()
    assert not model.history.exists()
    entries = LogEntry.objects.filter(object_id=row.pk)
    assert entries.filter(user=editor, action_flag=3).exists()
    assert value not in str(entries.values_list("object_repr", "change_message"))


def test_deletion_is_told_in_french(client, editor):
    client.force_login(editor)
    contact = make_contact("+33321000001", kind="phone")
    make_initiative("Masques", contacts=(contact,))
    make_organisation("Meloko").contacts.add(contact)
    page = client.get(reverse("admin:organisations_contact_delete", args=[contact.pk])).content.decode()
    assert "Contact\u00a0: <a" in page
    assert "Lien avec l’initiative «\u00a0Masques\u00a0»" in page
    assert "Lien avec l’organisation «\u00a0Meloko\u00a0»" in page
    assert "object (" not in page
    assert "Relation" not in page


def test_history_of_what_names_a_contact_keeps_no_value_that_is_not_public(client, officer):
    client.force_login(officer)
    open_one, hidden = make_contact("ouvert@exemple.fr"), make_contact("secret@exemple.fr")
    row = make_organisation("Meloko")
    url = reverse("admin:organisations_organisation_change", args=[row.pk])
    save(client, url, "organisation_form", contacts=[open_one.pk, hidden.pk])
    history = reverse("admin:organisations_organisation_history", args=[row.pk])
    assert "secret@exemple.fr" in client.get(history).content.decode()
    Contact.objects.filter(pk=hidden.pk).update(is_public=False)
    page = client.get(history).content.decode()
    assert "secret@exemple.fr" not in page
    assert f"contact non public (courriel, fiche n°\u00a0{hidden.pk})" in page
    assert "ouvert@exemple.fr" in page
