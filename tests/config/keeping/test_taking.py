"""Whatever path takes something away from the public, the file says so before the transaction has ended."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.db import connection, transaction
from django.utils import timezone

from backoffice.work.guards import KEPT_BY_TRIGGER
from bulletins.models import Edition
from bulletins.services import withdraw_bulletin
from config.backups import databases
from config.keeping.taking import hear_takings, last_taking
from initiatives.models import Initiative
from initiatives.services import withdraw_initiative
from organisations.models import Contact, Person
from tests.builders import make_contact, make_initiative, make_organisation, make_person, make_territory, make_user
from tests.directory.published import publish


@pytest.fixture
def row(db, settings, tmp_path) -> Initiative:
    settings.MEDIA_ROOT = tmp_path
    make_territory()
    alpha = make_organisation("Alpha")
    row = make_initiative("Masques", organisations=(alpha,), contacts=(make_contact("masques@exemple.fr"),))
    alpha.contacts.add(make_contact("alpha@exemple.fr"))
    row.persons.add(make_person("Zoé Zorg", is_public=True))
    publish(row, number=7)
    return row


def by_sql(statement: str):
    def change(row: Initiative) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)

    return change


def hidden_in_a_form(row: Initiative) -> None:
    person = row.persons.get()
    person.is_public = False
    person.save()


TAKINGS = {
    "a person is hidden": hidden_in_a_form,
    "all persons are hidden": lambda row: Person.objects.update(is_public=False),
    "a person is deleted": by_sql("DELETE FROM initiatives_initiative_persons; DELETE FROM organisations_person"),
    "a contact is hidden": lambda row: Contact.objects.update(is_public=False),
    "a contact is let go": lambda row: row.contacts.clear(),
    "an organisation’s contact is let go": lambda row: row.organisations.get().contacts.set([]),
    "an organisation is deleted": lambda row: make_organisation("Beta").delete(),
    "a person is let go": lambda row: row.persons.clear(),
    "an initiative is withdrawn": lambda row: withdraw_initiative(
        initiative=row, by=make_user(group="édition"), reason="Demande"
    ),
    "a bulletin is withdrawn": lambda row: withdraw_bulletin(
        bulletin=row.citations.get().bulletin, by=make_user(group="édition"), reason="Demande"
    ),
    "an edition is occulted": lambda row: Edition.objects.update(
        occulted_at=timezone.now(), occulted_by=make_user(), occultation_reason="Demande"
    ),
    "a history is masked": lambda row: row.history.model.objects.update(title="[passage retiré]"),
}


@pytest.mark.parametrize("name", TAKINGS)
def test_taking_is_told_before_it_is_committed(row, name):
    before = last_taking()
    with transaction.atomic():
        TAKINGS[name](row)
        assert last_taking() > before
        transaction.set_rollback(True)


def test_no_setting_of_the_server_silences_it(row):
    before = last_taking()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL client_min_messages = error")
    Person.objects.update(is_public=False)
    assert last_taking() > before


@pytest.mark.django_db(transaction=True)
def test_worker_hears_what_was_taken_away_by_other_means(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    person = make_person("Zoé Zorg", is_public=True)
    with databases.reached() as cursor:  # as on a site where nothing was ever taken away
        cursor.execute("ALTER SEQUENCE bulletins_takings RESTART")
    hear_takings(timezone.now())
    before = last_taking()
    assert (hear_takings(timezone.now()), last_taking()) == ("", before)
    with databases.reached() as cursor:  # as `psql` would
        cursor.execute("UPDATE organisations_person SET is_public = false WHERE id = %s", [person.pk])
    assert last_taking() == before  # the control: nobody has heard it yet
    assert hear_takings(timezone.now()) == "Quelque chose a été retiré du public."
    assert last_taking() > before


def test_control_what_takes_nothing_away_is_not_told(row):
    before = last_taking()
    Initiative.objects.update(title="Autre titre")
    make_initiative("Brouillon", published=False).delete()
    Person.objects.update(is_public=True)
    make_organisation("Gamma")
    assert last_taking() == before


def test_every_trigger_that_tells_is_verified_each_night():
    migration = import_module("bulletins.migrations.0022_taken_from_the_public")
    made = {f"{table}_taken_by_{event.lower()}" for table, event, _ in migration.TAKINGS}
    assert {name for name in KEPT_BY_TRIGGER if "_taken_by_" in name} == made


def test_change_is_refused_where_it_cannot_be_told(row, settings, tmp_path):
    (tmp_path / "a file").write_text("")
    settings.MEDIA_ROOT = tmp_path / "a file"
    with pytest.raises(OSError, match="a file"), transaction.atomic():
        Person.objects.update(is_public=False)
    assert Person.objects.filter(is_public=True).exists()
