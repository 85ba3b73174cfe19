"""Publishing, withdrawing and uniting from the back office: who may, what happens, what is refused."""

import pytest
from django.urls import reverse

from initiatives.models import Initiative
from tests.backoffice.forms import form_of, save
from tests.builders import make_commune, make_contact, make_initiative, make_organisation, make_person

LIST = reverse("admin:initiatives_initiative_changelist")
FORM = "initiative_form"


def _change(initiative):
    return reverse("admin:initiatives_initiative_change", args=[initiative.pk])


def _act(initiative, slug):
    return reverse("admin:initiatives_initiative_act", args=[initiative.pk, slug])


def test_officer_proposes_for_review_with_the_save(client, officer):
    client.force_login(officer)
    draft = make_initiative(published=False)
    save(client, _change(draft), FORM, button="_acte_relire", title="Un titre relu")
    draft.refresh_from_db()
    assert (draft.status, draft.title) == (Initiative.Status.REVIEW, "Un titre relu")


@pytest.mark.parametrize("slug", ["publier", "retirer", "reunir"])
def test_officer_has_neither_button_nor_right_to_publish(client, officer, slug):
    client.force_login(officer)
    draft, published = make_initiative(published=False), make_initiative()
    for initiative in (draft, published):
        assert f"/acte/{slug}/" not in client.get(_change(initiative)).content.decode()
        assert f"_acte_{slug}" not in client.get(_change(initiative)).content.decode()
        assert client.get(_act(initiative, slug)).status_code == 403
        assert client.post(_act(initiative, slug), {"reason": "x", "version": initiative.version}).status_code == 403
    draft.refresh_from_db()
    assert draft.status == Initiative.Status.DRAFT


def test_officer_cannot_publish_by_a_forged_button_or_action(client, officer):
    client.force_login(officer)
    draft = make_initiative(published=False)
    assert save(client, _change(draft), FORM, button="_acte_publier").status_code == 403
    client.post(LIST, {"action": "publish_chosen", "_selected_action": [draft.pk]})
    draft.refresh_from_db()
    assert draft.status == Initiative.Status.DRAFT


def test_editor_saves_then_publishes_on_the_check_page(client, editor):
    client.force_login(editor)
    draft = make_initiative(published=False)
    response = save(client, _change(draft), FORM, button="_acte_publier", title="Un titre relu")
    assert response.url == _act(draft, "publier")
    page = client.get(response.url)
    assert "Aucun lieu" in page.content.decode()
    draft.refresh_from_db()
    assert draft.status == Initiative.Status.DRAFT  # looking changes nothing
    client.post(response.url, {"version": draft.version})
    draft.refresh_from_db()
    assert (draft.status, draft.published_by, draft.title) == ("published", editor, "Un titre relu")


def test_nothing_is_published_that_changed_since_it_was_read(client, editor):
    client.force_login(editor)
    draft = make_initiative(published=False)
    Initiative.objects.filter(pk=draft.pk).update(version=5, summary="Autre chose")
    response = client.post(_act(draft, "publier"), {"version": "1"})
    assert response.status_code == 409
    assert "modifiée entre-temps" in response.content.decode()
    draft.refresh_from_db()
    assert draft.status == Initiative.Status.DRAFT


def test_withdrawal_asks_for_a_reason(client, editor):
    client.force_login(editor)
    published = make_initiative()
    response = client.post(_act(published, "retirer"), {"version": published.version, "reason": "  "})
    assert response.status_code == 200
    assert "obligatoire" in response.content.decode()
    client.post(_act(published, "retirer"), {"version": published.version, "reason": "Erreur de commune"})
    published.refresh_from_db()
    assert (published.status, published.withdrawal_reason) == ("withdrawn", "Erreur de commune")


def test_refusal_of_the_service_is_said(client, editor):
    client.force_login(editor)
    draft = make_initiative(published=False)
    response = client.post(_act(draft, "retirer"), {"version": draft.version, "reason": "Parce que"})
    assert response.status_code == 409
    assert "il n’y a rien à retirer" in response.content.decode()


def test_editor_unites_two_records(client, editor):
    client.force_login(editor)
    kept, duplicate = make_initiative(), make_initiative(organisations=(make_organisation("Meloko"),))
    answer = client.post(
        _act(duplicate, "reunir"), {"version": duplicate.version, "kept": kept.pk, "seen": f"{kept.pk}-{kept.version}"}
    )
    assert answer.url == _change(kept)
    duplicate.refresh_from_db()
    assert duplicate.merged_into == kept
    assert kept.participations.get().organisation.name == "Meloko"


def test_list_action_publishes_and_tells_what_it_could_not(client, editor):
    client.force_login(editor)
    good, empty = make_initiative(published=False), make_initiative(published=False, summary=" ")
    response = client.post(LIST, {"action": "publish_chosen", "_selected_action": [good.pk, empty.pk]}, follow=True)
    page = response.content.decode()
    assert "1\u00a0initiative parue." in page
    assert "n’a pas de texte" in page
    assert set(Initiative.objects.published()) == {good}


def test_check_page_tells_of_hidden_persons(client, editor):
    client.force_login(editor)
    draft = make_initiative(published=False, communes=(make_commune(),), contacts=(make_contact(),))
    draft.persons.add(make_person("Jeanne Martin"))
    assert "1\u00a0personne citée sans accord" in client.get(_act(draft, "publier")).content.decode()


@pytest.mark.parametrize("is_public", [True, False])
def test_name_in_a_title_is_told_after_the_save_and_before_publication(client, editor, is_public):
    client.force_login(editor)
    draft = make_initiative("Mme MARTIN coud", published=False)
    save(client, _change(draft), FORM)
    assert "Le titre nomme" not in client.get(_act(draft, "publier")).content.decode()
    person = make_person("Jeanne Martin", is_public=is_public)
    response = save(client, _change(draft), FORM, persons=[person.pk])
    assert "Le titre nomme Jeanne Martin" in client.get(response.url).content.decode()
    assert "Le titre nomme Jeanne Martin" in client.get(_act(draft, "publier")).content.decode()


def test_published_record_is_not_deleted(client, editor):
    client.force_login(editor)
    published, draft = make_initiative(), make_initiative(published=False)
    delete = "admin:initiatives_initiative_delete"
    assert client.post(reverse(delete, args=[published.pk]), {"post": "yes"}).status_code == 403
    assert client.post(reverse(delete, args=[draft.pk]), {"post": "yes"}).status_code == 302
    assert set(Initiative.objects.all()) == {published}


def test_get_never_acts(client, editor):
    client.force_login(editor)
    draft = make_initiative(published=False)
    for slug in ("relire", "publier", "retirer", "reunir"):
        client.get(_act(draft, slug))
    draft.refresh_from_db()
    assert (draft.status, draft.version) == (Initiative.Status.DRAFT, 1)


def test_unknown_act_is_not_found(client, editor):
    client.force_login(editor)
    assert client.get(_act(make_initiative(), "zzz")).status_code == 404
    assert client.get("/admin/initiatives/initiative/99999999999999999999/acte/publier/").status_code == 302


def test_form_carries_its_version(client, officer):
    client.force_login(officer)
    assert form_of(client.get(_change(make_initiative(version=7))), FORM)["version"] == ["7"]


def test_reason_of_a_withdrawal_stays_in_the_history(client, editor):
    client.force_login(editor)
    row = make_initiative()
    row.save()
    client.post(_act(row, "retirer"), {"version": row.version, "reason": "Demande de la mairie"})
    history = reverse("admin:initiatives_initiative_history", args=[row.pk])
    for page in (_change(row), history):
        assert "Demande de la mairie" in client.get(page).content.decode()
    row.refresh_from_db()
    client.post(_act(row, "publier"), {"version": row.version})
    for page in (_change(row), history):
        assert "Demande de la mairie" in client.get(page).content.decode()
