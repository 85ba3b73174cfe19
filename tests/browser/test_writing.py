"""“Écrire, c’est saisir” in a real browser: by keyboard alone, by mouse, with the network lost and the page left."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from documents.readers import standing
from initiatives.models import Initiative
from tests.builders import (
    make_area,
    make_bulletin,
    make_commune,
    make_organisation,
    make_section,
    make_territory,
    make_user,
)

STORY = (
    "À Marck et à Calais, l’association Les Petites Mains coud 1 600 masques dans le Calaisis. "
    "Contact : 03 21 00 00 01, contact@exemple.fr"
)
WRITE = "/admin/atelier/ecrire/"


@pytest.fixture
def desk(page: Page, live_server, signed_in) -> Page:
    """The page of writing, open before an officer."""
    make_territory()
    marck = make_commune("Marck", insee="62548", postal_codes=["62730"])
    make_commune("Calais", insee="62193", postal_codes=["62100"])
    make_commune("Coulogne", insee="62244", postal_codes=["62137"])
    make_area("Calaisis", kind="customary")
    make_organisation("Les Petites Mains", seat=marck)
    signed_in(make_user("redactrice", group="rédaction", password="demo-solidaire"))
    page.goto(f"{live_server.url}{WRITE}")
    yield page
    standing.stop()


def chip(page: Page, words: str):
    return page.locator(".chip").filter(has_text=words)


def test_an_initiative_is_written_by_keyboard_alone(desk, complaints, axe_finds):
    keys = desk.keyboard
    keys.type("Au Touquet, ")
    keys.press("Control+A")
    keys.insert_text(STORY)
    expect(chip(desk, "Les Petites Mains")).to_be_visible(timeout=15_000)
    expect(desk.get_by_label("Titre")).not_to_have_value("")
    assert axe_finds() == []
    keys.press("Tab")
    expect(chip(desk, "Les Petites Mains").get_by_role("checkbox")).to_be_focused()
    keys.press("Enter")
    expect(chip(desk, "Les Petites Mains")).to_have_class(re.compile("is-decided"))
    expect(chip(desk, "Marck").get_by_role("checkbox")).to_be_focused()
    keys.press("c")
    keys.type("Coulogne")
    keys.press("Enter")
    expect(chip(desk, "Coulogne").get_by_role("checkbox")).to_be_focused()
    expect(chip(desk, "Marck")).to_have_count(0)
    keys.press("ArrowUp")
    keys.press("ArrowDown")
    keys.press("ArrowDown")
    keys.press("x")
    expect(chip(desk, "Calais").first.get_by_role("checkbox")).not_to_be_checked()
    keys.press("Escape")
    expect(desk.get_by_label("Texte", exact=True)).to_be_focused()
    keys.press("F2")
    keys.press("Control+A")
    keys.type("20 tablettes")
    for _ in range(5):
        keys.press("Tab")
    keys.press("Enter")
    expect(chip(desk, "20 tablettes")).to_be_visible()
    keys.press("Control+Enter")
    expect(desk.locator(".messagelist .success")).to_contain_text("Enregistré en brouillon")
    row = Initiative.objects.get()
    assert {place.commune_id for place in row.places.all()} == {"62244"}
    assert {figure.unit for figure in row.figures.all()} == {"masques", "tablettes"}
    assert row.created_by == User.objects.get()


def test_a_word_of_the_text_becomes_a_chip_by_two_clicks(desk, complaints):
    desk.get_by_label("Texte", exact=True).fill("On offre du pain à Marck.")
    expect(chip(desk, "Marck")).to_be_visible(timeout=15_000)
    desk.get_by_label("Texte", exact=True).click(position={"x": 70, "y": 30})
    expect(desk.get_by_label("Les mots du repère")).to_have_value("offre")
    desk.get_by_role("button", name="acteur").click()
    expect(chip(desk, "offre")).to_contain_text("nouvelle fiche")
    desk.get_by_label("Texte", exact=True).press("End")
    desk.keyboard.type(" Chaque jour.")
    desk.wait_for_timeout(1200)
    expect(chip(desk, "offre")).to_be_visible()


def test_what_is_typed_survives_a_lost_network_and_a_closed_page(desk, live_server):
    desk.get_by_label("Texte", exact=True).fill(STORY)
    expect(chip(desk, "Marck")).to_be_visible(timeout=15_000)
    chip(desk, "Marck").get_by_role("checkbox").uncheck()
    desk.context.set_offline(True)
    desk.get_by_label("Texte", exact=True).press("End")
    desk.keyboard.type(" Chaque samedi.")
    expect(desk.locator("[data-state]")).to_contain_text("Réseau absent")
    desk.context.set_offline(False)
    desk.goto(f"{live_server.url}/admin/")
    desk.goto(f"{live_server.url}{WRITE}")
    expect(desk.get_by_label("Texte", exact=True)).to_have_value("")
    desk.get_by_role("button", name="Le reprendre").click()
    expect(desk.get_by_label("Texte", exact=True)).to_have_value(f"{STORY} Chaque samedi.")
    expect(chip(desk, "Marck").get_by_role("checkbox")).not_to_be_checked()
    desk.get_by_role("button", name="Enregistrer le brouillon").click()
    expect(desk.locator(".messagelist .success")).to_be_visible()
    desk.goto(f"{live_server.url}{WRITE}")
    expect(desk.get_by_role("button", name="Le reprendre")).to_have_count(0)


def test_an_ended_session_is_told_and_the_save_resumes(desk, live_server):
    desk.get_by_label("Texte", exact=True).fill(STORY)
    expect(chip(desk, "Marck")).to_be_visible(timeout=15_000)
    desk.context.clear_cookies(name="sessionid")
    desk.get_by_label("Texte", exact=True).press("End")
    desk.keyboard.type(" Chaque samedi.")
    expect(desk.locator("[data-state]")).to_contain_text("Votre session a expiré")
    desk.get_by_role("button", name="Enregistrer le brouillon").click()
    desk.get_by_label("Identifiant").fill("redactrice")
    desk.get_by_label("Mot de passe").fill("demo-solidaire")
    desk.keyboard.press("Enter")
    desk.locator("form button[type=submit], form input[type=submit]").last.click()
    expect(desk.locator(".messagelist .success")).to_contain_text("Enregistré en brouillon")
    assert Initiative.objects.get().summary.endswith("Chaque samedi.")


def test_an_initiative_is_written_within_the_atelier(desk, live_server, complaints, axe_finds):
    user = User.objects.get()
    section = make_section(make_bulletin("Bulletin des voisins"), heading="Des masques")
    desk.goto(f"{live_server.url}/admin/atelier/{section.bulletin_id}/")
    desk.get_by_label("Écrire une initiative dans la rubrique Des masques").click()
    desk.keyboard.insert_text(STORY)
    expect(chip(desk, "Les Petites Mains")).to_be_visible(timeout=15_000)
    expect(desk.get_by_label("Texte", exact=True)).to_be_focused()
    expect(desk.get_by_label("Texte", exact=True)).to_have_value(STORY)
    assert axe_finds() == []
    desk.keyboard.press("Control+Enter")
    expect(desk.locator(".ecrire__told")).to_contain_text("Enregistré en brouillon", timeout=15_000)
    expect(desk.locator("[data-entry]")).to_have_count(1, timeout=15_000)
    expect(desk.get_by_label("Écrire une initiative dans la rubrique Des masques")).to_be_focused()
    entry = section.entries.get()
    assert entry.wording.startswith("À Marck et à Calais")
    assert entry.initiative.created_by == user
