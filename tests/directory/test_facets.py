import pytest
from django.http import QueryDict
from django.template.loader import get_template
from django.utils.safestring import mark_safe

from directory.finding.facets import Facet, Option, facets, option_html
from directory.finding.filters import DirectoryFilter
from organisations.models import Organisation
from tests.builders import make_area, make_audience, make_commune, make_initiative, make_organisation
from tests.directory.published import publish

pytestmark = pytest.mark.django_db


def counts(query=""):
    """{facet: {value: count}} of the options."""
    return {
        facet.name: {option.value: option.count for option in facet.options}
        for facet in facets(DirectoryFilter(QueryDict(query)))
    }


def test_facet_counts_with_all_other_filters_but_its_own():
    firm = make_organisation(kind=Organisation.Kind.ENTREPRISE)
    make_initiative(theme="protection", organisations=(firm,))
    make_initiative(theme="soignants", organisations=(firm,))
    make_initiative(theme="soignants", organisations=(make_organisation(),))
    told = counts("theme=protection")
    assert told["theme"] | {"protection": 1, "soignants": 2} == told["theme"]
    assert told["type"] == {"entreprise": 1, "association": 0}
    assert counts("type=association")["theme"]["protection"] == 0


def test_each_count_is_what_choosing_the_value_gives():
    arras, beaurains, marck = (make_commune(name) for name in ("Arras", "Beaurains", "Marck"))
    epci = make_area("CU d'Arras", kind="epci", communes=(arras, beaurains))
    type(arras).objects.filter(pk__in=[arras.pk, beaurains.pk]).update(epci=epci)
    calaisis = make_area("Calaisis", communes=(marck,))
    nurses = make_audience("soignants")
    rows = [
        make_initiative(communes=(arras,), areas=(epci,), audiences=(nurses,)),
        make_initiative(communes=(beaurains,), beneficiary_communes=(arras,), theme="jeunes"),
        make_initiative(areas=(epci, calaisis), theme="jeunes", audiences=(nurses, make_audience("routiers"))),
        make_initiative(communes=(marck, arras), organisations=(make_organisation(),)),
    ]
    publish(*rows[:2], number=1)
    publish(*rows[1:], number=2)
    for base in ("", "theme=jeunes", "public=soignants", f"commune={arras.pk}", "bulletin=2", "q=entraide"):
        for name, options in counts(base).items():
            others = "&".join(pair for pair in base.split("&") if not pair.startswith(f"{name}="))
            for value, count in options.items():
                chosen = DirectoryFilter(QueryDict(f"{others}&{name}={value}"))
                assert chosen.narrowed().count() == count, (base, name, value)


def test_options_are_chosen_first_then_by_count_zero_last():
    for _ in range(2):
        make_initiative(theme="soignants")
    make_initiative(theme="jeunes")
    theme = facets(DirectoryFilter(QueryDict("theme=jeunes")))[0]
    assert [option.value for option in theme.options[:2]] == ["jeunes", "soignants"]
    assert all(option.count == 0 for option in theme.options[2:])
    assert theme.selected_count == 1


def test_draft_gives_no_option_and_no_count():
    make_initiative(
        published=False,
        communes=(make_commune(),),
        areas=(make_area(),),
        audiences=(make_audience(),),
        organisations=(make_organisation(),),
    )
    told = counts()
    assert set(told.pop("theme").values()) == {0}
    assert all(options == {} for options in told.values())


@pytest.mark.parametrize("rows", [1, 3])
def test_facets_take_a_fixed_number_of_queries(rows, django_assert_num_queries):
    for _ in range(rows):
        commune = make_commune()
        make_initiative(communes=(commune,), areas=(make_area(communes=(commune,)),), audiences=(make_audience(),))
    chosen = DirectoryFilter(QueryDict("q=entraide"))
    with django_assert_num_queries(9):  # three to read the words
        facets(chosen)


def test_page_shows_the_first_communes_only():
    for _ in range(42):
        make_initiative(communes=(make_commune(),), theme="jeunes")
    commune = facets(DirectoryFilter(QueryDict("")))[1]
    assert len(commune.options) == 42
    assert len(commune.shown) == 40


@pytest.mark.parametrize("count", [0, 1, 2, 1200])
@pytest.mark.parametrize("is_selected", [False, True])
def test_option_is_written_as_its_component_says_it(count, is_selected):
    option = Option("a&b", "L’<Abbaye>", count, is_selected)
    html = option_html("theme", option)
    told = {"name": "theme", "value": "a&b", "label": "L’<Abbaye>", "count": count, "is_selected": is_selected}
    told |= {"is_empty": count == 0, "is_one": count == 1}
    assert html == get_template("components/facet_option.html").render(told).strip()
    assert f"{count}<span" in html
    assert (" initiatives<" in html) == (count > 1)
    assert "L’&lt;Abbaye&gt;" in html
    assert 'value="a&amp;b"' in html
    assert (" disabled" in html, " checked" in html) == (count == 0 and not is_selected, is_selected)


@pytest.mark.parametrize(("count", "selected", "is_open"), [(0, 0, True), (3, 0, True), (12, 1, False), (45, 2, False)])
def test_facet_is_written_as_its_component_says_it(count, selected, is_open):
    options = [Option(str(number), f"n° {number}", 1, number < selected) for number in range(count)]
    facet = Facet("bulletin", options)
    first, rest = ("".join(option_html("bulletin", one) for one in part) for part in (options[:8], options[8:40]))
    told = {"legend": "Bulletin", "first": mark_safe(first), "rest": mark_safe(rest), "count": min(count, 40)}
    told |= {"selected_count": selected, "note": facet.note, "open": is_open}
    html = facet.open_html if is_open else facet.html
    assert html.strip() == get_template("components/facet.html").render(told).strip()


def test_option_of_a_name_in_braces_fills_no_hole():
    html = option_html("theme", Option("label", "value name count", 3))
    assert "value name count</span>" in html


def test_bulletins_that_are_too_many_for_a_page_are_sought_by_their_number():
    options = [Option(str(number), f"n° {number}", 1) for number in range(45, 0, -1)]
    assert [len(Facet("bulletin", options[:most]).shown) for most in (40, 41)] == [40, 40]
    assert [bool(Facet("bulletin", options[:most]).note) for most in (40, 41)] == [False, True]
    assert "n°\u00a012" in Facet("bulletin", options).note
    assert Facet("commune", options).note == ""
