"""The proof in a real browser: mending without leaving the page, with and without script; a reader outside."""

from datetime import date

import pytest
from django.urls import reverse

from bulletins.services import publish_bulletin
from tests.builders import (
    make_bulletin,
    make_commune,
    make_contact,
    make_initiative,
    make_section,
    make_series,
    make_user,
)
from workshop.models import ProofRemark
from workshop.proof.outside import open_link, token_of

PASSWORD = "un-long-mot-de-passe"
SCREENS = [(360, 780), (1280, 900)]


@pytest.fixture
def draft(transactional_db):
    series = make_series(signatory_name="Camille Exemple")
    facts = {"communes": (make_commune("Marck", latitude=50.9, longitude=1.9),), "contacts": (make_contact(),)}
    draft = make_bulletin("Le prochain", series=series, dated_on=date(2020, 4, 30), introduction="Merci! Jeanne coud.")
    make_section(draft, make_initiative("Couture", published=False, summary="On coud!", **facts), heading="Protéger")
    return draft


@pytest.fixture
def editor_at_work(draft, signed_in):
    user = make_user("camille", group="édition")
    signed_in(user)
    return user


def _proof(draft):
    return reverse("workshop:proof", args=[draft.pk])


def test_mending_and_taking_back_stay_on_the_page(page, live_server, draft, editor_at_work, complaints):
    page.goto(live_server.url + _proof(draft))
    page.evaluate(
        "window.stays = true; document.addEventListener('atelier:mended', (e) => { window.heard = e.detail; })"
    )
    remark = page.locator(f"[data-block=bulletin-{draft.pk}-introduction]")
    remark.get_by_text("Voir", exact=False).first.click()
    assert remark.locator("ins").first.is_visible()
    remark.get_by_role("button").click()
    page.get_by_text("1 texte corrigé").wait_for()
    draft.refresh_from_db()
    assert draft.introduction == "Merci\u00a0! Jeanne coud."
    assert page.evaluate("[window.stays, window.heard.block]") == [True, f"bulletin-{draft.pk}-introduction"]
    assert page.evaluate("document.activeElement.getAttribute('role')") == "status"
    page.get_by_role("button", name="Annuler la dernière correction").click()
    page.get_by_text("1 texte remis comme avant").wait_for()
    draft.refresh_from_db()
    assert draft.introduction == "Merci! Jeanne coud."
    page.get_by_role("button", name="espaces et guillemets de 2 textes").click()
    page.get_by_text("2 textes corrigés").wait_for()
    assert page.get_by_text("Rien ne manque").is_visible()


def test_mending_needs_no_script(browser, live_server, draft, transactional_db):
    make_user("camille", group="édition", password=PASSWORD)
    context = browser.new_context(java_script_enabled=False, locale="fr-FR")
    page = context.new_page()
    page.goto(f"{live_server.url}/admin/login/?next={_proof(draft)}")
    page.fill("#id_username", "camille")
    page.fill("#id_password", PASSWORD)
    page.click("[type=submit]")
    page.locator(f"[data-block=bulletin-{draft.pk}-introduction] button").click()
    assert page.get_by_text("1 texte corrigé").is_visible()
    page.get_by_role("button", name="Annuler la dernière correction").click()
    draft.refresh_from_db()
    assert draft.introduction == "Merci! Jeanne coud."
    context.close()


@pytest.mark.parametrize(("width", "height"), SCREENS)
def test_reader_outside_remarks_on_an_entry(page, live_server, draft, axe_finds, width, height):
    link = open_link(bulletin=draft, reader="Cabinet", days=3, by=make_user())
    page.set_viewport_size({"width": width, "height": height})
    page.goto(live_server.url + reverse("proofs:proof", args=[token_of(link)]))
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.get_by_text("Faire une remarque").click()
    form = page.locator(".proofed__remark form")
    assert form.get_by_label("Laissez ce champ vide").bounding_box()["x"] < 0  # a trap for machines alone
    form.get_by_label("Votre remarque").fill("Le nom de la salle ?")
    assert axe_finds() == []
    form.get_by_role("button").click()
    page.get_by_text("votre remarque est transmise").wait_for()
    remark = ProofRemark.objects.get()
    assert (remark.text, remark.about) == ("Le nom de la salle ?", "Couture")


def test_rectificatif_shows_what_changes(page, live_server, draft, editor_at_work, axe_finds):
    publish_bulletin(bulletin=draft, by=editor_at_work)
    draft.refresh_from_db()
    draft.closing = "À la semaine prochaine."
    draft.save()
    page.goto(live_server.url + reverse("admin:bulletins_bulletin_act", args=[draft.pk, "rectifier"]))
    assert page.locator(".changes dd ins").is_visible()
    page.get_by_label("Ce que le rectificatif change").fill("Le téléphone est corrigé.")
    page.get_by_role("button", name="Publier un rectificatif").click()
    page.get_by_text("ne se retrouve dans aucun des changements").first.wait_for()
    assert axe_finds() == []
    page.get_by_label("J’ai vérifié").check()
    page.get_by_role("button", name="Publier un rectificatif").click()
    page.wait_for_url("**/admin/atelier/*/")
    assert draft.editions.count() == 2


def test_atelier_mends_beside_the_page(page, live_server, draft, editor_at_work, complaints):
    page.goto(live_server.url + reverse("workshop:page", args=[draft.pk]))
    block = f"bulletin-{draft.pk}-introduction"
    page.locator(f"#remarques [data-block={block}]").get_by_role("button", name="Mettre à la française").click()
    page.locator(f"div[data-block={block}]", has_text="Merci\u00a0! Jeanne coud.").first.wait_for()
    page.get_by_role("button", name="Annuler la dernière correction").click()
    page.locator(f"div[data-block={block}]", has_text="Merci! Jeanne coud.").first.wait_for()
    assert page.locator("[data-says]").inner_text() == "1\u00a0texte remis comme avant."
