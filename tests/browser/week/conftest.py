"""An office with its territory, one officer, one editor, and a week that begins."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from documents.readers import standing
from tests.browser.week.steps import PASSWORD
from tests.builders import make_commune, make_organisation, make_series, make_territory, make_user


@pytest.fixture
def office(transactional_db, live_server) -> Iterator[str]:
    """The address of an office that has published nothing yet."""
    make_territory()
    marck = make_commune("Marck", insee="62548", postal_codes=["62730"])
    make_commune("Calais", insee="62193", postal_codes=["62100"])
    make_organisation("Les Petites Mains", seat=marck)
    make_series()
    make_user("redaction", group="rédaction", password=PASSWORD)
    make_user("edition", group="édition", password=PASSWORD)
    yield live_server.url
    standing.stop()


@pytest.fixture
def becomes(page: Page, office) -> Callable[[str], None]:
    """Another person sits down before the same window, and logs in by keys, as everybody does."""

    def run(username: str) -> None:
        page.goto("about:blank")  # the Atelier says that it is left, while it still may
        page.wait_for_timeout(100)
        page.context.clear_cookies()
        page.goto(f"{office}/admin/")
        page.locator("#id_username").focus()
        page.keyboard.type(username)
        page.keyboard.press("Tab")
        page.keyboard.type(PASSWORD)
        page.keyboard.press("Enter")
        expect(page.locator(".today")).to_be_visible(timeout=20_000)

    yield run
    page.goto("about:blank")
    page.wait_for_timeout(300)


@pytest.fixture
def stays_within(page: Page) -> Callable[[], None]:
    """The page in view has nothing to scroll sideways for."""

    def run() -> None:
        excess = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert excess <= 0, f"{page.url} dépasse de {excess} px à {page.viewport_size['width']} px"

    return run


@pytest.fixture
def looked_at(axe_finds, stays_within, complaints) -> Callable[[], None]:
    """Judge the page in view: no rule of accessibility broken, nothing to scroll sideways for."""

    def run() -> None:
        before = list(complaints)
        assert axe_finds() == []
        complaints[:] = before  # the checker tries styles of its own on some pages, and the policy refuses them
        stays_within()

    return run
