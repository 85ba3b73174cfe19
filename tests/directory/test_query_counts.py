"""No page asks the database more often because it shows more rows."""

from datetime import date

import pytest

from directory.finding.synonyms import current_families
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

# Of pages whose cards are not kept yet, which inside a transaction they never are.
# Of exports one more, whether they are long.
# With words: the synonyms, the names among them (2), whether anything has them all, the bulletins.
QUERIES = {
    "/": 8,
    "/initiatives/": 10,
    "/initiatives/?q=entraide&commune=62548&theme=protection&tri=commune": 18,
    "/initiatives.csv": 11,
    "/initiatives-chiffres.csv": 11,
    "/suivre/?commune=62548&theme=protection": 5,
    "/initiatives.json": 17,
    "/initiatives.geojson": 12,  # one for the middles of the areas
    "/initiatives.atom": 4,
    "/themes/protection/": 6,
    "/communes/62548-marck/": 7,
    "/communes/suggestions/?commune_nom=marck": 1,
    "/sitemap.xml": 6,  # one for whether it is to be parted, one for each kind of page
    "/robots.txt": 0,
    "initiative": 6,
    "organisation": 5,
}


@pytest.fixture
def world():
    """One initiative with everything, and a function that adds more of the same."""
    make_territory()
    current_families()  # kept from the first search on
    epci = make_area("CA du Calaisis", kind="epci")
    marck = make_commune("Marck", insee="62548", epci=epci)
    epci.communes.add(marck)
    organisation = make_organisation("Ville de Marck", seat=marck)
    by = make_user()

    def add(count):
        rows = []
        for _ in range(count):
            neighbour = make_commune(epci=epci)
            row = make_initiative(
                by=by,
                communes=(marck, neighbour),
                areas=(make_area(communes=(marck, neighbour)), epci),
                organisations=(organisation, make_organisation(seat=marck)),
                audiences=(make_audience(),),
                contacts=(make_contact(), make_contact()),
                figures=({"item": "masques", "amount": 5, "unit": "masques"},),
                started_on=date(2020, 4, 1),
            )
            row.persons.add(make_person(is_public=True))
            make_initiative(by=by, areas=(epci,), follows=row)
            rows.append(row)
        publish(*rows)
        publish(*rows)
        return rows[0]

    first = add(1)
    publish(make_initiative(by=by, communes=(marck,)))  # beside the first one from the start
    return {"initiative": first.get_absolute_url(), "organisation": organisation.get_absolute_url(), "add": add}


@pytest.mark.parametrize(("path", "queries"), QUERIES.items(), ids=QUERIES)
@pytest.mark.parametrize("more", [0, 2])
def test_queries_do_not_grow_with_the_rows(client, world, path, queries, more, django_assert_num_queries):
    if more:
        world["add"](more)
    if "q=" in path:
        client.get(path)  # words and their stems are read once for good
    with django_assert_num_queries(queries):
        response = client.get(world.get(path, path))
        assert response.status_code == 200
        if response.streaming:
            assert b"".join(response)
