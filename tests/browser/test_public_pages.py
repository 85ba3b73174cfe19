"""Every public page on the demonstration: accessible, narrow and wide, light and dark, with nothing blocked."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from bulletins.models import Bulletin
from initiatives.models import Initiative
from organisations.models import Organisation
from tests.builders import make_commune, make_initiative, make_territory


@pytest.fixture
def demonstration(transactional_db, demonstration_rows):
    demonstration_rows.put_back()


@pytest.fixture
def small_site(transactional_db):
    """One initiative of one commune: enough for a journey, and quicker than the demonstration."""
    make_territory()
    make_initiative("Des couturières équipent Marck", communes=(make_commune("Marck", insee="62548"),))


def public_paths() -> list[str]:
    """One address of each kind, the richest of its kind where there is a choice."""
    initiative = Initiative.objects.get(title__startswith="Marck s’est fixé")
    organisation = Organisation.objects.get(name="Balsan")
    special = Bulletin.objects.get(kind=Bulletin.Kind.SPECIAL)
    return [
        "/",
        "/initiatives/",
        "/initiatives/?q=masques&commune=62193&theme=protection",
        "/initiatives/?q=introuvable-partout",
        "/initiatives/?page=1000000000",
        initiative.get_absolute_url(),
        organisation.get_absolute_url(),
        "/communes/",
        "/communes/62193-calais/",
        "/themes/protection/",
        "/bulletins/",
        "/bulletins/1/",
        "/bulletins/1/dossier-de-presse/",
        "/bulletins/3/",
        "/bulletins/7/",
        special.get_absolute_url(),
        "/mentions-legales/",
        "/accessibilite/",
        "/donnees-ouvertes/",
        "/suivre/?commune=62193",
        "/bulletins/suivre/",
        "/cette-page-n-existe-pas/",
    ]


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "dark")])
def test_public_pages_are_accessible_and_fit(page: Page, live_server, demonstration, axe_finds, width, scheme):
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    faults: dict[str, list[str]] = {}
    for path in public_paths():
        page.goto(live_server.url + path)
        found = axe_finds()
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            found.append("la page est plus large que l’écran")
        if page.locator("h1").count() != 1:
            found.append("il faut un h1 et un seul")
        if found:
            faults[path] = found
    assert faults == {}


WEIGHT = """() => performance.getEntriesByType("navigation")
    .concat(performance.getEntriesByType("resource"))
    .reduce((sum, entry) => sum + entry.encodedBodySize, 0)"""


def test_public_pages_load_nothing_foreign_and_stay_light(page: Page, live_server, demonstration, complaints):
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    weights: dict[str, int] = {}
    for path in ("/", "/initiatives/", "/bulletins/7/", "/communes/62193-calais/"):
        page.goto(live_server.url + path)
        weights[path] = page.evaluate(WEIGHT)
    assert [url for url in asked if not url.startswith(live_server.url)] == []
    # Of the HTML what the server sends, compressed; of style, fonts and icons what is on disk.
    assert min(weights.values()) > 10_000
    assert {path: weight for path, weight in weights.items() if weight > 100_000} == {}


def test_visitor_finds_an_initiative_without_javascript(browser, live_server, small_site):
    context = browser.new_context(java_script_enabled=False, locale="fr-FR")
    page = context.new_page()
    page.goto(live_server.url)
    page.locator("main input[name=q]").fill("couturieres")
    page.locator("main form[role=search] button[type=submit]").first.click()
    page.wait_for_url("**/initiatives/?*")
    page.get_by_role("link", name="Des couturières équipent Marck").first.click()
    assert "Marck" in page.locator("h1").inner_text()
    context.close()


def test_first_key_reaches_the_skip_link(page: Page, live_server, small_site):
    page.goto(live_server.url)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#contenu"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "contenu"


def test_address_of_a_feed_is_copied_by_a_button(browser, live_server, small_site):
    context = browser.new_context(locale="fr-FR", permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{live_server.url}/suivre/?commune=62548")
    page.get_by_role("button", name="Copier l’adresse").click()
    page.get_by_text("Adresse copiée.").wait_for()
    address = f"{live_server.url}/initiatives.atom?commune=62548&tri=date"
    assert page.evaluate("navigator.clipboard.readText()") == address
    context.close()


def test_address_of_a_feed_is_there_without_javascript(browser, live_server, small_site):
    context = browser.new_context(java_script_enabled=False, locale="fr-FR")
    page = context.new_page()
    page.goto(f"{live_server.url}/suivre/")
    assert page.get_by_label("Adresse du flux").input_value() == f"{live_server.url}/initiatives.atom"
    assert not page.get_by_role("button", name="Copier l’adresse").is_visible()
    context.close()
