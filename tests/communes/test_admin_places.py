"""Communes, areas and the installation in the back office."""

import pytest
from django.urls import reverse

from communes.models import Area, Territory
from tests.backoffice.forms import save
from tests.builders import make_area, make_commune, make_territory


def test_officer_keeps_areas_and_reads_communes(client, officer):
    client.force_login(officer)
    commune = make_commune("Marck")
    save(client, reverse("admin:communes_area_add"), "area_form", name="Calaisis", kind="customary",
         communes=[commune.pk], **{"aliases-0-name": "le Calaisis"})  # fmt: skip
    area = Area.objects.get()
    assert list(area.communes.all()) == [commune]
    assert area.aliases.get().sort_key == "le calaisis"
    assert client.get(reverse("admin:communes_commune_change", args=[commune.pk])).status_code == 200
    assert client.post(reverse("admin:communes_commune_change", args=[commune.pk]), {}).status_code == 403


def test_customary_area_may_have_the_name_of_an_epci_and_no_other_customary_one(client, officer):
    client.force_login(officer)
    make_area("Calaisis", kind="epci")
    add = reverse("admin:communes_area_add")
    assert save(client, add, "area_form", name="Calaisis", kind="customary").status_code == 302
    response = save(client, add, "area_form", name="CALAISIS", kind="customary")
    assert response.status_code == 200
    assert "porte déjà ce nom" in response.content.decode()


def test_alias_typed_twice_is_refused_at_the_form(client, officer):
    client.force_login(officer)
    area = make_area("Calaisis")
    url = reverse("admin:communes_area_change", args=[area.pk])
    save(client, url, "area_form", **{"aliases-0-name": "Pays de Calais"})
    response = save(client, url, "area_form", **{"aliases-1-name": "pays de CALAIS"})
    assert response.status_code in (200, 409)
    assert area.aliases.count() == 1


def test_installation_is_one_page(client, administrator):
    client.force_login(administrator)
    only = make_territory()
    response = client.get(reverse("admin:communes_territory_changelist"))
    assert response.url == reverse("admin:communes_territory_change", args=[only.pk])
    assert client.get(reverse("admin:communes_territory_add")).status_code == 403
    assert client.post(reverse("admin:communes_territory_delete", args=[only.pk]), {"post": "yes"}).status_code == 403
    assert Territory.objects.count() == 1


@pytest.mark.parametrize("words", ["bethune", "BÉTHUNE", "béth", "62400", "62119", "ancien bethune"])
def test_communes_are_found_by_name_code_or_former_name(client, officer, words):
    client.force_login(officer)
    commune = make_commune("Béthune", insee="62119", postal_codes=["62400"])
    commune.aliases.create(name="Ancien Béthune", kind="former")
    make_commune("Arras", insee="62041", postal_codes=["62000"])
    response = client.get(reverse("admin:communes_commune_changelist"), {"q": words})
    assert list(response.context["cl"].result_list) == [commune]
