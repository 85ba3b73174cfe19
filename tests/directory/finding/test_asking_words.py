"""Words of asking, words that say little, and places that are named with what lies around."""

import pytest
from django.http import QueryDict

from communes.models import Area, Commune
from directory.finding.filters import DirectoryFilter
from directory.finding.reading import read
from directory.finding.search import read_words
from directory.finding.synonyms import Families
from directory.models import SynonymFamily
from tests.builders import make_area, make_commune, make_initiative, make_organisation
from tests.directory.published import publish

pytestmark = pytest.mark.django_db


def found(text):
    query = QueryDict(mutable=True)
    query["q"] = text
    return DirectoryFilter(query)


def titles(text):
    return [row.title for row in found(text).ordered()]


def labels(text):
    return [meant.label for meant in read(read_words(text)).meant]


def terms(text):
    return [term.text for term in read_words(text).terms]


def test_where_whoever_asks_is_says_nothing():
    assert terms("des masques dans ma ville") == ["masques"]
    assert terms("politique de la ville") == ["politique", "ville"]
    assert terms("dans ma ville") == ["ville"]


def test_word_of_asking_counts_where_it_means_something_with_its_neighbour():
    assert terms("aide à domicile") == ["aide", "domicile"]
    assert terms("je cherche une aide aux devoirs") == ["aide", "devoirs"]
    assert terms("aide pour des masques") == ["masques"]


def test_words_that_ask_together_say_nothing():
    assert terms("un coup de main pour les courses") == ["courses"]
    assert terms("Coup de pouce, masques") == ["masques"]
    assert terms("coup de main") == ["coup", "main"]
    assert terms("coup de froid") == ["coup", "froid"]


def test_words_of_asking_alone_are_looked_for_but_the_plainest():
    assert terms("qui peut m'aider ?") == ["m'aider"]
    assert terms("où trouver") == ["trouver"]
    assert terms("comment") == ["comment"]
    assert terms("je voudrais savoir comment") == ["voudrais", "savoir", "comment"]


def test_words_of_asking_mean_something_together_where_nothing_else_is_asked():
    SynonymFamily.objects.create(words="veux aider\nbénévole", is_one_way=True)
    make_initiative("Des bénévoles")
    make_initiative("Des masques")
    assert titles("je veux aider") == ["Des bénévoles"]
    assert titles("je veux aider, des masques ?") == ["Des masques"]


def test_word_of_asking_ranks_where_nothing_but_a_place_is_said():
    SynonymFamily.objects.create(words="entraide\nrenfort", is_one_way=True)
    lens = make_commune("Lens")
    make_initiative("Un renfort", communes=(lens,))
    make_initiative("Des masques", communes=(lens,))
    assert titles("lens") == ["Des masques", "Un renfort"]
    assert titles("entraide lens") == ["Un renfort", "Des masques"]
    assert titles("entraide masques lens") == ["Des masques"]


def test_number_that_nothing_tells_says_little():
    make_initiative("Le Portel veille sur ses aînés")
    for name in ("Lens", "Calais", "Arras"):
        make_initiative(f"Gants de {name}")
    reading = read(read_words("aînés de 85 ans"))
    assert (reading.has, reading.missed) == (["aînés"], ["85", "ans"])
    assert titles("aînés de 85 ans") == ["Le Portel veille sur ses aînés"]


def test_marks_of_a_sentence_are_no_part_of_a_word():
    assert terms("des masques, du gel !") == ["masques", "gel"]


def test_word_that_says_little_gives_way_to_what_is_looked_for():
    make_initiative("Aller vers les jeunes")
    for name in ("Pharmacie de Lens", "Pharmacie de Calais", "Pharmacie d’Arras"):
        make_initiative(name)
    assert read(read_words("qui peut aller à la pharmacie sortir")).has == ["pharmacie"]
    assert titles("aller") == ["Aller vers les jeunes"]


def test_typed_word_comes_before_its_synonym():
    SynonymFamily.objects.create(words="truffe\nchampignon")
    make_initiative("Des truffes")
    make_initiative("Des champignons")
    assert titles("truffe") == ["Des truffes", "Des champignons"]
    assert titles("champignon") == ["Des champignons", "Des truffes"]


@pytest.mark.parametrize("typed", ["livreuses", "livreur"])
def test_families_know_both_genders(typed):
    assert Families({"livreur": ("livreur", "portage")}).others(typed) == ("livreur", "portage")
    assert Families({"livreuse": ("a",)}).others("course") == ()


def test_grouping_of_a_commune_is_meant():
    epci = make_area("CA de Lens - Liévin", kind=Area.Kind.EPCI)
    make_commune("Lens", insee="62498", epci=epci)
    make_commune("Arras", insee="62041", epci=None)
    assert labels("l'agglo de Lens") == labels("communauté d'agglomération de lens") == [read_label(epci)]
    assert labels("agglo d'Arras") == ["à Arras"]
    wide = make_area("Boulonnais", communes=(Commune.objects.get(name="Arras"),))
    make_initiative("Quelque chose", areas=(wide,))
    assert labels("masques dans l'agglo du boulonnais") == [read_label(wide)]
    assert titles("l'agglo du boulonnais") == ["Quelque chose"]


def read_label(area):
    return f"sur le territoire «\u00a0{area.name}\u00a0»" if not area.locative else area.locative


def test_departement_is_known_by_its_number_after_in():
    make_area("Pas-de-Calais", kind=Area.Kind.DEPARTMENT)
    assert labels("masques dans le 62") == [read_label(Area.objects.get())]
    assert labels("62 masques") == labels("le 62 avril") == []


def test_area_is_reached_by_what_covers_a_part_of_it():
    omer, lumbres = make_commune("Saint-Omer"), make_commune("Lumbres")
    make_area("Audomarois", communes=(omer, lumbres))
    make_initiative("Dans une partie", areas=(make_area("Pays de Saint-Omer", kind=Area.Kind.EPCI, communes=(omer,)),))
    wide = make_area("Flandre", communes=(omer, make_commune("Cassel")))
    make_initiative("Plus large", areas=(wide,))
    make_initiative("Au centre", areas=(Area.objects.get(name="Audomarois"),))
    assert set(titles("audomarois")) == {"Dans une partie", "Au centre"}


def test_last_special_issue_is_meant():
    cited = make_initiative("Des masques")
    publish(cited, kind="special", title="Un métier", number=None)
    make_initiative("Autre")
    assert labels("hors-série") == labels("hors série") == ["dans le dernier hors-série"]
    assert titles("hors-série") == ["Des masques"]


def test_commune_named_like_a_word_wants_a_capital():
    make_commune("Bus")
    assert labels("bus scolaire") == []
    assert labels("masques à bus") == labels("masques Bus") == ["à Bus"]


def test_name_of_a_departement_is_not_that_of_the_commune_it_ends_with():
    calais = make_commune("Calais")
    make_initiative("Tout le Pas-de-Calais")
    make_initiative("Là-bas", communes=(calais,))
    make_initiative("Venus de Calais")
    assert set(titles("calais")) == {"Là-bas", "Venus de Calais"}


def test_where_little_is_found_what_is_near_follows_by_distance():
    audruicq = make_commune("Audruicq", latitude="50.88", longitude="2.08")
    guemps = make_commune("Guemps", latitude="50.91", longitude="2.00")
    marck = make_commune("Marck", latitude="50.95", longitude="1.95")
    lens = make_commune("Lens", latitude="50.43", longitude="2.83")
    for name, commune in (("Lens", lens), ("Marck", marck), ("Guemps", guemps)):
        make_initiative(f"Masques de {name}", communes=(commune,))
    assert titles("masques audruicq") == ["Masques de Guemps", "Masques de Marck", "Masques de Lens"]
    make_initiative("Masques du pays", areas=(make_area("Calaisis", communes=(audruicq, marck)),))
    chosen = found("masques audruicq")
    assert [row.title for row in chosen.ordered()] == ["Masques du pays", "Masques de Guemps", "Masques de Marck"]
    assert not chosen.reading.is_partial
    assert labels("masques audruicq") == ["à Audruicq et à moins de 20\u00a0km"]


def test_where_enough_is_found_nothing_is_added():
    audruicq = make_commune("Audruicq", latitude="50.88", longitude="2.08")
    make_initiative("Masques de Guemps", communes=(make_commune("Guemps", latitude="50.91", longitude="2.00"),))
    for place in range(3):
        make_initiative(f"Masques {place}", communes=(audruicq,))
    assert len(titles("masques audruicq")) == 3
    assert labels("masques audruicq") == ["à Audruicq"]


def test_thing_in_the_place_comes_before_another_thing_elsewhere():
    here, there = make_commune("Mazingarbe"), make_commune("Calais")
    make_initiative("Masques d’ici", communes=(here,))
    make_initiative("Bénévoles de là", communes=(there,))
    for place in range(3):
        make_initiative(f"Autre {place}", organisations=(make_organisation(f"Club {place}"),))
    assert titles("masques Mazingarbe bénévoles")[0] == "Masques d’ici"
