"""The whole week of an officer and an editor, from the first words to a bulletin that is withdrawn."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from bulletins.models import Bulletin
from initiatives.models import Initiative
from tests.browser.week import steps
from tests.browser.week.hands import Keyboard, Mouse


def live_through(
    hand: steps.Hand, becomes: Callable[[str], None], looked_at: Callable[[], None], *, has_script: bool = True
) -> None:
    page = hand.page
    becomes("redaction")
    looked_at()
    steps.write_and_propose(hand, has_script=has_script)
    looked_at()
    steps.propose(hand)
    looked_at()
    becomes("edition")
    steps.open_proposal(hand)
    looked_at()
    steps.return_with_a_word(hand)
    becomes("redaction")
    steps.correct_and_propose_again(hand)
    looked_at()
    becomes("edition")
    steps.open_proposal(hand)
    steps.approve(hand)
    steps.begin_bulletin(hand)
    looked_at()
    if has_script:
        steps.write_introduction(hand)
    else:
        steps.write_introduction_in_a_form(hand)
    looked_at()
    steps.check_the_proof(hand)
    looked_at()
    steps.back_to_the_page(hand)
    steps.plan_and_think_again(hand)
    looked_at()
    steps.publish(hand)
    looked_at()
    hand.press(steps.link(page, "Voir sur le site"))
    expect(page.locator("main")).to_contain_text("pour les soignants")
    expect(page.locator("main")).to_contain_text(steps.INTRODUCTION)
    looked_at()
    public = page.url
    page.go_back()
    steps.rectify(hand)
    looked_at()
    steps.withdraw(hand)
    looked_at()
    gone = page.goto(public)
    assert gone.status == 410
    expect(page.locator("main")).to_contain_text("Ce bulletin contenait une erreur.")
    assert Bulletin.objects.get().status == Bulletin.Status.WITHDRAWN
    assert Initiative.objects.get().is_published


def nothing() -> None:
    """Where another journey looks at the same pages."""


@pytest.fixture
def no_complaint(complaints) -> Iterator[None]:
    """The console says nothing, but that the page of a withdrawn bulletin is gone."""
    yield
    complaints[:] = [one for one in complaints if "410 (Gone)" not in one]


@pytest.mark.browser_context_args(viewport={"width": 640, "height": 360})
def test_week_by_mouse_at_twice_the_size(page: Page, becomes, looked_at, stays_within, no_complaint):
    """Worked in what a window of 1280 px shows at 200 %: as many pixels of the page as one of 640. Each page is judged
    there, and in the whole window."""

    def judged() -> None:
        stays_within()
        page.set_viewport_size({"width": 1280, "height": 900})
        looked_at()
        page.set_viewport_size({"width": 640, "height": 360})

    live_through(Mouse(page), becomes, judged)


@pytest.mark.browser_context_args(viewport={"width": 1024, "height": 720})
def test_week_by_keyboard_alone_on_a_small_screen(page: Page, becomes, stays_within, no_complaint):
    live_through(Keyboard(page), becomes, stays_within)


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_week_without_script(page: Page, becomes, no_complaint):
    live_through(Mouse(page), becomes, nothing, has_script=False)


def test_a_focus_that_is_not_seen_stops_the_keyboard(page: Page):
    """The control of the journey by keys: with the outline off, it does not pass."""
    page.set_content("<style>:focus { outline: 3px solid }</style><button>Un</button><button>Deux</button>")
    Keyboard(page).press(steps.button(page, "Deux"))
    page.add_style_tag(content="button:focus { outline: none }")
    with pytest.raises(AssertionError, match="Le focus ne se voit pas"):
        Keyboard(page).press(steps.button(page, "Un"))
