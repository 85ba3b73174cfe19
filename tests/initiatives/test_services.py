import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from initiatives.models import Figure, Initiative
from initiatives.services import NotPublishable, NotWithdrawable, publish_initiative, withdraw_initiative
from initiatives.uniting.initiatives import NotMergeable, merge_initiatives
from tests.builders import NOW, make_commune, make_contact, make_initiative, make_organisation


def test_published_initiative_is_public(editor):
    draft = make_initiative(published=False)
    assert not Initiative.objects.published().exists()
    row = publish_initiative(initiative=draft, by=editor, now=NOW)
    assert list(Initiative.objects.published()) == [row]
    assert (row.published_at, row.published_by, row.version) == (NOW, editor, draft.version + 1)
    assert row.is_published


def test_publishing_twice_changes_nothing(editor):
    row = publish_initiative(initiative=make_initiative(published=False), by=editor, now=NOW)
    again = publish_initiative(initiative=row, by=editor)
    assert (again.published_at, again.version) == (NOW, row.version)


def test_initiative_without_text_is_not_published(editor):
    draft = make_initiative("Sans récit", published=False, summary="  ")
    with pytest.raises(NotPublishable, match="Sans récit"):
        publish_initiative(initiative=draft, by=editor)
    assert not Initiative.objects.published().exists()


def test_withdrawn_initiative_leaves_the_public_and_keeps_its_reason(editor):
    row = withdraw_initiative(initiative=make_initiative(), by=editor, reason=" Demande de l’association ", now=NOW)
    assert not Initiative.objects.published().exists()
    assert (row.withdrawal_reason, row.withdrawn_at, row.withdrawn_by) == ("Demande de l’association", NOW, editor)


def test_withdrawal_needs_a_reason_and_a_published_initiative(editor):
    with pytest.raises(NotWithdrawable, match="motif"):
        withdraw_initiative(initiative=make_initiative(), by=editor, reason=" ")
    with pytest.raises(NotWithdrawable, match="pas parue"):
        withdraw_initiative(initiative=make_initiative(published=False), by=editor, reason="motif")


def test_withdrawn_initiative_can_be_published_again(editor):
    row = withdraw_initiative(initiative=make_initiative(), by=editor, reason="motif")
    row = publish_initiative(initiative=row, by=editor)
    assert (row.withdrawn_at, row.withdrawal_reason) == (None, "")


def test_merge_keeps_all_parts_once(editor):
    commune, organisation, contact = make_commune(), make_organisation(), make_contact()
    figure = {"item": "masques", "amount": 100, "unit": "masques"}
    kept = make_initiative(communes=(commune,), organisations=(organisation,), figures=(figure,))
    other = make_commune()
    duplicate = make_initiative(
        communes=(commune, other), organisations=(organisation,), contacts=(contact,), figures=(figure,)
    )
    merge_initiatives(kept=kept, duplicate=duplicate, by=editor, now=NOW)
    assert set(kept.communes.all()) == {commune, other}
    assert list(kept.organisations.all()) == [organisation]
    assert list(kept.contacts.all()) == [contact]
    assert kept.figures.count() == 1
    duplicate.refresh_from_db()
    assert (duplicate.merged_into, duplicate.status) == (kept, Initiative.Status.WITHDRAWN)
    with pytest.raises(NotPublishable, match="réunie"):
        publish_initiative(initiative=duplicate, by=editor)


def test_merge_refuses_itself_and_what_is_merged(editor):
    first, second, third = make_initiative(), make_initiative(), make_initiative()
    with pytest.raises(NotMergeable, match="différentes"):
        merge_initiatives(kept=first, duplicate=first, by=editor)
    merge_initiatives(kept=first, duplicate=second, by=editor)
    with pytest.raises(NotMergeable, match="déjà"):
        merge_initiatives(kept=third, duplicate=second, by=editor)


def test_each_act_stays_in_the_history_with_its_author(editor):
    row = publish_initiative(initiative=make_initiative(published=False), by=editor)
    last = row.history.first()
    assert (last.history_user, last.history_change_reason) == (editor, "publiée")


@pytest.mark.parametrize(
    "fields",
    [
        {"status": "published"},
        {"published_at": NOW},
        {"withdrawn_at": NOW},
        {"status": "withdrawn"},
    ],
)
def test_half_told_states_are_refused_by_the_database(db, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_initiative(published=False, **fields)


def test_initiative_cannot_follow_itself(db):
    row = make_initiative()
    row.follows = row
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


@pytest.mark.parametrize(
    ("change", "field"),
    [({"amount": 0}, "amount"), ({"amount": -3}, "amount"), ({"amount": 10**10}, "amount"), ({"unit": "12"}, "unit")],
)
def test_figure_bounds_and_units_are_checked(db, change, field):
    figure = Figure(initiative=make_initiative(), **{"item": "masques", "amount": 10, "unit": "masques", **change})
    with pytest.raises(ValidationError) as refusal:
        figure.full_clean()
    assert field in refusal.value.message_dict
