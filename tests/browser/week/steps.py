"""The week, step by step: what officer and editor do on their pages, whatever they hold in their hands."""

from __future__ import annotations

from datetime import timedelta

from django.utils.timezone import localtime
from playwright.sync_api import Locator, Page, expect

from tests.browser.week.hands import PATIENCE, Keyboard, Mouse

PASSWORD = "un-long-mot-de-passe"
STORY = (
    "À Marck, l’association Les Petites Mains coud 1 600 masques pour ses voisins. "
    "Contact : 03 21 00 00 01, contact@exemple.fr"
)
TITLE = "Les Petites Mains cousent des masques"
INTRODUCTION = "Cette semaine, des voisins s’organisent."
Hand = Mouse | Keyboard


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def link(page: Page, name: str) -> Locator:
    return page.get_by_role("link", name=name, exact=True)


def expect_told(page: Page, words: str) -> None:
    expect(page.locator(".messagelist .success")).to_contain_text(words, timeout=PATIENCE)


def write_and_propose(hand: Hand, *, has_script: bool = True) -> None:
    page = hand.page
    hand.press(link(page, "Nouvelle initiative"))
    hand.write(page.get_by_label("Texte", exact=True), STORY)
    if not has_script:
        hand.press(button(page, "Comprendre ce texte"))
    expect(page.locator(".chip", has_text="Les Petites Mains")).to_be_visible(timeout=PATIENCE)
    hand.write(page.get_by_label("Titre"), TITLE)
    hand.choose(page.get_by_label("Thème"), page.locator("#ecrire-theme option").nth(1).inner_text())


def propose(hand: Hand) -> None:
    hand.press(button(hand.page, "Enregistrer et proposer à l’édition"))
    expect_told(hand.page, "proposé à l’édition")


def open_proposal(hand: Hand) -> None:
    """From the first page, where the proposal waits, to its record."""
    hand.press(hand.page.locator(".task", has_text="relire").get_by_role("link"))
    hand.press(link(hand.page, TITLE))
    expect(hand.page.locator(".record__state")).to_contain_text("proposée", timeout=PATIENCE)


def return_with_a_word(hand: Hand) -> None:
    page = hand.page
    hand.press(link(page, "Renvoyer…"))
    hand.write(page.get_by_label("Mot pour la rédaction"), "Dites aussi pour qui.")
    hand.press(button(page, "Renvoyer à la rédaction"))
    expect_told(page, "renvoyée")


def correct_and_propose_again(hand: Hand) -> None:
    page = hand.page
    hand.press(link(page, f"À reprendre\u00a0: «\u00a0{TITLE}\u00a0»"))
    expect(page.get_by_text("Dites aussi pour qui.").first).to_be_visible()
    hand.write(page.locator("#id_summary"), STORY.replace("ses voisins", "les soignants"))
    hand.press(button(page, "Enregistrer et proposer de nouveau"))
    expect_told(page, "proposée")


def approve(hand: Hand) -> None:
    page = hand.page
    hand.press(button(page, "Enregistrer, puis approuver…"))
    hand.press(button(page, "Approuver"))
    expect_told(page, "approuvée")


def begin_bulletin(hand: Hand) -> None:
    page = hand.page
    hand.press(link(page, "Aujourd’hui").first)
    hand.press(link(page, "Nouveau bulletin").first)
    hand.press(button(page, "Les initiatives de la semaine"))
    expect(page.locator("[data-entry]")).to_have_count(1, timeout=PATIENCE)
    page.wait_for_load_state("load")  # its script has taken the pencils over


def write_introduction(hand: Hand) -> None:
    """In its place: Escape saves and closes it, and the focus is back on the pencil that opened it."""
    page = hand.page
    pencil = page.locator(".block__open", has_text="Modifier\u00a0: Introduction")
    hand.press(pencil)
    page.keyboard.insert_text(INTRODUCTION)
    page.keyboard.press("Escape")
    expect(page.locator("[data-state]")).to_contain_text("Enregistré à", timeout=PATIENCE)
    expect(pencil).to_be_focused()


def write_introduction_in_a_form(hand: Hand) -> None:
    page = hand.page
    hand.press(page.locator(".block__open", has_text="Modifier\u00a0: Introduction"))
    hand.write(page.locator("#id_introduction"), INTRODUCTION)
    hand.press(button(page, "Enregistrer et rester ici"))
    expect_told(page, "Enregistré")
    hand.press(link(page, "Ouvrir l’Atelier"))


def check_the_proof(hand: Hand) -> None:
    """What is still to be mended, and the proof on paper; from the Atelier and back."""
    page = hand.page
    hand.press(page.get_by_role("link", name="Bon à tirer"))
    expect(page.locator(".proof-remarks")).to_be_visible()
    proof = page.request.get(page.url.rsplit("/admin/", 1)[0] + link(page, "Épreuve PDF").get_attribute("href"))
    assert (proof.status, proof.headers["content-type"], proof.body()[:5]) == (200, "application/pdf", b"%PDF-")


def back_to_the_page(hand: Hand) -> None:
    hand.press(link(hand.page, "Ouvrir l’Atelier"))
    hand.page.wait_for_load_state("load")


def plan_and_think_again(hand: Hand) -> None:
    """Planned for tomorrow, told on the page, then taken back."""
    page = hand.page
    hand.press(link(page, "Programmer la parution"))
    hand.write(page.get_by_label("Jour"), f"{localtime() + timedelta(days=1):%d/%m/%Y}")
    hand.write(page.get_by_label("Heure"), "18:00")
    hand.press(button(page, "Programmer la parution"))
    expect_told(page, "18\u00a0h")
    hand.press(link(page, "Déprogrammer"))
    hand.press(button(page, "Déprogrammer"))
    expect_told(page, "plus programmé")


def publish(hand: Hand) -> None:
    page = hand.page
    page.wait_for_load_state("load")
    hand.press(link(page, "Publier le n°\u00a01"))
    hand.press(button(page, "Publier le n°\u00a01"))
    expect_told(page, "est publié")


def rectify(hand: Hand) -> None:
    page = hand.page
    hand.press(link(page, "Formulaire complet"))
    hand.write(page.locator("#id_introduction"), f"{INTRODUCTION} Merci à eux.")
    hand.press(button(page, "Enregistrer et rester ici"))
    hand.press(link(page, "Publier un rectificatif"))
    hand.write(page.get_by_label("Ce que le rectificatif change"), "L’introduction remercie les voisins.")
    hand.press(button(page, "Publier un rectificatif"))
    expect_told(page, "rectificatif")


def withdraw(hand: Hand) -> None:
    page = hand.page
    hand.press(link(page, "Retirer le n°\u00a01"))
    hand.write(page.get_by_label("Motif du retrait"), "Une erreur de destinataire.")
    hand.write(page.get_by_label("Explication publique"), "Ce bulletin contenait une erreur.")
    hand.press(button(page, "Retirer le n°\u00a01"))
    expect_told(page, "est retiré")
