"""One initiative, from the first page to “proposée à l’édition”: two actors, two communes, an area, three contacts,
two figures. All of it is typed, and what the recognisers miss or overdo is mended by hand, as a person would."""

from __future__ import annotations

import psycopg2

from bench.journeys.hand import Hand

TEXT = (
    "L’association Fil et Dé de Marck a fini 1 600 masques, cousus par une quarantaine de bénévoles. La Ville de "
    "Calais leur offre 50 repas par jour. C’est pour tout le Calaisis. Contact : 03 21 00 00 21, aide@filetde.fr, "
    "www.filetde.fr"
)
# Each thing that must be told: its kind, the label of its chip. In the order in which they stand beside the text.
WANTED = (
    ("organisations", "Fil et Dé"),
    ("organisations", "Ville de Calais"),
    ("communes", "Marck"),
    ("communes", "Calais"),
    ("areas", "Calaisis"),
    ("contacts", "03\u00a021\u00a000\u00a000\u00a021"),
    ("contacts", "aide@filetde.fr"),
    ("contacts", "www.filetde.fr"),
    ("figures", "1\u00a0600 masques"),
    ("figures", "50 repas"),
)
BUTTONS = {"organisations": "acteur", "communes": "commune", "areas": "territoire", "figures": "chiffre"}
PARTS = {
    "acteurs": ("initiatives_participation", 2),
    "communes": ("initiatives_place", 2),
    "territoires": ("initiatives_coverage", 1),
    "contacts": ("initiatives_initiative_contacts", 3),
    "chiffres": ("initiatives_figure", 2),
}


def write_initiative(hand: Hand, database: str) -> Hand:
    page = hand.page
    hand.click(page.get_by_role("link", name="Nouvelle initiative"))
    hand.see(page.get_by_label("Texte", exact=True))
    hand.type(TEXT)
    hand.see(page.locator(".chip").filter(has_text="www.filetde.fr"))  # the last words that were typed
    mend(hand)
    choose_theme(hand)
    hand.see(page.get_by_label("Titre"))
    hand.click(page.get_by_role("button", name="Enregistrer et proposer à l’édition"))
    hand.see(page.locator(".messagelist .success"))
    check(database)
    return hand


def choose_theme(hand: Hand) -> None:
    """Where the text tells none for certain: one press to open the list, one to choose."""
    theme = hand.page.get_by_label("Thème")
    hand.see(theme)
    if not theme.input_value():
        hand.clicks += 2
        theme.select_option("protection")


def mend(hand: Hand) -> None:
    """Look at every chip: correct a name that took a word too many, refuse what is not wanted, add what is missed."""
    page = hand.page
    for field, label, is_kept in shown(hand):
        chip = page.locator(f".chips--{field} .chip").filter(has=page.get_by_text(label, exact=True))
        hand.see(chip)
        if (field, label) in WANTED or not is_kept:
            continue
        name = next((one for kind, one in WANTED if kind == field and label.startswith(one)), "")
        if name and (field, name) not in [(kind, words) for kind, words, _ in shown(hand)]:
            hand.click(chip.get_by_role("button", name="Corriger", include_hidden=True))
            hand.type(name)
            hand.press("Enter")
        else:
            hand.click(chip.get_by_role("checkbox"))
    for field, label in WANTED:
        if (field, label) not in [(kind, words) for kind, words, is_kept in shown(hand) if is_kept]:
            hand.click(page.get_by_label("Les mots du repère"))
            hand.type(label.replace("\u00a0", " "))
            hand.click(page.get_by_role("button", name=BUTTONS[field], exact=True))
            chip = page.locator(f".chips--{field} .chip").filter(has=page.get_by_text(label, exact=True))
            hand.see(chip)


def shown(hand: Hand) -> list[tuple[str, str, bool]]:
    """The chips as they stand, all at one moment: kind, label, kept or not."""
    script = """chips => chips.map(one => [one.closest('[data-group]').dataset.group,
        one.querySelector('.chip__words').textContent, one.querySelector('input').checked])"""
    return [tuple(one) for one in hand.page.locator(".chip").evaluate_all(script)]


def check(database: str) -> None:
    """All that was told is written, and an editor is asked."""
    connection = psycopg2.connect(database)
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT id, status FROM initiatives_initiative ORDER BY id DESC LIMIT 1")
            pk, status = cursor.fetchone()
            if status != "review":
                raise SystemExit(f"L’initiative n’est pas proposée : {status}.")
            for name, (table, wanted) in PARTS.items():
                cursor.execute(f"SELECT count(*) FROM {table} WHERE initiative_id = %s", [pk])
                if (found := cursor.fetchone()[0]) != wanted:
                    raise SystemExit(f"{name} : {found} au lieu de {wanted}.")
    finally:
        connection.close()
