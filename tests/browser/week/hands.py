"""Two ways to work the same page: with a mouse, or with keys alone. Both name what they want as a person does."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

FARTHEST = 400  # presses of Tab: more than any page has stops
PATIENCE = 20_000  # ms, for a machine that does other work

# What has the focus: is it the one that is wanted, is it seen to have the focus, and what is it?
LOOK = """wanted => {
    const here = document.activeElement
    if (!here || here === document.body) return [false, true, 'la page']
    const styles = [here, ...(here.labels || [])].map(one => getComputedStyle(one))
    const seen = styles.some(one => one.outlineStyle !== 'none' && parseFloat(one.outlineWidth) >= 2)
    return [here === wanted, seen, here.outerHTML.slice(0, 160)]
}"""


class Mouse:
    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, what: Locator) -> None:
        what.click(timeout=PATIENCE)

    def write(self, what: Locator, text: str) -> None:
        what.click(timeout=PATIENCE)
        what.fill(text)

    def choose(self, what: Locator, label: str) -> None:
        what.select_option(label=label, timeout=PATIENCE)


class Keyboard:
    """No call of the mouse. Every stop on the way must be seen to have the focus."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, what: Locator) -> None:
        self.reach(what)
        self.page.keyboard.press("Enter")

    def write(self, what: Locator, text: str) -> None:
        self.reach(what)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(text)

    def choose(self, what: Locator, label: str) -> None:
        self.reach(what)
        self.page.keyboard.type(label[:12])
        expect(what.locator("option:checked")).to_have_text(label)

    def reach(self, what: Locator) -> None:
        """Tab until it has the focus: back where it stands before, on where it stands after."""
        expect(what).to_have_count(1, timeout=PATIENCE)
        expect(what).to_be_visible()
        for _ in range(FARTHEST):
            # Asked anew each time: a part of the page may be loaded again while one walks.
            is_there, is_seen, which = self.page.evaluate(LOOK, what.element_handle())
            assert is_seen, f"Le focus ne se voit pas : {which}"
            if is_there:
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Hors d’atteinte au clavier : {what}")
