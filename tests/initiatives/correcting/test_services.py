"""A correction over a public record: what it holds, what an editor accepts of it, what is told when the base moved."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from backoffice.records.contents import content_of, write
from initiatives.correcting.models import Correction
from initiatives.correcting.services import (
    NotDecidable,
    NothingProposed,
    NotProposable,
    accept_correction,
    drop_correction,
    propose_correction,
    proposed_changes,
    refuse_correction,
)
from initiatives.models import Figure
from initiatives.services import withdraw_initiative
from initiatives.shape import SHAPE
from initiatives.uniting.initiatives import merge_initiatives
from organisations.services import merge_contacts
from tests.builders import (
    NOW,
    make_audience,
    make_commune,
    make_contact,
    make_initiative,
    make_organisation,
    make_person,
    make_user,
)

ALL = {"title", "summary", "started_on", "persons", "contacts", "places", "figures"}


@pytest.fixture
def row(db):
    return make_initiative(
        "Des masques",
        summary="Deux couturières cousent des masques.",
        communes=(make_commune("Arras"),),
        organisations=(make_organisation("Meloko"),),
        contacts=(make_contact(),),
        audiences=(make_audience(),),
        figures=({"item": "masques", "amount": 1600, "unit": "masques"},),
    )


def _content(row, **changes):
    return content_of(SHAPE, row) | changes


def _full(row):
    """A change of every kind of field."""
    commune, contact, person = make_commune("Lens"), make_contact(), make_person()
    figure = content_of(SHAPE, row)["figures"][0] | {"amount": "2000"}
    return _content(
        row,
        title="Des blouses",
        summary="Deux couturières cousent des blouses.",
        started_on="2020-04-20",
        persons=[person.pk],
        contacts=[contact.pk],
        places=[{"commune": commune.insee, "role": "acts"}],
        figures=[figure],
    )


def test_content_of_a_record_is_read_back_as_it_was_written(row, editor):
    before = content_of(SHAPE, row)
    full = _full(row)
    write(SHAPE, row, full, by=editor, why="tout")
    assert content_of(SHAPE, row) == full
    write(SHAPE, row, before, by=editor, why="retour")
    assert content_of(SHAPE, row) == before


def test_every_field_that_the_form_shows_is_part_of_the_content(row):
    """What a later version adds to the record follows by itself; what is left out is named."""
    fields = [one for one in SHAPE.model._meta.concrete_fields if one.editable and not one.primary_key]
    assert {one.name for one in fields} - set(_content(row)) == {"slug", "status"}


def test_proposal_holds_what_changes_and_the_public_text_stays(row, officer):
    correction = propose_correction(initiative=row, content=_full(row), by=officer, now=NOW)
    assert set(correction.changes) == ALL
    assert correction.changes["title"] == {"old": "Des masques", "new": "Des blouses"}
    row.refresh_from_db()
    assert (row.title, row.version, row.figures.get().amount) == ("Des masques", 1, 1600)


def test_accepted_whole_it_is_written_under_both_names(row, officer, editor):
    correction = propose_correction(initiative=row, content=_full(row), by=officer)
    done = accept_correction(correction=correction, names=ALL, by=editor, expected_version=1, now=NOW)
    row.refresh_from_db()
    assert (done.status, done.decided_by, done.decided_at) == ("accepted", editor, NOW)
    assert (row.title, row.started_on, row.figures.get().amount) == ("Des blouses", date(2020, 4, 20), 2000)
    assert [place.commune.name for place in row.places.all()] == ["Lens"]
    last = row.history.first()
    assert last.history_user == editor
    assert last.history_change_reason.startswith("correction de redactrice")


def test_accepted_in_part_the_rest_is_refused_with_a_word(row, officer, editor):
    correction = propose_correction(initiative=row, content=_full(row), by=officer)
    with pytest.raises(NotDecidable, match="pourquoi"):
        accept_correction(correction=correction, names=["title"], by=editor)
    done = accept_correction(
        correction=correction, names=["title", "nothing"], by=editor, reason="Le chiffre est juste"
    )
    row.refresh_from_db()
    assert (done.status, done.accepted) == ("partly", ["title"])
    assert (row.title, row.figures.get().amount) == ("Des blouses", 1600)


def test_nothing_chosen_is_nothing_accepted(row, officer, editor):
    correction = propose_correction(initiative=row, content=_full(row), by=officer)
    with pytest.raises(NotDecidable, match="Cochez"):
        accept_correction(correction=correction, names=[], by=editor)


def test_field_that_moved_meanwhile_is_stale_and_a_list_is_not(row, officer, editor):
    """Who comes in and who goes out of a list is carried over to the list of today."""
    correction = propose_correction(initiative=row, content=_full(row), by=officer)
    other, old = make_contact(), row.contacts.get()
    row.title = "Des visières"
    row.save()
    row.contacts.add(other)
    changes = {one.name: one for one in proposed_changes(correction)}
    assert {name for name, one in changes.items() if one.is_stale} == {"title"}
    assert (changes["title"].today.change.old, changes["title"].meant.change.old) == ("Des visières", "Des masques")
    accept_correction(correction=correction, names=ALL, by=editor)
    assert other in row.contacts.all()
    assert old not in row.contacts.all()


def test_change_that_was_made_meanwhile_is_told_as_done(row, officer):
    correction = propose_correction(initiative=row, content=_content(row, title="Des blouses"), by=officer)
    row.title = "Des blouses"
    row.save()
    assert [(one.today, one.is_stale) for one in proposed_changes(correction)] == [(None, False)]


def test_record_that_changed_since_it_was_read_is_not_written(row, officer, editor):
    correction = propose_correction(initiative=row, content=_content(row, title="Des blouses"), by=officer)
    with pytest.raises(NotDecidable, match="relisez"):
        accept_correction(correction=correction, names=["title"], by=editor, expected_version=7)


def test_second_proposal_of_the_same_person_completes_the_first(row, officer, editor):
    first = propose_correction(initiative=row, content=_content(row, title="Des blouses"), by=officer)
    again = propose_correction(initiative=row, content=_content(row, started_on="2020-04-20"), by=officer)
    other = propose_correction(initiative=row, content=_content(row, title="Des gants"), by=editor)
    assert (again.pk, set(again.changes)) == (first.pk, {"title", "started_on"})
    assert other.pk != first.pk


def test_line_ends_are_no_change(row, officer):
    with pytest.raises(NothingProposed):
        propose_correction(initiative=row, content=_content(row, summary=row.summary + "\r\n"), by=officer)


def test_only_what_is_online_is_corrected(row, officer, editor):
    content = _content(row, title="Des blouses")
    withdraw_initiative(initiative=row, by=editor, reason="Erreur")
    with pytest.raises(NotProposable):
        propose_correction(initiative=row, content=content, by=officer)


def test_decided_proposal_is_not_decided_again(row, officer, editor):
    correction = propose_correction(initiative=row, content=_content(row, title="Des blouses"), by=officer)
    with pytest.raises(NotDecidable, match="un mot"):
        refuse_correction(correction=correction, by=editor, reason=" ")
    refuse_correction(correction=correction, by=editor, reason="Le titre est celui de la mairie")
    for act in (
        lambda: refuse_correction(correction=correction, by=editor, reason="x"),
        lambda: accept_correction(correction=correction, names=["title"], by=editor),
        lambda: drop_correction(correction=correction, by=officer),
    ):
        with pytest.raises(NotDecidable, match="refusée"):
            act()


def test_only_its_author_gives_a_proposal_up(row, officer, editor):
    correction = propose_correction(initiative=row, content=_content(row, title="Des blouses"), by=officer)
    with pytest.raises(NotDecidable, match="autre personne"):
        drop_correction(correction=correction, by=editor)
    assert drop_correction(correction=correction, by=officer).status == "dropped"


def test_no_private_number_goes_online_by_a_correction(row, officer, editor):
    person = make_person("Jeanne Martin")
    row.persons.add(person)
    hidden = make_contact("+33612345678", kind="phone", is_personal=True, is_public=False)
    content = _content(row, summary="Appelez Jeanne Martin au 06 12 34 56 78.") | {"contacts": [hidden.pk]}
    correction = propose_correction(initiative=row, content=content, by=officer)
    with pytest.raises(NotDecidable, match="Rien n’est changé"):
        accept_correction(correction=correction, names=["summary", "contacts"], by=editor)
    row.refresh_from_db()
    assert "06 12" not in row.summary


def test_rows_that_are_gone_or_united_are_named_by_those_of_today(row, officer, editor):
    gone, duplicate, kept = make_contact(), make_contact("ancien@exemple.fr"), make_contact("nouveau@exemple.fr")
    content = _content(row, contacts=[gone.pk, duplicate.pk])
    correction = propose_correction(initiative=row, content=content, by=officer)
    gone.delete()
    merge_contacts(kept=kept, duplicate=duplicate, by=editor)
    accept_correction(correction=correction, names=["contacts"], by=editor)
    assert list(row.contacts.all()) == [kept]


def test_record_that_was_deleted_stops_its_field(row, officer, editor):
    followed = make_initiative(published=False)
    correction = propose_correction(initiative=row, content=_content(row, follows=followed.pk), by=officer)
    followed.delete()
    with pytest.raises(NotDecidable, match="supprimée"):
        accept_correction(correction=correction, names=["follows"], by=editor)


def test_rules_of_the_record_hold_for_a_correction(row, officer, editor):
    figure = {"item": "masques", "amount": "-3", "unit": "masques", "measure": "stock", "is_approximate": False,
              "as_of": None, "position": 0}  # fmt: skip
    correction = propose_correction(initiative=row, content=_content(row, figures=[figure]), by=officer)
    with pytest.raises(NotDecidable, match="plus grande que zéro"):
        accept_correction(correction=correction, names=["figures"], by=editor)
    assert Figure.objects.get().amount == 1600


def test_correction_of_a_merged_record_is_told_to_be_elsewhere(row, officer, editor):
    correction = propose_correction(initiative=row, content=_content(row, title="Des blouses"), by=officer)
    merge_initiatives(kept=make_initiative(), duplicate=row, by=editor)
    with pytest.raises(NotDecidable, match="plus en ligne"):
        accept_correction(correction=correction, names=["title"], by=editor)


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"changes": {}}, "changes_something"),
        ({"status": "accepted"}, "decided_or_open"),
        ({"decided_at": NOW, "decided_by": True}, "decided_or_open"),
        ({"status": "refused", "decided_at": NOW, "decided_by": True}, "refused_has_reason"),
        ({"status": "accepted", "decided_at": NOW}, "decided_at_by_together"),
    ],
)
def test_half_told_corrections_are_refused_by_the_database(row, fields, constraint):
    by = make_user()
    fields = {"changes": {"title": {"old": "a", "new": "b"}}} | fields
    if fields.get("decided_by"):
        fields["decided_by"] = by
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Correction.objects.create(initiative=row, proposed_by=by, **fields)


def test_one_open_proposal_for_each_person(row):
    by, changes = make_user(), {"title": {"old": "a", "new": "b"}}
    Correction.objects.create(initiative=row, proposed_by=by, changes=changes)
    with pytest.raises(IntegrityError, match="one_open_each"), transaction.atomic():
        Correction.objects.create(initiative=row, proposed_by=by, changes=changes)
