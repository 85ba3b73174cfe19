"""The log of changes: what is noted, and that no reader misses a row that commits late."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from threading import Thread

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone

from backoffice.work import periodic
from directory.changes import Changes, changes_since, looking, position, prune
from directory.models import Change, SynonymFamily
from initiatives.models import Coverage, Figure, Initiative, Participation, Place, Theme
from tests.builders import (
    make_area,
    make_audience,
    make_bulletin,
    make_commune,
    make_contact,
    make_initiative,
    make_organisation,
    make_person,
    make_picture,
    make_territory,
    make_user,
)
from tests.directory.published import publish


@pytest.fixture
def public(db):
    return make_initiative("Masques", communes=(make_commune("Lens"),))


def _after(act) -> Changes:
    before = position()
    act()
    return changes_since(before)


def _renamed(row, **fields):
    return lambda: type(row).objects.filter(pk=row.pk).update(**fields)


def _signed(act: str) -> dict:
    return {f"{act}_at": timezone.now(), f"{act}_by": make_user()}


def test_change_of_a_public_initiative_is_noted(public):
    assert _after(_renamed(public, title="Visières")).initiatives == {public.pk}
    assert _after(_renamed(public, status="withdrawn", **_signed("withdrawn"))).initiatives == {public.pk}


def test_draft_is_not_noted(db):
    draft = make_initiative("Brouillon", published=False, communes=(make_commune("Lens"),))
    assert not _after(_renamed(draft, title="Autre"))
    assert not _after(lambda: draft.delete())


def test_publication_and_erasure_are_noted(db):
    draft = make_initiative("Masques", published=False)
    assert _after(_renamed(draft, status="published", **_signed("published"))).initiatives == {draft.pk}
    key = draft.pk
    assert _after(lambda: Initiative.objects.filter(pk=key).delete()).initiatives == {key}


@pytest.mark.parametrize(
    "attach",
    [
        lambda row: Place.objects.create(initiative=row, commune=make_commune("Arras")),
        lambda row: Coverage.objects.create(initiative=row, area=make_area("Artois")),
        lambda row: Participation.objects.create(initiative=row, organisation=make_organisation("Jet’Sac")),
        lambda row: Figure.objects.create(initiative=row, item="masques", amount=3, unit="masques"),
        lambda row: row.audiences.add(make_audience("soignants")),
        lambda row: row.persons.add(make_person("Jeanne Exemple")),
        lambda row: row.contacts.add(make_contact()),
        lambda row: make_picture(row),
    ],
)
def test_what_is_attached_is_noted(public, attach):
    assert _after(lambda: attach(public)).initiatives == {public.pk}


def test_names_of_what_is_attached_are_noted(public):
    maker = make_organisation("Jet’Sac", kind="entreprise")
    Participation.objects.create(initiative=public, organisation=maker)
    elsewhere = make_organisation("Ailleurs", kind="entreprise")
    assert _after(_renamed(maker, kind="association")).initiatives == {public.pk}
    assert not _after(_renamed(elsewhere, kind="association"))
    commune = public.places.get().commune
    changes = _after(_renamed(commune, slug="autre"))
    assert (changes.initiatives, changes.is_vocabulary) == ({public.pk}, True)
    changes = _after(_renamed(public.theme, pictogram="theme-don"))
    assert (changes.initiatives, changes.is_vocabulary) == ({public.pk}, True)


def test_what_changes_nothing_that_is_found_is_not_noted(public):
    assert not _after(_renamed(public.theme, description="Autrement dit"))
    assert not _after(_renamed(make_bulletin("Brouillon"), introduction="Bonjour"))


def test_citation_and_withdrawal_of_a_bulletin_are_noted(public):
    bulletins = []
    assert _after(lambda: bulletins.append(publish(public))).initiatives == {public.pk}
    changes = _after(_renamed(bulletins[0], status="withdrawn", **_signed("withdrawn"), withdrawal_reason="Erreur"))
    assert (changes.initiatives, changes.is_vocabulary) == ({public.pk}, True)


@pytest.mark.parametrize(
    "act",
    [
        lambda: Theme.objects.create(name="Nouveau"),
        lambda: make_area("Artois", communes=(make_commune("Arras"),)),
        lambda: SynonymFamily.objects.create(words="masque\nvisière"),
    ],
)
def test_vocabulary_is_noted(db, act):
    changes = _after(act)
    assert (changes.initiatives, changes.is_vocabulary) == (frozenset(), True)


def test_write_in_bulk_costs_one_row(public):
    make_initiative("Gel")
    before = Change.objects.count()
    assert len(_after(lambda: Initiative.objects.update(state_checked_on="2020-05-01")).initiatives) == 2
    assert Change.objects.count() == before + 1


def test_more_than_can_be_told_is_everything(db):
    everything = Change.objects.filter(initiatives=None)
    already = everything.count()  # emptied tables are noted too
    with connection.cursor() as cursor:
        before = position()
        cursor.execute("SELECT directory_note(array_agg(n), false) FROM generate_series(1, 5000) AS n")
        assert len(changes_since(before).initiatives) == 5000
        before = position()
        cursor.execute("SELECT directory_note(array_agg(n), false) FROM generate_series(1, 5001) AS n")
        assert changes_since(before).initiatives is None
    assert everything.count() == already + 1


def test_nothing_is_told_twice(public):
    before = position()
    _renamed(public, title="Visières")()
    first = changes_since(before)
    assert first.initiatives == {public.pk}
    assert not changes_since(first.position)


def test_emptied_log_is_everything(public):
    before = position()
    _renamed(public, title="Visières")()
    with connection.cursor() as cursor:
        # What the tests' own tables wait for at the end of the transaction would keep a table from being emptied.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("TRUNCATE directory_change")
    assert changes_since(before).initiatives is None


def test_position_of_long_ago_or_of_another_database_is_everything(db):
    here = position()
    assert not changes_since(here)
    for lost in (
        replace(here, read_at=here.read_at - timedelta(days=6, hours=1)),
        replace(here, database=here.database + 1),
        replace(here, horizon=here.horizon + 1_000_000),
    ):
        assert changes_since(lost).initiatives is None


def test_pruning_is_nightly_and_keeps_a_week(db):
    now = timezone.now()
    for days in (6, 8):
        Change.objects.create(
            transaction=1, noted_at=now - timedelta(days=days), initiatives=[days], is_vocabulary=False
        )
    assert periodic._works["changements"].act is prune
    assert prune(now).startswith("1 ")
    assert list(Change.objects.filter(transaction=1).values_list("initiatives", flat=True)) == [[6]]


@pytest.mark.django_db(transaction=True)
def test_row_that_commits_late_is_not_missed():
    """The first to write is the last to commit; its control is a reader that remembers the number of a row."""
    early = make_initiative("Tôt écrite")
    late = make_initiative("Tard écrite")
    start = position()
    slow = connections.create_connection("default")
    try:
        with slow.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("UPDATE initiatives_initiative SET state = 'over' WHERE id = %s", [early.pk])
            with transaction.atomic():
                Initiative.objects.filter(pk=late.pk).update(state="over")
            first = changes_since(start)
            assert first.initiatives == {late.pk}
            last_number = Change.objects.latest("pk").pk
            cursor.execute("COMMIT")
    finally:
        slow.close()
    second = changes_since(first.position)
    assert second.initiatives == {early.pk}
    assert not changes_since(second.position)
    assert not Change.objects.filter(pk__gt=last_number).exists()  # what the remembered number would have found


@pytest.mark.django_db(transaction=True)
def test_request_looks_once(django_assert_num_queries):
    """Who reads the log within a look sees the moment of the look, who asks after it what came since."""
    row = make_initiative("Masques")
    older = position()
    _renamed(row, title="Visières")()
    newer = changes_since(older).position
    with looking("default"):
        pass  # begins at the last position that was reached
    _renamed(row, title="Blouses")()
    with django_assert_num_queries(1), looking("default"):
        first = changes_since(newer)
        assert first.initiatives == {row.pk}
        assert not changes_since(first.position)
        assert not changes_since(position())
    with looking("default"):
        _renamed(row, title="Gants")()
        assert not changes_since(first.position)  # of the next request
        with django_assert_num_queries(1):
            assert changes_since(older).initiatives == {row.pk}  # older than the look: asked by itself
        with transaction.atomic():
            assert changes_since(first.position).initiatives == {row.pk}
    assert changes_since(first.position).initiatives == {row.pk}


@pytest.mark.django_db(transaction=True)
def test_look_tells_what_another_reader_has_read():
    """The look begins where one reader stands; who stands elsewhere misses nothing and is told nothing twice."""
    early, late = make_initiative("Tôt écrite"), make_initiative("Tard écrite")
    start = position()
    slow = connections.create_connection("default")
    try:
        with slow.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("UPDATE initiatives_initiative SET state = 'over' WHERE id = %s", [early.pk])
            Initiative.objects.filter(pk=late.pk).update(state="over")
            ahead = changes_since(start)  # holds the late one, and waits for the early one
            assert ahead.initiatives == {late.pk}
            with looking("default"):
                assert changes_since(start).initiatives == {late.pk}
                assert not changes_since(ahead.position)
                fresh = position()
            cursor.execute("COMMIT")
    finally:
        slow.close()
    with looking("default"):
        assert changes_since(start).initiatives == {early.pk, late.pk}
        assert changes_since(ahead.position).initiatives == {early.pk}
        assert changes_since(fresh).initiatives == {early.pk}


def test_mark_is_the_same_until_something_is_committed(transactional_db):
    territory = make_territory()
    looks = []
    for act in (lambda: None, lambda: None, make_initiative, territory.save):
        act()
        with looking("default") as look:
            looks.append(look)
    first, again, another, written = looks
    assert first.mark == again.mark
    assert len({first.mark, another.mark, written.mark}) == 3
    assert first.installation == another.installation != written.installation


@pytest.mark.django_db(transaction=True)
def test_who_read_on_meanwhile_has_missed_nothing():
    """A look of before says nothing to a position that another thread has reached since: no database went back."""
    row = make_initiative()
    with looking("default"):
        Initiative.objects.filter(pk=row.pk).update(title="Visières")
        (reached,) = _by_another_thread(position)
        assert changes_since(reached).initiatives == frozenset()
        Initiative.objects.filter(pk=row.pk).update(title="Masques")
        assert changes_since(reached).initiatives is not None
    assert changes_since(reached).initiatives == {row.pk}


def _by_another_thread(act) -> list:
    found = []

    def run() -> None:
        found.append(act())
        connections.close_all()

    thread = Thread(target=run)
    thread.start()
    thread.join()
    return found
