"""Communes, areas and the installation in the back office."""

import pytest
from django.urls import reverse

from communes.models import Area, Territory
from tests.backoffice.forms import form_of, save
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


def _territory(administrator, client, **fields):
    client.force_login(administrator)
    only = make_territory(**fields)
    only.departments.add(make_area("Pas-de-Calais", kind="department", code="62"))
    return reverse("admin:communes_territory_change", args=[only.pk])


def test_press_contact_is_stored_in_one_form_and_shown_as_it_is_read(client, administrator):
    url = _territory(administrator, client)
    typed = {"press_phone": "03.21.21.20.00", "press_email": " Solidarité.presse@Exemple.fr "}
    assert save(client, url, "territory_form", **typed).status_code == 302
    only = Territory.objects.get()
    assert (only.press_phone, only.press_email) == ("+33321212000", "Solidarité.presse@exemple.fr")
    assert form_of(client.get(url), "territory_form")["press_phone"] == ["03\u00a021\u00a021\u00a020\u00a000"]
    assert save(client, url, "territory_form").status_code == 302  # as it stands, it is valid
    legal = client.get(reverse("legal")).content.decode()
    spoken = '<span class="visually-hidden">Téléphone\u00a0: </span>'
    assert f'<a href="tel:+33321212000">{spoken}03\u00a021\u00a021\u00a020\u00a000</a>' in legal


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("press_phone", "douze", "écrivez par exemple 03 21 85 53 70"),
        ("press_email", "presse(a)exemple.fr", "écrivez par exemple contact@exemple.fr"),
        ("publisher_address", "Rue Ferdinand-Buisson", "code postal"),
        ("publication_director", "prefet@exemple.fr", "un nom ou une fonction"),
        ("hosting", "https://hebergeur.exemple", "le nom de l’hébergeur"),
    ],
)
def test_wrong_setting_is_told_at_its_field_and_kept(client, administrator, field, typed, sentence):
    url = _territory(administrator, client)
    response = save(client, url, "territory_form", **{field: typed})
    assert response.status_code == 200
    assert any(sentence in text for text in response.context["adminform"].form.errors[field])
    assert form_of(response, "territory_form")[field] == [typed]


def test_what_the_legal_notice_lacks_is_said_after_the_save(client, administrator):
    url = _territory(administrator, client, publication_director="le préfet")
    page = client.get(save(client, url, "territory_form").url, follow=True).content.decode()
    assert "restent incomplètes" in page
    assert "hébergeur" in page
    full = {
        "publisher_address": "Rue Ferdinand-Buisson, 62020 Arras",
        "hosting": "Hébergeur public, 1 rue de Paris, 62000 Arras",
        "press_email": "presse@exemple.fr",
    }
    response = save(client, url, "territory_form", **full)
    assert "incomplètes" not in client.get(response.url, follow=True).content.decode()


def test_settings_of_the_installation_are_grouped(client, administrator):
    page = client.get(_territory(administrator, client)).content.decode()
    for heading in ("Le site et son territoire", "Qui répond à la presse", "Qui publie le site", "Qui l’héberge"):
        assert f'class="group__name">{heading}</h2>' in page


@pytest.mark.parametrize(
    ("office", "lines"), [("", ["Préfecture du Pas-de-Calais"]), ("Service A\r\n\r\nArras", ["Service A", "Arras"])]
)
def test_press_office_is_named_a_line_each(db, office, lines):
    assert make_territory(press_office=office).press_names == lines
