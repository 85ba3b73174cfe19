"""Writing in place: every block opens where it stands, saves itself, and can be undone."""

import re
from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from bulletins.models import Entry
from tests.browser.atelier.steps import block_at, expect_saved, field_of, introduction_of


def test_text_is_written_in_its_place(atelier, draft, complaints, axe_finds):
    page, key = atelier, introduction_of(draft)
    assert axe_finds() == []
    block_at(page, key).locator(".prose").click()
    expect(field_of(page, key)).to_have_value("Bonjour à tous.")
    assert axe_finds() == []
    page.keyboard.press("End")
    page.keyboard.type(" Et merci.")
    page.keyboard.press("Escape")
    expect_saved(page)
    expect(block_at(page, key)).to_contain_text("Bonjour à tous. Et merci.")
    draft.refresh_from_db()
    assert draft.introduction == "Bonjour à tous. Et merci."
    # The focus is back on what opened the block, and Enter opens it again.
    expect(page.locator(f"[id='ouvrir-{key}']")).to_be_focused()
    page.keyboard.press("Enter")
    expect(field_of(page, key)).to_be_focused()


def test_text_saves_itself_after_a_pause_and_when_one_goes_on(atelier, draft):
    page, key, closing = atelier, introduction_of(draft), f"bulletin-{draft.pk}-closing"
    page.click(f"[id='ouvrir-{key}']")
    field_of(page, key).fill("Après une pause.")
    expect_saved(page)
    draft.refresh_from_db()
    assert draft.introduction == "Après une pause."
    field_of(page, key).fill("En passant au suivant.")
    page.click(f"[id='ouvrir-{closing}']")
    expect(block_at(page, key)).to_contain_text("En passant au suivant.")
    field_of(page, closing).fill("Au revoir.")
    page.keyboard.press("Escape")
    expect(page.locator(".bulletin__closing")).to_contain_text("Au revoir.")
    draft.refresh_from_db()
    assert (draft.introduction, draft.closing) == ("En passant au suivant.", "Au revoir.")


def test_every_short_block_is_written(atelier, draft):
    page, section = atelier, draft.sections.first()
    for key, text in {
        f"bulletin-{draft.pk}-title": "Un autre titre",
        f"bulletin-{draft.pk}-place": "Arras",
        f"bulletin-{draft.pk}-dated_on": "04/05/2020",
        f"section-{section.pk}-heading": "Se protéger",
        f"bulletin-{draft.pk}-signatory_name": "Camille Exemple",
        f"link-{draft.links.get().pk}-label": "Devenir bénévole",
    }.items():
        page.click(f"[id='ouvrir-{key}']")
        field_of(page, key).fill(text)
        page.keyboard.press("Enter")
        expect(field_of(page, key)).to_have_count(0)
    draft.refresh_from_db()
    assert (draft.title, draft.place, draft.dated_on) == ("Un autre titre", "Arras", date(2020, 5, 4))
    assert draft.signatory_name == "Camille Exemple"
    assert draft.sections.first().heading == "Se protéger"
    assert draft.links.get().label == "Devenir bénévole"
    expect(page.locator("h1")).to_have_text("Un autre titre")


def test_refused_text_stays_in_view(atelier, draft):
    page, key = atelier, f"bulletin-{draft.pk}-dated_on"
    page.click(f"[id='ouvrir-{key}']")
    field_of(page, key).fill("31/02/2020")
    page.keyboard.press("Enter")
    expect(page.locator("[data-state]")).to_contain_text("Non enregistré")
    expect(field_of(page, key)).to_have_value("31/02/2020")
    page.get_by_role("button", name="Fermer sans enregistrer").click()
    expect(field_of(page, key)).to_have_count(0)
    expect(block_at(page, key)).to_contain_text("30 avril 2020")
    assert page.evaluate("Object.keys(localStorage).length") == 0


def test_wording_begins_with_the_text_of_the_record(atelier, draft):
    page, entry = atelier, Entry.objects.select_related("initiative").get(initiative__title="Une")
    key = f"entry-{entry.pk}-wording"
    page.click(f"[id='ouvrir-{key}']")
    expect(field_of(page, key)).to_have_value(entry.initiative.summary)
    page.keyboard.press("Escape")
    entry.refresh_from_db()
    assert entry.wording == ""
    page.click(f"[id='ouvrir-{key}']")
    field_of(page, key).fill("Le texte du jour.")
    page.keyboard.press("Escape")
    expect(page.locator(f"[data-entry='{entry.pk}'] .entry__state")).to_contain_text("Texte du jour")
    entry.refresh_from_db()
    assert entry.wording == "Le texte du jour."


def test_text_is_undone_and_done_again(atelier, draft):
    page, key = atelier, introduction_of(draft)
    page.click(f"[id='ouvrir-{key}']")
    field_of(page, key).fill("Un autre texte.")
    page.keyboard.press("Escape")
    expect(block_at(page, key)).to_contain_text("Un autre texte.")
    page.keyboard.press("Control+z")
    expect(block_at(page, key)).to_contain_text("Bonjour à tous.")
    page.keyboard.press("Control+Shift+z")
    expect(block_at(page, key)).to_contain_text("Un autre texte.")
    draft.refresh_from_db()
    assert draft.introduction == "Un autre texte."


def test_page_without_script_leads_to_the_forms(browser, live_server, atelier, draft, context):
    plain = browser.new_context(java_script_enabled=False, locale="fr-FR", storage_state=context.storage_state())
    page = plain.new_page()
    page.goto(live_server.url + reverse("workshop:page", args=[draft.pk]))
    expect(page.locator("h1")).to_have_text("Le prochain")
    assert page.locator(".with-script:visible").count() == 0
    page.fill("#chercher-initiative", "trois")
    page.get_by_role("button", name="Chercher").click()
    expect(page.locator(".candidates")).to_contain_text("Déjà dans ce bulletin")
    page.click(f"[id='ouvrir-{introduction_of(draft)}']")
    assert page.input_value("#id_introduction") == "Bonjour à tous."
    plain.close()


@pytest.mark.parametrize("width", [360, 1024, 1280])
def test_page_breaks_no_rule_at_any_width(atelier, axe_finds, width):
    atelier.set_viewport_size({"width": width, "height": 900})
    assert axe_finds() == []
    assert atelier.evaluate("document.documentElement.scrollWidth") == width


def test_new_bulletin_begins_from_a_page(atelier, live_server, complaints):
    page = atelier
    page.goto(live_server.url + reverse("workshop:new"))
    page.get_by_role("button", name="Une page blanche").click()
    page.wait_for_url(re.compile(r"/admin/atelier/\d+/$"))
    expect(page.locator(".empty")).to_contain_text("pas encore de rubrique")


def test_page_of_the_beginning_breaks_no_rule(atelier, live_server, axe_finds):
    atelier.goto(live_server.url + reverse("workshop:new"))
    assert axe_finds() == []
