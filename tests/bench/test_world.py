"""What the bench reads of the product: an open session is one that the office takes."""

from __future__ import annotations

from http.cookies import SimpleCookie

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from bench.world import EDITOR, office_pages, session_cookie

pytestmark = pytest.mark.django_db


def test_session_of_the_bench_opens_the_pages_of_the_office():
    get_user_model().objects.create_superuser(EDITOR)
    browser = Client()
    browser.cookies = SimpleCookie(session_cookie())
    asked = {name: browser.get(paths[0]).status_code for name, paths in office_pages().items() if paths}
    assert set(asked.values()) == {200}, asked
