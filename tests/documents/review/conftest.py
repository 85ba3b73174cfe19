from __future__ import annotations

import pytest


@pytest.fixture
def desk(client, officer):
    client.force_login(officer)
    return client
