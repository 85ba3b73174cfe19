import re

import pytest

from directory.finding.places import read_place
from tests.builders import make_area, make_commune, make_contact, make_initiative, make_organisation

pytestmark = pytest.mark.django_db


def test_commune_shows_its_own_then_what_reaches_it_then_its_neighbours(client):
    epci = make_area("CU d'Arras", kind="epci", locative="dans la CU d'Arras")
    arras, beaurains = (make_commune(name, epci=epci) for name in ("Arras", "Beaurains"))
    epci.communes.set([arras, beaurains])
    seated = make_organisation("Mercerie", seat=arras)
    seated.contacts.set([make_contact("mercerie@exemple.fr"), make_contact("prive@exemple.fr", is_public=False)])
    make_initiative("Sur place", communes=(arras,), organisations=(seated,))
    make_initiative("Par le territoire", areas=(epci,))
    make_initiative("Chez les voisins", communes=(beaurains,))
    make_initiative("Caché", communes=(arras,), published=False)
    html = client.get(arras.get_absolute_url()).content.decode()
    assert html.index("Sur place") < html.index("Qui concerne aussi Arras") < html.index("Par le territoire")
    assert "agit dans la CU d’Arras" in html
    assert "Chez les voisins" not in html
    assert f'<a href="{beaurains.get_absolute_url()}">Beaurains</a> (1)' in html
    assert "mercerie@exemple.fr" in html
    assert "prive@exemple.fr" not in html
    assert "Caché" not in html
    assert f'href="/initiatives.atom?commune={arras.pk}"' in html


def test_commune_without_anything_says_so_and_stays_out_of_search_engines(client):
    html = client.get(make_commune("Les Attaques").get_absolute_url()).content.decode()
    assert "Ici, aux Attaques" in html
    assert "Aucune initiative publiée" in html
    assert 'content="noindex, follow"' in html


def test_wrong_slug_leads_to_the_right_one(client):
    commune = make_commune("Arras", insee="62041")
    for path in ("/communes/62041/", "/communes/62041-autre/"):
        response = client.get(path)
        assert (response.status_code, response.url) == (301, commune.get_absolute_url())


def test_suggestions_are_links_that_keep_the_search(client):
    make_commune("Arras", insee="62041", postal_codes=["62000"])
    make_commune("Lens", insee="62498")
    html = client.get("/communes/suggestions/?commune_nom=ARR&q=masques&theme=jeunes&theme=x&page=3&autre=1").content
    html = html.decode()
    assert 'href="/initiatives/?q=masques&amp;theme=jeunes&amp;theme=x&amp;commune=62041"><span>Arras</span>' in html
    assert "Lens" not in html
    assert "<html" not in html


def test_suggestions_show_the_code_that_was_typed_and_postal_codes_first(client):
    make_commune("Haillicourt", insee="62400", postal_codes=["62940"])
    make_commune("Lapugnoy", insee="62489", postal_codes=["62122", "62400"])
    html = client.get("/communes/suggestions/?commune_nom=62400").content.decode()
    shown = re.findall(r'<span>(.+?)</span> <span class="muted small">(.*?)</span>', html)
    assert shown == [("Lapugnoy", "62400"), ("Haillicourt", "code INSEE\u00a062400")]
    named = client.get("/communes/suggestions/?commune_nom=lapu").content.decode()
    assert '<span class="muted small">62122</span>' in named


def test_typed_postal_code_is_not_taken_for_the_insee_code_of_another(client):
    make_commune("Haillicourt", insee="62400", postal_codes=["62940"])
    lapugnoy = make_commune("Lapugnoy", insee="62489", postal_codes=["62400"])
    assert read_place("62400").only_commune == lapugnoy
    assert read_place("62 400").communes == [lapugnoy]
    assert read_place("62489").only_commune == lapugnoy


def test_suggestions_are_few_and_need_two_letters(client):
    for _ in range(12):
        make_commune()
    assert client.get("/communes/suggestions/?commune_nom=village").content.decode().count("<a ") == 8
    assert b"<a " not in client.get("/communes/suggestions/?commune_nom=v").content
    assert "Aucune commune" in client.get("/communes/suggestions/?commune_nom=zzz").content.decode()
    assert client.get("/communes/suggestions/").content.strip() == b""
