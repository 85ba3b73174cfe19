"""The grid of traps in Chromium (`make xss`): nothing runs, with the policy of the site off, then on.

Pages are asked beforehand and handed to the browser as the site answered them: it needs no server, and the traps no
transaction of their own. The suite parses these pages (`tests/hardening/xss/`) and runs the control here.
"""

from __future__ import annotations

from collections.abc import Iterator
from queue import Queue
from threading import Thread
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from playwright.sync_api import Browser, Error, Route, sync_playwright

from tests.builders import make_user
from tests.hardening.xss.grid import IS_CAMPAIGN, Grid
from tests.hardening.xss.pages import Page
from tests.hardening.xss.payloads import CALL, PAYLOADS

SITE = "https://solidaire.exemple.fr"
POLICY = "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
SHOWN = ("text/html", "application/xhtml+xml", "text/xml", "application/xml", "application/atom+xml", "image/svg+xml")
# Handlers that wait for a hand are asked to run, each element by each event that it names.
STIRRED = """async () => {
  for (const one of document.querySelectorAll('*'))
    for (const {name, value} of [...one.attributes])
      if (value.includes('CALL') && /^on|hx-on/.test(name)) one.dispatchEvent(new Event(name.replace(/^on/, '')));
  for (const one of document.querySelectorAll('a[href^="javascript:" i]')) one.click();
  await new Promise(then => setTimeout(then, 20));
}""".replace("CALL", CALL)


class Opened:
    """A browser that is handed pages, and what ran in it."""

    def __init__(self, browser: Browser, *, with_policy: bool) -> None:
        self.ran: list[str] = []
        self.lost: list[str] = []  # pages that could not be opened
        self.count = 0
        self.answers: dict[str, Page] = {}
        self.now = ""
        self.context = browser.new_context(bypass_csp=not with_policy, accept_downloads=False)
        self.context.add_init_script(f"window.{CALL} = number => console.info('{CALL} ' + number)")
        self.context.route("**/*", self._hand_over)
        self.page = self.context.new_page()
        self.page.on("console", lambda told: self._note(told.text))
        self.page.on("dialog", lambda dialog: dialog.dismiss())

    def open(self, page: Page) -> None:
        """A page is opened under its own address, so that its scripts and styles are those of the site."""
        self.now = page.asked[:200]
        self.answers = {"answer": page}
        try:
            self.page.goto(f"{SITE}/{page.url.lstrip('/')}", wait_until="load")
            self.page.evaluate(STIRRED)
        except Error as error:  # a trap that led the page away ran all the same, and is told by then
            if not any(led in str(error) for led in ("context was destroyed", "net::ERR", "interrupted by another")):
                self.lost.append(f"{self.now}: {str(error)[:200]}")
        self.count += 1

    def _note(self, told: str) -> None:
        if told.startswith(f"{CALL} "):  # and not what the policy says of the trap that it stopped
            self.ran.append(f"{self.now}: {told}")

    def _hand_over(self, route: Route) -> None:
        page = self.answers.pop("answer", None) if route.request.is_navigation_request() else None
        if page is not None:
            # A file to be saved is shown all the same: whoever opens it may have its traps run.
            left = ("Content-Length", "Location", "Content-Disposition")
            kept = {name: value for name, value in page.headers.items() if name not in left}
            route.fulfill(status=200, headers=kept, body=page.content)
        elif found := finders.find(route.request.url.partition("/static/")[2].partition("?")[0] or "none"):
            route.fulfill(path=found)
        else:
            route.abort()


@pytest.fixture
def opened(browser: Browser) -> Iterator[list[Opened]]:
    """Without the policy, then with it."""
    both = [Opened(browser, with_policy=False), Opened(browser, with_policy=True)]
    yield both
    for one in both:
        one.context.close()


def test_control_runs_without_the_policy_and_not_with_it(opened):
    """Traps as they are, in a page that escapes nothing."""
    headers = {"Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": POLICY}
    for number, payload in enumerate(PAYLOADS):
        if payload.startswith("<"):
            for one in opened:
                one.open(Page(f"{number}", "/control", 200, headers, f"<!doctype html><p>{payload}</p>".encode()))
    without, with_policy = (sorted({int(told.partition(":")[0]) for told in one.ran}) for one in opened)
    assert len(without) > 25
    assert with_policy == []


class Opening(Thread):
    """Opens what it is given in a browser of its own, while this thread asks for more: the loop of Playwright would
    give whoever asks the database beside it a second connection."""

    def __init__(self, launched: dict[str, Any]) -> None:
        super().__init__()
        self.launched = launched
        self.given: Queue[Page | None] = Queue(maxsize=200)
        self.both: list[Opened] = []
        self.failed: BaseException | None = None

    def run(self) -> None:
        try:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(**self.launched)
                self.both = [Opened(browser, with_policy=False), Opened(browser, with_policy=True)]
                while page := self.given.get():
                    for one in self.both:
                        one.open(page)
                browser.close()
        except Exception as error:
            self.failed = error
            while self.given.get():
                pass


@pytest.mark.skipif(not IS_CAMPAIGN, reason="make xss opens every page in Chromium; the suite parses them")
@pytest.mark.django_db
def test_nothing_runs(browser_type_launch_args, settings, tmp_path, capsys):
    settings.MEDIA_ROOT = tmp_path
    desk = Client(raise_request_exception=False)
    desk.force_login(make_user("administratrice", group="administration", is_superuser=True))
    grid, opening = Grid(desk), Opening(browser_type_launch_args)
    opening.start()
    try:
        for pages in grid.shown():
            for page in pages:
                if page.kind in SHOWN and CALL.encode() in page.content:
                    opening.given.put(page)
            with capsys.disabled():
                print(f"\nxss: Chromium: {grid.told()}; {_told(opening)}", end="", flush=True)  # noqa: T201 a campaign is long
    finally:
        opening.given.put(None)
        opening.join()
    with capsys.disabled():
        print(f"\nxss: Chromium: {grid.told()}; {_told(opening)}")  # noqa: T201 the line that a campaign is run for
    assert opening.failed is None
    assert [(one.ran, one.lost) for one in opening.both] == [([], []), ([], [])]


def _told(opening: Opening) -> str:
    told = ", ".join(f"{one.count} opened, {len(one.lost)} lost, {len(one.ran)} ran" for one in opening.both)
    return f"without the policy, then with it: {told}"
