import pytest

from tests.builders import make_user


@pytest.fixture
def officer(db):
    """A member of “rédaction”: enters, cannot publish."""
    return make_user("redactrice", group="rédaction")


@pytest.fixture
def editor(db):
    """A member of “édition”: enters, publishes and withdraws."""
    return make_user("editrice", group="édition")


@pytest.fixture
def administrator(db):
    """A member of “administration”: users and settings as well."""
    return make_user("administratrice", group="administration")
