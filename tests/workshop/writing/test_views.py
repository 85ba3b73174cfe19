"""The page of writing and what its script asks for: with and without script, roles, hostile texts, nothing lost."""

from __future__ import annotations

import json

import pytest
from django.contrib.auth.models import User

from bulletins.models import Entry
from initiatives.models import Initiative
from tests.builders import (
    make_bulletin,
    make_commune,
    make_initiative,
    make_organisation,
    make_section,
    make_user,
)
from tests.workshop.writing.typing import TEXT, chip_of, sent

WRITE = "/admin/atelier/ecrire/"
UNDERSTAND = "/admin/atelier/comprendre/"
CHIP = "/admin/atelier/repere/"
KNOWN = "/admin/atelier/connus/"


@pytest.fixture
def desk(client, officer):
    client.force_login(officer)
    make_commune("Marck", insee="62548")
    make_commune("Calais", insee="62193")
    return client


@pytest.fixture
def section(db):
    return make_section(make_bulletin(), heading="Des masques")


def within(section):
    return f"?bulletin={section.bulletin_id}&section={section.pk}"


def test_script_that_forgets_what_is_saved_runs_before_the_one_that_offers_what_is_not(desk):
    page = desk.get(WRITE).content.decode()
    assert 0 < page.index("backoffice/drafts.js") < page.index("workshop/writing.js")


# --- Who ---
@pytest.mark.parametrize("role", ["rédaction", "édition", "administration"])
def test_roles_may_write_as_they_may_enter(client, db, role):
    user = make_user(group=role)
    client.force_login(user)
    may = user.has_perm("initiatives.add_initiative")
    expected = 200 if may else 403
    assert client.get(WRITE).status_code == expected
    assert client.post(UNDERSTAND, {"text": "Marck"}).status_code == expected
    assert client.post(CHIP, {"text": "", "add_kind": "figures", "add_text": "3 pains"}).status_code == expected
    assert client.get(KNOWN, {"sorte": "communes", "q": "a"}).status_code == expected
    assert client.post(WRITE, sent()).status_code == (302 if may else 403)
    assert Initiative.objects.exists() is may


def test_whoever_has_no_role_is_asked_to_log_in(client, db):
    client.force_login(User.objects.create_user("passante"))
    assert client.get(WRITE).status_code == 302
    assert client.post(UNDERSTAND, {"text": "a"}).status_code == 302


def test_an_expired_session_keeps_the_text_and_its_chips(client, officer):
    response = client.post(WRITE, sent())
    assert response.status_code == 401
    page = response.content.decode()
    assert "Des masques et du pain" in page
    assert "Les Petites Mains" in page
    assert client.post(UNDERSTAND, {"text": "a"}).status_code == 401


def test_only_who_composes_writes_into_a_bulletin(client, section):
    from django.contrib.auth.models import Permission

    user = User.objects.create_user("saisie", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="add_initiative"))
    User.objects.filter(pk=user.pk).update(is_staff=True)
    client.force_login(User.objects.get(pk=user.pk))
    assert client.get(WRITE + within(section)).status_code in (302, 403)


# --- Understanding ---
def test_understanding_answers_with_chips(desk):
    answer = desk.post(UNDERSTAND, {"text": TEXT}).json()
    assert answer["title"]
    assert answer["theme"] == "protection"
    chips = {chip["label"]: chip for chip in answer["chips"]}
    assert TEXT[slice(*chips["Marck"]["span"])] == "Marck"
    assert chips["Marck"]["known"] == "62548"
    assert chips["Les Petites Mains"]["known"] == "nouveau"
    assert {chip["kind"] for chip in answer["chips"]} >= {"acteur", "commune", "territoire", "contact", "chiffre"}


def test_understanding_is_never_asked_by_get(desk):
    assert desk.get(UNDERSTAND).status_code == 405
    assert desk.get(CHIP).status_code == 405
    assert desk.post(KNOWN).status_code == 405


@pytest.mark.parametrize(("text", "words"), [("a\x00b", "caractère interdit"), ("à" * 100_000, "trop long")])
def test_understanding_refuses_hostile_texts_in_french(desk, text, words):
    response = desk.post(UNDERSTAND, {"text": text})
    assert response.status_code == 422
    assert words in response.json()["refusal"]


@pytest.mark.parametrize(
    "text", ["(" * 19_000, "a " * 9_000, "1 " * 9_000, "<script>alert(1)</script>", "\u202e\ufeff"]
)
def test_understanding_answers_whatever_is_typed(desk, text):
    assert desk.post(UNDERSTAND, {"text": text}).status_code == 200


def test_a_known_initiative_is_linked_only_where_it_may_be_cited(desk, section):
    marck = make_commune("Oye", insee="62645")
    mains = make_organisation("Les Petites Mains")
    known = make_initiative("Masques", summary=TEXT, organisations=(mains,), communes=(marck,))
    alone = desk.post(UNDERSTAND, {"text": TEXT}).json()
    assert [one["pk"] for one in alone["known"]] == [known.pk]
    assert alone["link"] == ""
    cited = desk.post(UNDERSTAND + within(section), {"text": TEXT}).json()
    assert cited["link"] == f"same:{known.pk}"
    assert cited["theme"] == section.theme.slug


# --- The page, without script ---
def test_the_page_understands_at_the_press_of_a_button(desk):
    page = desk.post(WRITE, {"text": TEXT, "act": "understand"}).content.decode()
    assert 'name="keep"' in page
    assert "Les Petites Mains" in page
    assert not Initiative.objects.exists()


def test_the_page_adds_a_chip(desk):
    page = desk.post(WRITE, sent(add_kind="figures", add_text="20 tablettes")).content.decode()
    assert "20 tablettes" in page
    assert "Des masques et du pain" in page


def test_the_page_saves_what_is_kept(desk, officer):
    response = desk.post(WRITE, sent(refused=("contacts",)), follow=True)
    row = Initiative.objects.get()
    assert response.redirect_chain[-1][0] == WRITE
    page = response.content.decode()
    assert "Enregistré en brouillon" in page
    assert f"/admin/initiatives/initiative/{row.pk}/change/" in page
    assert (row.title, row.created_by, row.contacts.count()) == ("Des masques et du pain", officer, 0)
    assert row.organisations.exists()


def test_the_page_saves_and_proposes(desk):
    desk.post(WRITE, sent(act="propose"))
    assert Initiative.objects.get().status == "review"


def test_a_title_keeps_the_spaces_of_french_typography(desk):
    desk.post(WRITE, sent(title="  Marck\u00a0:  des masques\n", act="save"))
    assert Initiative.objects.get().title == "Marck\u00a0: des masques"


def test_the_page_warns_of_a_probable_duplicate(desk):
    make_initiative("Des masques et du pain")
    page = desk.post(WRITE, sent(), follow=True).content.decode()
    assert "peut-être un doublon" in page


def test_the_page_of_a_section_says_where_it_writes(desk, section):
    page = desk.get(WRITE + within(section)).content.decode()
    assert "à la fin de la rubrique «\u00a0Des masques\u00a0»" in page
    assert "Ajouter au bulletin" in page
    assert 'name="theme"' not in page


def test_the_page_writes_into_a_section(desk, section):
    response = desk.post(WRITE + within(section), sent(theme="", day=""))
    entry = Entry.objects.get()
    assert response.url == f"/admin/atelier/{section.bulletin_id}/#ecrire-{section.pk}"
    assert entry.initiative.theme == section.theme


def test_a_script_saves_without_leaving_the_page(desk, section):
    headers = {"X-Requested-With": "fetch"}
    make_initiative("Des masques et du pain")
    answer = desk.post(WRITE + within(section), sent(), headers=headers).json()
    entry = Entry.objects.get()
    assert (answer["entry"], answer["initiative"]) == (entry.pk, entry.initiative_id)
    assert "Enregistré en brouillon" in answer["said"][0]
    assert "doublon" in answer["said"][1]
    assert "Enregistré en brouillon" not in desk.get("/admin/").content.decode()  # said once
    refused = desk.post(WRITE + within(section), sent(title=""), headers=headers)
    assert (refused.status_code, refused.json()["refusal"][:6]) == (422, "Donnez")


def test_understanding_costs_as_many_queries_with_one_known_initiative_as_with_three(desk, django_assert_num_queries):
    mains = make_organisation("Les Petites Mains")
    for number in (1, 3):
        for _ in range(number):
            make_initiative("Masques", summary=TEXT, organisations=(mains,))
        with django_assert_num_queries(19):
            assert desk.post(UNDERSTAND, {"text": TEXT}).json()["known"]


@pytest.mark.parametrize("address", ["?section=999&bulletin=1", "?section=²", "?section=x&bulletin=y"])
def test_a_section_that_is_not_there_is_told(desk, address):
    assert desk.get(WRITE + address).status_code == 404


def test_a_section_of_another_bulletin_is_not_there(desk, section):
    assert desk.get(f"{WRITE}?bulletin={section.bulletin_id + 1}&section={section.pk}").status_code == 404


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"title": ""}, "Donnez un titre"),
        ({"title": "x" * 201}, "Donnez un titre"),
        ({"text": "  ", "seen": [], "keep": []}, "Écrivez ou collez"),
        ({"theme": ""}, "Choisissez le thème"),
        ({"theme": "\x00"}, "Choisissez le thème"),
        ({"day": "31/02/2020"}, "n’est pas une date"),
        ({"link": "same:999"}, "Choisissez l’initiative connue"),
        ({"link": "x"}, "Choisissez l’initiative connue"),
        ({"title": "Des masques\x00"}, "caractère interdit"),
    ],
)
def test_a_refused_save_returns_all_that_was_typed(desk, changes, words):
    response = desk.post(WRITE, sent(act="save") | changes)
    page = response.content.decode()
    assert response.status_code == 422
    assert words in page
    if changes.get("text") is None:
        assert "À Marck et à Calais" in page
    if "title" not in changes and "text" not in changes:
        assert "Des masques et du pain" in page
        assert page.count('name="seen"') > 5
    assert not Initiative.objects.exists()


def test_a_text_that_is_too_long_comes_back(desk):
    response = desk.post(WRITE, sent("é" * 30_000, chips=[]))
    assert response.status_code == 422
    assert "é" * 30_000 in response.content.decode()


@pytest.mark.parametrize(
    "chip",
    [
        "",
        "[]",
        "{}",
        "3",
        "[" * 100_000,
        json.dumps({"field": "x", "value": {}}),
        chip_of("communes", insee="99999", name="Nulle part", role="acts"),
        chip_of("communes", insee="62193", name="Calais", role="owns"),
        chip_of("organisations", name="x" * 161, kind="association"),
        chip_of("organisations", name="Alpha", kind="secte"),
        chip_of("organisations", name="Alpha", kind="association", match="1"),
        chip_of("organisations", name="Al\x00pha", kind="association"),
        chip_of("organisations", name=["Alpha"], kind="association"),
        chip_of("persons", name="Odile", capacity="06 12 34 56 78"),
        chip_of("contacts", kind="email", value="pas une adresse"),
        chip_of("contacts", kind="secret", value="a"),
        chip_of("areas", name="Calaisis", kind="planet", code=""),
        chip_of("figures", item="", amount=-1, unit="masques", period="total", approximate=False),
        chip_of("figures", item="", amount=True, unit="masques", period="total", approximate=False),
        chip_of("figures", item="", amount=3, unit="masques", period="ever", approximate=False),
        chip_of("figures", item="", amount=3, unit="masques", period="total", approximate=False, confidence=7),
        chip_of("figures", item="", amount=3, unit="masques", period="total", approximate=False, span=[1, "2"]),
    ],
)
def test_a_forged_chip_is_refused_and_the_text_comes_back(desk, chip):
    response = desk.post(WRITE, sent(chips=[]) | {"seen": [chip], "keep": ["0"]})
    assert response.status_code == 422
    assert "À Marck et à Calais" in response.content.decode()
    assert not Initiative.objects.exists()


def test_a_thousand_chips_are_refused(desk):
    chip = chip_of("communes", insee="62193", name="Calais", role="acts")
    response = desk.post(WRITE, sent(chips=[]) | {"seen": [chip] * 201})
    assert response.status_code == 422
    assert "C’est trop" in response.content.decode()


# --- One chip ---
def test_a_word_becomes_a_chip_of_the_chosen_kind(desk):
    start = TEXT.index("boulangerie Dupain")
    data = sent(add_kind="organisations", add_text="", add_start=start, add_end=start + len("boulangerie Dupain"))
    chip = desk.post(CHIP, data).json()["chip"]
    assert (chip["label"], chip["words"], chip["by_hand"]) == ("boulangerie Dupain", "boulangerie Dupain", True)
    assert chip["value"]["kind"] == "entreprise"


def test_a_chip_of_the_wrong_kind_is_refused(desk):
    response = desk.post(CHIP, sent(add_kind="communes", add_text="Nulle-Part-sur-Mer"))
    assert response.status_code == 422
    assert "Aucune commune" in response.json()["refusal"]


def place_of(data, words):
    return next(place for place, one in enumerate(data["seen"]) if words in one)


def test_a_chip_is_corrected_to_another_row(desk):
    data = sent()
    known = make_organisation("Petites mains de Calais", kind="collectif")
    data |= {"chip": place_of(data, "Les Petites Mains"), "edit-known": known.pk, "edit-name": "Petites mains de"}
    chip = desk.post(CHIP, data).json()["chip"]
    assert (chip["label"], chip["known"], chip["note"]) == ("Petites mains de Calais", known.pk, "collectif")


def test_a_commune_is_corrected_by_name_and_role(desk):
    data = sent()
    make_commune("Coulogne", insee="62244")
    data |= {"chip": place_of(data, "62548"), "edit-name": "Coulogne", "edit-role": "benefits"}
    chip = desk.post(CHIP, data).json()["chip"]
    assert (chip["known"], chip["note"]) == ("62244", "bénéficie")


def test_a_figure_is_corrected(desk):
    data = sent()
    data |= {"chip": place_of(data, "1600"), "edit-amount": "1 700", "edit-unit": "masques", "edit-item": "masques"}
    data |= {"edit-period": "target", "edit-approximate": "1"}
    chip = desk.post(CHIP, data).json()["chip"]
    assert (chip["label"], chip["note"]) == ("environ 1\u00a0700 masques", "objectif")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"chip": "99"}, "n’est plus là"),
        ({"chip": "0", "edit-known": "²"}, "n’est plus dans le répertoire"),
        ({"chip": "0", "edit-known": "999999"}, "n’est plus dans le répertoire"),
        ({"add_kind": "x", "add_text": "a"}, "Choisissez ce que vous ajoutez"),
        ({"add_kind": "figures", "add_text": "\x00"}, "caractère interdit"),
    ],
)
def test_a_chip_that_cannot_be_made_is_refused_in_french(desk, changes, words):
    response = desk.post(CHIP, sent() | changes)
    assert response.status_code == 422
    assert words in response.json()["refusal"]


# --- Where one comes from ---
def test_the_list_and_the_first_page_lead_here(desk):
    assert f'href="{WRITE}" class="addlink"' in desk.get("/admin/initiatives/initiative/").content.decode()
    assert f'href="{WRITE}">Nouvelle initiative' in desk.get("/admin/").content.decode()
    assert "/admin/initiatives/initiative/add/" in desk.get(WRITE).content.decode()


def test_the_composer_leads_here_for_each_section(desk, section):
    page = desk.get(f"/admin/bulletins/bulletin/{section.bulletin_id}/sommaire/").content.decode()
    assert f"{WRITE}?bulletin={section.bulletin_id}&amp;section={section.pk}" in page
