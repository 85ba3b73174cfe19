"""The Atelier in a real browser: writing in place, moving, losing the network, two people on one block."""

import re
from datetime import date

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import expect

from bulletins.models import Bulletin, BulletinLink, Entry
from tests.builders import make_bulletin, make_commune, make_initiative, make_section, make_user

PASSWORD = "un-long-mot-de-passe"


@pytest.fixture
def draft(transactional_db):
    bulletin = make_bulletin("Le prochain", dated_on=date(2020, 4, 30), introduction="Bonjour à tous.")
    rows = [make_initiative(title, communes=(make_commune(),)) for title in ("Une", "Deux")]
    make_section(bulletin, *rows, position=1, heading="Protéger")
    make_section(bulletin, make_initiative("Trois"), theme="soignants", position=2, heading="Soigner")
    BulletinLink.objects.create(bulletin=bulletin, label="Aider", url="https://exemple.fr/")
    return bulletin


@pytest.fixture
def atelier(draft, page, live_server, sign_in):
    make_user("dominique", group="rédaction", password=PASSWORD)
    sign_in("dominique", PASSWORD)
    page.goto(live_server.url + reverse("workshop:page", args=[draft.pk]))
    expect(page.locator("html")).to_have_class("has-script")
    yield page
    _leave(page)


@pytest.fixture
def colleague(draft, browser, live_server, atelier):
    """Another person in another browser, on the same page."""
    make_user("camille", group="édition", password=PASSWORD)
    context = browser.new_context(locale="fr-FR", reduced_motion="reduce")
    other = context.new_page()
    other.goto(live_server.url + reverse("admin:login"))
    other.fill("#id_username", "camille")
    other.fill("#id_password", PASSWORD)
    other.click("[type=submit]")
    other.goto(live_server.url + reverse("workshop:page", args=[draft.pk]))
    yield other
    _leave(other)
    context.close()


def _leave(page):
    """A page that is left says so to the server: the answer is waited for, before the tables are emptied."""
    if not page.is_closed():
        page.goto("about:blank")
        page.wait_for_timeout(300)


def _block(page, key):
    return page.locator(f"[data-block='{key}']")


def _intro(draft):
    return f"bulletin-{draft.pk}-introduction"


def _field(page, key):
    return page.locator(f"[id='champ-{key}']")


def _saved(page):
    expect(page.locator("[data-state]")).to_contain_text("Enregistré à")


def _order(draft):
    return [
        [entry.initiative.title for entry in section.entries.select_related("initiative")]
        for section in draft.sections.all()
    ]


def test_text_is_written_in_its_place(atelier, draft, complaints, axe_finds):
    page, key = atelier, _intro(draft)
    assert axe_finds() == []
    _block(page, key).locator(".prose").click()
    expect(_field(page, key)).to_have_value("Bonjour à tous.")
    assert axe_finds() == []
    page.keyboard.press("End")
    page.keyboard.type(" Et merci.")
    page.keyboard.press("Escape")
    _saved(page)
    expect(_block(page, key)).to_contain_text("Bonjour à tous. Et merci.")
    draft.refresh_from_db()
    assert draft.introduction == "Bonjour à tous. Et merci."
    # The focus is back on what opened the block, and Enter opens it again.
    expect(page.locator(f"[id='ouvrir-{key}']")).to_be_focused()
    page.keyboard.press("Enter")
    expect(_field(page, key)).to_be_focused()


def test_text_saves_itself_after_a_pause_and_when_one_goes_on(atelier, draft):
    page, key, closing = atelier, _intro(draft), f"bulletin-{draft.pk}-closing"
    page.click(f"[id='ouvrir-{key}']")
    _field(page, key).fill("Après une pause.")
    _saved(page)
    draft.refresh_from_db()
    assert draft.introduction == "Après une pause."
    _field(page, key).fill("En passant au suivant.")
    page.click(f"[id='ouvrir-{closing}']")
    expect(_block(page, key)).to_contain_text("En passant au suivant.")
    _field(page, closing).fill("Au revoir.")
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
        _field(page, key).fill(text)
        page.keyboard.press("Enter")
        expect(_field(page, key)).to_have_count(0)
    draft.refresh_from_db()
    assert (draft.title, draft.place, draft.dated_on) == ("Un autre titre", "Arras", date(2020, 5, 4))
    assert draft.signatory_name == "Camille Exemple"
    assert draft.sections.first().heading == "Se protéger"
    assert draft.links.get().label == "Devenir bénévole"
    expect(page.locator("h1")).to_have_text("Un autre titre")


def test_refused_text_stays_in_view(atelier, draft):
    page, key = atelier, f"bulletin-{draft.pk}-dated_on"
    page.click(f"[id='ouvrir-{key}']")
    _field(page, key).fill("31/02/2020")
    page.keyboard.press("Enter")
    expect(page.locator("[data-state]")).to_contain_text("Non enregistré")
    expect(_field(page, key)).to_have_value("31/02/2020")
    page.get_by_role("button", name="Fermer sans enregistrer").click()
    expect(_field(page, key)).to_have_count(0)
    expect(_block(page, key)).to_contain_text("30 avril 2020")
    assert page.evaluate("Object.keys(localStorage).length") == 0


def test_entry_removed_by_someone_else_lets_its_block_close(atelier, draft):
    page, entry = atelier, Entry.objects.get(initiative__title="Une")
    key = f"entry-{entry.pk}-wording"
    page.click(f"[id='ouvrir-{key}']")
    _field(page, key).fill("Un texte pour rien.")
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
    assert _order(draft) == [["Une", "Deux"], ["Trois"]]


def test_wording_begins_with_the_text_of_the_record(atelier, draft):
    page, entry = atelier, Entry.objects.select_related("initiative").get(initiative__title="Une")
    key = f"entry-{entry.pk}-wording"
    page.click(f"[id='ouvrir-{key}']")
    expect(_field(page, key)).to_have_value(entry.initiative.summary)
    page.keyboard.press("Escape")
    entry.refresh_from_db()
    assert entry.wording == ""
    page.click(f"[id='ouvrir-{key}']")
    _field(page, key).fill("Le texte du jour.")
    page.keyboard.press("Escape")
    expect(page.locator(f"[data-entry='{entry.pk}'] .entry__state")).to_contain_text("Texte du jour")
    entry.refresh_from_db()
    assert entry.wording == "Le texte du jour."


def test_entries_are_moved_by_keys_within_and_between_sections(atelier, draft):
    page, entry = atelier, Entry.objects.get(initiative__title="Deux")
    page.locator(f"[id='ouvrir-entry-{entry.pk}-wording']").focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("[data-says]")).to_have_text(
        "«\u00a0Deux\u00a0»\u00a0: 1 sur 2, rubrique «\u00a0Protéger\u00a0»"
    )
    assert _order(draft) == [["Deux", "Une"], ["Trois"]]
    # The focus stays with the entry, so that the next press moves it on, into the next section.
    page.keyboard.press("Alt+ArrowDown")
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator("[data-says]")).to_have_text(
        "«\u00a0Deux\u00a0»\u00a0: 1 sur 2, rubrique «\u00a0Soigner\u00a0»"
    )
    _saved(page)
    expect(page.locator("[data-undo]")).to_be_enabled()
    page.wait_for_timeout(600)
    assert _order(draft) == [["Une"], ["Deux", "Trois"]]
    expect(page.locator(f"[id='ouvrir-entry-{entry.pk}-wording']")).to_be_focused()
    page.keyboard.press("Control+z")
    expect(page.locator("[data-says]")).to_contain_text("Annulé")
    assert _order(draft) == [["Une", "Deux"], ["Trois"]]
    page.keyboard.press("Control+Shift+z")
    expect(page.locator("[data-says]")).to_contain_text("Rétabli")
    assert _order(draft) == [["Une"], ["Deux", "Trois"]]


def test_entries_are_dragged_between_sections(atelier, draft):
    page = atelier
    page.set_viewport_size({"width": 1280, "height": 1400})  # both ends in view
    une, trois = (page.locator(f"[data-name='{title}'][data-entry]") for title in ("Une", "Trois"))
    une.hover()
    une.locator("[data-handle]").drag_to(trois.locator(".entry__title"))
    _saved(page)
    assert _order(draft) == [["Deux"], ["Une", "Trois"]]


def test_initiative_is_dragged_into_a_section(atelier, draft):
    page = atelier
    page.set_viewport_size({"width": 1280, "height": 1400})
    make_initiative("Des visières à Lens")
    page.fill("#chercher-initiative", "visieres")
    row = page.locator(".candidate", has_text="Des visières à Lens")
    expect(row).to_be_visible()
    row.drag_to(page.locator("[data-name='Trois'][data-entry] .entry__title"))
    _saved(page)
    assert _order(draft) == [["Une", "Deux"], ["Des visières à Lens", "Trois"]]


def test_removed_entry_comes_back(atelier, draft):
    page, entry = atelier, Entry.objects.get(initiative__title="Une")
    Entry.objects.filter(pk=entry.pk).update(wording="Le texte du jour.")
    page.locator(f"[id='oter-entry-{entry.pk}']").focus()
    page.keyboard.press("Enter")
    expect(page.locator(f"[data-entry='{entry.pk}']")).to_have_count(0)
    _saved(page)
    assert _order(draft) == [["Deux"], ["Trois"]]
    page.click("[data-undo]")
    expect(page.locator(f"[data-entry='{entry.pk}']")).to_contain_text("Le texte du jour.")
    assert _order(draft) == [["Une", "Deux"], ["Trois"]]


def test_text_is_undone_and_done_again(atelier, draft):
    page, key = atelier, _intro(draft)
    page.click(f"[id='ouvrir-{key}']")
    _field(page, key).fill("Un autre texte.")
    page.keyboard.press("Escape")
    expect(_block(page, key)).to_contain_text("Un autre texte.")
    page.keyboard.press("Control+z")
    expect(_block(page, key)).to_contain_text("Bonjour à tous.")
    page.keyboard.press("Control+Shift+z")
    expect(_block(page, key)).to_contain_text("Un autre texte.")
    draft.refresh_from_db()
    assert draft.introduction == "Un autre texte."


def test_initiative_is_found_and_placed(atelier, draft, complaints):
    page = atelier
    initiative = make_initiative("Des visières à Lens", theme="soignants")
    page.fill("#chercher-initiative", "visieres")
    place = page.locator(f"[id='placer-{initiative.pk}']")
    place.click()
    expect(page.locator("[data-section] .entry__title", has_text="Des visières à Lens")).to_be_visible()
    expect(page.locator("[data-found]")).to_contain_text("Déjà dans ce bulletin")
    assert _order(draft) == [["Une", "Deux"], ["Trois", "Des visières à Lens"]]


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


def test_text_typed_without_network_goes_when_it_is_back(atelier, draft, context):
    page, key = atelier, _intro(draft)
    page.click(f"[id='ouvrir-{key}']")
    context.set_offline(True)
    _field(page, key).fill("Tapé dans le train.")
    page.keyboard.press("Escape")
    expect(page.locator("[data-state]")).to_contain_text("réseau absent")
    expect(_field(page, key)).to_have_value("Tapé dans le train.")
    assert page.evaluate("Object.keys(localStorage).length") == 1
    draft.refresh_from_db()
    assert draft.introduction == "Bonjour à tous."
    # Once it is back, the text goes by itself.
    context.set_offline(False)
    _saved(page)
    draft.refresh_from_db()
    assert draft.introduction == "Tapé dans le train."


def test_text_of_a_page_that_was_lost_is_offered_again(atelier, draft, context, live_server):
    page, key = atelier, _intro(draft)
    page.click(f"[id='ouvrir-{key}']")
    context.set_offline(True)
    _field(page, key).fill("Tapé avant de perdre la page.")
    page.keyboard.press("Escape")
    expect(page.locator("[data-state]")).to_contain_text("réseau absent")
    # The lid is closed without network, and the page opened again the day after.
    page.close()
    context.set_offline(False)
    page = context.new_page()
    page.goto(live_server.url + reverse("workshop:page", args=[draft.pk]))
    expect(_block(page, key)).to_contain_text("Bonjour à tous.")
    reminder = page.locator(".reminder")
    expect(reminder).to_contain_text("n’a pas été enregistré")
    reminder.get_by_role("button", name="Reprendre ce texte").click()
    _saved(page)
    page.keyboard.press("Escape")
    expect(_block(page, key)).to_contain_text("Tapé avant de perdre la page.")
    draft.refresh_from_db()
    assert draft.introduction == "Tapé avant de perdre la page."
    assert page.evaluate("Object.keys(localStorage).length") == 0
    _leave(page)


def test_reminder_of_a_lost_text_breaks_no_rule(atelier, draft, axe_finds):
    page, key = atelier, _intro(draft)
    page.route("**/bloc/", lambda route: route.abort())
    page.click(f"[id='ouvrir-{key}']")
    _field(page, key).fill("Tapé avant de perdre la page.")
    page.keyboard.press("Escape")
    expect(page.locator("[data-state]")).to_contain_text("réseau absent")
    page.reload()
    expect(page.locator(".reminder")).to_be_visible()
    assert axe_finds() == []


def test_ended_session_loses_nothing(atelier, draft, context, live_server):
    page, key = atelier, _intro(draft)
    page.click(f"[id='ouvrir-{key}']")
    Session.objects.all().delete()
    _field(page, key).fill("Tapé après la fin de la session.")
    page.keyboard.press("Escape")
    expect(page.locator("[data-state]")).to_contain_text("votre session a expiré")
    with context.expect_page() as opened:
        page.click("text=Se reconnecter dans un nouvel onglet")
    other = opened.value
    other.fill("#id_username", "dominique")
    other.fill("#id_password", PASSWORD)
    other.click("[type=submit]")
    other.wait_for_selector(".today")
    _field(page, key).focus()
    page.keyboard.press("Escape")
    _saved(page)
    draft.refresh_from_db()
    assert draft.introduction == "Tapé après la fin de la session."


def test_two_people_on_one_block(atelier, colleague, draft):
    page, other, key = atelier, colleague, _intro(draft)
    page.click(f"[id='ouvrir-{key}']")
    _field(page, key).fill("Bonjour à toutes.")
    other.click(f"[id='ouvrir-{key}']")
    other.locator(f"[id='champ-{key}']").fill("Bonsoir à tous.")
    _saved(page)
    other.keyboard.press("Escape")
    conflict = other.locator(".conflict")
    expect(conflict).to_contain_text("dominique a écrit un autre texte")
    expect(conflict.locator("del").first).to_contain_text("Bonjour")
    expect(conflict.locator("ins").first).to_contain_text("Bonsoir")
    draft.refresh_from_db()
    assert draft.introduction == "Bonjour à toutes."
    conflict.get_by_role("button", name="Garder le mien").click()
    expect(_block(other, key)).to_contain_text("Bonsoir à tous.")
    draft.refresh_from_db()
    assert draft.introduction == "Bonsoir à tous."


def test_other_text_is_taken_or_both_are_joined(atelier, draft, axe_finds):
    page, key = atelier, _intro(draft)
    for choice in ("Prendre l’autre", "Corriger"):
        page.click(f"[id='ouvrir-{key}']")
        Bulletin.objects.filter(pk=draft.pk).update(introduction=f"Écrit ailleurs, {choice}.")
        _field(page, key).fill("Mon texte.")
        page.keyboard.press("Escape")
        expect(page.locator(".conflict")).to_be_visible()
        assert axe_finds() == []
        page.get_by_role("button", name=choice).click()
        if choice == "Corriger":
            _field(page, key).fill("Les deux réunis.")
            page.keyboard.press("Escape")
            expect(_block(page, key)).to_contain_text("Les deux réunis.")
        else:
            expect(_block(page, key)).to_contain_text("Écrit ailleurs, Prendre l’autre.")
    draft.refresh_from_db()
    assert draft.introduction == "Les deux réunis."
    assert page.evaluate("Object.keys(localStorage).length") == 0


def test_who_is_here_is_told_on_the_block(atelier, colleague, draft):
    page, other, key = atelier, colleague, _intro(draft)
    page.click(f"[id='ouvrir-{key}']")
    expect(_field(page, key)).to_be_focused()
    other.click(f"[id='ouvrir-bulletin-{draft.pk}-closing']")
    expect(other.locator("[data-present]")).to_contain_text("dominique", timeout=20_000)
    expect(_block(other, key)).to_contain_text("dominique écrit ici", timeout=20_000)


def test_page_without_script_leads_to_the_forms(browser, live_server, atelier, draft, context):
    plain = browser.new_context(java_script_enabled=False, locale="fr-FR", storage_state=context.storage_state())
    page = plain.new_page()
    page.goto(live_server.url + reverse("workshop:page", args=[draft.pk]))
    expect(page.locator("h1")).to_have_text("Le prochain")
    assert page.locator(".with-script:visible").count() == 0
    page.fill("#chercher-initiative", "trois")
    page.get_by_role("button", name="Chercher").click()
    expect(page.locator(".candidates")).to_contain_text("Déjà dans ce bulletin")
    page.click(f"[id='ouvrir-{_intro(draft)}']")
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
