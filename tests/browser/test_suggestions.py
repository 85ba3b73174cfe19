"""Fields with suggestions (words, commune): with the mouse, the keyboard, a finger, and with a plain form."""

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.builders import make_commune, make_initiative


@pytest.fixture
def arras(transactional_db):
    commune = make_commune("Arras", insee="62041", postal_codes=["62000"])
    make_commune("Arleux-en-Gohelle")
    make_initiative("Masques à Arras", communes=(commune,), theme="protection")
    make_initiative("Livres", theme="jeunes")
    return commune


def test_suggestions_come_while_typing_and_keep_the_search(page: Page, live_server, arras, complaints):
    page.goto(f"{live_server.url}/")
    assert page.locator("script[src*=htmx]").count() == 0  # not fetched before it is of use
    page.fill("#q", "masques")
    page.locator("#commune-nom").press_sequentially("arr")
    expect(page.locator("#commune-nom ~ [role=status]")).to_have_text("1 commune")  # the count and nothing else
    page.get_by_role("option", name="Arras").click()
    page.wait_for_url("**/initiatives/?q=masques&commune=62041")
    expect(page.get_by_role("heading", name="Masques à Arras")).to_be_visible()


def test_suggestions_are_walked_with_the_keyboard(page: Page, live_server, arras, complaints, axe_finds):
    page.goto(f"{live_server.url}/initiatives/?theme=protection")
    field = page.get_by_role("combobox", name="Ajouter une commune")
    expect(field).to_have_attribute("aria-expanded", "false")
    field.press_sequentially("ar")
    options = page.locator("#commune-nom-choix [role=option]")
    expect(options).to_have_count(2)
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(page.locator(f"#{field.get_attribute('aria-controls')}")).to_have_role("listbox")
    assert axe_finds() == []
    for key, selected in (("ArrowDown", 0), ("ArrowDown", 1), ("ArrowDown", 0), ("ArrowUp", 1)):
        page.keyboard.press(key)
        expect(options.nth(selected)).to_have_attribute("aria-selected", "true")
        expect(options.nth(1 - selected)).to_have_attribute("aria-selected", "false")
        expect(field).to_have_attribute("aria-activedescendant", options.nth(selected).get_attribute("id"))
        expect(field).to_be_focused()
    page.keyboard.press("Escape")
    expect(options).to_have_count(0)
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(field).not_to_have_attribute("aria-activedescendant", "choix-62041")
    expect(field).to_have_value("ar")
    page.keyboard.press("ArrowDown")  # asks again
    expect(options).to_have_count(2)
    field.press_sequentially("r")
    expect(options).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/initiatives/?theme=protection&commune=62041")


def test_words_lead_to_a_page_with_the_keyboard_and_are_sought_without_a_choice(
    page: Page, live_server, arras, complaints, axe_finds
):
    page.goto(f"{live_server.url}/")
    field, options = page.get_by_role("combobox", name="Que cherchez-vous"), page.locator("#q-choix [role=option]")
    field.press_sequentially("masq")
    expect(options).to_have_count(1)
    expect(page.locator("#q ~ [role=status]")).to_have_text("1 page proposée")
    expect(page.locator(f"#{field.get_attribute('aria-controls')}")).to_have_role("listbox")
    assert axe_finds() == []
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/initiatives/*-masques-a-arras/")
    page.goto(f"{live_server.url}/initiatives/")
    page.locator("#q").press_sequentially("masq")
    expect(options).to_have_count(1)
    page.keyboard.press("Enter")
    page.wait_for_url("**/initiatives/?q=masq*")


def test_list_does_not_stay_over_the_button(browser: Browser, live_server, arras):
    context = browser.new_context(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(f"{live_server.url}/")
    field, options = page.locator("#commune-nom"), page.get_by_role("option")
    field.tap()
    field.press_sequentially("ar")
    expect(options).to_have_count(2)
    page.get_by_role("heading", level=1).tap()  # outside
    expect(options).to_have_count(0)
    field.tap()
    field.press_sequentially("r")
    expect(options).to_have_count(1)
    page.keyboard.press("Tab")  # the field is left
    expect(options).to_have_count(0)
    field.fill("ar")
    expect(options).to_have_count(2)
    page.get_by_role("option", name="Arras").tap()
    page.wait_for_url("**/initiatives/?commune=62041")
    context.close()


def test_first_tap_on_the_button_below_the_list_searches(browser: Browser, live_server, arras):
    """The list pushes the button down on a phone: it must not jump from under the finger that presses it."""
    context = browser.new_context(
        viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True, locale="fr-FR"
    )
    page = context.new_page()
    page.goto(f"{live_server.url}/")
    page.evaluate("document.fonts.ready")  # letters that change move all that lies below
    page.locator("#commune-nom").tap()
    page.locator("#commune-nom").press_sequentially("ar")
    expect(page.locator("#commune-nom-choix [role=option]")).to_have_count(2)
    button = page.locator(".hero-search button[type=submit]")
    button.scroll_into_view_if_needed()
    box = _at_rest(button)
    page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_url("**/initiatives/?*commune_nom=ar*", timeout=8000)
    context.close()


def _at_rest(button: Locator) -> dict:
    """Where the button lies once scrolling has ended: a finger aims at what it sees standing."""
    before = None
    while (box := button.bounding_box()) != before:
        before = box
        button.page.wait_for_timeout(50)
    return box


def test_answer_that_comes_too_late_is_not_shown(page: Page, live_server, arras, complaints):
    page.goto(f"{live_server.url}/")
    page.locator("#commune-nom").press_sequentially("arr")
    expect(page.get_by_role("option")).to_have_count(1)
    with page.expect_response("**/communes/suggestions/*"):
        page.locator("#commune-nom").press_sequentially("a")
        page.locator("#q").focus()
    page.wait_for_timeout(100)
    expect(page.locator("#commune-nom-choix")).to_be_empty()


def test_unknown_commune_is_quoted_at_the_field(page: Page, live_server, arras, axe_finds):
    page.goto(f"{live_server.url}/initiatives/?commune_nom=Xyzzyville")
    field = page.locator("#commune-nom")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_value("Xyzzyville")
    told = page.locator(f"#{field.get_attribute('aria-describedby').split()[0]}")
    expect(told).to_contain_text("«\u00a0Xyzzyville\u00a0»")
    expect(told).to_be_visible()
    assert axe_finds() == []


def test_plain_form_chooses_without_javascript(browser: Browser, live_server, arras):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/")
    page.fill("#commune-nom", "arras")
    page.keyboard.press("Enter")
    page.wait_for_url("**/initiatives/?commune=62041")
    page.fill("#commune-nom", "ar")
    page.get_by_role("button", name="Voir les initiatives").click()
    page.get_by_role("link", name="Arleux-en-Gohelle", exact=False).first.click()
    expect(page.get_by_role("list", name="Filtres actifs")).to_contain_text("Arleux-en-Gohelle")
    context.close()


def test_filters_are_applied_and_taken_away_without_javascript(browser: Browser, live_server, arras):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/initiatives/")
    page.get_by_label("Enfants et jeunes", exact=False).check()
    page.get_by_role("button", name="Voir les initiatives").click()
    expect(page.get_by_role("heading", name="Livres")).to_be_visible()
    expect(page.get_by_role("heading", name="Masques à Arras")).to_have_count(0)
    page.get_by_role("link", name="Retirer le filtre").click()
    expect(page.get_by_role("heading", name="Masques à Arras")).to_be_visible()
    context.close()
