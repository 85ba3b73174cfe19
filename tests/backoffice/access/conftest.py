import pytest


@pytest.fixture(autouse=True)
def _quick_passwords(settings):
    """These tests log in a hundred times; how passwords are kept is tested elsewhere."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
