"""A bulletin of fifteen known initiatives, from “Nouveau bulletin” to “publié”: the frame of the last issue, each one
chosen in “À placer”, an introduction that is typed, the remarks read, the number taken."""

from __future__ import annotations

import psycopg2
from playwright.sync_api import expect

from bench.journeys.hand import Hand

COUNT = 15
INTRODUCTION = (
    "Cette semaine encore, des ateliers, des mairies et des voisins s’organisent dans tout le département. Voici "
    "quinze façons d’aider, ou d’être aidé."
)


def write_bulletin(hand: Hand, database: str) -> Hand:
    page = hand.page
    hand.click(page.get_by_role("link", name="Nouveau bulletin").first)
    hand.see(page.get_by_role("button", name="Le cadre du dernier numéro"))
    hand.click(page.get_by_role("button", name="Le cadre du dernier numéro"))
    hand.see(page.locator("[data-atelier]"))
    place(hand)
    hand.click(
        page.get_by_role("button", name="Modifier : Introduction").or_(page.get_by_text("Écrire l’introduction")).first
    )
    hand.type(INTRODUCTION)
    hand.press("Escape")
    hand.see(page.locator("[data-state]").filter(has_text="Enregistré"), page.get_by_text(INTRODUCTION[:40]).first)
    hand.click(page.get_by_role("link", name="Publier le n"))
    publish = page.locator("#content [type=submit]").filter(visible=True).first
    hand.see(publish)
    hand.looks += page.locator(".remark, .remarks li").count()  # each is read before the number is taken
    hand.click(publish)
    hand.see(page.locator(".messagelist .success"))
    check(database)
    return hand


def place(hand: Hand) -> None:
    """Fifteen of the directory, each looked at, one press each; its section is that of its theme."""
    page = hand.page
    hand.click(page.locator(".tools__filters label").filter(has_text="Toutes"))
    hand.see(page.locator("[data-found] .candidate").nth(COUNT))
    for number in range(COUNT):
        candidate = page.locator("[data-found] .candidate:not(.candidate--here)").first
        hand.see(candidate)
        hand.click(candidate.locator("[data-place]"))
        with hand.waiting():
            expect(page.locator("[data-entry]")).to_have_count(number + 1)


def check(database: str) -> None:
    """It is published under the next number, with its fifteen."""
    connection = psycopg2.connect(database)
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT id, status, number, introduction FROM bulletins_bulletin ORDER BY id DESC LIMIT 1")
            pk, status, number, introduction = cursor.fetchone()
            cursor.execute("SELECT count(*) FROM bulletins_citation WHERE bulletin_id = %s", [pk])
            told = cursor.fetchone()[0]
    finally:
        connection.close()
    if (status, told, introduction) != ("published", COUNT, INTRODUCTION) or not number:
        raise SystemExit(f"Bulletin : {status}, n° {number}, {told} initiatives, « {introduction[:40]} ».")
