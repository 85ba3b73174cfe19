import json
import re
from datetime import date

import pytest

from bulletins.services import withdraw_bulletin
from directory.views import commune
from initiatives.services import withdraw_initiative
from initiatives.uniting.initiatives import merge_initiatives
from tests.builders import (
    make_area,
    make_audience,
    make_commune,
    make_contact,
    make_initiative,
    make_organisation,
    make_person,
    make_territory,
    make_user,
)
from tests.directory.published import publish

pytestmark = pytest.mark.django_db


def html_of(client, row):
    response = client.get(row.get_absolute_url())
    assert response.status_code == 200
    return response.content.decode()


def text_of(html):
    """What is read, in one line."""
    return re.sub("[ \n]+", " ", re.sub("<[^>]+>", " ", html))


def json_ld(html):
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)[1])


def test_initiative_shows_all_that_is_public(client):
    row = make_initiative(
        "Masques à Marck",
        summary="On **coud** chaque jour.",
        communes=(make_commune("Marck"),),
        organisations=(make_organisation("Ville de Marck", kind="collectivite"),),
        audiences=(make_audience("soignants"),),
        contacts=(make_contact("+33321000000", kind="phone"), make_contact("a@secret.fr", is_public=False)),
        figures=(
            {"item": "masques cousus", "amount": 1600, "unit": "masques"},
            {"item": "masques visés", "amount": 11000, "unit": "masques", "measure": "target"},
        ),
    )
    row.persons.set([make_person("Jeanne Visible", is_public=True), make_person("Paul Discret")])
    html = html_of(client, row)
    for text in (
        "On <strong>coud</strong>",
        '<progress value="1600" max="11000"',
        'href="tel:+33321000000"',
        "Ville de Marck",
        "lieu de l’action",
        "soignants",
        "Jeanne Visible",
    ):
        assert text in html
    assert "1\u00a0600 masques cousus objectif" in text_of(html)
    assert "secret.fr" not in html
    assert "Paul Discret" not in html


def test_initiative_tells_the_bulletins_with_the_words_of_the_day(client):
    row = make_initiative("Masques", summary="Le texte d’aujourd’hui.")
    first = publish(row, number=1, wording="Le mot du *premier* jour.")
    html = html_of(client, row)
    assert "Le mot du <em>premier</em> jour." in html
    assert f'href="{first.get_absolute_url()}">Bulletin n°\u00a01</a>' in html
    assert "30\u00a0avril\u00a02020" in html


def test_same_words_are_not_said_twice(client):
    row = make_initiative("Masques", summary="Le texte d’aujourd’hui.")
    publish(row, number=1)
    prose = html_of(client, row).partition("<main")[2]
    assert prose.count("<p>Le texte d’aujourd’hui.</p>") == 1


def test_withdrawn_bulletin_is_not_told(client):
    row = make_initiative("Masques", summary="Le texte d’aujourd’hui.")
    bulletin = publish(row, number=1, wording="Le mot retiré.")
    withdraw_bulletin(bulletin=bulletin, by=make_user(), reason="Erreur")
    for path in (
        row.get_absolute_url(),
        "/",
        "/initiatives/",
        "/initiatives.json",
        "/themes/protection/",
        "/sitemap.xml",
    ):
        html = client.get(path).content.decode()
        assert "Le mot retiré" not in html
        assert "/bulletins/1/" not in html
        assert "n°\u00a01" not in html


def test_story_in_stages_is_linked_both_ways(client):
    first = make_initiative("Première étape")
    second = make_initiative("Seconde étape", follows=first)
    hidden = make_initiative("Étape secrète", follows=first, published=False)
    assert f'Suivie par\u00a0:</strong> <a href="{second.get_absolute_url()}">Seconde étape</a>' in html_of(
        client, first
    )
    assert hidden.title not in html_of(client, first)
    assert f'Suite de\u00a0:</strong> <a href="{first.get_absolute_url()}">Première étape</a>' in html_of(
        client, second
    )
    withdraw_initiative(initiative=first, by=make_user(), reason="Demande")
    assert "Première étape" not in html_of(client, second)


def test_others_of_the_commune_are_near(client):
    marck = make_commune("Marck")
    row, other = make_initiative(communes=(marck,)), make_initiative("Voisine", communes=(marck,))
    html = html_of(client, row)
    assert "Aussi à Marck" in html
    assert other.get_absolute_url() in html


def test_commune_that_acts_and_benefits_stands_once(client):
    marck = make_commune("Marck")
    row = make_initiative(communes=(marck,), beneficiary_communes=(marck,))
    html = html_of(client, row)
    assert html.count('class="places__role"') == 1
    assert "lieu de l’action, bénéficie" in html
    assert "Aussi" not in html


def test_commune_page_speaks_french(client):
    epci = make_area("CU d'Arras", kind="epci")
    district = make_area("arrondissement d'Arras", kind="arrondissement")
    acq = make_commune("Villers-l'Hôpital", epci=epci, arrondissement=district)
    near = make_commune("Arras", epci=epci)
    make_initiative(communes=(near,), contacts=(make_contact("mairie@exemple.fr"),))
    html = client.get(acq.get_absolute_url()).content.decode()
    assert "<h1>Villers-l’Hôpital</h1>" in html
    assert "<dd>Arras</dd>" in html
    assert '<a href="#voisines">ses voisines</a>' in html
    html = client.get(near.get_absolute_url()).content.decode()
    assert "Qui contacter" in html
    make_initiative(communes=(near,), contacts=(make_contact("+33321000000", kind="phone"),))
    assert "Qui appeler" in client.get(near.get_absolute_url()).content.decode()


def test_big_town_tells_whom_to_call_for_what_it_shows(client, monkeypatch):
    """Hundreds of organisations sit in one: their contacts are not all told where they are more than a page bears."""
    town = make_commune("Arras")
    for day, name in enumerate(("ancienne", "nouvelle"), start=1):
        one = make_organisation(name, seat=town)
        one.contacts.add(make_contact(f"{name}@exemple.fr"))
        make_initiative(communes=(town,), organisations=(one,), started_on=date(2020, 4, day))

    def told() -> list[bool]:
        html = client.get(town.get_absolute_url()).content.decode()
        return [text in html for text in ("ancienne@exemple.fr", "nouvelle@exemple.fr", "Il y en a d’autres")]

    monkeypatch.setattr(commune, "SHOWN", 1)
    monkeypatch.setattr(commune, "MOST_SEATED", 2)
    assert told() == [True, True, False]
    monkeypatch.setattr(commune, "MOST_SEATED", 1)
    assert told() == [False, True, True]
    make_initiative(communes=(town,), started_on=date(2020, 4, 3))  # tells nobody
    assert told() == [True, False, True]


def test_wrong_slug_leads_to_the_right_one(client):
    row = make_initiative("Masques")
    for path in (f"/initiatives/{row.pk}-autre/", f"/initiatives/{row.pk}/"):
        response = client.get(path)
        assert (response.status_code, response.url) == (301, row.get_absolute_url())


def test_withdrawn_initiative_is_gone_without_a_word_of_it(client):
    row = make_initiative("Masques uniques", summary="Un texte singulier.")
    withdraw_initiative(initiative=row, by=make_user(), reason="Motif réservé")
    response = client.get(row.get_absolute_url())
    assert response.status_code == 410
    for word in ("uniques", "singulier", "réservé"):
        assert word not in response.content.decode()


def test_merged_initiative_leads_to_the_kept_one(client):
    kept, duplicate, older = make_initiative("Gardée"), make_initiative("Doublon"), make_initiative("Ancienne")
    merge_initiatives(kept=duplicate, duplicate=older, by=make_user())
    merge_initiatives(kept=kept, duplicate=duplicate, by=make_user())
    for row in (duplicate, older):
        response = client.get(f"/initiatives/{row.pk}-x/")
        assert (response.status_code, response.url) == (301, kept.get_absolute_url())
    withdraw_initiative(initiative=kept, by=make_user(), reason="Demande")
    assert client.get(f"/initiatives/{older.pk}-x/").status_code == 410


@pytest.mark.parametrize("status", ["draft", "review"])
def test_unpublished_initiative_does_not_exist(client, status):
    row = make_initiative(status=status)
    assert client.get(row.get_absolute_url()).status_code == 404


def test_initiative_describes_itself_to_machines(client):
    make_territory()
    marck = make_commune("Marck", insee="62548")
    row = make_initiative("Masques </script> & co", communes=(marck,), organisations=(make_organisation("Ville"),))
    html = html_of(client, row)
    data = json_ld(html)
    assert data["headline"] == "Masques </script> & co"
    assert data["contentLocation"] == [{"@type": "City", "name": "Marck", "identifier": "62548"}]
    assert f'<link rel="canonical" href="http://testserver{row.get_absolute_url()}">' in html
    assert '<meta property="og:type" content="article">' in html


def test_private_citizen_is_not_told_to_search_engines(client):
    citizen = make_organisation("Jean Dupont", kind="particulier")
    row = make_initiative(organisations=(citizen,))
    assert "about" not in json_ld(html_of(client, row))


def test_home_shows_the_latest_bulletin_themes_and_figures(client):
    make_territory(tagline="Qui aide, et où.")
    row = make_initiative(
        "Masques à Marck",
        communes=(make_commune("Marck"),),
        figures=(
            {"item": "masques cousus", "amount": 1600, "unit": "masques"},
            {"item": "masques visés", "amount": 11000, "unit": "masques", "measure": "target"},
            {"item": "couturières", "amount": 62, "unit": "personnes"},
        ),
    )
    other = make_initiative(theme="jeunes", figures=({"item": "gel", "amount": 500, "unit": "litres"},))
    publish(other, number=6)
    bulletin = publish(row, number=7, title="Le Pas-de-Calais solidaire")
    html = client.get("/").content.decode()
    assert f'href="{bulletin.get_absolute_url()}">Lire le n°\u00a07' in html
    assert f'<a href="{row.get_absolute_url()}">Masques à Marck</a>' in html
    assert "1\u00a0600 masques cousus, à Marck objectif\u00a0: 11\u00a0000" in text_of(html)
    assert "500 litres de gel" in text_of(html)
    assert "62 personnes" not in html
    assert "2\u00a0100" not in html  # never a total
    assert html.index("theme--protection") < html.index("theme--soignants") < html.index("theme--jeunes")
    assert json_ld(html)["@type"] == "WebSite"


def test_home_without_anything_published(client):
    html = client.get("/").content.decode()
    assert "n’est pas encore publiée" in html
    assert "En chiffres" not in html


def test_theme_page_lists_its_initiatives_and_headings(client):
    row = make_initiative("Une", theme="jeunes")
    make_initiative("Autre", theme="routiers")
    publish(row, number=1)
    html = client.get("/themes/jeunes/").content.decode()
    assert row.get_absolute_url() in html
    assert "Autre" not in html
    assert "«\u00a0Solidaires\u00a0»" in html
    assert "Aucune initiative n’est encore publiée" in client.get("/themes/soignants/").content.decode()


def test_sitemap_names_what_is_public(client):
    citizen = make_organisation("Jean Dupont", kind="particulier")
    firm = make_organisation("Balsan", kind="entreprise")
    commune, empty = make_commune("Marck"), make_commune("Vide")
    row = make_initiative(communes=(commune,), organisations=(citizen, firm))
    draft = make_initiative(published=False)
    bulletin = publish(row, number=7)
    xml = client.get("/sitemap.xml").content.decode()
    for one in (row, firm, commune, row.theme, bulletin):
        assert f"<loc>http://testserver{one.get_absolute_url()}</loc>" in xml
    for one in (draft, citizen, empty):
        assert one.get_absolute_url() not in xml


def test_robots_names_the_sitemap(client):
    response = client.get("/robots.txt")
    assert response["Content-Type"] == "text/plain"
    assert b"Sitemap: http://testserver/sitemap.xml" in response.content
    assert b"Disallow: /admin/" in response.content
