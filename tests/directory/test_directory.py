import re

import pytest
from django.urls import reverse

from tests.builders import make_area, make_commune, make_initiative, make_organisation, make_territory, make_user

pytestmark = pytest.mark.django_db


def get(client, query="", **extra):
    return client.get(f"/initiatives/?{query}", **extra)


def test_directory_shows_cards_tags_and_counts(client):
    make_initiative("Des couturières à Marck", communes=(make_commune("Marck", insee="62548"),), summary="On y coud.")
    make_initiative("Autre chose")
    html = get(client, "q=couturieres&commune=62548&theme=protection").content.decode()
    assert "<b>1\u00a0initiative</b>" in html
    assert "Des <mark>couturières</mark> à Marck" in html
    assert "Autre chose" not in html
    assert html.count('class="filter-tag"') == 3
    assert "filtres actifs" in html
    assert "concernant Marck" in html
    assert 'href="/initiatives/?commune=62548&amp;theme=protection"' in html  # the words taken away
    assert 'href="/initiatives.csv?q=couturieres&amp;commune=62548&amp;theme=protection"' in html


def test_apostrophes_are_typographic(client):
    html = get(client, "q=l'hôpital").content.decode()
    assert "«\u00a0l’hôpital\u00a0»" in html
    assert "<title>Initiatives · «\u00a0l’hôpital\u00a0»" in html


def test_sort_by_commune_names_the_communes_between(client):
    make_initiative("Dans la ville", communes=(make_commune("Arras"),))
    make_initiative("Partout")
    html = get(client, "tri=commune").content.decode()
    assert re.findall(r'cards__heading">([^<]+)', html) == ["Arras", "Sans commune nommée"]
    assert "cards__heading" not in get(client).content.decode()


def test_found_words_are_marked(client):
    make_initiative("Titre", summary="Des <i>couturières</i>.")
    assert "&lt;i&gt;<mark>couturières</mark>&lt;/i&gt;" in get(client, "q=couturieres").content.decode()


def test_found_words_are_marked_in_title_and_actors_too(client):
    make_initiative("L’atelier <b>masques</b>", summary="Rien.", organisations=(make_organisation("Masques du Nord"),))
    html = get(client, "q=masques").content.decode()
    assert "L’atelier &lt;b&gt;<mark>masques</mark>&lt;/b&gt;" in html
    assert "<mark>Masques</mark> du Nord</a>" in html
    assert "<mark>" not in get(client).content.decode()


def test_card_says_why_it_is_there(client):
    beaurains = make_commune("Beaurains", insee="62099")
    make_initiative(areas=(make_area("CU d'Arras", locative="dans la CU d'Arras", communes=(beaurains,)),))
    make_initiative(beneficiary_communes=(beaurains,))
    html = get(client, "commune=62099").content.decode()
    assert "agit dans la CU d’Arras" in html
    assert "au bénéfice de Beaurains" in html


def test_nothing_found_offers_ways_on(client):
    epci = make_area("CU d'Arras", kind="epci")
    arras, beaurains = (make_commune(name, epci=epci) for name in ("Arras", "Beaurains"))
    make_initiative("Masques", communes=(arras,))
    make_initiative("Fleurs", communes=(beaurains,), theme="jeunes")
    html = get(client, f"q=fleurs&commune={arras.pk}").content.decode()
    assert "Aucune initiative ne réunit tous ces critères" in html
    assert "Sans «\u00a0fleurs\u00a0» (1\u00a0initiative)" in html
    assert "Sans Arras (1\u00a0initiative)" in html
    assert f'href="/initiatives/?q=fleurs&amp;commune={beaurains.pk}">Beaurains (1)' in html
    assert "<strong>masques</strong>" in get(client, "q=maskes").content.decode()


def test_nothing_found_offers_to_be_told_and_to_write(client):
    make_initiative("Masques", theme="protection")
    make_territory(press_email="redaction@exemple.fr")
    html = client.get("/initiatives/?q=tondeuse&theme=protection").content.decode()
    assert '<a href="/suivre/?q=tondeuse&amp;theme=protection">être averti</a>' in html
    assert '<a href="mailto:redaction@exemple.fr">Écrire à la rédaction</a>' in html
    assert "être averti</a>" not in client.get("/initiatives/?q=masques").content.decode()


def test_nothing_in_a_commune_that_no_initiative_names_offers_its_neighbours(client):
    epci = make_area("CA de Béthune", kind="epci", locative="dans la CA de Béthune")
    bethune, houdain, lens = (
        make_commune("Béthune", epci=epci),
        make_commune("Houdain", epci=epci),
        make_commune("Lens"),
    )
    epci.communes.set([bethune, houdain])
    make_initiative("Masques", communes=(houdain, lens))
    html = get(client, f"q=masques&commune={bethune.pk}").content.decode()
    assert f'href="/initiatives/?q=masques&amp;territoire={epci.slug}">Voir dans la CA de Béthune (1)' in html
    assert f'href="/initiatives/?q=masques&amp;commune={houdain.pk}">Houdain (1)' in html
    assert "Lens (1)</a>" not in html
    assert "Voir dans" not in get(client, f"q=gants&commune={bethune.pk}").content.decode()


def test_nothing_found_says_what_was_asked(client):
    make_initiative()
    assert "ne répond à cette recherche" in get(client, "q=zzzzzz").content.decode()
    html = get(client, "q=zzzzzz&depuis=2021-05-01&jusqua=2021-06-01").content.decode()
    assert "tous ces critères" in html
    assert "Sans" not in html  # no single criterion to drop is enough
    make_initiative("Zzzzzz")
    html = get(client, "q=zzzzzz&depuis=2021-05-01").content.decode()
    assert "Sans la date de début (1\u00a0initiative)" in html


def test_misspelt_commune_is_offered_as_a_filter(client):
    make_territory()
    bethune = make_commune("Béthune")
    assert (
        f'href="/initiatives/?commune={bethune.pk}"><strong>Béthune</strong>'
        in get(client, "q=betune").content.decode()
    )
    make_initiative("Des masques", communes=(bethune,))
    html = get(client, "q=betune").content.decode()
    assert "résultats pour <strong>béthune</strong>" in html
    assert 'href="/initiatives/?q=%22betune%22">Chercher tel quel' in html
    assert "Des masques" in html
    html = get(client, "q=masques betune").content.decode()
    assert "résultats pour <strong>masques béthune</strong>" in html
    assert f'href="/initiatives/?q=masques&amp;commune={bethune.pk}">N’y voir que cela' in html


def test_nothing_published_teaches_the_next_step(client):
    assert "Rien n’est encore publié" in get(client).content.decode()


@pytest.mark.parametrize(
    ("wanted", "shown"),
    [
        ("2", 2),
        ("3", 3),
        ("4", 3),
        ("1000000000", 3),
        ("9" * 5000, 3),
        ("-1", 1),
        ("0", 1),
        ("abc", 1),
        ("", 1),
        ("1.5", 1),
        ("²", 1),
    ],
)
def test_page_number_out_of_bounds_gives_the_nearest_page(client, wanted, shown):
    by = make_user()
    for _ in range(41):
        make_initiative(by=by, theme="jeunes")
    response = client.get("/initiatives/", {"page": wanted, "theme": "jeunes"})
    assert response.context["page_obj"].number == shown
    canonical = re.search(r'rel="canonical" href="([^"]+)"', response.content.decode())[1]
    assert canonical == "http://testserver/initiatives/?theme=jeunes" + (f"&amp;page={shown}" if shown > 1 else "")


def test_links_between_pages_keep_what_was_understood(client):
    by = make_user()
    for _ in range(21):
        make_initiative(by=by)
    html = get(client, "theme=protection&theme=x&autre=1&page=1").content.decode()
    assert 'rel="next" href="?theme=protection&amp;page=2"' in html


def test_typed_commune_leads_to_its_filter_and_keeps_the_others(client):
    arras = make_commune("Arras", insee="62041")
    response = get(client, "q=masques&commune_nom=arras&theme=protection&page=3")
    assert response.status_code == 302
    assert response.url == f"/initiatives/?q=masques&theme=protection&commune={arras.pk}"


def test_typed_commune_adds_to_those_chosen(client):
    make_commune("Arras", insee="62041")
    lens = make_commune("Lens")
    assert get(client, f"commune={lens.pk}&commune_nom=Arras").url == f"/initiatives/?commune={lens.pk}&commune=62041"


def test_ambiguous_commune_is_asked(client):
    for name in ("Saint-Omer", "Saint-Pol-sur-Ternoise"):
        make_commune(name)
    html = get(client, "q=masques&commune_nom=saint").content.decode()
    assert "Quel lieu cherchez-vous avec «\u00a0saint\u00a0»\u00a0?" in html
    assert len(re.findall(r'href="/initiatives/\?q=masques&amp;commune=\w{5}"', html)) == 2


def test_communes_of_a_postal_code_are_told_by_it(client):
    for name in ("Guînes", "Andres"):
        make_commune(name, postal_codes=["62340"])
    assert ">Guînes (62340)</a>" in get(client, "commune_nom=62340").content.decode()


def test_unknown_commune_is_said_with_the_nearest_name(client):
    make_commune("Boulogne-sur-Mer")
    assert "Vouliez-vous dire" in get(client, "commune_nom=Bologne-sur-mer").content.decode()
    assert "Aucune commune trouvée" in get(client, "commune_nom=Zzzzzz").content.decode()


def test_place_among_the_words_is_offered_as_a_filter(client):
    lens = make_commune("Lens")
    make_initiative("Des masques", areas=(make_area(communes=(lens,)),))
    html = get(client, "q=masques lens").content.decode()
    assert f'href="/initiatives/?q=masques&amp;commune={lens.pk}"' in html


def test_options_of_887_communes_are_not_in_the_page(client):
    for _ in range(30):
        make_commune()
    html = get(client).content.decode()
    assert "Village-" not in html


def test_no_inline_script_or_style_and_data_block_is_json(client):
    make_initiative("</script><b>x</b>")
    for path in ("/", "/initiatives/"):
        html = client.get(path).content.decode()
        assert "style=" not in html
        for attributes in re.findall(r"<script\b([^>]*)>", html):
            assert "src=" in attributes or "application/ld+json" in attributes


def test_directory_names_itself_for_other_readers(client):
    make_territory()
    make_initiative(theme="jeunes")
    html = get(client, "theme=jeunes").content.decode()
    assert 'title="Cette recherche" href="/initiatives.atom?theme=jeunes">' in html
    assert '<meta property="og:site_name" content="Le Pas-de-Calais solidaire">' in html
    assert 'content="noindex, follow"' in html
    assert "noindex" not in get(client).content.decode()


def test_url_names_are_those_of_the_contract():
    assert reverse("initiatives:home") == "/"
    assert reverse("initiatives:directory") == "/initiatives/"
    assert reverse("initiatives:geojson") == "/initiatives.geojson"
    assert reverse("initiatives:theme", args=["jeunes"]) == "/themes/jeunes/"
    assert reverse("initiatives:initiative", args=[1, "a"]) == "/initiatives/1-a/"
    assert reverse("communes:commune", args=["62041", "arras"]) == "/communes/62041-arras/"
    assert reverse("organisations:organisation", args=[1, "a"]) == "/organisations/1-a/"


def test_neighbours_are_the_nearest_with_something(client):
    """Whatever their intercommunality; not what is too far to go for help."""
    lens = make_commune("Lens", latitude="50.43", longitude="2.83")
    near = make_commune("Liévin", latitude="50.42", longitude="2.78")
    nearer = make_commune("Loos", latitude="50.44", longitude="2.82")
    far = make_commune("Calais", latitude="50.95", longitude="1.85")
    make_initiative("Masques", communes=(near, nearer, far))
    html = get(client, f"q=masques&commune={lens.pk}").content.decode()
    assert html.index("Loos, à 1\u00a0km (1)") < html.index("Liévin, à 4\u00a0km (1)")
    assert "Calais, à" not in html
