"""Journeys in a real Chromium against a real server. Debian's browser is used: none is downloaded."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import BrowserContext, Page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")

# All rules are asked, but not the whole list of the elements that keep them; the style sheets, which no rule in use
# reads, are not fetched a second time. A page takes less than half the time.
ONLY_WHAT_IS_BROKEN = {"resultTypes": ["violations"], "preload": False}

TWO_FRAMES = "new Promise((then) => requestAnimationFrame(() => requestAnimationFrame(then)))"

# Playwright runs its own event loop in this thread, which Django takes for an asynchronous program.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "/browser/" in str(item.path):
            item.add_marker("browser")
            if CHROMIUM is None and os.environ.get("CI") != "true":
                item.add_marker(pytest.mark.skip(reason="Chromium n’est pas installé (apt install chromium)"))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    quiet = ("background-networking", "component-update", "sync", "gpu", "quic")
    return {
        **browser_type_launch_args,
        "executable_path": CHROMIUM,
        "args": ["--no-sandbox", *(f"--disable-{name}" for name in quiet)],
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict) -> dict:
    return {**browser_context_args, "locale": "fr-FR", "reduced_motion": "reduce"}


@pytest.fixture
def complaints(page: Page) -> Iterator[list[str]]:
    """What the page's console complains of (a blocked script or style, a script error); empty at the end of a test."""
    found: list[str] = []
    page.on("console", lambda message: found.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: found.append(str(error)))
    yield found
    assert found == []


@pytest.fixture
def axe_finds(page: Page) -> Callable[[], list[str]]:
    """The accessibility rules that the page in view breaks, once it is whole, each with the elements concerned."""

    def run() -> list[str]:
        page.wait_for_load_state("load")  # a click waits until the next page begins, not until it is there
        return [
            f"{violation['id']}: {[node['html'][:120] for node in violation['nodes']][:3]}"
            for violation in Axe().run(page, options=ONLY_WHAT_IS_BROKEN).response["violations"]
        ]

    return run


@pytest.fixture
def settled(page: Page) -> Callable[[], None]:
    """Wait until the page in view has all that it and its scripts ask for. Asked for before the page is opened."""
    waited_for = {"request": 0, "requestfinished": 0, "requestfailed": 0}

    def count(event: str) -> Callable[[object], None]:
        def run(_: object) -> None:
            waited_for[event] += 1

        return run

    for event in waited_for:
        page.on(event, count(event))

    def run() -> None:
        page.wait_for_load_state("load")
        page.evaluate(TWO_FRAMES)  # what scripts ask for once the page stands, they have asked for by then
        while waited_for["request"] > waited_for["requestfinished"] + waited_for["requestfailed"]:
            page.wait_for_timeout(10)

    return run


@pytest.fixture
def sign_in(page: Page, live_server) -> Callable[[str, str], None]:
    """Log a person in by the form, as people do."""

    def run(username: str, password: str) -> None:
        page.goto(f"{live_server.url}/admin/login/")
        page.fill("#id_username", username)
        page.fill("#id_password", password)
        page.click("[type=submit]")
        page.wait_for_url(f"{live_server.url}/admin/")

    return run


@pytest.fixture
def signed_in(context: BrowserContext, live_server) -> Callable[[User], None]:
    """This person has logged in already. What the form does is seen where `sign_in` is asked for, and in the weeks."""

    def run(user: User) -> None:
        seat(context, live_server.url, user)

    return run


def seat(context: BrowserContext, site: str, user: User) -> None:
    """Give this browser the session that a log-in would have begun."""
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": site}])
