"""What the journeys through the Atelier do again and again."""

from playwright.sync_api import expect

PASSWORD = "un-long-mot-de-passe"


def leave(page):
    """A page that is left says so to the server: the answer is waited for, before the tables are emptied."""
    if not page.is_closed():
        page.goto("about:blank")
        page.wait_for_timeout(300)


def block_at(page, key):
    return page.locator(f"[data-block='{key}']")


def introduction_of(draft):
    return f"bulletin-{draft.pk}-introduction"


def field_of(page, key):
    return page.locator(f"[id='champ-{key}']")


def expect_saved(page):
    expect(page.locator("[data-state]")).to_contain_text("Enregistré à")


def order_of(draft):
    return [
        [entry.initiative.title for entry in section.entries.select_related("initiative")]
        for section in draft.sections.all()
    ]
