"""Nobody leaves a page without knowing whom to ask."""

import pytest

from tests.builders import make_area, make_commune, make_contact, make_initiative, make_territory

pytestmark = pytest.mark.django_db


def html_of(client, row):
    return client.get(row.get_absolute_url()).content.decode()


def test_initiative_without_contact_sends_to_the_town_hall_and_the_office(client):
    make_territory(press_phone="03 21 21 20 20", press_email="presse@exemple.fr")
    marck = make_commune("Marck")
    html = html_of(client, make_initiative(communes=(marck,), contacts=(make_contact(is_public=False),)))
    assert f'Renseignez-vous à <a href="{marck.get_absolute_url()}">la mairie de Marck</a>' in html
    assert "Préfecture du Pas-de-Calais" in html.partition("<main")[2].partition("</main>")[0]
    assert 'href="tel:0321212020"' in html
    assert 'href="mailto:presse@exemple.fr"' in html
    assert ">Contacter<" not in html


def test_several_town_halls_are_named_and_a_whole_area_is_left_to_ones_own(client):
    communes = tuple(make_commune(name) for name in ("Arras", "Lens"))
    html = html_of(client, make_initiative(communes=communes))
    assert "la mairie d’Arras</a> ou à <a" in html
    assert "Renseignez-vous à votre mairie" in html_of(client, make_initiative(areas=(make_area(),)))
    many = tuple(make_commune() for _ in range(4))
    assert "Renseignez-vous à votre mairie" in html_of(client, make_initiative(communes=many))


def test_initiative_with_a_contact_gives_it_right_after_the_text(client):
    row = make_initiative(
        summary="Le récit.",
        contacts=(make_contact("a@exemple.fr"),),
        figures=({"item": "masques", "amount": 5, "unit": "masques"},),
    )
    html = html_of(client, row).partition("<article")[2]
    assert html.index("Le récit.") < html.index("a@exemple.fr") < html.index("En chiffres")
    assert "Renseignez-vous à" not in html


def test_contacts_of_the_data_stay_what_they_are(client):
    make_territory(press_phone="03 21 21 20 20")
    make_initiative(communes=(make_commune("Marck"),))
    (row,) = client.get("/initiatives.json").json()["results"]
    assert row["contacts"] == []


def test_commune_names_its_town_hall(client):
    make_territory(press_phone="03 21 21 20 20")
    html = html_of(client, make_commune("Marck"))
    assert "Renseignez-vous à la mairie de Marck" in html
    assert 'href="tel:0321212020"' in html


def test_phone_of_the_office_is_written_as_people_read_it(client):
    make_territory(press_phone="+33321212000")
    html = html_of(client, make_commune("Marck"))
    assert 'href="tel:+33321212000"' in html
    assert "03\u00a021\u00a021\u00a020\u00a000</a>" in html


def test_contact_in_mere_words_comes_with_a_number(client):
    make_territory(press_phone="+33321212000")
    words = make_contact("auprès de la mairie", kind="other")
    html = html_of(client, make_initiative(communes=(make_commune("Le Portel"),), contacts=(words,)))
    assert "auprès de la mairie" in html
    assert "la mairie du Portel</a>" in html
    assert "03\u00a021\u00a021\u00a020\u00a000" in html
    assert ">+33" not in html
    reachable = make_initiative(communes=(make_commune("Marck"),), contacts=(words, make_contact("a@exemple.fr")))
    assert "Renseignez-vous" not in html_of(client, reachable)


def test_town_hall_of_another_departement_is_not_asked(client):
    rennes = make_commune("Rennes", in_territory=False)
    html = html_of(client, make_initiative(communes=(rennes, make_commune("Calais"))))
    assert "la mairie de Calais" in html
    assert "mairie de Rennes" not in html
