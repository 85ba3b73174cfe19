import pytest

from communes.models import Territory
from communes.remembered import at_moment, read_territory, remembered_territory
from tests.builders import make_territory

pytestmark = pytest.mark.django_db


def test_territory_is_read_once_a_moment(django_assert_num_queries):
    make_territory(name="Pas-de-Calais")
    with at_moment(("mark", 1)):
        assert read_territory().name == "Pas-de-Calais"
    Territory.objects.update(name="Nord")
    with at_moment(("mark", 1)), django_assert_num_queries(0):
        assert read_territory().name == "Pas-de-Calais"
    with at_moment(("mark", 2)):
        assert read_territory().name == "Nord"
    assert remembered_territory().name == "Nord"


def test_territory_is_read_anew_where_no_moment_is_known(django_assert_num_queries):
    make_territory()
    for mark in (None, None):
        with at_moment(mark), django_assert_num_queries(1):
            assert read_territory()
    with django_assert_num_queries(1):
        assert read_territory()
