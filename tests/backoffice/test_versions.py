import pytest

from backoffice.versions import StaleVersion, take_next_version
from organisations.models import Organisation
from tests.builders import make_organisation


@pytest.mark.django_db
def test_expected_version_moves_on():
    row = make_organisation()
    take_next_version(row, expected=1)
    assert row.version == 2
    assert Organisation.objects.get(pk=row.pk).version == 2


@pytest.mark.django_db
def test_older_version_is_refused_with_the_row_as_it_stands():
    row = make_organisation("Secours d’Artois")
    Organisation.objects.filter(pk=row.pk).update(version=5, name="Secours du Ternois")
    with pytest.raises(StaleVersion) as refusal:
        take_next_version(row, expected=1)
    assert refusal.value.current.name == "Secours du Ternois"
    assert Organisation.objects.get(pk=row.pk).version == 5
