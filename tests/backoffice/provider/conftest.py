from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.backoffice.provider.serving import CLIENT, SECRET, Provider

Travel = Callable[..., HttpResponse]


@pytest.fixture
def there(settings) -> Iterator[Provider]:
    """A provider that is at work, and that this site trusts."""
    provider = Provider()
    settings.OIDC_ISSUER = provider.issuer
    settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET = CLIENT, SECRET
    settings.OIDC_NAME = "ProEssai"
    settings.OIDC_TIMEOUT = 10  # the machine of the tests may be busy
    settings.OIDC_ROLES_CLAIM = "roles"
    settings.OIDC_ROLES = {"solidaire-redaction": "rédaction", "solidaire-edition": "édition"}
    settings.OIDC_CREATE_ACCOUNTS = True
    provider.person |= {"roles": ["solidaire-redaction"], "given_name": "Claude", "usual_name": "Exemple"}
    yield provider
    provider.close()


@pytest.fixture
def travel(db, there) -> Travel:
    """Begin here, go there, come back: the last answer."""

    def go(client: Client, **query: str) -> HttpResponse:
        return client.get(way_back(client, there, **query))

    return go


def way_back(client: Client, there: Provider, **query: str) -> str:
    """The address that the provider leads back to."""
    begun = client.get(reverse("admin:provider"), query)
    assert begun.status_code == 302, begun.content.decode()[:300]
    return there.send(begun.url).removeprefix("http://testserver")
