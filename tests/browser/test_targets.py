"""Every target of a public page is large enough for a finger (WCAG 2.2, 2.5.8), measured at the width of a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.test_public_pages import demonstration, public_paths  # noqa: F401 (a fixture)

LEAST = 24  # CSS pixels

# A target smaller than that is only allowed inside a sentence: words of its own block stand beside it, which set the
# height of the line. A check box counts with its label, which is pressed as well.
SMALL_TARGETS = """(least) => {
    const block = (element) => {
        let parent = element.parentElement;
        while (getComputedStyle(parent).display.startsWith("inline")) parent = parent.parentElement;
        return parent;
    };
    const inSentence = (element) => {
        if (element.tagName !== "A" || getComputedStyle(element).display !== "inline") return false;
        const sentence = block(element).cloneNode(true);
        sentence.querySelectorAll("a, svg, .visually-hidden").forEach((one) => one.remove());
        return sentence.textContent.trim().split(/\\s+/).filter((word) => /\\p{L}{2,}/u.test(word)).length >= 3;
    };
    const targets = document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary");
    return [...targets].map((element) => {
        if (!element.checkVisibility({ visibilityProperty: true })) return "";
        if (element.closest(".visually-hidden, .skip-link")) return "";
        const box = (element.closest("label") ?? element).getBoundingClientRect();
        if (box.width >= least && box.height >= least) return "";
        if (inSentence(element)) return "";
        return `${element.outerHTML.slice(0, 110)} ${Math.round(box.width)}×${Math.round(box.height)}`;
    }).filter(Boolean);
}"""


def other_paths() -> list[str]:
    """Pages that have targets of their own beside those of each kind."""
    return ["/communes/?par=territoire", "/communes/62007-acq/", "/initiatives/?commune_nom=xyz"]


def test_targets_are_large_enough_on_a_phone(page: Page, live_server, demonstration):  # noqa: F811
    page.set_viewport_size({"width": 360, "height": 800})
    faults: dict[str, list[str]] = {}
    for path in public_paths() + other_paths():
        page.goto(live_server.url + path)
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
        if small := page.evaluate(SMALL_TARGETS, LEAST):
            faults[path] = small
    assert faults == {}


@pytest.mark.parametrize(
    ("html", "count"),
    [
        ("<p>Une phrase avec plusieurs mots et <a href='#'>un lien</a>.</p>", 0),
        ("<ul><li><a href='#'>Arras</a> (2)</li></ul>", 1),
        ("<p><a href='#'>Arras</a>, <a href='#'>Lens</a></p>", 2),
        ("<button style='padding:0;height:20px'>Oui</button>", 1),
        ("<label style='display:block;height:30px'><input type='checkbox'> Arras</label>", 0),
    ],
)
def test_measure_sees_a_small_target(page: Page, html, count):
    page.set_content(html)
    assert len(page.evaluate(SMALL_TARGETS, LEAST)) == count
