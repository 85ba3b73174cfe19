"""Every main page of the back office in a real browser: no accessibility fault, no blocked script or style."""

from datetime import date
from urllib.parse import quote

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from backoffice.access.accounts import invitation_url
from backoffice.records.contents import content_of
from bulletins.services import publish_bulletin
from initiatives.correcting.services import propose_correction
from initiatives.models import Theme
from initiatives.shape import SHAPE
from initiatives.uniting.themes import merge_themes
from organisations.services import merge_organisations
from tests.builders import (
    make_area,
    make_bulletin,
    make_commune,
    make_contact,
    make_initiative,
    make_organisation,
    make_person,
    make_section,
    make_territory,
    make_user,
)
from workshop.talking.services import answer, entrust, say

PASSWORD = "un-long-mot-de-passe"


@pytest.fixture
def back_office(transactional_db, sign_in):
    """An editor who also keeps the settings, and one row of everything."""
    make_territory()
    user = make_user("camille", group="administration", password=PASSWORD)
    commune, area, contact = make_commune("Béthune"), make_area("Calaisis"), make_contact()
    full = make_initiative(
        "Des couturières",
        published=False,
        communes=(commune,),
        areas=(area,),
        organisations=(make_organisation("Meloko"),),
        contacts=(contact,),
        figures=({"item": "masques", "amount": 1600, "unit": "masques"},),
    )
    full.persons.add(make_person("Jeanne Martin"))
    full.summary += " Et d’autres encore."  # a history with words that differ, and a list
    full.save()
    kept, duplicate = full.organisations.get(), make_organisation("Méloko SAS")
    merge_organisations(kept=kept, duplicate=duplicate, by=user)
    old = make_bulletin("Ancien", dated_on=date(2020, 4, 24))
    make_section(old, make_initiative("Balsan", contacts=(contact,)))
    publish_bulletin(bulletin=old, by=user)
    draft = make_bulletin("Le prochain", dated_on=date(2020, 4, 30))
    make_section(draft, full, heading="Protéger")
    make_section(draft, theme="soignants", heading="Soigner")
    other = make_user("lucie", group="rédaction")
    told = old.sections.get().entries.get().initiative
    content = content_of(SHAPE, told) | {"title": "Balsan, mieux dit", "summary": "Autrement dit."}
    correction = propose_correction(initiative=told, content=content, by=other)
    first = say(about=full, by=other, text="@camille, sûr ?", passage="d’autres encore")
    answer(comment=first, by=user, text="Oui.")
    entrust(about=full, person=user, due_on=date(2100, 1, 1), by=other)
    gone = Theme.objects.create(slug="doublon", name="Doublon")
    merge_themes(kept=Theme.objects.first(), gone=Theme.objects.create(slug="ancien", name="Ancien"), by=user)
    sign_in("camille", PASSWORD)
    return {
        "correction": correction,
        "theme": gone,
        "united": Theme.objects.first(),
        "first": full.history.last().history_date.isoformat(),
        "initiative": full,
        "bulletin": draft,
        "published": old,
        "user": user,
        "invited": make_user("invitée", email="invitee@exemple.fr"),
        "kept": kept,
        "merged": duplicate,
    }


def _addresses(rows):
    initiative, bulletin, correction = rows["initiative"], rows["bulletin"], rows["correction"]
    edition = rows["published"].editions.get()
    return [
        reverse("admin:index"),
        reverse("admin:initiatives_initiative_changelist"),
        reverse("admin:initiatives_initiative_changelist") + "?manque=lieu&q=rien",
        reverse("admin:initiatives_initiative_add"),
        reverse("admin:initiatives_initiative_change", args=[initiative.pk]),
        reverse("admin:initiatives_initiative_delete", args=[initiative.pk]),
        reverse("admin:initiatives_initiative_history", args=[initiative.pk]),
        reverse("admin:initiatives_initiative_act", args=[initiative.pk, "publier"]),
        reverse("admin:initiatives_initiative_act", args=[initiative.pk, "reunir"]),
        reverse("admin:initiatives_initiative_restore", args=[initiative.pk]) + f"?a={quote(rows['first'])}",
        reverse("admin:initiatives_initiative_correction", args=[correction.initiative_id, correction.pk]),
        reverse("admin:initiatives_theme_act", args=[rows["theme"].pk, "reunir"]) + f"?avec={rows['united'].pk}",
        reverse("admin:initiatives_theme_history", args=[rows["united"].pk]),
        reverse("workshop:talk", args=["initiative", initiative.pk]),
        reverse("admin:bulletins_bulletin_changelist"),
        reverse("admin:bulletins_bulletin_change", args=[bulletin.pk]),
        reverse("admin:bulletins_bulletin_compose", args=[bulletin.pk]),
        reverse("workshop:proof", args=[bulletin.pk]),
        reverse("workshop:preview", args=[bulletin.pk]),
        reverse("workshop:proof_links", args=[bulletin.pk]),
        reverse("workshop:coverage"),
        reverse("admin:bulletins_bulletin_act", args=[bulletin.pk, "publier"]),
        reverse("admin:bulletins_bulletin_act", args=[rows["published"].pk, "rectifier"]),
        reverse("admin:bulletins_section_change", args=[bulletin.sections.first().pk]),
        reverse("admin:bulletins_edition_change", args=[edition.pk]),
        reverse("admin:bulletins_edition_act", args=[edition.pk, "occulter"]),
        reverse("admin:organisations_organisation_changelist"),
        reverse("admin:organisations_organisation_add"),
        reverse("admin:organisations_organisation_act", args=[rows["kept"].pk, "reunir"]),
        reverse("admin:organisations_organisation_change", args=[rows["merged"].pk]),
        reverse("admin:organisations_organisation_history", args=[rows["kept"].pk]),
        reverse("admin:organisations_contact_changelist"),
        reverse("admin:organisations_contact_add"),
        reverse("admin:organisations_contact_change", args=[initiative.contacts.get().pk]),
        reverse("admin:organisations_person_changelist"),
        reverse("admin:organisations_person_change", args=[initiative.persons.get().pk]),
        reverse("admin:communes_commune_changelist"),
        reverse("admin:communes_area_add"),
        reverse("admin:communes_territory_changelist"),
        reverse("admin:auth_user_changelist"),
        reverse("admin:auth_user_add"),
        reverse("admin:auth_user_change", args=[rows["user"].pk]),
        reverse("admin:auth_user_password_change", args=[rows["user"].pk]),
        reverse("admin:auth_user_act", args=[rows["invited"].pk, "inviter"]),
        reverse("admin:auth_group_changelist"),
        reverse("admin_password_reset"),
        reverse("password_reset_done"),
        reverse("password_reset_complete"),
        reverse("password_reset_confirm", args=["MQ", "faux-jeton"]),
        invitation_url(rows["invited"], site=""),
        reverse("admin:password_change"),
    ]


def test_pages_break_no_accessibility_rule_and_keep_the_policy(
    page, live_server, back_office, axe_finds, complaints, settled
):
    """In the dark only some: the tokens are the same on all."""
    found = {}
    for scheme, step in (("light", 1), ("dark", 6)):
        page.emulate_media(color_scheme=scheme)
        for address in _addresses(back_office)[::step]:
            assert page.goto(live_server.url + address).status == 200, address
            settled()
            before = list(complaints)
            found[scheme, address] = axe_finds()
            complaints[:] = before  # axe puts styles into the page, and the policy refuses them
    assert {told: faults for told, faults in found.items() if faults} == {}


def test_pages_fit_a_telephone_and_keep_the_policy(page, live_server, back_office, complaints):
    page.set_viewport_size({"width": 360, "height": 780})
    too_wide = []
    for address in _addresses(back_office):
        page.goto(live_server.url + address)
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            too_wide.append(address)
    assert too_wide == []
    page.set_viewport_size({"width": 1280, "height": 720})
    page.goto(live_server.url + reverse("admin:initiatives_initiative_add"))
    page.click("#figures-group .add-row a")
    page.click("#places-0 .field--commune .select2-selection")
    page.wait_for_selector(".select2-results__option--highlighted")


def test_login_page(page, live_server, axe_finds):
    page.goto(live_server.url + reverse("admin:login"))
    assert axe_finds() == []
    page.fill("#id_username", "personne")
    page.fill("#id_password", "rien")
    page.click("[type=submit]")
    assert axe_finds() == []


def test_choosing_by_typing(page, live_server, back_office, axe_finds):
    page.goto(live_server.url + reverse("admin:initiatives_initiative_add"))
    page.click("#places-0 .field--commune .select2-selection")
    page.keyboard.type("bethu")
    page.wait_for_selector(".select2-results__option--highlighted:has-text('Béthune')")
    assert axe_finds() == []
    page.keyboard.press("Enter")
    expect(page.get_by_role("combobox", name="Commune : Béthune")).to_be_visible()
    page.click("#places-group .add-row a")
    expect(page.locator("#places-group .line:not(.empty-form)")).to_have_count(2)
    assert axe_finds() == []


def test_focus_is_seen_and_first_stop_is_the_skip_link(page, live_server, back_office):
    page.goto(live_server.url + reverse("admin:initiatives_initiative_changelist"))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#content-start"
