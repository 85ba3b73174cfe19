"""What officers type is never lost: small windows, stale saves, ended sessions, closed tabs."""

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse

from initiatives.models import Initiative
from organisations.models import Organisation
from tests.builders import make_bulletin, make_contact, make_initiative, make_organisation, make_section, make_user

PASSWORD = "un-long-mot-de-passe"


@pytest.fixture
def officer_at_work(transactional_db, signed_in):
    user = make_user("dominique", group="rédaction", password=PASSWORD)
    signed_in(user)
    return user


def _change(row):
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def _wait_until_kept(page):
    """The script keeps a text when the keys have rested a moment. (A wait written in script is refused by the CSP.)"""
    for _ in range(50):
        if page.evaluate("Object.keys(localStorage).length"):
            return
        page.wait_for_timeout(100)
    pytest.fail("Nothing was kept.")


def test_records_are_added_and_changed_in_a_panel_of_the_form(
    page, live_server, officer_at_work, complaints, axe_finds
):
    contact = make_contact("aide@exemple.fr")
    page.goto(live_server.url + reverse("admin:initiatives_initiative_add"))
    page.fill("#id_title", "Un titre tapé avant")
    page.on("popup", lambda _: pytest.fail("A window opened."))
    page.focus("#add_id_participations-0-organisation")
    page.keyboard.press("Enter")
    panel = page.get_by_role("dialog", name="Nouvelle organisation")
    panel.get_by_role("button", name="Enregistrer").click()
    panel.get_by_role("alert").wait_for()  # errors are shown inside
    assert complaints == []
    assert axe_finds() == []
    complaints.clear()  # the policy refuses what axe adds to the page while it looks
    panel.locator("[name=name]").fill("Meloko")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == "add_id_participations-0-organisation"
    page.keyboard.press("Enter")
    assert panel.locator("[name=name]").input_value() == "Meloko"  # what was typed is found again
    panel.locator("[name=kind]").select_option("entreprise")
    panel.locator(".select2-selection").last.click()  # a choice within the panel
    page.locator("dialog .select2-search__field").last.fill("aide")
    page.locator("dialog .select2-results__option", has_text="aide@exemple.fr").click()
    panel.get_by_role("button", name="Enregistrer").click()
    page.wait_for_selector("#participations-0 .select2-selection__rendered:has-text('Meloko')")
    assert page.input_value("#id_title") == "Un titre tapé avant"
    row = Organisation.objects.get()
    assert page.input_value("#id_participations-0-organisation") == str(row.pk)
    assert list(row.contacts.all()) == [contact]
    page.click("#change_id_participations-0-organisation")
    panel = page.get_by_role("dialog", name="Meloko")
    panel.locator("[name=name]").fill("Meloko SA")
    panel.get_by_role("button", name="Enregistrer").click()
    page.wait_for_selector("#participations-0 .select2-selection__rendered:has-text('Meloko SA')")
    assert page.evaluate("document.activeElement.id") == "change_id_participations-0-organisation"


def test_stale_save_shows_both_texts(page, live_server, officer_at_work, axe_finds):
    row = make_organisation("Meloko")
    page.goto(live_server.url + _change(row))
    page.fill("#id_description", "Mon texte")
    row.description, row.version = "Texte du collègue", 2
    row.save()
    page.click("[name=_save]")
    comparison = page.locator(".comparison")
    assert "Mon texte" in comparison.inner_text()
    assert "Texte du collègue" in comparison.inner_text()
    assert page.input_value("#id_description") == "Mon texte"
    assert page.evaluate("document.activeElement.id") == "erreurs"
    assert axe_finds() == []
    page.click("[name=_save]")
    page.wait_for_selector(".messagelist .success")
    row.refresh_from_db()
    assert row.description == "Mon texte"


def test_error_summary_leads_to_the_field(page, live_server, officer_at_work, axe_finds):
    page.goto(live_server.url + reverse("admin:initiatives_initiative_add"))
    page.fill("#id_started_on", "31/02/2020")
    page.click("[name=_save]")
    assert page.input_value("#id_started_on") == "31/02/2020"
    page.click("#erreurs a:has-text('date valide')")
    assert page.evaluate("document.activeElement.id") == "id_started_on"
    assert axe_finds() == []


def test_save_after_the_session_ended(page, live_server, officer_at_work, axe_finds):
    row = make_initiative(published=False)
    page.goto(live_server.url + _change(row))
    page.fill("#id_title", "Un titre tapé longtemps")
    Session.objects.all().delete()
    page.click("[name=_save]")
    assert page.locator("h1").inner_text() == "Votre session a expiré"
    assert axe_finds() == []
    page.fill("#id_username", "dominique")
    page.fill("#id_password", PASSWORD)
    page.click("[type=submit]")
    assert axe_finds() == []
    page.click("[type=submit]")
    page.wait_for_selector(".messagelist .success")
    row.refresh_from_db()
    assert row.title == "Un titre tapé longtemps"


def test_save_after_a_new_login_in_another_tab(page, live_server, officer_at_work, context):
    """The new login changes the form's token; the old tab takes the new one and saves."""
    row = make_initiative(published=False)
    page.goto(live_server.url + _change(row))
    page.fill("#id_title", "Un titre tapé longtemps")
    Session.objects.all().delete()
    other = context.new_page()
    other.goto(live_server.url + reverse("admin:login"))
    other.fill("#id_username", "dominique")
    other.fill("#id_password", PASSWORD)
    other.click("[type=submit]")
    other.wait_for_selector(".today")
    page.click("[name=_save]")
    page.wait_for_selector(".messagelist .success")
    row.refresh_from_db()
    assert row.title == "Un titre tapé longtemps"


def test_text_of_a_closed_tab_is_offered_again(page, live_server, officer_at_work, context, axe_finds):
    row = make_initiative(published=False, summary="Ancien texte")
    page.goto(live_server.url + _change(row))
    page.fill("#id_summary", "Un texte tapé, jamais enregistré")
    _wait_until_kept(page)
    again = context.new_page()
    page.close()
    again.goto(live_server.url + _change(row))
    assert again.input_value("#id_summary") == "Ancien texte"
    again.click("text=Remettre ce texte dans la fiche")
    assert again.input_value("#id_summary") == "Un texte tapé, jamais enregistré"
    again.click("[name=_continue]")
    again.wait_for_selector(".messagelist .success")
    assert again.locator("text=Remettre ce texte").count() == 0
    assert again.evaluate("Object.keys(localStorage).length") == 0
    assert Initiative.objects.get().summary == "Un texte tapé, jamais enregistré"


def test_offer_of_a_kept_text_breaks_no_rule(page, live_server, officer_at_work, axe_finds):
    row = make_initiative(published=False)
    page.goto(live_server.url + _change(row))
    page.fill("#id_summary", "Un texte tapé")
    _wait_until_kept(page)
    page.reload()
    page.wait_for_selector("text=Remettre ce texte")
    assert axe_finds() == []


def test_kept_texts_are_forgotten_when_leaving(page, live_server, officer_at_work):
    row = make_initiative(published=False)
    page.goto(live_server.url + _change(row))
    page.fill("#id_summary", "Un texte tapé")
    _wait_until_kept(page)
    page.click("#logout-form button")
    page.wait_for_url("**/logout/")
    assert page.evaluate("Object.keys(localStorage).length") == 0


def test_order_of_a_bulletin_without_script(browser, live_server, officer_at_work):
    bulletin = make_bulletin("Le prochain")
    section = make_section(bulletin, make_initiative("Une"), make_initiative("Deux"), heading="Protéger", position=1)
    make_section(bulletin, theme="soignants", heading="Soigner", position=2)
    plain = browser.new_context(java_script_enabled=False, locale="fr-FR")
    page = plain.new_page()
    page.goto(live_server.url + reverse("admin:login"))
    page.fill("#id_username", "dominique")
    page.fill("#id_password", PASSWORD)
    page.click("[type=submit]")
    page.goto(live_server.url + reverse("admin:bulletins_bulletin_compose", args=[bulletin.pk]))
    page.get_by_role("button", name="Monter « Deux »").click()
    assert [entry.initiative.title for entry in section.entries.all()] == ["Deux", "Une"]
    page.get_by_label("Rubrique où déplacer « Une »").select_option(label="Soigner")
    page.get_by_role("button", name="Déplacer « Une »").click()
    assert [entry.initiative.title for entry in section.entries.all()] == ["Deux"]
    plain.close()
