"""What is understood of a search: names among the words, words of asking, slips, and most of the words."""

import pytest
from django.http import QueryDict

from directory.finding.filters import DirectoryFilter
from directory.finding.reading import read
from directory.finding.search import read_words
from directory.models import SynonymFamily
from initiatives.models import Initiative
from tests.builders import make_area, make_commune, make_initiative, make_organisation, make_person, make_territory
from tests.directory.published import publish

pytestmark = pytest.mark.django_db


def titles(text):
    query = QueryDict(mutable=True)
    query["q"] = text
    return [row.title for row in DirectoryFilter(query).ordered()]


def labels(text):
    return [meant.label for meant in read(read_words(text)).meant]


@pytest.fixture
def places():
    lens = make_commune("Lens", insee="62498", postal_codes=["62300"], latitude="50.43", longitude="2.83")
    calais = make_commune("Calais", insee="62193", postal_codes=["62100"], latitude="50.95", longitude="1.85")
    omer = make_commune("Saint-Omer", insee="62765", postal_codes=["62500"], latitude="50.75", longitude="2.25")
    return lens, calais, omer


def test_place_among_the_words_reaches_through_areas(places):
    lens, calais, _ = places
    make_initiative("Masques à Calais", communes=(calais,))
    make_initiative("Masques du bassin", areas=(make_area("Bassin minier", communes=(lens,)),))
    make_initiative("Masques de Lens", communes=(lens,))
    assert titles("masques lens") == ["Masques de Lens", "Masques du bassin"]
    assert titles("qui fait des masques près de Lens ?") == ["Masques de Lens", "Masques du bassin"]


@pytest.mark.parametrize("typed", ["gel st omer", "gel Saint-Omer", "gel 62500", "gel audomarois", "gel à saint omer"])
def test_place_is_known_by_all_its_names(places, typed):
    make_initiative("Gel", communes=(places[2],), areas=(make_area("Audomarois", communes=(places[2],)),))
    make_initiative("Gel d’ailleurs", communes=(places[0],))
    assert titles(typed) == ["Gel"]


def test_name_between_quotes_is_a_mere_word(places):
    make_initiative("Des masques", areas=(make_area("Bassin", communes=places[:1]),))
    assert titles("masques lens") == ["Des masques"]
    assert read(read_words('masques "lens"')).meant == []
    reading = read(read_words("masques lens gratuits"))
    assert reading.quoted(reading.meant[0]) == 'masques "lens" gratuits'
    assert reading.without(reading.meant[0]) == "masques gratuits"


def test_commune_that_is_a_word_needs_a_sign():
    make_commune("Avion", insee="62065")
    assert labels("un avion en papier") == []
    assert labels("masques à avion") == labels("masques Avion") == ["à Avion"]


def test_kind_and_bulletin_are_understood():
    make_initiative("Repas", organisations=(make_organisation("Les Amis", kind="association"),))
    make_initiative("Repas livrés", organisations=(make_organisation("Traiteur", kind="entreprise"),))
    assert titles("association repas") == ["Repas"]
    assert labels("n°7 masques") == labels("masques bulletin n° 7") == ["dans le bulletin n°\u00a07"]
    assert labels("association") == []


def test_words_of_asking_weigh_nothing_but_alone():
    make_initiative("Des visières")
    make_initiative("Trouver sa voie")
    assert titles("où trouver des visières") == ["Des visières"]
    assert titles("trouver") == ["Trouver sa voie"]


def test_article_of_a_commune_may_be_contracted():
    portel = make_commune("Le Portel")
    make_initiative("Courses livrées", communes=(portel,))
    assert labels("courses au portel") == labels("courses du Portel") == labels("courses le portel") == ["au Portel"]
    assert titles("qui appeler pour des courses au portel") == ["Courses livrées"]


def test_commune_elsewhere_is_no_slip_of_ours_and_is_told(client):
    make_initiative("Masques", communes=(make_commune("Lillers"),))
    assert titles("lille") == []
    html = client.get("/initiatives/?q=masques+lille").content.decode()
    assert "<strong>Lille (Nord)</strong> est hors du territoire" in html
    assert "hors du territoire" not in client.get("/initiatives/?q=masques+lillers").content.decode()


def test_what_is_asked_for_is_not_replaced_by_what_happens_there(places):
    make_initiative("Masques de Calais", communes=places[1:2])
    make_initiative("Repas de Lens", communes=places[:1])
    assert titles("masques lens") == ["Masques de Calais"]


def test_small_ou_is_a_choice_between_two_things_and_no_choice_elsewhere():
    make_initiative("Des masques")
    make_initiative("Des visières")
    assert set(titles("masques ou visières")) == set(titles("masques OU visières")) == {"Des masques", "Des visières"}
    assert titles("ou trouver des masques") == titles("savoir ou sont les masques") == ["Des masques"]


def test_most_of_the_words_are_found_where_nothing_has_all(places):
    make_initiative("Des masques cousus à la main", communes=places[1:2])
    make_initiative("Des livres")
    reading = read(read_words("masques cousus dorés"))
    assert reading.is_partial
    assert (reading.has, reading.missed) == (["masques", "cousus"], ["dorés"])
    assert titles("masques cousus dorés") == ["Des masques cousus à la main"]
    assert titles("dorés argentés") == []
    assert titles("masques -cousus dorés") == []


def test_nothing_published_is_no_part_of_anything():
    reading = read(read_words("masques dorés"))
    assert (reading.is_partial, reading.missed) == (False, [])


def test_where_nothing_is_at_the_place_the_nearest_comes_first(places):
    lens, calais, omer = places
    make_initiative("Visières de Calais", communes=(calais,))
    make_initiative("Visières de Lens", communes=(lens,))
    make_initiative("Gants", communes=(omer,))
    assert titles("visières saint-omer")[:2] == ["Visières de Calais", "Visières de Lens"]
    assert titles("visières Béthune")[:2] != []


@pytest.mark.parametrize(("typed", "written"), [
    ("jetsac", "Jet’Sac"), ("jet'sac", "Jet’Sac"), ("hydroalcoolique", "Gel hydro-alcoolique"), ("CRS9", "La CRS 9"),
    ("hydro alcoolique", "Gel hydroalcoolique"), ("hydro-alcoolique", "Gel hydroalcoolique"), ("crs 9", "La CRS9"),
    ("coutu", "Une couturière"), ("vissières", "Des visières"), ("coutrière", "Une couturière"),
    ("maskes", "Des masques"),
])  # fmt: skip
def test_words_are_found_however_they_are_written(typed, written):
    make_initiative(written)
    make_initiative("Des livres")
    assert titles(typed) == [written]


@pytest.mark.parametrize("typed", ["fleurs", "croix rouge", "violences conjugales", "casques", "maison de retraite"])
def test_no_word_is_taken_for_another(typed):
    make_territory()
    for name in ("Lillers", "Ames", "Rougefay", "Violaines"):
        make_commune(name)
    make_initiative("Leurs masques", summary="Ils ont été faits dans la maison.")
    reading = read(read_words(typed))
    assert reading.typed == ""
    assert reading.meant == []


def test_mended_words_are_told_and_can_be_taken_back(client):
    make_initiative("Des visières")
    html = client.get("/initiatives/?q=vissières").content.decode()
    assert "résultats pour <strong>visières</strong>" in html
    assert "%22vissi%C3%A8res%22" in html
    assert titles('"vissières"') == []


@pytest.mark.parametrize("typed", ["маски", "كمامات", "口罩口罩", "ªªª маски"])
def test_words_of_another_alphabet_find_nothing_and_break_nothing(client, typed):
    make_initiative("Des masques")
    for address in ("/initiatives/", "/initiatives.atom", "/suivre/"):
        assert client.get(address, {"q": typed}).status_code == 200
    assert titles(typed) == []


def test_what_was_understood_is_told_with_its_ways_back(client, places):
    make_initiative("Masques", communes=places[:1])
    html = client.get("/initiatives/?q=masques+lens").content.decode()
    assert "cherché <strong>à Lens</strong>" in html
    assert 'href="/initiatives/?q=masques&amp;commune=62498">N’y voir que cela' in html
    assert 'href="/initiatives/?q=masques+%22lens%22">Chercher le mot' in html


def test_what_the_bulletin_that_was_named_lacks_is_told(client):
    publish(make_initiative("Des gants"), number=7)
    make_initiative("Des masques")
    html = client.get("/initiatives/?q=masques+bulletin+7").content.decode()
    assert "Rien de tel <strong>dans le bulletin n°\u00a07</strong>. " in html
    assert 'href="/initiatives/?bulletin=7">N’y voir que cela' in html
    assert "Chercher les mots «\u00a0bulletin 7\u00a0»" in html


def test_words_find_nothing_that_is_not_published(places):
    make_initiative("Masques secrets", published=False, communes=places[:1])
    make_initiative("Masques", communes=places[:1])
    for typed in ("masques lens", "masques secrets", "secret", "masques secrets dorés"):
        assert "Masques secrets" not in titles(typed)


def test_synonyms_apply_as_soon_as_they_are_saved():
    make_initiative("Une balançoire")
    assert titles("escarpolette") == []
    family = SynonymFamily.objects.create(words="escarpolette\nbalançoire")
    assert titles("escarpolette") == ["Une balançoire"]
    family.words, family.is_one_way = "balançoire\nescarpolette", True
    family.save()
    assert titles("escarpolette") == []
    family.delete()
    assert titles("balançoires") == ["Une balançoire"]


def test_expression_of_one_telling_word_finds_no_street():
    make_initiative("Travaux dans une rue")
    SynonymFamily.objects.create(words="clochard\nà la rue")
    assert titles("clochard") == []


def test_first_families_are_many_and_clean():
    families = list(SynonymFamily.objects.all())
    assert len(families) >= 60
    for family in families:
        family.full_clean()


def test_strict_reading_asks_no_more_than_one_question(django_assert_num_queries):
    make_initiative("Des masques")
    words = read_words("masques")
    with django_assert_num_queries(3):  # communes, areas, whether something has all
        assert read(words).narrow(Initiative.objects.none()) is not None


def test_bulletins_are_searched_in_their_own_texts(client):
    bulletin = publish(make_initiative("Des masques"), closing="Rejoignez la réserve civique du département.")
    html = client.get("/initiatives/?q=réserve+civique").content.decode()
    assert "Dans les bulletins" in html
    assert f'href="{bulletin.get_absolute_url()}"' in html
    assert "<mark>réserve</mark> <mark>civique</mark>" in html
    assert "Dans les bulletins" not in client.get("/initiatives/?q=licornes").content.decode()


def test_bulletins_are_not_found_by_what_is_no_longer_public(client):
    row = make_initiative("Des masques")
    bulletin = publish(row, closing="Merci à Zorgélise Zorgnom pour tout.")
    assert bulletin.get_absolute_url() in client.get("/initiatives/?q=zorgnom").content.decode()
    row.persons.add(make_person("Zorgélise Zorgnom", is_public=False))
    assert "Dans les bulletins" not in client.get("/initiatives/?q=zorgnom").content.decode()
    assert "Dans les bulletins" not in client.get('/initiatives/?q="Zorgélise+Zorgnom"').content.decode()
