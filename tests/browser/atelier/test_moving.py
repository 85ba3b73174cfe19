"""The order by keys, buttons and the mouse; parts placed, taken out and put back."""

from playwright.sync_api import expect

from bulletins.models import Entry
from tests.browser.atelier.steps import expect_saved, field_of, order_of
from tests.builders import make_initiative


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


def test_move_without_network_is_taken_back(atelier, draft, context):
    page = atelier
    context.set_offline(True)
    page.locator("[data-entry][data-name='Deux'] .block__open").focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("[data-state]")).to_contain_text("Rien n’est changé")
    assert page.locator(".entry__title").all_inner_texts() == ["Une", "Deux", "Trois"]
    context.set_offline(False)
    assert order_of(draft) == [["Une", "Deux"], ["Trois"]]


def test_entries_are_moved_by_keys_within_and_between_sections(atelier, draft):
    page, entry = atelier, Entry.objects.get(initiative__title="Deux")
    page.locator(f"[id='ouvrir-entry-{entry.pk}-wording']").focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("[data-says]")).to_have_text(
        "«\u00a0Deux\u00a0»\u00a0: 1 sur 2, rubrique «\u00a0Protéger\u00a0»"
    )
    assert order_of(draft) == [["Deux", "Une"], ["Trois"]]
    # The focus stays with the entry, so that the next press moves it on, into the next section.
    page.keyboard.press("Alt+ArrowDown")
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator("[data-says]")).to_have_text(
        "«\u00a0Deux\u00a0»\u00a0: 1 sur 2, rubrique «\u00a0Soigner\u00a0»"
    )
    expect_saved(page)
    expect(page.locator("[data-undo]")).to_be_enabled()
    page.wait_for_timeout(600)
    assert order_of(draft) == [["Une"], ["Deux", "Trois"]]
    expect(page.locator(f"[id='ouvrir-entry-{entry.pk}-wording']")).to_be_focused()
    page.keyboard.press("Control+z")
    expect(page.locator("[data-says]")).to_contain_text("Annulé")
    assert order_of(draft) == [["Une", "Deux"], ["Trois"]]
    page.keyboard.press("Control+Shift+z")
    expect(page.locator("[data-says]")).to_contain_text("Rétabli")
    assert order_of(draft) == [["Une"], ["Deux", "Trois"]]


def test_entries_are_dragged_between_sections(atelier, draft):
    page = atelier
    page.set_viewport_size({"width": 1280, "height": 1400})  # both ends in view
    page.wait_for_load_state("networkidle")  # what comes beside the blocks moves them
    une, trois = (page.locator(f"[data-name='{title}'][data-entry]") for title in ("Une", "Trois"))
    une.hover()
    une.locator("[data-handle]").drag_to(trois.locator(".entry__title"))
    expect_saved(page)
    assert order_of(draft) == [["Deux"], ["Une", "Trois"]]


def test_initiative_is_dragged_into_a_section(atelier, draft):
    page = atelier
    page.set_viewport_size({"width": 1280, "height": 1400})
    page.wait_for_load_state("networkidle")
    make_initiative("Des visières à Lens")
    page.fill("#chercher-initiative", "visieres")
    row = page.locator(".candidate", has_text="Des visières à Lens")
    expect(row).to_be_visible()
    row.drag_to(page.locator("[data-name='Trois'][data-entry] .entry__title"))
    expect_saved(page)
    assert order_of(draft) == [["Une", "Deux"], ["Des visières à Lens", "Trois"]]


def test_removed_entry_comes_back(atelier, draft):
    page, entry = atelier, Entry.objects.get(initiative__title="Une")
    Entry.objects.filter(pk=entry.pk).update(wording="Le texte du jour.")
    page.locator(f"[id='oter-entry-{entry.pk}']").focus()
    page.keyboard.press("Enter")
    expect(page.locator(f"[data-entry='{entry.pk}']")).to_have_count(0)
    expect_saved(page)
    assert order_of(draft) == [["Deux"], ["Trois"]]
    page.click("[data-undo]")
    expect(page.locator(f"[data-entry='{entry.pk}']")).to_contain_text("Le texte du jour.")
    assert order_of(draft) == [["Une", "Deux"], ["Trois"]]


def test_initiative_is_found_and_placed(atelier, draft, complaints):
    page = atelier
    initiative = make_initiative("Des visières à Lens", theme="soignants")
    page.fill("#chercher-initiative", "visieres")
    place = page.locator(f"[id='placer-{initiative.pk}']")
    place.click()
    expect(page.locator("[data-section] .entry__title", has_text="Des visières à Lens")).to_be_visible()
    expect(page.locator("[data-found]")).to_contain_text("Déjà dans ce bulletin")
    assert order_of(draft) == [["Une", "Deux"], ["Trois", "Des visières à Lens"]]


def test_section_is_added_last_and_renamed(atelier, draft):
    page = atelier
    page.select_option("#nouveau-theme", index=4)
    page.fill("#nouvel-intertitre", "Apprendre")
    page.click("text=Ajouter la rubrique")
    expect(page.locator(".bulletin__section").last).to_contain_text("Apprendre")
    section = draft.sections.last()
    expect(page.locator(f"[id='ouvrir-section-{section.pk}-heading']")).to_be_focused()
    page.locator(f"[id='monter-section-{section.pk}']").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-says]")).to_have_text("«\u00a0Apprendre\u00a0»\u00a0: 2 sur 3")
    expect(page.locator(".bulletin__section").nth(1)).to_contain_text("Apprendre")
    expect(page.locator(f"[id='monter-section-{section.pk}']")).to_be_focused()
    assert [str(one) for one in draft.sections.all()] == ["Protéger", "Apprendre", "Soigner"]
