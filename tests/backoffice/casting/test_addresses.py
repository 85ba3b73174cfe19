import pytest
from django.urls import NoReverseMatch, reverse

from backoffice.casting.addresses import address_of


@pytest.mark.parametrize("name", ["initiatives:initiative", "organisations:organisation"])
@pytest.mark.parametrize(("key", "slug"), [(1, "masques"), (1_234_567_890, "une-page-entre-cent"), (7, "A_b-9")])
def test_address_is_that_of_its_pattern(name, key, slug):
    assert address_of(name, key, slug) == reverse(name, args=[key, slug])


@pytest.mark.parametrize(("key", "slug"), [(None, "masques"), (1, ""), (1, "deux mots"), (1, "é"), (1, "a/../b")])
def test_what_has_no_address_is_refused(key, slug):
    with pytest.raises(NoReverseMatch):
        address_of("initiatives:initiative", key, slug)
