from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.backoffice.provider.serving import Provider, trusted_provider

Travel = Callable[..., HttpResponse]


@pytest.fixture
def there(settings) -> Iterator[Provider]:
    with trusted_provider(settings) as provider:
        yield provider


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
