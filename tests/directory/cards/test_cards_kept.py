"""A card is kept until the log of changes names its initiative, in every process, whatever changed it."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from bulletins.models import Bulletin, Series
from communes.models import Area, Commune
from directory.cards.keeping import KeptCards
from directory.models import Change
from initiatives.models import Figure, Initiative, Participation, Theme
from organisations.models import Contact, Organisation, Person
from tests.builders import (
    make_area,
    make_commune,
    make_contact,
    make_initiative,
    make_organisation,
    make_person,
    make_territory,
    make_user,
)
from tests.directory.published import publish

TODAY = date(2020, 5, 3)

# What is written, past every form and service, and what a card then says.
WRITES = {
    "hidden name": (lambda row: Person.objects.update(is_public=False), lambda told: "Zorg" not in told.public_text),
    "title": (lambda row: Initiative.objects.update(title="Visières"), lambda told: told.public_title == "Visières"),
    "text": (lambda row: Initiative.objects.update(summary="Un mot."), lambda told: told.public_text == "Un mot."),
    "label of a contact": (lambda row: Contact.objects.update(label="Léa"), lambda told: told.contacts[0][1] == "Léa"),
    "hidden contact": (lambda row: Contact.objects.update(is_public=False), lambda told: not told.contacts),
    "organisation": (lambda row: Organisation.objects.update(name="Jet"), lambda told: told.who[0]["name"] == "Jet"),
    "part": (lambda row: Participation.objects.update(role="beneficiary"), lambda told: not told.who),
    "commune": (lambda row: Commune.objects.update(name="Marque"), lambda told: told.where[0]["name"] == "Marque"),
    "area": (lambda row: Area.objects.update(name="Opale"), lambda told: told.where[1]["name"] == "Opale"),
    "figure": (lambda row: Figure.objects.update(amount=7), lambda told: told.figure.startswith("7\u00a0")),
    "theme": (lambda row: Theme.objects.update(pictogram="theme-don"), lambda told: "-don" in told.theme_pictogram),
    "bulletin": (lambda row: Bulletin.objects.update(dated_on=TODAY), lambda told: told.datetime == "2020-05-03"),
    "series": (lambda row: Series.objects.update(is_main=False), lambda told: "/serie/" in told.bulletin_url),
    "day": (lambda row: Initiative.objects.update(started_on=TODAY), lambda told: told.told_on == TODAY),
    "state": (lambda row: Initiative.objects.update(state="over"), lambda told: "terminée" in told.known),
}  # fmt: skip


@pytest.fixture
def row(transactional_db):
    make_territory()
    marck = make_commune("Marck", insee="62548")
    row = make_initiative(
        "Masques",
        summary="Zoé Zorg coud.",
        communes=(marck,),
        areas=(make_area("Calaisis"),),
        organisations=(make_organisation("Couture"),),
        contacts=(make_contact(),),
        figures=({"item": "masques", "amount": 5, "unit": "masques"},),
    )
    row.persons.add(make_person("Zoé Zorg", is_public=True))
    publish(row, number=7)
    return row


def test_card_follows_every_write_in_every_process(row, django_assert_num_queries):
    """One test for all of them: each empties the database, which takes longer than all it tries."""
    here, there = KeptCards(), KeptCards()
    for kept in (here, there):
        assert kept.of([row.pk], today=TODAY)[row.pk].public_title == "Masques"
        with django_assert_num_queries(1):  # what changed
            kept.of([row.pk], today=TODAY)
    for name, (write, shows) in WRITES.items():
        write(row)
        for kept in (here, there):
            assert shows(kept.of([row.pk], today=TODAY)[row.pk]), name
        with django_assert_num_queries(1):
            assert shows(here.of([row.pk], today=TODAY)[row.pk]), name
    Initiative.objects.update(status="withdrawn", withdrawn_at=timezone.now(), withdrawn_by=make_user())
    assert [kept.of([row.pk], today=TODAY) for kept in (here, there)] == [{}, {}]


def test_without_the_log_a_card_would_be_stale(row):
    """The control: a write whose note is taken away does not show."""
    kept = KeptCards()
    kept.of([row.pk], today=TODAY)
    Initiative.objects.update(title="Visières")
    Change.objects.all().delete()
    assert kept.of([row.pk], today=TODAY)[row.pk].public_title == "Masques"


def test_what_is_said_of_an_old_information_follows_the_day(row):
    kept = KeptCards()
    assert "en cours" in kept.of([row.pk], today=TODAY)[row.pk].known
    assert "à\u00a0vérifier" in kept.of([row.pk], today=date(2021, 5, 3))[row.pk].known


def test_inside_a_transaction_nothing_is_kept(db):
    row = make_initiative("Masques")
    kept = KeptCards()
    assert kept.of([row.pk], today=TODAY)[row.pk].public_title == "Masques"
    assert not kept.told


def test_kept_cards_are_bounded(row):
    rows = [row, *(make_initiative(f"Masques {n}") for n in range(3))]
    kept = KeptCards(most=2)
    assert len(kept.of([one.pk for one in rows], today=TODAY)) == 4
    assert len(kept.told) == 2


def test_what_changed_while_it_was_read_is_not_kept(row):
    kept = KeptCards()
    turn = kept._refresh(TODAY)
    read = kept.of([row.pk], today=TODAY)
    Initiative.objects.update(title="Visières")
    kept._refresh(TODAY)
    kept._keep(read, turn)
    assert not kept.told
