"""The sieve in the database: however a number is written, in texts and in JSON; finer tests read what it leaves."""

import pytest

from bulletins.models import Edition
from organisations.appearances import likely
from organisations.models import Contact, Organisation
from tests.builders import make_organisation
from tests.bulletins.issues import make_cited, make_published

pytestmark = pytest.mark.django_db
WRITINGS = (
    "03 21 85 53 70",
    "03.21.85.53.70",
    "+33 (0)3\u00a021\u00a085\u00a053\u00a070",
    "tel:03%2021%C2%A08553%C2%A070",
)
OTHERS = ("", "03 21 85 53 71", "70 53 85 21 03", "321 85", "Chiffres : 3, 2, 1, puis 8")


@pytest.fixture
def phone():
    return Contact(kind="phone", value="+33321855370")


@pytest.mark.parametrize("text", WRITINGS)
def test_number_in_a_text_is_left_by_the_sieve(phone, text):
    row = make_organisation("Mercerie", description=f"Appelez le {text} !")
    assert list(likely(phone, Organisation.objects.all(), "description", "other_names", "name")) == [row]


@pytest.mark.parametrize("text", OTHERS)
def test_other_digits_are_not(phone, text):
    make_organisation("Mercerie", description=text)
    assert not likely(phone, Organisation.objects.all(), "description", "other_names", "name").exists()


@pytest.mark.parametrize("text", WRITINGS)
def test_number_in_json_is_left_by_the_sieve(phone, editor, text):
    make_published(editor, make_cited("Couture", summary=f"Appelez le {text}."))
    make_published(editor, make_cited("Repas", summary="Sans numéro."), number=2)
    assert [edition.bulletin.number for edition in likely(phone, Edition.objects.all(), "snapshot")] == [1]
