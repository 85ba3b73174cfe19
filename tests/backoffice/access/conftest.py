import pytest

from tests.backoffice.access.telephones import PASSWORD
from tests.builders import make_user


@pytest.fixture
def account(db):
    return make_user("redactrice", group="rédaction", password=PASSWORD, email="redactrice@exemple.fr")


@pytest.fixture
def at_its_address(settings):
    """Keys answer for one address alone."""
    settings.SITE_URL = "https://testserver"
