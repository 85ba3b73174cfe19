from datetime import date

import pytest
from django.http import QueryDict

from directory.finding.filters import DirectoryFilter
from organisations.models import Organisation
from tests.builders import make_area, make_audience, make_commune, make_initiative, make_organisation
from tests.directory.published import publish

pytestmark = pytest.mark.django_db


def found(query):
    return {row.title for row in DirectoryFilter(QueryDict(query)).ordered()}


def test_only_published_initiatives_are_found():
    make_initiative("Publiée")
    make_initiative("Brouillon", published=False)
    assert found("") == {"Publiée"}


def test_values_of_a_filter_mean_or_and_filters_mean_and():
    firm = make_organisation(kind=Organisation.Kind.ENTREPRISE)
    make_initiative("A", theme="protection", organisations=(firm,))
    make_initiative("B", theme="soignants", organisations=(firm,))
    make_initiative("C", theme="soignants")
    assert found("theme=protection&theme=soignants") == {"A", "B", "C"}
    assert found("theme=protection&theme=soignants&type=entreprise") == {"A", "B"}
    assert found("theme=jeunes&type=entreprise") == set()


def test_commune_is_found_by_name_benefit_and_area():
    arras, beaurains, lens = make_commune("Arras"), make_commune("Beaurains"), make_commune("Lens")
    area = make_area("CU d'Arras", kind="epci", communes=(arras, beaurains))
    make_initiative("Sur place", communes=(arras,))
    make_initiative("Bénéfice", beneficiary_communes=(arras,))
    make_initiative("Par territoire", areas=(area,))
    make_initiative("Ailleurs", communes=(lens,))
    assert found(f"commune={arras.pk}") == {"Sur place", "Bénéfice", "Par territoire"}
    assert found(f"commune={beaurains.pk}") == {"Par territoire"}
    assert found(f"commune={beaurains.pk}&commune={lens.pk}") == {"Par territoire", "Ailleurs"}


def test_territory_is_found_by_itself_and_by_its_communes():
    marck = make_commune("Marck")
    area = make_area("Calaisis", communes=(marck,))
    make_initiative("Secteur", areas=(area,))
    make_initiative("Commune", communes=(marck,))
    make_initiative("Ailleurs", communes=(make_commune(),))
    assert found("territoire=calaisis") == {"Secteur", "Commune"}


def test_type_is_that_of_who_acts_not_of_who_benefits():
    hospital = make_organisation(kind=Organisation.Kind.ETABLISSEMENT_PUBLIC)
    row = make_initiative("Don à l’hôpital", organisations=(make_organisation(kind="collectif"), hospital))
    row.participations.filter(organisation=hospital).update(role="beneficiary")
    assert found("type=collectif") == {"Don à l’hôpital"}
    assert found("type=etablissement_public") == set()


def test_audience_and_several_matches_give_a_row_once():
    two = (make_audience("soignants"), make_audience("routiers"))
    make_initiative("A", audiences=two)
    rows = DirectoryFilter(QueryDict("public=soignants&public=routiers")).ordered()
    assert [row.title for row in rows] == ["A"]


def test_bulletin_by_number_or_special():
    row, other = make_initiative("A"), make_initiative("B")
    publish(row, number=7)
    special = publish(other, kind="special", title="Tissus", dated_on=None)
    assert found("bulletin=7") == {"A"}
    assert found(f"bulletin={special.slug}") == {"B"}
    assert found(f"bulletin=7&bulletin={special.slug}") == {"A", "B"}


def test_day_is_its_own_else_that_of_the_first_bulletin():
    own = make_initiative("Son jour", started_on=date(2020, 4, 8))
    cited = make_initiative("Bulletin")
    publish(own, cited, number=1, dated_on=date(2020, 4, 24))
    publish(cited, number=2, dated_on=date(2020, 4, 30))
    days = {row.title: row.told_on for row in DirectoryFilter(QueryDict("")).ordered()}
    assert days == {"Son jour": date(2020, 4, 8), "Bulletin": date(2020, 4, 24)}
    assert found("depuis=2020-04-10") == {"Bulletin"}
    assert found("jusqua=2020-04-08") == {"Son jour"}
    assert found("depuis=08/04/2020&jusqua=24/04/2020") == {"Son jour", "Bulletin"}


def test_sorts():
    b, a = make_commune("Béthune"), make_commune("Arras")
    make_initiative("Un masque", communes=(b,), started_on=date(2020, 4, 1), summary="rien")
    make_initiative("Deux", communes=(a,), started_on=date(2020, 4, 2), summary="un masque")
    make_initiative("Trois", started_on=date(2020, 4, 3), summary="un masque")

    def order(query):
        return [row.title for row in DirectoryFilter(QueryDict(query)).ordered()]

    assert order("") == ["Trois", "Deux", "Un masque"]
    assert order("tri=commune") == ["Deux", "Un masque", "Trois"]
    assert order("q=masque")[0] == "Un masque"
    assert order("q=masque&tri=date") == ["Trois", "Deux", "Un masque"]
    assert order("tri=pertinence") == order("")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("theme=inconnu", "«\u00a0Thème\u00a0» ne connaît pas «\u00a0inconnu\u00a0»"),
        ("commune=99999", "«\u00a0Commune\u00a0» ne connaît pas «\u00a099999\u00a0»"),
        ("commune=Arras", "«\u00a0Commune\u00a0»"),
        ("territoire=x", "«\u00a0Territoire\u00a0»"),
        ("type=x", "«\u00a0Qui agit\u00a0»"),
        ("bulletin=1", "«\u00a0Bulletin\u00a0»"),
        ("bulletin=99999999999999999999", "«\u00a0Bulletin\u00a0»"),
        ("public=x", "«\u00a0Pour qui\u00a0»"),
        ("depuis=hier", "«\u00a0Depuis le\u00a0»"),
        ("jusqua=2020-02-31", "«\u00a0Jusqu’au\u00a0»"),
        ("tri=hasard", "Ce tri n’existe pas"),
        ("q=!!!", "ni lettre ni chiffre"),
        ("q=les", "trop courants"),
        ("q=" + "masque " * 100, "très longue"),
    ],
)
def test_what_is_not_understood_is_ignored_and_said(query, said):
    make_initiative("Masque")
    chosen = DirectoryFilter(QueryDict(query))
    assert said in " ".join(chosen.notices)
    assert chosen.narrowed().count() == 1


def test_dates_the_wrong_way_round_give_nothing_and_say_why():
    make_initiative(started_on=date(2020, 4, 8))
    chosen = DirectoryFilter(QueryDict("depuis=2020-05-01&jusqua=2020-04-01"))
    assert chosen.narrowed().count() == 0
    assert "après la date de fin" in chosen.notices[0]


def test_address_keeps_only_what_was_understood_in_one_order():
    make_audience_used = make_audience("soignants")
    make_initiative(audiences=(make_audience_used,))
    chosen = DirectoryFilter(QueryDict("tri=date&public=soignants&theme=x&theme=protection&q= masques &page=3&z=1"))
    assert chosen.query() == "q=masques&theme=protection&public=soignants&tri=date"
    assert chosen.query(without=("theme", "protection")) == "q=masques&public=soignants&tri=date"
    assert chosen.query(without="q", page="2") == "theme=protection&public=soignants&tri=date&page=2"
    assert [label for _, _, label in chosen.active] == ["«\u00a0masques\u00a0»", "Protection et matériel", "soignants"]


def order(query):
    return [row.title for row in DirectoryFilter(QueryDict(query)).ordered()]


def test_commune_itself_comes_before_what_reaches_it_through_an_area():
    guines, calais = make_commune("Guînes"), make_commune("Calais")
    make_initiative("Au profit de la commune", beneficiary_communes=(guines,), started_on=date(2020, 3, 20))
    make_initiative("Dans la commune", communes=(guines,), started_on=date(2020, 3, 21))
    make_initiative("Masques", areas=(make_area(communes=(guines, calais)),), started_on=date(2020, 4, 30))
    assert order(f"commune={guines.pk}") == ["Dans la commune", "Au profit de la commune", "Masques"]
    assert order(f"commune={guines.pk}&tri=date")[0] == "Masques"


def test_sort_by_commune_goes_by_where_it_acts():
    arras, beaurains, calais = make_commune("Arras"), make_commune("Beaurains"), make_commune("Calais")
    make_initiative("Calais pour Arras", communes=(calais,), beneficiary_communes=(arras,))
    make_initiative("Pour Beaurains", beneficiary_communes=(beaurains,))
    make_initiative("Arras", communes=(arras,))
    make_initiative("Partout")
    assert order("tri=commune") == ["Arras", "Pour Beaurains", "Calais pour Arras", "Partout"]
