"""No network, an ended session, two people on one block: nothing that was typed is lost."""

from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import expect

from bulletins.models import Bulletin, Entry
from tests.browser.atelier.steps import PASSWORD, block_at, expect_saved, field_of, introduction_of, leave


def test_entry_removed_by_someone_else_lets_its_block_close(atelier, draft):
    page, entry = atelier, Entry.objects.get(initiative__title="Une")
    key = f"entry-{entry.pk}-wording"
    page.click(f"[id='ouvrir-{key}']")
    field_of(page, key).fill("Un texte pour rien.")
    entry.delete()
    page.keyboard.press("Escape")
    expect(page.locator("[data-state]")).to_contain_text("vient d’être retirée")
    page.get_by_role("button", name="Fermer sans enregistrer").click()
    expect(page.locator("[data-entry]", has_text="Une")).to_have_count(0)


def test_text_typed_without_network_goes_when_it_is_back(atelier, draft, context):
    page, key = atelier, introduction_of(draft)
    page.click(f"[id='ouvrir-{key}']")
    context.set_offline(True)
    field_of(page, key).fill("Tapé dans le train.")
    page.keyboard.press("Escape")
    expect(page.locator("[data-state]")).to_contain_text("réseau absent")
    expect(field_of(page, key)).to_have_value("Tapé dans le train.")
    assert page.evaluate("Object.keys(localStorage).length") == 1
    draft.refresh_from_db()
    assert draft.introduction == "Bonjour à tous."
    # Once it is back, the text goes by itself.
    context.set_offline(False)
    expect_saved(page)
    draft.refresh_from_db()
    assert draft.introduction == "Tapé dans le train."


def test_text_of_a_page_that_was_lost_is_offered_again(atelier, draft, context, live_server):
    page, key = atelier, introduction_of(draft)
    page.click(f"[id='ouvrir-{key}']")
    context.set_offline(True)
    field_of(page, key).fill("Tapé avant de perdre la page.")
    page.keyboard.press("Escape")
    expect(page.locator("[data-state]")).to_contain_text("réseau absent")
    # The lid is closed without network, and the page opened again the day after: what it sends as it goes is lost.
    page.evaluate("() => { window.fetch = () => new Promise(() => {}) }")
    page.close()
    context.set_offline(False)
    page = context.new_page()
    page.goto(live_server.url + reverse("workshop:page", args=[draft.pk]))
    expect(block_at(page, key)).to_contain_text("Bonjour à tous.")
    reminder = page.locator(".reminder")
    expect(reminder).to_contain_text("n’a pas été enregistré")
    reminder.get_by_role("button", name="Reprendre ce texte").click()
    expect_saved(page)
    page.keyboard.press("Escape")
    expect(block_at(page, key)).to_contain_text("Tapé avant de perdre la page.")
    draft.refresh_from_db()
    assert draft.introduction == "Tapé avant de perdre la page."
    assert page.evaluate("Object.keys(localStorage).length") == 0
    leave(page)


def test_reminder_of_a_lost_text_breaks_no_rule(atelier, draft, axe_finds):
    page, key = atelier, introduction_of(draft)
    page.route("**/bloc/", lambda route: route.abort())
    page.click(f"[id='ouvrir-{key}']")
    field_of(page, key).fill("Tapé avant de perdre la page.")
    page.keyboard.press("Escape")
    expect(page.locator("[data-state]")).to_contain_text("réseau absent")
    page.reload()
    expect(page.locator(".reminder")).to_be_visible()
    assert axe_finds() == []


def test_ended_session_loses_nothing(atelier, draft, context, live_server):
    page, key = atelier, introduction_of(draft)
    page.click(f"[id='ouvrir-{key}']")
    Session.objects.all().delete()
    field_of(page, key).fill("Tapé après la fin de la session.")
    page.keyboard.press("Escape")
    expect(page.locator("[data-state]")).to_contain_text("votre session a expiré")
    with context.expect_page() as opened:
        page.click("text=Se reconnecter dans un nouvel onglet")
    other = opened.value
    other.fill("#id_username", "dominique")
    other.fill("#id_password", PASSWORD)
    other.click("[type=submit]")
    other.wait_for_selector(".today")
    field_of(page, key).focus()
    page.keyboard.press("Escape")
    expect_saved(page)
    draft.refresh_from_db()
    assert draft.introduction == "Tapé après la fin de la session."


def test_two_people_on_one_block(atelier, colleague, draft):
    page, other, key = atelier, colleague, introduction_of(draft)
    page.click(f"[id='ouvrir-{key}']")
    field_of(page, key).fill("Bonjour à toutes.")
    other.click(f"[id='ouvrir-{key}']")
    other.locator(f"[id='champ-{key}']").fill("Bonsoir à tous.")
    expect_saved(page)
    other.keyboard.press("Escape")
    conflict = other.locator(".conflict")
    expect(conflict).to_contain_text("dominique a écrit un autre texte")
    expect(conflict.locator("del").first).to_contain_text("Bonjour")
    expect(conflict.locator("ins").first).to_contain_text("Bonsoir")
    draft.refresh_from_db()
    assert draft.introduction == "Bonjour à toutes."
    conflict.get_by_role("button", name="Garder le mien").click()
    expect(block_at(other, key)).to_contain_text("Bonsoir à tous.")
    draft.refresh_from_db()
    assert draft.introduction == "Bonsoir à tous."


def test_other_text_is_taken_or_both_are_joined(atelier, draft, axe_finds):
    page, key = atelier, introduction_of(draft)
    for choice in ("Prendre l’autre", "Corriger"):
        page.click(f"[id='ouvrir-{key}']")
        Bulletin.objects.filter(pk=draft.pk).update(introduction=f"Écrit ailleurs, {choice}.")
        field_of(page, key).fill("Mon texte.")
        page.keyboard.press("Escape")
        expect(page.locator(".conflict")).to_be_visible()
        assert axe_finds() == []
        page.get_by_role("button", name=choice).click()
        if choice == "Corriger":
            field_of(page, key).fill("Les deux réunis.")
            page.keyboard.press("Escape")
            expect(block_at(page, key)).to_contain_text("Les deux réunis.")
        else:
            expect(block_at(page, key)).to_contain_text("Écrit ailleurs, Prendre l’autre.")
    draft.refresh_from_db()
    assert draft.introduction == "Les deux réunis."
    assert page.evaluate("Object.keys(localStorage).length") == 0


def test_who_is_here_is_told_on_the_block(atelier, colleague, draft):
    page, other, key = atelier, colleague, introduction_of(draft)
    page.click(f"[id='ouvrir-{key}']")
    expect(field_of(page, key)).to_be_focused()
    other.click(f"[id='ouvrir-bulletin-{draft.pk}-closing']")
    expect(other.locator("[data-present]")).to_contain_text("dominique", timeout=20_000)
    expect(block_at(other, key)).to_contain_text("dominique écrit ici", timeout=20_000)
