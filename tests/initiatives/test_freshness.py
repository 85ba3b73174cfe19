"""What may be said today of where an initiative stands, with the day passed in."""

import re
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from initiatives.freshness import freshness, to_check, with_known_on
from initiatives.models import Initiative
from tests.builders import make_initiative, make_user
from tests.directory.published import publish

pytestmark = pytest.mark.django_db

SPRING, SUMMER, WINTER = date(2020, 5, 2), date(2020, 7, 14), date(2020, 12, 1)


def told(row, today):
    return freshness(with_known_on(Initiative.objects.all()).get(pk=row.pk), today=today)


def needing_check(today):
    return set(to_check(Initiative.objects.all(), today=today))


def test_information_grows_old():
    row = make_initiative(started_on=date(2020, 4, 7))
    assert told(row, SPRING).phrase == "Information d’avril\u00a02020, en cours"
    assert told(row, WINTER).phrase == "Information d’avril\u00a02020, à\u00a0vérifier"
    assert needing_check(SPRING) == set()
    assert needing_check(WINTER) == {row}


def test_last_bulletin_that_tells_it_counts():
    row = make_initiative(started_on=date(2020, 4, 7))
    publish(row, dated_on=date(2020, 11, 20))
    assert told(row, WINTER).phrase == "Information de novembre\u00a02020, en cours"
    assert needing_check(WINTER) == set()


def test_day_of_publication_counts_without_any_other():
    assert told(make_initiative(), SUMMER).known_on == date(2020, 4, 30)


def test_check_of_someone_makes_it_fresh_for_half_a_year():
    row = make_initiative(started_on=date(2020, 4, 7), state_checked_on=date(2020, 11, 30))
    assert told(row, WINTER).phrase == "En cours, vérifié le 30\u00a0novembre\u00a02020"
    assert needing_check(WINTER) == set()
    assert needing_check(date(2021, 6, 2)) == {row}
    assert told(row, date(2021, 6, 2)).phrase == "Information de novembre\u00a02020, à\u00a0vérifier"


def test_what_is_over_stays_over_and_what_is_doubted_is_to_check_at_once():
    over = make_initiative(started_on=date(2020, 4, 7), state="over")
    doubted = make_initiative(started_on=date(2020, 5, 1), state="to_check")
    assert told(over, WINTER).phrase == "Information d’avril\u00a02020, terminée"
    assert told(doubted, SPRING).phrase == "Information de mai\u00a02020, à\u00a0vérifier"
    assert needing_check(SPRING) == {doubted}


def test_drafts_are_not_asked_about():
    make_initiative(published=False, started_on=date(2020, 4, 7))
    assert needing_check(WINTER) == set()


def test_day_of_check_has_come():
    row = make_initiative(by=make_user())
    row.state_checked_on = date(timezone.localdate().year + 1, 1, 1)
    with pytest.raises(ValidationError, match="pas encore venu"):
        row.full_clean()


def test_first_page_counts_them_without_reading_a_row():
    """All that the count asks of an initiative stands in one index."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT attname FROM pg_attribute WHERE attrelid = 'initiatives_newest'::regclass")
        held = {name for (name,) in cursor.fetchall()}

    def asked(rows):
        return set(re.findall(r'"initiatives_initiative"\."(\w+)"', str(rows.values("pk").query)))

    counted = to_check(Initiative.objects.order_by(), today=WINTER)
    assert asked(counted) <= held
    assert not asked(counted.filter(title="Repas")) <= held
