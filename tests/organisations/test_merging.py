"""Organisations, persons and contacts that stand twice become one: everything follows, nothing private gets out."""

import pytest
from django.db import IntegrityError, transaction

from initiatives.models import Participation
from organisations.models import Contact, Organisation, Person
from organisations.services import (
    NotMergeable,
    counted_uses,
    merge_contacts,
    merge_organisations,
    merge_persons,
    uses_of,
)
from tests.builders import make_commune, make_contact, make_initiative, make_organisation, make_person


def _reason(row):
    return row.history.first().history_change_reason


def test_merged_organisation_gives_all_it_has(editor):
    seat, contact = make_commune("Marck"), make_contact()
    kept = make_organisation("Les Couturières", other_names="LC")
    duplicate = make_organisation("Couturières de Marck", other_names="CM, lc", seat=seat, description="Elles cousent.")
    duplicate.contacts.add(contact)
    one, other = make_initiative(organisations=(duplicate,)), make_initiative(organisations=(kept,))
    merge_organisations(kept=kept, duplicate=duplicate, by=editor)
    kept.refresh_from_db()
    assert (kept.seat, kept.description, list(kept.contacts.all())) == (seat, "Elles cousent.", [contact])
    assert kept.other_names == "LC, Couturières de Marck, CM"
    assert list(kept.initiatives.order_by("pk")) == [one, other]
    duplicate.refresh_from_db()
    assert duplicate.merged_into == kept
    assert not duplicate.participations.exists()


def test_what_is_kept_keeps_its_own_seat_and_text(editor):
    seat = make_commune()
    kept = make_organisation(seat=seat, description="Le sien")
    duplicate = make_organisation(seat=make_commune(), description="L’autre")
    merge_organisations(kept=kept, duplicate=duplicate, by=editor)
    kept.refresh_from_db()
    assert (kept.seat, kept.description) == (seat, "Le sien")


def test_same_name_and_kind_with_a_seat_on_one_side_is_merged(editor):
    seat = make_commune()
    kept, duplicate = make_organisation("Meloko"), make_organisation("Meloko", seat=seat)
    merge_organisations(kept=kept, duplicate=duplicate, by=editor)
    kept.refresh_from_db()
    assert kept.seat == seat


def test_seat_of_a_third_organisation_of_that_name_is_not_taken(editor):
    seat = make_commune()
    kept, third = make_organisation("Meloko"), make_organisation("Meloko", seat=seat)
    merge_organisations(kept=kept, duplicate=make_organisation("Méloko SAS", seat=seat), by=editor)
    kept.refresh_from_db()
    assert (kept.seat, third.seat) == (None, seat)


def test_initiative_of_both_names_the_kept_one_once_a_role(editor):
    kept, duplicate = make_organisation(), make_organisation()
    initiative = make_initiative(organisations=(kept, duplicate))
    Participation.objects.filter(organisation=duplicate).update(detail="fournit le tissu")
    Participation.objects.create(initiative=initiative, organisation=duplicate, role="partner")
    merge_organisations(kept=kept, duplicate=duplicate, by=editor)
    parts = Participation.objects.order_by("role").values_list("organisation", "role", "detail")
    assert list(parts) == [(kept.pk, "actor", "fournit le tissu"), (kept.pk, "partner", "")]


def test_open_form_of_what_moved_is_stale(editor):
    kept, duplicate = make_organisation(), make_organisation()
    initiative = make_initiative(organisations=(duplicate,))
    merge_organisations(kept=kept, duplicate=duplicate, by=editor)
    initiative.refresh_from_db()
    assert initiative.version == 2
    assert (initiative.history.first().history_user, str(duplicate.pk) in _reason(initiative)) == (editor, True)


def test_history_of_both_tells_what_was_done(editor):
    kept, duplicate = make_organisation("Meloko"), make_organisation("Jeanne Martin", kind="particulier")
    make_initiative(organisations=(duplicate,))
    merge_organisations(kept=kept, duplicate=duplicate, by=editor)
    assert _reason(duplicate) == f"réunie avec la fiche {kept.pk} (Meloko)"
    assert _reason(kept) == f"a reçu la fiche {duplicate.pk} : 1\u00a0initiative"
    assert kept.history.first().history_user == editor


def test_name_of_a_private_person_passes_to_no_association(editor):
    kept = make_organisation("Les voisins")
    private = make_organisation("Jeanne Martin", kind="particulier", description="Jeanne Martin coud.")
    merge_organisations(kept=kept, duplicate=private, by=editor)
    kept.refresh_from_db()
    assert "Martin" not in kept.other_names + kept.description


@pytest.mark.parametrize(
    ("make", "merge"),
    [(make_organisation, merge_organisations), (make_person, merge_persons), (make_contact, merge_contacts)],
)
def test_merge_refuses_itself_twice_and_rings(editor, make, merge):
    first, second, third = make(), make(), make()
    with pytest.raises(NotMergeable, match="différentes"):
        merge(kept=first, duplicate=first, by=editor)
    merge(kept=first, duplicate=second, by=editor)
    for kept, duplicate in ((third, second), (second, third), (second, first)):
        with pytest.raises(NotMergeable, match="déjà été réunie"):
            merge(kept=kept, duplicate=duplicate, by=editor)
    with pytest.raises(IntegrityError), transaction.atomic():
        type(first).objects.filter(pk=first.pk).update(merged_into=first.pk)
    third.delete()
    with pytest.raises(NotMergeable, match="supprimée"):
        merge(kept=first, duplicate=type(third)(pk=10**6), by=editor)


def test_those_merged_earlier_lead_to_the_last_one(editor):
    first, second, third = make_organisation(), make_organisation(), make_organisation()
    merge_organisations(kept=second, duplicate=first, by=editor)
    merge_organisations(kept=third, duplicate=second, by=editor)
    assert set(Organisation.objects.unmerged()) == {third}
    assert {row.survivor for row in Organisation.objects.all()} == {third}


def test_contact_follows_to_initiatives_and_organisations(editor):
    kept = make_contact("https://www.meloko.fr", kind="website")
    duplicate = make_contact("http://meloko.fr", kind="website", label="commandes")
    both, one = make_initiative(contacts=(kept, duplicate)), make_initiative(contacts=(duplicate,))
    organisation = make_organisation()
    organisation.contacts.add(duplicate)
    assert counted_uses(uses_of(duplicate)) in (
        "2\u00a0initiatives et 1\u00a0organisation",
        "1\u00a0organisation et 2\u00a0initiatives",
    )
    merge_contacts(kept=kept, duplicate=duplicate, by=editor)
    for owner in (both, one, organisation):
        assert list(owner.contacts.all()) == [kept]
    kept.refresh_from_db()
    assert (kept.label, list(Contact.objects.public())) == ("commandes", [kept])


def test_phone_and_address_are_not_one_contact(editor):
    phone, address = make_contact("+33321855370", kind="phone"), make_contact()
    with pytest.raises(NotMergeable, match="gardez les deux"):
        merge_contacts(kept=phone, duplicate=address, by=editor)


@pytest.mark.parametrize("kept_public", [True, False])
def test_merge_makes_no_private_contact_public(editor, kept_public):
    kept = make_contact("jeanne@exemple.fr", is_public=kept_public)
    duplicate = make_contact("jeanne.martin@exemple.fr", is_public=not kept_public, is_personal=True)
    initiative = make_initiative(
        summary="Écrivez à jeanne.martin@exemple.fr ou jeanne@exemple.fr.", contacts=(duplicate,)
    )
    merge_contacts(kept=kept, duplicate=duplicate, by=editor)
    kept.refresh_from_db()
    assert (kept.is_public, kept.is_personal) == (False, True)
    assert not initiative.contacts.public().exists()
    assert "exemple.fr" not in initiative.public_summary


@pytest.mark.parametrize("kept_public", [True, False])
def test_merge_makes_no_private_person_public(editor, kept_public):
    kept = make_person("Jeanne Martin", is_public=kept_public)
    duplicate = make_person("Jeannette Martin-Dupont", is_public=not kept_public, capacity="habitante")
    initiative = make_initiative(summary="Jeannette Martin-Dupont coud, dit Jeanne Martin.")
    initiative.persons.add(duplicate)
    merge_persons(kept=kept, duplicate=duplicate, by=editor)
    kept.refresh_from_db()
    assert (kept.is_public, kept.capacity) == (False, "habitante")
    assert not Person.objects.public().exists()
    assert initiative.public_summary == "[nom retiré] coud, dit [nom retiré]."
    assert list(Person.objects.hidden().unmerged()) == [kept]
    # The agreement recorded for the row that was kept stays recorded; whether it is shown again, a person decides.
    assert list(Person.objects.awaiting_consent()) == ([] if kept_public else [kept])


def test_person_named_in_the_same_way_leaves_no_second_link(editor):
    kept, duplicate = make_person("Jeanne Martin"), make_person("Mme Martin")
    initiative = make_initiative()
    initiative.persons.add(kept, duplicate)
    merge_persons(kept=kept, duplicate=duplicate, by=editor)
    assert list(initiative.persons.all()) == [kept]


def test_those_merged_are_hidden_together(editor):
    kept = make_person("Jeanne Martin", is_public=True)
    duplicate = make_person("Jeannette Martin-Dupont", is_public=True)
    initiative = make_initiative(summary="Jeannette Martin-Dupont coud.")
    initiative.persons.add(duplicate)
    merge_persons(kept=kept, duplicate=duplicate, by=editor)
    assert list(initiative.persons.public()) == [kept]  # shown once
    assert "Jeannette" in initiative.public_summary
    Person.objects.filter(pk=kept.pk).update(is_public=False)
    fresh = type(initiative).objects.get(pk=initiative.pk)
    assert fresh.public_summary == "[nom retiré] coud."


def test_hiding_the_row_of_a_frozen_edition_hides_the_kept_one(editor):
    kept, duplicate = make_contact("a@exemple.fr", is_personal=True), make_contact("b@exemple.fr", is_personal=True)
    merge_contacts(kept=kept, duplicate=duplicate, by=editor)
    Contact.objects.filter(pk=duplicate.pk).update(is_public=False)
    kept.refresh_from_db()
    assert not kept.is_public
    Contact.objects.filter(pk=kept.pk).update(is_public=True)
    duplicate.refresh_from_db()
    assert not duplicate.is_public  # shown again row by row
