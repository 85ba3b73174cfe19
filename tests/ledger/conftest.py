import pytest

from tests.builders import make_user


@pytest.fixture(autouse=True)
def own_media(settings, tmp_path):
    """Files, and the list of erasures, stay in the folder of a test."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.BACKUP_FOLDER = ""


@pytest.fixture
def second(db):
    """Another editor, who has the second key."""
    return make_user("relecture", group="édition")


@pytest.fixture
def administrator(db):
    return make_user("regie", group="administration")
