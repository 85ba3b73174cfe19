"""What was erased is erased again in a database that was given back, and nobody else is."""

from __future__ import annotations

import json

import pytest
from django.utils import timezone

from initiatives.models import Initiative
from ledger.erasing import listing
from ledger.erasing.findings import findings_of
from ledger.erasing.replaying import replay
from ledger.erasing.services import ask_erasure, confirm_erasure
from ledger.models import Erasure
from organisations.models import Contact, Person
from tests.builders import make_contact, make_initiative, make_person
from tests.hands import by_hand

pytestmark = pytest.mark.django_db

NAME, NUMBER = "Odile Vasseur", "+33611223344"


def erase(row, first, second, **fields):
    seen = findings_of(row).seen
    return confirm_erasure(erasure=ask_erasure(row=row, by=first, reason="asked", seen=seen, **fields), by=second)


def restored(*rows):
    """The rows as an archive of before had them, in a database that knows of no erasure."""
    by_hand("DELETE FROM ledger_erasure")
    for row in rows:
        row.save(force_insert=True)


@pytest.fixture
def erased(editor, second, django_capture_on_commit_callbacks):
    """A person who was erased; the record as an archive has it."""
    person = make_person(NAME)
    make_initiative("Couture", summary=f"{NAME} coud.")
    before = Person(pk=person.pk, name=NAME)
    with django_capture_on_commit_callbacks(execute=True):
        erase(person, editor, second)
    return before


def again(**fields):
    return replay(folders=[], now=timezone.now(), **fields)


def test_list_tells_nobody(erased, settings):
    (path,) = listing.files()
    assert path.parent == settings.MEDIA_ROOT
    assert path.name.startswith(".")  # no archive holds it, no restore moves it
    text = path.read_text()
    assert "vasseur" not in text.lower()
    assert json.loads(text)["key"] == erased.pk


def test_list_stands_beside_the_archives_too(editor, second, settings, tmp_path, django_capture_on_commit_callbacks):
    settings.BACKUP_FOLDER = str(tmp_path / "sauvegardes")
    with django_capture_on_commit_callbacks(execute=True):
        erase(make_person(NAME), editor, second)
    assert [path.name for path in listing.files()] == [".effacements.jsonl", "effacements.jsonl"]
    assert len({path.read_text() for path in listing.files()}) == 1


def test_restored_person_is_erased_again(erased):
    restored(erased)
    Initiative.objects.update(summary=f"{NAME} coud.")
    told = again()
    assert (told.done, told.absent, told.left) == (1, 0, [])
    assert not Person.objects.exists()
    assert Initiative.objects.get().summary == "[nom retiré] coud."
    erasure = Erasure.objects.get()
    assert erasure.replayed_at is not None
    assert again().done == 0  # once


def test_name_in_texts_alone_is_found_by_its_print(erased):
    restored()
    Initiative.objects.update(summary="Merci à VASSEUR Odile, à Lens.")
    assert again().done == 1
    assert Initiative.objects.get().summary == "Merci à [nom retiré], à Lens."


def test_number_in_texts_alone_is_found_by_its_print(editor, second, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        erase(make_contact(NUMBER, kind="phone"), editor, second)
    restored()
    make_initiative("Couture", summary="Tél. : 06.11.22.33.44")
    assert again().done == 1
    assert Initiative.objects.get().summary == "Tél. : [coordonnée retirée]"


def test_another_person_who_has_the_key_now_stays(erased):
    restored(Person(pk=erased.pk, name="Jeanne Martin"))
    told = again()
    assert (told.done, told.absent) == (0, 1)
    assert Person.objects.get().name == "Jeanne Martin"


def test_name_that_was_put_right_is_known_by_its_history(editor, second, django_capture_on_commit_callbacks):
    person = make_person("Odile Vaseur")
    before = Person(pk=person.pk, name="Odile Vaseur")
    person.name = NAME
    person.save()
    with django_capture_on_commit_callbacks(execute=True):
        erase(person, editor, second)
    restored(before)
    assert again().done == 1


def test_what_was_decided_holds_again(editor, second, django_capture_on_commit_callbacks):
    person = make_person(NAME)
    other = make_initiative("Mairie", summary=f"{NAME} ouvre la salle.")
    owner = ("initiatives.initiative", other.pk)
    before = Person(pk=person.pk, name=NAME)
    with django_capture_on_commit_callbacks(execute=True):
        erase(person, editor, second, spared=[owner])
    restored(before)
    assert again().done == 1
    other.refresh_from_db()
    assert NAME in other.summary


@pytest.mark.parametrize("change", [lambda line: line | {"key": line["key"] + 1}, lambda line: {}])
def test_line_that_nobody_signed_erases_nobody(erased, change):
    restored(erased)
    (path,) = listing.files()
    path.write_text(json.dumps(change(json.loads(path.read_text()))) + "\n")
    told = again()
    assert told.done == 0
    assert "pas signées" in told.left[0]
    assert Person.objects.exists()


def test_list_that_lacks_an_erasure_is_told_and_mended_by_night(erased):
    (path,) = listing.files()
    assert listing.lists_are_whole() == []
    path.unlink()
    assert "1\u00a0effacement fait" in listing.lists_are_whole()[0]
    assert "1\u00a0ligne ajoutée" in listing.keep_missing(timezone.now())
    assert listing.lists_are_whole() == []
    assert listing.keep_missing(timezone.now()) == ""


def test_disk_that_refuses_does_not_undo_the_act(editor, second, django_capture_on_commit_callbacks):
    (path,) = listing.files()
    path.mkdir(parents=True)  # where the file should be
    with django_capture_on_commit_callbacks(execute=True):
        erase(make_contact(NUMBER, kind="phone"), editor, second)
    assert not Contact.objects.exists()
    assert "1\u00a0effacement fait" in listing.lists_are_whole()[0]
