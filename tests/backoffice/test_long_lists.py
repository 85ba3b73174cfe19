"""Lists of very many rows: what is counted, what is read for a page, and in what order it stands."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from backoffice.lists.pages import CountingPaginator, MoreThan, UncountedPaginator, counted_rows
from initiatives.models import Initiative
from tests.builders import make_commune, make_initiative, make_organisation

pytestmark = pytest.mark.django_db

LIST = "admin:initiatives_initiative_changelist"


def test_count_stops_and_says_so():
    for _ in range(3):
        make_initiative()
    rows = Initiative.objects.all()
    assert counted_rows(rows, most=3) == 3
    assert str(counted_rows(rows, most=2)) == "plus de\u00a02"
    assert str(MoreThan(10_001)) == "plus de\u00a010\u00a0000"
    assert counted_rows(rows, most=2) > 2


def test_stopped_count_is_written_as_such_on_the_page(client, administrator, monkeypatch):
    client.force_login(administrator)
    for _ in range(3):
        make_initiative("Masques")
    monkeypatch.setattr(CountingPaginator, "most", 2)
    html = client.get(reverse(LIST), {"q": "masques"}).content.decode()
    assert "plus de\u00a02 résultats" in html
    assert "plus de\u00a02 initiatives" in html
    # What is not filtered costs little to count, and is.
    assert "3 initiatives" in client.get(reverse(LIST)).content.decode()


@pytest.mark.parametrize(("others", "counted"), [({}, 0), ({"status__exact": "published"}, 1)], ids=["alone", "among"])
def test_search_alone_is_counted_by_the_keys_that_it_found(client, administrator, others, counted):
    client.force_login(administrator)
    for title in ("Masques", "Masques encore", "Repas"):
        make_initiative(title)
    make_initiative("Des masques à relire", status="review")
    with CaptureQueriesContext(connection) as queries:
        html = client.get(reverse(LIST), {"q": "masques"} | others).content.decode()
    of_rows = [
        query["sql"] for query in queries if "COUNT(*)" in query["sql"] and "initiatives_initiative" in query["sql"]
    ]
    assert len(of_rows) == counted
    assert f"{2 if others else 3} initiatives" in html


@pytest.mark.parametrize("column", ["", "?o=1", "?o=-1", "?o=4", "?o=-5", "?o=6", "?o=-6"])
def test_page_keeps_the_order_of_the_list(client, administrator, column):
    client.force_login(administrator)
    for day in (3, 1, 2):
        make_initiative(f"Titre {day}", started_on=f"2020-04-0{day}", communes=(make_commune(),))
    make_initiative("Sans jour", status="review")
    changes = client.get(reverse(LIST) + column).context["cl"]
    assert [row.pk for row in changes.result_list] == list(changes.queryset.values_list("pk", flat=True))
    assert all(hasattr(row, "last_change_by") for row in changes.result_list)


def test_list_reads_what_it_shows_of_the_rows_of_its_page_alone(client, administrator):
    client.force_login(administrator)
    make_initiative("Une")
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse(LIST))
    shown = [query["sql"] for query in queries if "last_change_by" in query["sql"]]
    assert len(shown) == 1
    assert '"initiatives_initiative"."id" IN (' in shown[0]


@pytest.mark.parametrize(
    ("rows", "make"), [("initiatives_initiative", make_initiative), ("communes_commune", make_commune)]
)
def test_row_leads_to_its_form(client, administrator, rows, make):
    """By a number as by a code, as Django's own list would."""
    client.force_login(administrator)
    changes = client.get(reverse(f"admin:{rows}_changelist")).context["cl"]
    made = [make(), make()]
    expected = [reverse(f"admin:{rows}_change", args=[row.pk]) for row in made]
    assert [changes.url_for_result(row) for row in made] == expected


def test_choices_are_turned_forward_without_being_counted(django_assert_num_queries):
    rows = [make_initiative() for _ in range(5)]
    paginator = UncountedPaginator(Initiative.objects.order_by("pk"), 2)
    with django_assert_num_queries(2):
        first = paginator.page(1)
    assert list(first.object_list) == rows[:2]
    assert [paginator.page(number).has_next() for number in (1, 2, 3, 4)] == [True, True, False, False]


def test_choices_of_an_address_come_in_few_queries(client, administrator, django_assert_num_queries):
    client.force_login(administrator)
    for number in range(3):
        make_initiative(f"Masques {number}")
    asked = {"app_label": "initiatives", "model_name": "initiative", "field_name": "follows", "term": "masques"}
    with django_assert_num_queries(7):
        found = client.get("/admin/autocomplete/", asked).json()
    assert len(found["results"]) == 3
    assert found["pagination"] == {"more": False}


@pytest.mark.parametrize(("typed", "found"), [("lens", 1), ("LENS ", 1), ("62498", 1), ("ens", 0), ("", 3)])
def test_organisations_are_filtered_by_a_seat_that_is_typed(client, administrator, typed, found):
    client.force_login(administrator)
    lens, near = make_commune("Lens", insee="62498"), make_commune("Loison-sous-Lens")
    for seat in (lens, near, None):
        make_organisation(seat=seat)
    response = client.get(
        reverse("admin:organisations_organisation_changelist"), {"siege": typed, "kind": "association"}
    )
    assert len(response.context["cl"].result_list) == found
    html = response.content.decode()
    assert 'name="siege"' in html
    assert '<input type="hidden" name="kind" value="association">' in html
    # A commune is typed, so that the page does not grow with their number.
    assert near.name not in html.partition('id="changelist-filter"')[2]
