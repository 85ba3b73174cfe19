from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from initiatives.amounts import AmountField


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("40", "40"),
        ("1 600", "1600"),
        ("1\u00a0600,5", "1600.5"),
        ("11\u202f000", "11000"),
        ("0,25", "0.25"),
        ("1600.5", "1600.5"),
    ],
)
def test_amount_is_read_as_written_in_french(typed, amount):
    assert AmountField().clean(typed) == Decimal(amount)


@pytest.mark.parametrize("typed", ["1.600,5", "beaucoup", "1,2,3", "NaN", "Infinity", "1e"])
def test_amount_that_may_mean_two_things_is_refused(typed):
    with pytest.raises(ValidationError):
        AmountField().clean(typed)


@pytest.mark.parametrize(("stored", "shown"), [("40.00", "40"), ("1600.50", "1600,5"), ("1000.00", "1000")])
def test_amount_is_shown_without_useless_zeros(stored, shown):
    assert AmountField().prepare_value(Decimal(stored)) == shown


def test_amount_that_did_not_change_is_no_change():
    assert not AmountField().has_changed(Decimal("1600.50"), "1 600,5")
