"""The officer's journey: drop a document, read it through, correct, split, accept, find the draft, undo."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from bulletins.models import Bulletin
from documents.models import DocumentImport
from initiatives.models import Initiative
from tests.builders import make_series, make_user
from tests.documents.sample import RELEASE

REAL = Path(__file__).resolve().parents[3] / "shared" / "documents" / "communique-2020-04-30-n7.docx"
PASSWORD = "un-mot-de-passe-long"
STORY = "[data-story]"


@pytest.fixture(autouse=True)
def _private_originals(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def sample(tmp_path) -> Path:
    path = tmp_path / "semaine-19.txt"
    path.write_text(RELEASE, encoding="utf-8")
    return path


@pytest.fixture
def desk(page: Page, live_server, signed_in) -> Page:
    """The upload page, for an officer of “rédaction”."""
    make_series()
    signed_in(make_user("redactrice", group="rédaction"))
    page.goto(f"{live_server.url}/admin/documents/documentimport/add/")
    return page


def drop(page: Page, path: Path) -> None:
    page.set_input_files("input[type=file]", path)
    page.click("text=Lire le document")
    page.wait_for_selector("[data-review]", timeout=60_000)


def nth(page: Page, index: int, selector: str = ""):
    return page.locator(STORY).nth(index).locator(selector) if selector else page.locator(STORY).nth(index)


def correct(page: Page, act: Callable[[], None]) -> None:
    """Do something that corrects the draft, and wait until the page shows it."""
    with page.expect_response(lambda response: response.url.endswith("/correction/")):
        act()
    page.wait_for_selector("[data-review]:not([aria-busy])")


def titles() -> list[dict]:
    return [one for section in DocumentImport.objects.get().proposal["sections"] for one in section["initiatives"]]


def select_words(page: Page, words: str) -> None:
    """Select words of the document as a mouse does."""
    page.evaluate(
        """words => {
            for (const piece of document.querySelectorAll("[data-document] [data-at]")) {
                const at = piece.textContent.indexOf(words);
                if (at >= 0) {
                    piece.scrollIntoView({ block: "center" });
                    window.getSelection().setBaseAndExtent(piece.firstChild, at, piece.firstChild, at + words.length);
                    return;
                }
            }
            throw new Error("not in the document: " + words);
        }""",
        words,
    )


@pytest.mark.parametrize("document", ["ours", "real"])
def test_officer_imports_corrects_accepts_and_undoes(desk, sample, document, complaints, axe_finds):
    if document == "real" and not REAL.exists():
        pytest.skip("Les documents réels ne sont pas à côté de ce dépôt.")
    assert axe_finds() == []
    drop(desk, sample if document == "ours" else REAL)
    assert axe_finds() == []
    count = desk.locator(STORY).count()
    assert count >= 3

    # A correction, and the acceptance that carries it.
    nth(desk, 0, "[name=title]").fill("Des masques pour les écoles")
    correct(desk, lambda: nth(desk, 0, "button[value=accept]").click())
    expect(nth(desk, 0, "h3")).to_have_text("Des masques pour les écoles")
    expect(nth(desk, 0, ".badge")).to_have_text("acceptée")

    # A story of two sentences becomes two.
    nth(desk, 1, "details.edit summary").click()
    correct(desk, lambda: nth(desk, 1, "[data-split]").click())
    expect(desk.locator(STORY)).to_have_count(count + 1)
    assert axe_finds() == []

    # Leaving and coming back loses nothing.
    desk.reload()
    expect(nth(desk, 0, ".badge")).to_have_text("acceptée")
    expect(desk.locator(STORY)).to_have_count(count + 1)

    for index in range(1, count + 1):
        correct(desk, lambda index=index: nth(desk, index, "button[value=accept]").click())
    expect(desk.locator(".review__count")).to_contain_text("Tout est relu")
    desk.click("text=Créer le brouillon")
    expect(desk.locator("h1")).to_have_text("Compte rendu d’import")
    assert axe_finds() == []
    desk.click("text=Ouvrir le bulletin")
    expect(desk.locator("#id_title")).to_have_value(Bulletin.objects.get().title)
    assert Initiative.objects.filter(title="Des masques pour les écoles", status="draft").exists()

    desk.go_back()
    desk.click("text=Annuler cet import")
    assert axe_finds() == []
    desk.click("input[value='Annuler l’import']")
    expect(desk.locator("ul.messagelist")).to_contain_text("L’import est annulé.")
    assert not Bulletin.objects.exists()
    assert not Initiative.objects.exists()


def test_words_lead_to_their_value_and_back(desk, sample, complaints):
    drop(desk, sample)
    desk.locator("[data-document] a.mark--communes", has_text="Marck").click()
    value = nth(desk, 0, ".value--communes")
    expect(value).to_be_focused()
    value.locator("a").click()
    expect(desk.locator("[data-document] a.mark--communes", has_text="Marck")).to_be_focused()


def test_selected_words_become_a_value(desk, sample, complaints):
    drop(desk, sample)
    select_words(desk, "écoles")
    desk.wait_for_selector("[data-adder]:not([hidden])")
    correct(desk, lambda: desk.click("[data-add-as=organisations]"))
    expect(nth(desk, 0, ".value--organisations").last).to_contain_text("écoles")
    expect(desk.locator("[data-document] a.mark--organisations", has_text="écoles")).to_be_visible()


def test_selected_words_say_where_to_cut(desk, sample, complaints):
    drop(desk, sample)
    select_words(desk, "pour les hôpitaux")
    desk.wait_for_selector("[data-adder]:not([hidden])")
    correct(desk, lambda: desk.click("[data-cut-here]"))
    expect(desk.locator(STORY)).to_have_count(4)
    expect(nth(desk, 2, ".story__text")).to_contain_text("pour les hôpitaux")


def test_words_selected_by_keyboard_in_a_text_fill_the_tools(desk, sample, complaints):
    drop(desk, sample)
    nth(desk, 1, "details.edit summary").click()
    text = nth(desk, 1, "textarea[name=text]")
    text.focus()
    desk.keyboard.press("Control+Home")
    desk.keyboard.press("Shift+End")
    line = text.evaluate("area => area.value.slice(area.selectionStart, area.selectionEnd)")
    expect(nth(desk, 1, "[data-add-text]")).to_have_value(line.strip())
    start = DocumentImport.objects.get().text.index(line.strip())
    expect(nth(desk, 1, "[data-add-start]")).to_have_value(str(start))
    expect(nth(desk, 1, "[data-cut]")).to_have_value(str(start))


def test_keys_walk_decide_and_stay_out_of_fields(desk, sample, complaints):
    drop(desk, sample)
    desk.click("[data-help]")
    expect(desk.locator("#aide-clavier")).to_be_visible()
    expect(nth(desk, 0)).to_be_focused()
    desk.keyboard.press("j")
    expect(nth(desk, 1)).to_be_focused()
    desk.keyboard.press("k")
    correct(desk, lambda: desk.keyboard.press("a"))
    expect(nth(desk, 0, ".badge")).to_have_text("acceptée")
    expect(nth(desk, 1)).to_be_focused()
    correct(desk, lambda: desk.keyboard.press("x"))
    expect(nth(desk, 1, ".badge")).to_have_text("écartée")
    desk.keyboard.press("c")
    expect(nth(desk, 2, "[name=text]")).to_be_focused()
    nth(desk, 2).focus()
    desk.keyboard.press("t")
    field = nth(desk, 2, "[name=title]")
    expect(field).to_be_focused()
    before = field.input_value()
    desk.keyboard.press("Home")
    desk.keyboard.type("ajax")
    expect(field).to_have_value(f"ajax{before}")
    expect(nth(desk, 2, ".badge")).to_have_text("à relire")


def test_what_is_typed_in_another_card_survives_a_correction(desk, sample, complaints):
    drop(desk, sample)
    nth(desk, 1, "details.edit summary").click()
    nth(desk, 1, "[name=text]").fill("Pas encore enregistré")
    correct(desk, lambda: nth(desk, 0, "button[value=accept]").click())
    expect(nth(desk, 1, "[name=text]")).to_have_value("Pas encore enregistré")


def test_title_is_saved_when_it_is_left_and_the_focus_stays(desk, sample, complaints):
    drop(desk, sample)
    nth(desk, 0, "[name=title]").fill("Des masques pour les écoles")
    correct(desk, lambda: nth(desk, 1, "[name=title]").focus())
    expect(nth(desk, 0, "h3")).to_have_text("Des masques pour les écoles")
    expect(nth(desk, 1, "[name=title]")).to_be_focused()
    correct(desk, lambda: (desk.keyboard.type("Toiles : "), desk.keyboard.press("Enter")))
    expect(nth(desk, 1, "h3")).to_contain_text("Toiles : ")
    assert [one["title"] for one in titles()][:2] == ["Des masques pour les écoles", nth(desk, 1, "h3").inner_text()]


def test_title_left_by_a_button_of_another_card_loses_neither(desk, sample, complaints):
    drop(desk, sample)
    nth(desk, 0, "[name=title]").fill("Des masques pour les écoles")
    correct(desk, lambda: nth(desk, 1, "button[value=accept]").click())
    expect(nth(desk, 1, ".badge")).to_have_text("acceptée")
    expect(nth(desk, 0, "h3")).to_have_text("Des masques pour les écoles")


def test_theme_is_chosen_in_one_act_with_the_mouse_and_by_a_button_with_the_keyboard(
    desk, sample, complaints, axe_finds
):
    drop(desk, sample)
    choice = desk.locator("[data-theme]").first
    choice.click()
    correct(desk, lambda: choice.select_option("soignants"))
    expect(desk.locator("[data-theme]").first).to_have_value("soignants")
    nth(desk, 0).focus()
    desk.keyboard.press("h")
    expect(desk.locator("[data-theme]").first).to_be_focused()
    desk.locator("[data-theme]").first.select_option("jeunes")
    correct(desk, lambda: desk.locator(".part__theme > button").first.click())
    expect(desk.locator("[data-theme]").first).to_have_value("jeunes")
    assert axe_finds() == []


def test_stale_correction_keeps_the_words(desk, sample):
    drop(desk, sample)
    review = DocumentImport.objects.get()
    nth(desk, 0, "details.edit summary").click()
    nth(desk, 0, "[name=title]").fill("Tapé pendant ce temps")
    DocumentImport.objects.filter(pk=review.pk).update(version=7)
    correct(desk, lambda: nth(desk, 0, "button.default[value=save]").click())
    expect(desk.locator("[data-focus]")).to_contain_text("Quelqu’un a corrigé")
    expect(nth(desk, 0, "[name=title]")).to_have_value("Tapé pendant ce temps")
    correct(desk, lambda: nth(desk, 0, "button.default[value=save]").click())
    expect(nth(desk, 0, "h3")).to_have_text("Tapé pendant ce temps")


def test_refused_file_is_explained_on_the_upload_page(desk, tmp_path, axe_finds):
    path = tmp_path / "abime.pdf"
    path.write_bytes(b"%PDF-1.7 abime")
    desk.set_input_files("input[type=file]", path)
    desk.click("text=Lire le document")
    expect(desk.locator("[role=alert]")).to_contain_text("Rien n’a été enregistré")
    assert axe_finds() == []
    assert not DocumentImport.objects.exists()


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_review_fits_the_screen(desk, sample, width):
    desk.set_viewport_size({"width": width, "height": 800})
    drop(desk, sample)
    nth(desk, 0, "details.edit summary").click()
    assert desk.evaluate("document.documentElement.scrollWidth") <= width


def test_review_without_javascript(browser: Browser, browser_context_args: dict, live_server, sample):
    make_series()
    make_user("redactrice", group="rédaction", password=PASSWORD)
    context = browser.new_context(**{**browser_context_args, "java_script_enabled": False})
    page = context.new_page()
    page.goto(f"{live_server.url}/admin/login/?next=/admin/documents/documentimport/add/")
    page.fill("#id_username", "redactrice")
    page.fill("#id_password", PASSWORD)
    page.click("[type=submit]")
    page.set_input_files("input[type=file]", sample)
    page.click("text=Lire le document")

    nth(page, 0, "details.edit summary").click()
    nth(page, 0, "[name=title]").fill("Titre sans script")
    nth(page, 0, "input[name=add_text]").fill("une trentaine de bénévoles")
    nth(page, 0, "select[name=add_kind]").select_option("figures")
    nth(page, 0, "[data-add]").click()
    expect(nth(page, 0, ".value--figures").last).to_contain_text("environ 30 bénévoles")
    for index, act in enumerate(("accept", "set_aside", "accept")):
        nth(page, index, f"button[value={act}]").click()
    page.click("text=Créer le brouillon")
    expect(page.locator("h1")).to_have_text("Compte rendu d’import")
    expect(page.locator("text=Titre sans script").first).to_be_visible()
    page.click("text=Annuler cet import")
    page.click("input[value='Annuler l’import']")
    assert not Bulletin.objects.exists()
    context.close()
