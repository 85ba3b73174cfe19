"""A record opened from another one's form: without a script, an ordinary page with a way back."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse

from organisations.models import Organisation
from tests.backoffice.forms import save
from tests.builders import make_contact, make_initiative, make_organisation

pytestmark = pytest.mark.django_db

ADD = "/admin/organisations/organisation/add/"


def form_of(initiative):
    return reverse("admin:initiatives_initiative_change", args=[initiative.pk])


def test_links_lead_to_ordinary_pages_with_a_way_back(client, officer):
    organisation, contact = make_organisation(), make_contact()
    initiative = make_initiative(published=False, organisations=(organisation,), contacts=(contact,))
    client.force_login(officer)
    page = client.get(form_of(initiative)).content.decode()
    back = f"?retour={quote(form_of(initiative), safe='')}"
    links = set(re.findall(r'<a class="related-widget-wrapper-link[^>]* href="([^"]*)"', page))
    change = reverse("admin:organisations_organisation_change", args=[organisation.pk])
    assert {ADD + back, "/admin/organisations/contact/add/" + back, change + back} <= links
    assert "_popup" not in page
    assert f'data-href-template="/admin/organisations/contact/__fk__/change/{back}"' in page


def test_saved_record_leads_back(client, officer):
    client.force_login(officer)
    initiative = make_initiative(published=False)
    url = f"{ADD}?retour={form_of(initiative)}"
    assert f'<a href="{form_of(initiative)}">revenez-y' in client.get(url).content.decode()
    response = save(client, url, "organisation_form", name="Meloko", kind="entreprise")
    assert response.url == form_of(initiative)
    assert Organisation.objects.get().name == "Meloko"
    known = reverse("admin:organisations_organisation_change", args=[Organisation.objects.get().pk])
    response = save(client, f"{known}?retour={form_of(initiative)}", "organisation_form", name="Meloko SA")
    assert response.url == form_of(initiative)


@pytest.mark.parametrize("elsewhere", ["https://exemple.fr/", "//exemple.fr/admin/", "/initiatives/", ""])
def test_way_back_never_leads_out_of_the_back_office(client, officer, elsewhere):
    client.force_login(officer)
    assert "revenez-y" not in client.get(ADD, {"retour": elsewhere}).content.decode()
    response = save(client, f"{ADD}?retour={elsewhere}", "organisation_form", name="Meloko", kind="entreprise")
    assert response.url.startswith("/admin/organisations/")


def test_no_script_opens_a_window():
    script = Path(finders.find("admin/js/admin/RelatedObjectLookups.js")).read_text()
    assert "window.open" not in script
