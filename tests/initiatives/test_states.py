"""Which act leads from which state to which, who may do it, and what each step says afterwards."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from bulletins.services import publish_bulletin
from initiatives.models import Initiative
from initiatives.services import (
    InitiativeRefusal,
    NotApprovable,
    NotReturnable,
    NotSubmittable,
    approve_initiative,
    ask_approval_again,
    publish_initiative,
    return_initiative,
    submit_for_review,
    withdraw_initiative,
)
from initiatives.uniting.initiatives import merge_initiatives
from tests.backoffice.forms import form_of, save
from tests.builders import (
    NOW,
    make_bulletin,
    make_contact,
    make_initiative,
    make_person,
    make_section,
    make_user,
)

FORM = "initiative_form"
ADD = reverse("admin:initiatives_initiative_add")
STATES = ("draft", "review", "returned", "approved", "published", "withdrawn")
# For each act: the state that follows each of STATES in turn; "·" where the act is refused, "=" where nothing changes.
SERVICES = {
    "relire":    ("review",    "·",         "review",    "·",         "·",         "review"),
    "renvoyer":  ("·",         "returned",  "·",         "returned",  "·",         "·"),
    "approuver": ("approved",  "approved",  "approved",  "=",         "·",         "·"),
    "publier":   ("published", "published", "published", "published", "=",         "published"),
    "retirer":   ("·",         "·",         "·",         "·",         "withdrawn", "·"),
}  # fmt: skip
CALLS = {
    "relire": lambda row, by: submit_for_review(initiative=row, by=by),
    "renvoyer": lambda row, by: return_initiative(initiative=row, by=by, note="Précisez la commune.", now=NOW),
    "approuver": lambda row, by: approve_initiative(initiative=row, by=by, now=NOW),
    "publier": lambda row, by: publish_initiative(initiative=row, by=by, now=NOW),
    "retirer": lambda row, by: withdraw_initiative(initiative=row, by=by, reason="Erreur", now=NOW),
}
OFFICERS_ACTS = {"relire"}
FIELDS = {"note": "Précisez la commune.", "reason": "Erreur"}


def _in_state(state, by, **fields):
    told = {
        "returned": {"returned_at": NOW, "returned_by": by, "return_note": "Où\u00a0?"},
        "approved": {"approved_at": NOW, "approved_by": by},
        "published": {"published_at": NOW, "published_by": by},
        "withdrawn": {"withdrawn_at": NOW, "withdrawn_by": by, "withdrawal_reason": "Erreur"},
    }
    return make_initiative(published=False, status=state, **told.get(state, {}), **fields)


def _change(row):
    return reverse("admin:initiatives_initiative_change", args=[row.pk])


def _act(row, slug):
    return reverse("admin:initiatives_initiative_act", args=[row.pk, slug])


@pytest.mark.parametrize("slug", SERVICES)
@pytest.mark.parametrize("state", STATES)
def test_act_leads_from_state_to_state(editor, slug, state):
    row, expected = _in_state(state, editor), SERVICES[slug][STATES.index(state)]
    if expected == "·":
        with pytest.raises(InitiativeRefusal):
            CALLS[slug](row, editor)
        row.refresh_from_db()
        assert (row.status, row.version) == (state, 1)
        return
    done = CALLS[slug](row, editor)
    assert done.status == (state if expected == "=" else expected)
    assert done.version == (1 if expected == "=" else 2)


@pytest.mark.parametrize("slug", SERVICES)
@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("role", ["officer", "editor", "administrator", "reader"])
def test_page_of_the_act_answers_by_role_and_state(client, db, request, role, state, slug):
    """The button, the page and what it does; an account without a role sees nothing at all."""
    user = make_user("lectrice") if role == "reader" else request.getfixturevalue(role)
    client.force_login(user)
    row, expected = _in_state(state, user), SERVICES[slug][STATES.index(state)]
    is_editors = role in ("editor", "administrator")
    answer = client.post(_act(row, slug), {"version": row.version, **FIELDS})
    row.refresh_from_db()
    if role == "reader":
        assert "login" in answer.url
    elif slug not in OFFICERS_ACTS and not is_editors:
        assert answer.status_code == 403
    else:
        assert answer.status_code == (409 if expected == "·" else 302)
    is_done = answer.status_code == 302 and role != "reader" and expected not in "·="
    assert row.status == (expected if is_done else state)


@pytest.mark.parametrize("role", ["officer", "editor"])
@pytest.mark.parametrize("state", STATES)
def test_form_offers_what_may_be_done_and_nothing_else(client, request, role, state):
    client.force_login(request.getfixturevalue(role))
    row = _in_state(state, make_user())
    page = client.get(_change(row)).content.decode()
    offered = {slug for slug in SERVICES if f"/acte/{slug}/" in page or f"_acte_{slug}" in page}
    possible = {slug for slug, row_ in SERVICES.items() if row_[STATES.index(state)] not in "·="}
    assert offered == (possible if role == "editor" else possible & OFFICERS_ACTS)


def test_officer_proposes_on_the_new_form(client, officer):
    client.force_login(officer)
    page = client.get(ADD)
    assert "Enregistrer et proposer" in page.content.decode()
    typed = form_of(page, FORM) | {"title": "Des masques", "theme": "1", "summary": "Un texte."}
    typed["theme"] = str(make_initiative().theme_id)
    answer = client.post(ADD, {**typed, "_acte_relire": "1"})
    row = Initiative.objects.get(title="Des masques")
    assert (row.status, row.created_by, answer.url) == ("review", officer, _change(row))


@pytest.mark.parametrize("state", ["draft", "review", "returned"])
def test_returned_note_is_told_on_the_form_until_it_is_proposed_again(client, officer, editor, state):
    row = _in_state(state, editor)
    client.force_login(officer)
    assert ("Où\u00a0?" in client.get(_change(row)).content.decode()) == (state == "returned")
    if state == "returned":
        save(client, _change(row), FORM, button="_acte_relire", summary="Un texte repris à Marck.")
        row.refresh_from_db()
        assert (row.status, row.return_note, row.returned_at) == ("review", "", None)


def test_a_word_is_needed_to_send_back(editor):
    with pytest.raises(NotReturnable, match="Écrivez un mot"):
        return_initiative(initiative=_in_state("review", editor), by=editor, note="  ")


def test_what_no_reader_may_get_is_not_approved(editor):
    with pytest.raises(NotApprovable, match="n’a pas de texte"):
        approve_initiative(initiative=_in_state("review", editor, summary=" "), by=editor)
    row = _in_state("review", editor, summary="Appelez Jeanne Martin au 06 12 34 56 78.")
    row.persons.add(make_person("Jeanne Martin"))
    row.contacts.add(make_contact("+33612345678", kind="phone", is_personal=True, is_public=False))
    with pytest.raises(NotApprovable, match="06"):
        approve_initiative(initiative=row, by=editor)


def test_merged_record_is_neither_proposed_nor_approved(editor):
    kept, duplicate = make_initiative(), _in_state("approved", editor)
    merge_initiatives(kept=kept, duplicate=duplicate, by=editor)
    for call, refusal in ((CALLS["relire"], NotSubmittable), (CALLS["approuver"], NotApprovable)):
        with pytest.raises(refusal):
            call(duplicate, editor)


@pytest.mark.parametrize(("who", "state"), [("officer", "review"), ("editor", "approved")])
def test_approval_falls_when_the_text_is_changed_by_one_who_may_not_approve(client, request, editor, who, state):
    client.force_login(request.getfixturevalue(who))
    row = _in_state("approved", editor)
    save(client, _change(row), FORM)
    row.refresh_from_db()
    assert row.status == "approved"  # nothing was changed
    save(client, _change(row), FORM, summary="Un tout autre texte.")
    row.refresh_from_db()
    assert (row.status, row.summary) == (state, "Un tout autre texte.")
    assert (row.approved_at is None) == (who == "officer")


def test_approval_falls_for_a_changed_line_too(client, officer, editor):
    client.force_login(officer)
    row = _in_state("approved", editor, figures=({"item": "masques", "amount": 10, "unit": "masques"},))
    save(client, _change(row), FORM, **{"figures-0-amount": "900"})
    row.refresh_from_db()
    assert row.status == "review"


def test_only_an_approval_falls(editor):
    row = _in_state("published", editor)
    assert ask_approval_again(initiative=row, by=editor).status == "published"


def test_steps_tell_every_state_with_its_reason(client, editor, officer):
    row = make_initiative(published=False, created_by=officer)
    submit_for_review(initiative=row, by=officer)
    return_initiative(initiative=row, by=editor, note="Précisez la commune.", now=NOW)
    submit_for_review(initiative=row, by=officer)
    approve_initiative(initiative=row, by=editor, now=NOW + timedelta(hours=1))
    publish_initiative(initiative=row, by=editor, now=NOW + timedelta(hours=2))
    withdraw_initiative(initiative=row, by=editor, reason="Demande de la mairie", now=NOW + timedelta(hours=3))
    publish_initiative(initiative=row, by=editor, now=NOW + timedelta(hours=4))
    client.force_login(officer)
    page = client.get(_change(row)).content.decode()
    steps = page[page.index('<ol class="steps">') : page.index("</ol>", page.index('<ol class="steps">'))]
    words = [line.partition(" le ")[0].rpartition(">")[2] for line in steps.split("</li>")][:-1]
    told = ["Créée", "Proposée", "Renvoyée", "Proposée", "Approuvée", "Parue", "Retirée", "Parue"]
    assert words == told
    assert (
        "Renvoyée le 30 avril 2020, 12\u00a0h\u00a000, editrice. Mot de l’édition\u00a0: Précisez la commune." in steps
    )
    assert "Motif\u00a0: Demande de la mairie" in steps


@pytest.mark.parametrize(
    "fields",
    [
        {"status": "returned"},
        {"return_note": "Un mot sans renvoi"},
        {"returned_at": NOW},
        {"status": "approved"},
        {"approved_at": NOW},
    ],
)
def test_half_told_states_are_refused_by_the_database(db, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_initiative(published=False, **fields)


def test_draft_with_an_approval_is_refused_by_the_database(editor):
    with pytest.raises(IntegrityError, match="unread_has_no_approval"), transaction.atomic():
        make_initiative(published=False, approved_at=NOW, approved_by=editor)


def test_bulletins_that_told_it_stand_beside_the_drafts_that_are_about_to(client, officer, editor):
    row = make_initiative(published=False)
    old = make_bulletin("Le pays solidaire", dated_on=date(2020, 4, 24))
    make_section(old, row)
    publish_bulletin(bulletin=old, by=editor, now=NOW)
    for day in (date(2020, 5, 7), None):
        draft = make_bulletin("Le pays solidaire", dated_on=day)
        make_section(draft, row)
        make_section(draft, row, theme="soignants")  # twice in one draft is told once
    make_section(make_bulletin("Un autre pays"), make_initiative())
    client.force_login(officer)
    page = client.get(_change(row)).content.decode()
    field = page[page.index("field--cited_in") :]
    field = field[: field.index("</div>", field.index("</a>"))]
    assert "n°\u00a01</a>" in field
    assert field.count("à venir, 7\u00a0mai\u00a02020)</a>, brouillon") == 1
    assert field.count("à venir, sans date)</a>, brouillon") == 1
    assert "Un autre pays" not in field
