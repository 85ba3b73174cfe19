from __future__ import annotations

import pytest
from django.test import Client


@pytest.fixture
def desk(administrator) -> Client:
    """Someone who is shown all that the back office has."""
    administrator.is_superuser = True
    administrator.save()
    client = Client(raise_request_exception=False)
    client.force_login(administrator)
    return client
