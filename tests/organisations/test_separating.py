"""A union of organisations, persons or contacts is undone: all comes back, nothing private gets out."""

from datetime import datetime

import pytest

from backoffice.models import Union
from backoffice.records.contents import content_of
from backoffice.records.uniting import NotSeparable
from initiatives.models import Participation
from organisations.models import Contact, Organisation, Person
from organisations.services import (
    CONTACT,
    ORGANISATION,
    PERSON,
    NotMergeable,
    merge_contacts,
    merge_organisations,
    merge_persons,
    separate_contacts,
    separate_organisations,
    separate_persons,
)
from tests.builders import NOW, make_commune, make_contact, make_initiative, make_organisation, make_person

UNITE = {Organisation: merge_organisations, Person: merge_persons, Contact: merge_contacts}
SEPARATE = {Organisation: separate_organisations, Person: separate_persons, Contact: separate_contacts}
SHAPES = {Organisation: ORGANISATION, Person: PERSON, Contact: CONTACT}


def _last():
    return Union.objects.order_by("-pk").first()


def test_chosen_values_and_lists_stay(editor):
    kept = make_organisation("Les Couturières", description="Elles cousent.", other_names="LC")
    gone = make_organisation("Couturières de Marck", description="Des masques.", other_names="CM")
    own, other = make_contact(), make_contact()
    kept.contacts.add(own)
    gone.contacts.add(other)
    kept = merge_organisations(kept=kept, duplicate=gone, by=editor, taken=["name", "description", "contacts"])
    assert (kept.name, kept.description) == ("Couturières de Marck", "Des masques.")
    assert kept.other_names == "LC, Les Couturières, CM"
    assert list(kept.contacts.all()) == [other]


def test_list_of_the_other_one_may_be_refused(editor):
    kept, gone = make_organisation(), make_organisation()
    gone.contacts.add(make_contact())
    kept = merge_organisations(kept=kept, duplicate=gone, by=editor, refused=["contacts"])
    assert not kept.contacts.exists()


def test_separated_organisations_are_as_they_were(editor):
    kept = make_organisation("Meloko", description="Un atelier.")
    gone = make_organisation("Méloko SAS", seat=make_commune(), description="Une société.", other_names="MSAS")
    contact = make_contact()
    gone.contacts.add(contact)
    both, one = make_initiative(organisations=(kept, gone)), make_initiative(organisations=(gone,))
    Participation.objects.filter(initiative=both, organisation=gone).update(detail="fournit le tissu")
    earlier = make_organisation()
    merge_organisations(kept=gone, duplicate=earlier, by=editor)
    gone.refresh_from_db()
    before = content_of(ORGANISATION, kept), content_of(ORGANISATION, gone)
    lines = sorted(Participation.objects.values_list("initiative", "organisation", "role", "detail"))
    merge_organisations(kept=kept, duplicate=gone, by=editor, taken=["description"])
    assert Organisation.objects.get(pk=earlier.pk).merged_into_id == kept.pk
    version = type(one).objects.get(pk=one.pk).version
    separate_organisations(union=_last(), by=editor, now=NOW)
    assert (content_of(ORGANISATION, kept), content_of(ORGANISATION, gone)) == before
    assert sorted(Participation.objects.values_list("initiative", "organisation", "role", "detail")) == lines
    gone.refresh_from_db()
    assert gone.merged_into is None
    assert Organisation.objects.get(pk=earlier.pk).merged_into_id == gone.pk
    assert type(one).objects.get(pk=one.pk).version > version
    assert (_last().undone_by, _last().undone_at) == (editor, NOW)
    reasons = [
        row.history.first().history_change_reason for row in Organisation.objects.filter(pk__in=[kept.pk, gone.pk])
    ]
    assert all("séparée" in reason for reason in reasons)


def test_what_was_changed_since_stays(editor):
    kept, gone = make_organisation(description="Avant"), make_organisation(description="L’autre")
    kept = merge_organisations(kept=kept, duplicate=gone, by=editor, taken=["description"])
    kept.description = "Écrit depuis"
    kept.save()
    separate_organisations(union=_last(), by=editor)
    kept.refresh_from_db()
    assert kept.description == "Écrit depuis"


@pytest.mark.parametrize("make", [make_organisation, make_person, make_contact])
def test_uses_come_back_but_for_those_taken_away_since(editor, make):
    kept, gone = make(), make()
    stays, left = make_initiative(), make_initiative()
    name = f"{kept._meta.model_name}s"
    for row in (stays, left):
        if name == "organisations":
            row.participations.create(organisation=gone)
        else:
            getattr(row, name).add(gone)
    UNITE[type(kept)](kept=kept, duplicate=gone, by=editor)
    if name == "organisations":
        left.participations.all().delete()
    else:
        getattr(left, name).clear()
    SEPARATE[type(kept)](union=_last(), by=editor)
    assert list(getattr(stays, name).all()) == [gone]
    assert not getattr(left, name).exists()


@pytest.mark.parametrize("make", [make_organisation, make_person, make_contact])
def test_unions_are_undone_from_the_last_one_backwards(editor, make):
    first, second, third = make(), make(), make()
    unite, separate = UNITE[type(first)], SEPARATE[type(first)]
    unite(kept=second, duplicate=first, by=editor)
    earlier = _last()
    unite(kept=third, duplicate=second, by=editor)
    with pytest.raises(NotSeparable, match="défaites d’abord"):
        separate(union=earlier, by=editor)
    separate(union=_last(), by=editor)
    separate(union=earlier, by=editor)
    assert type(first).objects.unmerged().count() == 3
    with pytest.raises(NotSeparable, match="déjà défaite"):
        separate(union=earlier, by=editor)


def test_place_that_was_taken_meanwhile_stops_the_return(editor):
    kept, gone = make_organisation("Le Phare"), make_organisation("Meloko")
    merge_organisations(kept=kept, duplicate=gone, by=editor)
    make_organisation("Meloko")
    with pytest.raises(NotSeparable, match="ne peut pas revenir"):
        separate_organisations(union=_last(), by=editor)
    gone.refresh_from_db()
    assert gone.merged_into_id == kept.pk
    assert Union.objects.standing().exists()


def test_row_that_is_gone_for_good_does_not_come_back(editor):
    kept, gone = make_person(), make_person()
    merge_persons(kept=kept, duplicate=gone, by=editor)
    gone.delete()
    with pytest.raises(NotSeparable, match="n’est plus là"):
        separate_persons(union=_last(), by=editor)


@pytest.mark.parametrize("kept_public", [True, False])
def test_name_that_the_union_hid_stays_hidden(editor, kept_public):
    kept = make_person("Jeanne Martin", is_public=kept_public, capacity="")
    gone = make_person("Jeannette Dupont", is_public=not kept_public, capacity="habitante")
    initiative = make_initiative(summary="Jeannette Dupont et Jeanne Martin cousent.")
    initiative.persons.add(gone)
    merge_persons(kept=kept, duplicate=gone, by=editor)
    separate_persons(union=_last(), by=editor)
    kept.refresh_from_db()
    assert (kept.capacity, Person.objects.public().filter(pk__in=[kept.pk, gone.pk]).exists()) == ("", False)
    assert list(initiative.persons.all()) == [gone]
    assert "Jeannette" not in type(initiative).objects.get(pk=initiative.pk).public_summary


@pytest.mark.parametrize(("hides", "shown"), [(False, True), (True, False)])
def test_switchboard_that_the_union_hid_is_shown_again(editor, hides, shown):
    kept = make_contact("03 21 00 00 01", kind="phone")
    gone = make_contact("jeanne@exemple.fr", kind="other", is_public=False, is_personal=True)
    merge_contacts(kept=kept, duplicate=gone, by=editor)
    kept.refresh_from_db()
    assert (kept.is_public, kept.is_personal) == (False, True)
    if hides:  # an officer has said since that it is somebody's own after all, and agreed to be shown or not
        Contact.objects.filter(pk=kept.pk).update(is_personal=False)
    separate_contacts(union=_last(), by=editor)
    kept.refresh_from_db()
    gone.refresh_from_db()
    assert (kept.is_public, gone.is_public, gone.is_personal) == (shown, False, True)


def test_union_ends_after_its_last_change(editor):
    """To the microsecond: what it changed would be taken for what was changed since."""
    for _ in range(8):
        kept, gone = make_person(capacity=""), make_person(capacity="habitante")
        merge_persons(kept=kept, duplicate=gone, by=editor)
        ended = datetime.fromisoformat(_last().values["ended"])
        assert kept.history.first().history_date <= ended


def test_way_back_holds_no_text(editor):
    """An occultation clears the history; nothing of a person may stand elsewhere."""
    kept = make_organisation("Les voisins", description="Jeanne Martin coud.")
    gone = make_organisation("Voisins de Marck", description="Jeanne Martin vend.")
    initiative = make_initiative(organisations=(kept, gone))
    Participation.objects.filter(initiative=initiative).update(detail="avec Jeanne Martin")
    merge_organisations(kept=kept, duplicate=gone, by=editor, taken=["description"])
    merge_persons(kept=make_person("Jeanne Martin"), duplicate=make_person("Jeannette Martin"), by=editor)
    for union in Union.objects.all():
        assert "Mart" not in f"{union.name}{union.values}{union.before}{union.after}{union.moved}"


def test_name_of_a_private_person_is_never_taken(editor):
    kept = make_organisation("Les voisins")
    private = make_organisation("Jeanne Martin", kind="particulier")
    with pytest.raises(NotMergeable, match="particulier"):
        merge_organisations(kept=kept, duplicate=private, by=editor, taken=["name"])
    with pytest.raises(NotMergeable, match="montrerait son nom"):
        merge_organisations(kept=private, duplicate=kept, by=editor, taken=["kind"])
    assert not Union.objects.exists()
