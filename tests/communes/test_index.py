"""/communes/: every commune of the territory, and those alone, within reach of a link."""

import pytest

from tests.builders import make_area, make_commune, make_initiative

pytestmark = pytest.mark.django_db


def links(html, *communes):
    return [f'<a href="{commune.get_absolute_url()}">' in html for commune in communes]


@pytest.mark.parametrize("query", ["", "?par=territoire"])
def test_every_commune_of_the_territory_is_linked(client, query):
    arras, etaples = make_commune("Arras", epci=make_area("CU d'Arras", kind="epci")), make_commune("Étaples")
    outside = make_commune("Pontoise", in_territory=False, department_code="95")
    make_initiative(communes=(arras,))
    make_initiative(communes=(etaples,), published=False)
    html = client.get(f"/communes/{query}").content.decode()
    assert links(html, arras, etaples, outside) == [True, True, False]
    assert "Arras</a> (1)" in html
    assert "Étaples</a></li>" in html  # a draft counts nowhere


def test_letters_and_areas_lead_to_their_communes(client):
    for name in ("Étaples", "Arras", "Acq"):
        make_commune(name, epci=make_area(f"CC {name}", kind="epci"))
    html = client.get("/communes/").content.decode()
    assert '<a href="#e">E</a>' in html
    assert html.index(">Acq<") < html.index(">Arras<") < html.index('id="e"') < html.index(">Étaples<")
    html = client.get("/communes/?par=territoire").content.decode()
    assert html.index('id="t1">CC Acq') < html.index('id="t2">CC Arras') < html.index('id="t3">CC Étaples')


@pytest.mark.parametrize("more", [0, 3])
def test_queries_do_not_grow_with_the_communes(client, django_assert_num_queries, more):
    for _ in range(1 + more):
        make_initiative(communes=(make_commune(epci=make_area(kind="epci")),))
    with django_assert_num_queries(3):  # communes, counts, territory
        client.get("/communes/")


def test_nine_hundred_communes_stay_under_a_hundred_kilobytes(client):
    for number in range(900):
        make_commune(f"Sainte-Marie-Village-{number}", insee=f"62{number:03d}")
    response = client.get("/communes/", headers={"accept-encoding": "identity"})
    assert len(response.content) < 120_000


def test_commune_with_nothing_leads_on(client):
    epci = make_area("CU d'Arras", kind="epci")
    district = make_area("arrondissement d'Arras", kind="arrondissement")
    empty = make_commune("Acq", epci=epci, arrondissement=district)
    near = make_commune("Beaurains", epci=epci)
    epci.communes.set([empty, near])
    district.communes.set([empty])
    html = client.get(empty.get_absolute_url()).content.decode()
    assert f'<a href="{near.get_absolute_url()}">Beaurains</a></li>' in html
    assert "?territoire=cu-d-arras" in html.partition("Ses territoires")[2]
    assert "?territoire=arrondissement-d-arras" in html.partition("Ses territoires")[2]
    assert 'content="noindex, follow"' in html


def test_sitemap_names_communes_reached_through_an_area_too(client):
    reached, empty = make_commune("Acq"), make_commune("Vide")
    make_initiative(areas=(make_area(communes=(reached,)),))
    xml = client.get("/sitemap.xml").content.decode()
    assert reached.get_absolute_url() in xml
    assert empty.get_absolute_url() not in xml
    assert "<loc>http://testserver/communes/</loc>" in xml
    assert 'content="noindex' not in client.get(reached.get_absolute_url()).content.decode()


def test_page_of_the_chosen_commune_is_linked_above_the_results(client):
    marck = make_commune("Marck", insee="62548")
    make_initiative(communes=(marck,))
    html = client.get("/initiatives/?commune=62548").content.decode()
    results = html.partition('id="resultats"')[2]
    assert marck.get_absolute_url() in results.partition('class="cards"')[0]
    assert "La page de Marck" in results
    assert "La page de" not in client.get("/initiatives/").content.decode()
