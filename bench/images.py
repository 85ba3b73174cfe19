"""The pictures of the guide (`docs/guide-redaction.md`), taken of the demonstration: `make images`.

Nothing is published: an initiative is written and proposed, the other pages are only looked at. `bench/images.py
ADDRESS` takes them of a demonstration that runs already.
"""

from __future__ import annotations

import io
import sys
from contextlib import nullcontext
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from PIL import Image  # noqa: E402 - after the path of the project
from playwright.sync_api import Browser, Page, sync_playwright  # noqa: E402 - likewise

from bench.journeys.hand import PASSWORD, PATIENCE, started_browser  # noqa: E402 - likewise
from bench.journeys.initiative import TEXT  # noqa: E402 - likewise
from bench.parcours import demonstration  # noqa: E402 - likewise

FOLDER = ROOT / "docs" / "images"
COLOURS = 96  # enough for pages of text, and small files
HEAVIEST = 120_000  # bytes
WIDTH, HEIGHT = 1120, 720
TITLE = "Fil et Dé et la Ville de Calais aident le Calaisis"


def main() -> int:
    given = sys.argv[1:]
    source = nullcontext((given[0].rstrip("/"), "")) if given else demonstration()
    with source as (address, _), sync_playwright() as playwright:
        browser = started_browser(playwright)
        try:
            write(someone(browser, address, "redaction"))
            sign(someone(browser, address, "edition"))
        finally:
            browser.close()
    return 0


def someone(browser: Browser, address: str, account: str) -> Page:
    context = browser.new_context(
        locale="fr-FR", viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light", reduced_motion="reduce"
    )
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(f"{address}/admin/login/")
    page.fill("#id_username", account)
    page.fill("#id_password", PASSWORD)
    page.click("[type=submit]")
    page.wait_for_selector(".today")
    return page


def write(page: Page) -> None:
    page.get_by_role("link", name="Nouvelle initiative").click()
    page.get_by_label("Texte", exact=True).fill(TEXT)
    page.locator(".chip").filter(has_text="www.filetde.fr").wait_for()
    page.get_by_label("Titre").fill(TITLE)
    page.get_by_label("Thème").select_option("protection")
    picture(page, "ecrire")
    page.get_by_role("button", name="Enregistrer et proposer à l’édition").click()
    page.locator(".messagelist .success").wait_for()


def sign(page: Page) -> None:
    today = page.url
    page.locator(".task", has_text="à relire").get_by_role("link").click()
    page.get_by_role("link", name=TITLE).first.click()
    page.get_by_role("link", name="Renvoyer…").click()
    page.get_by_label("Mot pour la rédaction").fill("Très bien. Dites aussi jusqu’à quand durent les repas.")
    picture(page, "renvoyer")
    page.goto(today)
    page.locator(".draft h3 a[href*='/atelier/']").first.click()
    page.get_by_role("link", name="Modifier\u00a0: Introduction").click()
    page.locator(".editor").wait_for()
    page.locator("#remarques .proof-remarks").wait_for(state="attached")
    picture(page, "atelier")
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Bon à tirer").click()
    picture(page, "bon-a-tirer")
    page.get_by_role("link", name="Programmer la parution").click()
    page.get_by_label("Heure").fill("18:00")
    picture(page, "programmer")
    page.goto(f"{today}bulletins/bulletin/")
    page.locator("#result_list tbody tr", has_text="publié").first.locator("a[href$='/change/']").click()
    page.get_by_role("link", name="Retirer le").click()
    page.get_by_label("Motif du retrait").fill("La date de la collecte était fausse.")
    page.get_by_label("Explication publique").fill("Ce numéro contenait une erreur de date. Le suivant le remplace.")
    picture(page, "retirer")


def picture(page: Page, name: str) -> None:
    """What the window shows, in few colours. OSError where it would be too heavy for the guide."""
    page.wait_for_timeout(400)  # the last fragment has come
    shown = Image.open(io.BytesIO(page.screenshot()))
    path = FOLDER / f"{name}.png"
    shown.convert("RGB").quantize(COLOURS).save(path, optimize=True)
    if (size := path.stat().st_size) > HEAVIEST:
        raise OSError(f"{path.name} pèse {size} octets, {HEAVIEST} au plus.")
    sys.stdout.write(f"{path.relative_to(ROOT)} : {size // 1000} ko\n")


if __name__ == "__main__":
    sys.exit(main())
