"""Composing, publishing, rectifying and withdrawing bulletins in the back office."""

from datetime import date

import pytest
from django.urls import reverse

from bulletins import composing
from bulletins.models import Bulletin, Entry
from bulletins.services import publish_bulletin, withdraw_bulletin
from initiatives.models import Initiative
from tests.backoffice.forms import form_of, save
from tests.builders import (
    make_bulletin,
    make_commune,
    make_initiative,
    make_organisation,
    make_section,
    make_series,
    make_theme,
)
from tests.bulletins.issues import make_draft, make_published

FORM = "bulletin_form"


def _url(name, *args):
    return reverse(f"admin:bulletins_{name}", args=args)


@pytest.fixture
def draft(db):
    bulletin = make_bulletin(dated_on=date(2020, 4, 30), introduction="Bonjour.")
    make_section(bulletin, make_initiative("Une"), make_initiative("Deux"), position=1, heading="Protéger")
    make_section(bulletin, make_initiative("Trois"), theme="soignants", position=2, heading="Soigner")
    return bulletin


def _order(bulletin):
    return [
        [entry.initiative.title for entry in section.entries.select_related("initiative")]
        for section in bulletin.sections.all()
    ]


def _move(client, bulletin, line, act, **data):
    return client.post(_url("bulletin_compose", bulletin.pk), {"ligne": line, "acte": act, **data})


def test_new_bulletin_takes_over_what_the_series_knows(client, officer):
    client.force_login(officer)
    make_series(place="Arras", signatory_name="Le préfet")
    data = form_of(client.get(_url("bulletin_add")), FORM)
    assert (data["place"], data["signatory_name"]) == (["Arras"], ["Le préfet"])


def test_officer_adds_sections_in_the_bulletin_and_writes_entries_in_them(client, officer, draft):
    client.force_login(officer)
    page = client.get(_url("bulletin_change", draft.pk)).content.decode()
    section = draft.sections.first()
    assert _url("section_change", section.pk) in page
    entry = section.entries.first()
    response = save(
        client, _url("section_change", section.pk), "section_form",
        **{"entries-0-wording": "Le texte du jour.", "entries-2-initiative": make_initiative("Quatre").pk},
    )  # fmt: skip
    assert response.url == f"{reverse('workshop:page', args=[draft.pk])}#ouvrir-section-{section.pk}-heading"
    entry.refresh_from_db()
    assert entry.wording == "Le texte du jour."
    assert _order(draft) == [["Une", "Deux", "Quatre"], ["Trois"]]
    draft.refresh_from_db()
    assert draft.version == 2
    assert draft.history.first().history_user == officer


def _headings(bulletin):
    return [str(section) for section in bulletin.sections.all()]


def test_new_sections_come_last_in_the_order_in_which_they_were_typed(client, officer, draft):
    client.force_login(officer)
    theme = make_theme("jeunes").pk
    new = {
        "sections-TOTAL_FORMS": "4", "sections-2-theme": theme, "sections-2-heading": "Apprendre",
        "sections-3-theme": theme, "sections-3-heading": "Jouer",
    }  # fmt: skip
    assert save(client, _url("bulletin_change", draft.pk), FORM, **new).status_code == 302
    assert _headings(draft) == ["Protéger", "Soigner", "Apprendre", "Jouer"]
    # No form asks for a rank: what a browser sends of its own is not read.
    save(
        client, _url("bulletin_change", draft.pk), FORM, **{"sections-0-position": "9", "sections-0-heading": "Garder"}
    )
    assert _headings(draft) == ["Garder", "Soigner", "Apprendre", "Jouer"]


def test_new_lines_of_an_initiative_come_last(client, editor):
    client.force_login(editor)
    initiative, first, last = make_initiative(), make_organisation(), make_organisation()
    line = initiative.participations.create(organisation=first, position=3)
    url = reverse("admin:initiatives_initiative_change", args=[initiative.pk])
    save(client, url, "initiative_form", **{"participations-1-organisation": last.pk})
    assert list(initiative.participations.values_list("organisation", flat=True)) == [first.pk, last.pk]
    save(client, url, "initiative_form", **{"participations-0-detail": "coud"})
    line.refresh_from_db()
    assert (line.position, line.detail) == (3, "coud")


def test_stale_section_is_refused_by_the_version_of_its_bulletin(client, officer, draft):
    client.force_login(officer)
    url = _url("section_change", draft.sections.first().pk)
    typed = form_of(client.get(url), "section_form") | {"entries-0-wording": "Mon texte du jour"}
    composing.move_entry(entry=Entry.objects.get(initiative__title="Une"), step=1, by=officer)
    response = client.post(url, {**typed, "_save": "1"})
    page = response.content.decode()
    assert response.status_code == 409
    assert "Mon texte du jour" in page
    assert "redactrice a enregistré" in page
    assert client.post(url, {**form_of(response, "section_form"), "_save": "1"}).status_code == 302


@pytest.mark.parametrize(
    ("title", "act", "order"),
    [
        ("Une", "descendre", [["Deux", "Une"], ["Trois"]]),
        ("Deux", "monter", [["Deux", "Une"], ["Trois"]]),
        ("Une", "monter", [["Une", "Deux"], ["Trois"]]),
        ("Trois", "descendre", [["Une", "Deux"], ["Trois"]]),
        ("Une", "oter", [["Deux"], ["Trois"]]),
    ],
)
def test_entries_move_by_plain_buttons(client, officer, draft, title, act, order):
    client.force_login(officer)
    entry = Entry.objects.get(initiative__title=title)
    assert _move(client, draft, f"entree-{entry.pk}", act).status_code == 302
    assert _order(draft) == order


def test_entry_moves_to_another_section_with_its_wording(client, officer, draft):
    client.force_login(officer)
    Entry.objects.filter(initiative__title="Une").update(wording="Mot du jour")
    entry, target = Entry.objects.get(initiative__title="Une"), draft.sections.last()
    _move(client, draft, f"entree-{entry.pk}", "deplacer", vers=target.pk)
    assert _order(draft) == [["Deux"], ["Trois", "Une"]]
    entry.refresh_from_db()
    assert entry.wording == "Mot du jour"
    assert entry.history.first().history_user == officer


def test_sections_move(client, officer, draft):
    client.force_login(officer)
    _move(client, draft, f"rubrique-{draft.sections.last().pk}", "monter")
    assert _order(draft) == [["Trois"], ["Une", "Deux"]]


def test_initiative_is_cited_once_in_a_bulletin(client, officer, draft):
    client.force_login(officer)
    section, new, known = draft.sections.last(), make_initiative("Quatre"), Entry.objects.first().initiative
    _move(client, draft, f"rubrique-{section.pk}", "ajouter", **{f"rubrique-{section.pk}-initiative": new.pk})
    assert _order(draft) == [["Une", "Deux"], ["Trois", "Quatre"]]
    response = client.post(
        _url("bulletin_compose", draft.pk),
        {"ligne": f"rubrique-{section.pk}", "acte": "ajouter", f"rubrique-{section.pk}-initiative": known.pk},
        follow=True,
    )
    assert "déjà dans ce bulletin, rubrique «\u00a0Protéger\u00a0»" in response.content.decode()


@pytest.mark.parametrize("line", ["", "entree-", "entree-abc", "entree-99999999999999999999", "entree-0", "zzz-1"])
def test_forged_moves_change_nothing(client, officer, draft, line):
    client.force_login(officer)
    assert _move(client, draft, line, "monter").status_code in (302, 404)
    assert _order(draft) == [["Une", "Deux"], ["Trois"]]


def test_entry_of_another_bulletin_is_not_moved(client, officer, draft):
    client.force_login(officer)
    foreign = make_section(make_bulletin("Autre"), make_initiative("Étrangère"))
    entry = foreign.entries.get()
    assert _move(client, draft, f"entree-{entry.pk}", "oter").status_code == 404
    mine = Entry.objects.get(initiative__title="Une")
    _move(client, draft, f"entree-{mine.pk}", "deplacer", vers=foreign.pk)
    mine.refresh_from_db()
    assert mine.section.bulletin == draft


def test_looking_at_the_order_costs_a_fixed_number_of_queries(client, officer, draft, django_assert_num_queries):
    client.force_login(officer)
    with django_assert_num_queries(11):
        client.get(_url("bulletin_compose", draft.pk))
    make_section(draft, *(make_initiative(communes=(make_commune(),)) for _ in range(3)), position=3)
    with django_assert_num_queries(11):
        client.get(_url("bulletin_compose", draft.pk))


def test_editor_publishes_on_the_check_page(client, editor, draft):
    client.force_login(editor)
    page = client.get(_url("bulletin_act", draft.pk, "publier")).content.decode()
    assert "Publier le n°\u00a01" in page
    assert "n’a pas de contact public" in page
    draft.refresh_from_db()
    assert draft.number is None  # looking takes no number
    response = client.post(_url("bulletin_act", draft.pk, "publier"), {"version": draft.version}, follow=True)
    assert "Le n°\u00a01 est publié." in response.content.decode()
    draft.refresh_from_db()
    assert (draft.number, draft.status, draft.published_by) == (1, "published", editor)


def test_check_page_names_what_blocks_and_offers_no_button(client, editor):
    client.force_login(editor)
    empty = make_bulletin()
    page = client.get(_url("bulletin_act", empty.pk, "publier")).content.decode()
    assert "ne cite aucune initiative" in page
    assert 'value="Publier le' not in page
    response = client.post(_url("bulletin_act", empty.pk, "publier"), {"version": empty.version})
    assert response.status_code == 409
    assert "n’a pas de date" in response.content.decode()


@pytest.mark.parametrize("slug", ["publier", "retirer", "rectifier"])
def test_officer_cannot_publish(client, officer, draft, slug):
    client.force_login(officer)
    assert f"/acte/{slug}/" not in client.get(_url("bulletin_change", draft.pk)).content.decode()
    assert client.get(_url("bulletin_act", draft.pk, slug)).status_code == 403
    data = {"version": draft.version, "reason": "x", "correction": "x"}
    assert client.post(_url("bulletin_act", draft.pk, slug), data).status_code == 403
    draft.refresh_from_db()
    assert draft.status == "draft"


def test_bulletin_read_before_a_change_is_not_published(client, editor, draft):
    client.force_login(editor)
    composing.move_entry(entry=Entry.objects.get(initiative__title="Une"), step=1, by=editor)
    assert client.post(_url("bulletin_act", draft.pk, "publier"), {"version": "1"}).status_code == 409


def test_published_bulletin_is_rectified_then_withdrawn(client, editor, draft):
    client.force_login(editor)
    client.post(_url("bulletin_act", draft.pk, "publier"), {"version": draft.version})
    page = client.get(_url("bulletin_change", draft.pk)).content.decode()
    assert "qu’avec un rectificatif" in page
    save(client, _url("bulletin_change", draft.pk), FORM, introduction="Bonjour à tous.")
    draft.refresh_from_db()
    rectify = {"version": draft.version, "correction": "L’introduction est corrigée."}
    client.post(_url("bulletin_act", draft.pk, "rectifier"), rectify)
    assert draft.editions.count() == 2
    draft.refresh_from_db()
    client.post(_url("bulletin_act", draft.pk, "retirer"), {"version": draft.version, "reason": "Erreur"})
    draft.refresh_from_db()
    assert (draft.status, draft.withdrawal_reason, draft.number) == ("withdrawn", "Erreur", 1)
    assert client.post(_url("bulletin_change", draft.pk), {}).status_code == 403  # read only from now on


def test_number_of_a_published_bulletin_cannot_be_changed(client, editor, draft):
    client.force_login(editor)
    client.post(_url("bulletin_act", draft.pk, "publier"), {"version": draft.version})
    save(client, _url("bulletin_change", draft.pk), FORM, number="99", kind="special", status="draft")
    draft.refresh_from_db()
    assert (draft.number, draft.kind, draft.status) == (1, "numbered", "published")


def test_taken_number_is_told_with_the_bulletin_that_has_it(client, officer, draft):
    client.force_login(officer)
    Bulletin.objects.filter(pk=draft.pk).update(number=7)
    other = make_bulletin("Autre")
    response = save(client, _url("bulletin_change", other.pk), FORM, number="7", introduction="Texte gardé")
    page = response.content.decode()
    assert "Ce numéro existe déjà (n°\u00a07" in page
    assert "Texte gardé" in page


@pytest.mark.parametrize("number", ["-1", "0", "99999999999999999999", "1e9", "sept"])
def test_wrong_numbers_are_refused_in_french(client, officer, draft, number):
    client.force_login(officer)
    response = save(client, _url("bulletin_change", draft.pk), FORM, number=number, introduction="Texte gardé")
    assert response.status_code == 200
    assert 'id="erreurs"' in response.content.decode()
    assert "Texte gardé" in response.content.decode()


def test_editions_are_only_read(client, editor, draft):
    client.force_login(editor)
    client.post(_url("bulletin_act", draft.pk, "publier"), {"version": draft.version})
    edition = draft.editions.get()
    assert client.get(_url("edition_change", edition.pk)).status_code == 200
    assert client.post(_url("edition_change", edition.pk), {"correction": "x"}).status_code == 403
    assert client.get(_url("edition_add")).status_code == 403


def test_edition_without_personal_data_has_nothing_to_occult(client, editor, draft):
    client.force_login(editor)
    client.post(_url("bulletin_act", draft.pk, "publier"), {"version": draft.version})
    url = _url("edition_act", draft.editions.get().pk, "occulter")
    response = client.post(url, {"version": "", "reason": "Demande"})
    assert response.status_code == 200
    assert "Choisissez ce qui doit être détruit" in response.content.decode()
    assert "Demande</textarea>" in response.content.decode()
    response = client.post(url, {"version": "", "reason": "Demande", "passages": "Bonsoir."})
    assert response.status_code == 409
    assert "rien à détruire" in response.content.decode()
    assert client.post(url, {"version": "", "reason": "Demande", "passages": "Bonjour."}).status_code == 302
    assert "Bonjour." not in str(draft.editions.get().snapshot)


def test_history_of_a_bulletin_tells_its_sections(client, officer, draft):
    client.force_login(officer)
    save(client, _url("bulletin_change", draft.pk), FORM, **{"sections-0-heading": "Se protéger"})
    page = client.get(_url("bulletin_history", draft.pk)).content.decode()
    assert "Se protéger" in page
    assert "redactrice" in page


def test_section_with_entries_is_not_taken_out(client, officer, draft):
    client.force_login(officer)
    response = save(client, _url("bulletin_change", draft.pk), FORM, **{"sections-0-DELETE": "on"})
    assert "contient des entrées" in response.content.decode()
    assert _order(draft) == [["Une", "Deux"], ["Trois"]]
    draft.sections.last().entries.all().delete()
    save(client, _url("bulletin_change", draft.pk), FORM, **{"sections-1-DELETE": "on"})
    assert _order(draft) == [["Une", "Deux"]]


def test_entry_moved_or_removed_meanwhile_is_no_fault(officer, draft):
    seen = Entry.objects.select_related("section").get(initiative__title="Une")
    composing.move_entry_to(entry=Entry.objects.get(pk=seen.pk), section=draft.sections.last(), by=officer)
    composing.move_entry(entry=seen, step=-1, by=officer)  # in its new section
    assert _order(draft) == [["Deux"], ["Une", "Trois"]]
    composing.remove_entry(entry=Entry.objects.get(pk=seen.pk), by=officer)
    for act in (
        lambda: composing.move_entry(entry=seen, step=1, by=officer),
        lambda: composing.move_entry_to(entry=seen, section=draft.sections.last(), by=officer),
        lambda: composing.remove_entry(entry=seen, by=officer),
    ):
        with pytest.raises(composing.ComposingRefusal, match="vient d’être ôtée"):
            act()


def test_undated_rows_come_last_in_lists_however_sorted(client, editor):
    client.force_login(editor)
    undated, dated = make_bulletin(), make_bulletin(dated_on=date(2020, 4, 30))
    later = make_bulletin(dated_on=date(2020, 5, 30))
    assert list(Bulletin.objects.all()) == [later, dated, undated]
    column = 5  # the date
    for order, rows in (("", [later, dated]), (f"-{column}", [later, dated]), (f"{column}", [dated, later])):
        shown = client.get(_url("bulletin_changelist"), {"o": order} if order else {}).context["cl"].result_list
        assert list(shown) == [*rows, undated]
    first, second = make_initiative(started_on=None), make_initiative(started_on=date(2020, 4, 1))
    assert list(Initiative.objects.all()) == [second, first]
    shown = client.get(reverse("admin:initiatives_initiative_changelist"), {"o": "-5"}).context["cl"].result_list
    assert list(shown) == [second, first]


def test_falling_order_by_theme_is_that_of_the_themes(client, editor):
    client.force_login(editor)
    make_initiative("Masques", theme="protection"), make_initiative("Repas", theme="soignants")
    shown = client.get(reverse("admin:initiatives_initiative_changelist"), {"o": "-3"}).context["cl"].result_list
    assert [row.title for row in shown] == ["Repas", "Masques"]


def test_reason_of_a_withdrawal_is_told_to_the_office_and_to_no_reader(client, editor, officer, draft):
    publish_bulletin(bulletin=draft, by=editor)
    draft.refresh_from_db()
    withdraw_bulletin(bulletin=draft, by=editor, reason="Une date était fausse.")
    section = draft.sections.first()
    for user in (editor, officer):
        client.force_login(user)
        for page in (
            _url("bulletin_change", draft.pk),
            _url("bulletin_history", draft.pk),
            _url("section_change", section.pk),
        ):
            assert "Une date était fausse" in client.get(page).content.decode()
    client.logout()
    assert "Une date" not in client.get("/bulletins/1/").content.decode()


def test_hors_serie_is_told_nothing_of_a_number(client, editor):
    client.force_login(editor)
    draft = make_draft(kind=Bulletin.Kind.SPECIAL, title="Entreprises mobilisées")
    assert "numéro" not in _act_page(client, draft, "publier")
    special = make_published(editor, kind=Bulletin.Kind.SPECIAL, title="Soignants mobilisés")
    assert "numéro" not in _act_page(client, special, "retirer")
    numbered = make_published(editor)
    assert "numéro reste pris" in _act_page(client, numbered, "retirer")


def _act_page(client, bulletin, slug):
    page = client.get(reverse("admin:bulletins_bulletin_act", args=[bulletin.pk, slug])).content.decode()
    return page.partition('<div id="content-main"')[2]


def test_frozen_content_is_read_on_its_page(client, editor):
    client.force_login(editor)
    bulletin = make_published(editor)
    edition = bulletin.editions.get()
    url = reverse("admin:bulletins_edition_change", args=[edition.pk])
    page = client.get(url).content.decode()
    assert f'href="{bulletin.get_absolute_url()}?revision=1"' in page
    assert "<h4>" in page
    assert "snapshot" not in page
    assert "&quot;" not in page.partition('class="frozen"')[2].partition("Preuve")[0]
    assert f"<h1>{bulletin}, révision 1</h1>" in page
    withdraw_bulletin(bulletin=bulletin, by=editor, reason="Erreur.")
    page = client.get(url).content.decode()
    assert "aucune page ne le montre plus" in page
    assert "?revision=1" not in page
