"""Choosing a commune by typing: with the mouse, with the keyboard, and with a plain form."""

import pytest
from playwright.sync_api import Browser, Page, expect

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
    page.fill("#q", "masques")
    assert page.locator("script[src*=htmx]").count() == 0  # not fetched before it is of use
    page.locator("#commune-nom").press_sequentially("arr")
    expect(page.get_by_role("status")).to_contain_text("1 commune")
    page.get_by_role("link", name="Arras").click()
    page.wait_for_url("**/initiatives/?q=masques&commune=62041")
    expect(page.get_by_role("heading", name="Masques à Arras")).to_be_visible()


def test_suggestions_are_walked_with_the_keyboard(page: Page, live_server, arras, complaints, axe_finds):
    page.goto(f"{live_server.url}/initiatives/?theme=protection")
    field = page.locator("#commune-nom")
    field.press_sequentially("ar")
    expect(page.locator("#commune-nom-choix a")).to_have_count(2)
    assert axe_finds() == []
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(field).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#commune-nom-choix a")).to_have_count(0)
    field.press_sequentially("r")
    expect(page.locator("#commune-nom-choix a")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/initiatives/?theme=protection&commune=62041")


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
