"""A hand on mouse and keyboard that counts what it does; eyes that count what they must judge; a clock for waits."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Locator, Playwright, expect

KEY, CLICK, LOOK = 0.28, 1.2, 1.35  # seconds
PATIENCE = 60_000  # ms, for a machine that does other work
PASSWORD = "demo-solidaire"


def started_browser(playwright: Playwright) -> Browser:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        raise SystemExit("Chromium n’est pas installé (apt install chromium).")
    return playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])


class Hand:
    """One person before one window, logged in before anything is counted."""

    def __init__(self, browser: Browser, address: str, account: str) -> None:
        self.clicks = self.keys = self.looks = self.popups = 0
        self.waited = 0.0
        context = browser.new_context(locale="fr-FR", viewport={"width": 1280, "height": 900})
        context.set_default_timeout(PATIENCE)
        expect.set_options(timeout=PATIENCE)
        self.page = context.new_page()
        self.page.goto(f"{address}/admin/login/?next=/admin/")
        self.page.fill("[name=username]", account)
        self.page.fill("[name=password]", PASSWORD)
        self.page.press("[name=password]", "Enter")
        self.page.wait_for_selector(".today")
        context.on("page", self._popped_up)
        self.page.on("dialog", self._popped_up)

    def click(self, what: Locator) -> None:
        """One press of the mouse. What it sets off is waited for by the next gesture."""
        self.clicks += 1
        with self.waiting():
            what.click()

    def type(self, text: str) -> None:
        """Key by key, into what has the focus; a capital or a figure counts as one key, as the model has it."""
        self.keys += len(text)
        self.page.keyboard.type(text)

    def press(self, key: str) -> None:
        """One key, or one chord."""
        self.keys += 1
        with self.waiting():
            self.page.keyboard.press(key)

    def see(self, *things: Locator) -> None:
        """Wait until each is there, and judge it."""
        self.looks += len(things)
        with self.waiting():
            for thing in things:
                expect(thing).to_be_visible()

    @property
    def seconds(self) -> float:
        return self.keys * KEY + self.clicks * CLICK + self.looks * LOOK + self.waited

    @property
    def summary(self) -> str:
        return f"{self.seconds / 60:.1f} min {self.clicks} clics"

    @property
    def told(self) -> str:
        return (
            f"{self.clicks} clics, {self.keys} touches, {self.looks} regards, {self.waited:.1f} s d’attente, "
            f"{self.popups} fenêtre(s) surgie(s) = {self.seconds / 60:.1f} min"
        )

    @contextmanager
    def waiting(self) -> Iterator[None]:
        started = time.perf_counter()
        yield
        self.waited += time.perf_counter() - started

    def _popped_up(self, _: object) -> None:
        self.popups += 1
