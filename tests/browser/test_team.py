"""Two people and one record: a question on a passage, a returned draft, a correction of what is online."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from initiatives.models import Initiative
from initiatives.services import submit_for_review
from tests.builders import make_initiative, make_user

PASSWORD = "un-long-mot-de-passe"


@pytest.fixture
def team(transactional_db):
    return (
        make_user("redaction", group="rédaction", password=PASSWORD),
        make_user("edition", group="édition", password=PASSWORD),
    )


def _change(row):
    return reverse("admin:initiatives_initiative_change", args=[row.pk])


def _leave(page: Page) -> None:
    page.context.clear_cookies()


def test_draft_goes_back_and_forth_until_it_is_approved(page: Page, live_server, team, sign_in, axe_finds):
    officer, _ = team
    row = make_initiative("Des masques", published=False, summary="Deux couturières de Marck.", created_by=officer)
    submit_for_review(initiative=row, by=officer)
    sign_in("edition", PASSWORD)
    page.goto(live_server.url + _change(row))
    page.locator("#id_summary").evaluate("field => field.setSelectionRange(5, 15)")
    page.locator("#id_summary").dispatch_event("select")
    page.get_by_role("button", name="Citer «\u00a0couturière\u00a0»").click()
    page.get_by_label("Message ou question").fill("@redaction, combien sont-elles ?")
    page.get_by_role("button", name="Envoyer").click()
    expect(page.locator(".exchange__passage")).to_contain_text("couturière")
    page.get_by_role("link", name="Renvoyer…").click()
    page.get_by_label("Mot pour la rédaction").fill("Répondez à la question.")
    page.get_by_role("button", name="Renvoyer à la rédaction").click()
    _leave(page)
    sign_in("redaction", PASSWORD)
    page.get_by_role("link", name="À reprendre\u00a0: «\u00a0Des masques\u00a0»").click()
    page.get_by_label("Réponse").fill("Elles sont trois.")
    page.get_by_role("button", name="Répondre").click()
    page.fill("#id_summary", "Trois couturières de Marck.")
    page.get_by_role("button", name="Enregistrer et proposer de nouveau").click()
    expect(page.locator(".record__state")).to_contain_text("proposée")
    expect(page.locator(".exchange__passage")).to_contain_text("couturière")
    _leave(page)
    sign_in("edition", PASSWORD)
    page.goto(live_server.url + _change(row))
    page.get_by_role("button", name="C’est réglé").click()
    expect(page.get_by_text("1 échange réglé")).to_be_visible()
    page.get_by_role("button", name="Enregistrer, puis approuver…").click()
    page.get_by_role("button", name="Approuver").click()
    expect(page.locator(".record__state")).to_contain_text("approuvée")
    assert axe_finds() == []


def test_correction_is_proposed_and_accepted_in_part_by_keyboard(page: Page, live_server, team, sign_in, complaints):
    row = make_initiative("Des masques", summary="Deux couturières de Marck.")
    sign_in("redaction", PASSWORD)
    page.goto(live_server.url + _change(row))
    page.fill("#id_title", "Des blouses")
    page.fill("#id_summary", "Trois couturières de Marck.")
    page.locator("#id_summary").press("Tab")
    page.get_by_role("button", name="Proposer la correction").press("Enter")
    expect(page.locator("ins").first).to_contain_text("souligné")
    _leave(page)
    sign_in("edition", PASSWORD)
    page.goto(f"{live_server.url}/admin/initiatives/initiative/?correction=proposee")
    page.get_by_role("link", name="Des masques").first.press("Enter")
    page.get_by_role("link", name="Titre et texte").press("Enter")
    page.get_by_role("checkbox", name="Titre").press("Space")
    page.get_by_label("Mot à qui l’a proposée").fill("Ce sont des masques.")
    page.get_by_role("button", name="Accepter ce qui est coché").press("Enter")
    expect(page.get_by_text("acceptée en partie").first).to_be_visible()
    row = Initiative.objects.get(pk=row.pk)
    assert (row.title, row.summary) == ("Des masques", "Trois couturières de Marck.")
