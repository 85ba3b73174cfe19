"""“Effacer partout”: from the person or the contact, through every place that could tell it, documents included."""

from __future__ import annotations

import json

import pytest
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.db import IntegrityError, transaction
from django.urls import reverse

from bulletins.models import Bulletin, Edition
from bulletins.occulting import elsewhere
from bulletins.occulting.acts import NotOccultable, OccultationIncomplete
from bulletins.occulting.erasing import erase_everywhere
from bulletins.services import publish_bulletin
from documents.models import DocumentImport, Lesson, SourceDocument
from documents.services import DocumentErased, accept_everything, accept_import, receive_document
from organisations.appearances import appearances_of
from organisations.models import Contact, Person
from organisations.services import merge_persons
from tests.backoffice.forms import save
from tests.builders import make_contact, make_initiative, make_organisation, make_person
from tests.bulletins.issues import make_cited, make_draft, make_published
from tests.documents.receiving import received
from tests.documents.sample import RELEASE

pytestmark = pytest.mark.django_db

REASON = "Demande reçue le 3 mai"
NAME, NUMBER = "Odile Vasseur", "+33321000001"
FORMS_OF_NUMBER = ("0321000001", "03 21 00 00 01", "03.21.00.00.01", "+33321000001")


@pytest.fixture(autouse=True)
def own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


def everything_stored():
    """Every text of every row of every table, histories and journal included, and every file."""
    told = []
    for model in apps.get_models(include_auto_created=True):
        for row in model._base_manager.values():
            told += [json.dumps(value, ensure_ascii=False, default=str) for value in row.values()]
    return "\n".join(told).replace("\u00a0", " ")


def where_it_stands(words):
    """The tables that still hold the words: more telling than a long text when a test fails."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        for row in model._base_manager.values():
            text = (
                json.dumps(list(row.values()), ensure_ascii=False, default=str)
                .replace("\\u00a0", " ")
                .replace("\u00a0", " ")
            )
            found += [f"{model.__name__}: {text[:200]}" for word in words if word in text]
    return found


@pytest.fixture
def told_everywhere(client, editor, settings, django_capture_on_commit_callbacks):
    """One person and one contact in each place that we know of; the client is the editor’s."""
    client.force_login(editor)
    person = make_person(NAME, is_public=True)
    contact = make_contact(NUMBER, kind="phone")
    other = make_organisation("Amis de Guemps", description=f"Créée par {NAME}, à joindre au 03 21 00 00 01.")
    other.contacts.add(contact)
    cited = make_cited(
        f"{NAME} téléphone aux voisins",
        summary=f"Chaque matin, {NAME} téléphone. Appelez le 03.21.00.00.01.",
        contacts=(contact,),
    )
    cited.persons.add(person)
    first = make_published(editor, cited, introduction=f"Merci à {NAME} (03 21 00 00 01).")
    # A bulletin that tells them only in its words, an initiative in no bulletin, a record that was changed since.
    apart = publish_bulletin(bulletin=make_draft(make_cited(summary=f"Avec l’aide de {NAME}.")), by=editor)
    alone = make_initiative("Couture", summary=f"{NAME} coud. Tél. : 03 21 00 00 01.")
    alone.summary = "On coud."
    alone.save()
    save(client, reverse("admin:organisations_person_change", args=[person.pk]), "person_form", consent_note="Lu.")
    review = received(data=RELEASE.encode(), filename=f"lettre de {NAME}.txt", by=editor)
    review = accept_everything(review=review, by=editor)
    accept_import(review=review, by=editor)
    open_review = received(data=f"Lens : {NAME} chante au téléphone.".encode(), filename="note.txt", by=editor)
    taught = {"kind": Lesson.Kind.REFUSED, "learned_by": editor}
    Lesson.objects.create(words=f"{NAME}, au 03 21 00 00 01", key="odile vasseur", **taught)
    Lesson.objects.create(words="Place du marché", key="place du marche", **taught)
    untouched = received(data=b"Arras : une chorale chante.", filename="autre.txt", by=editor)
    for bulletin in (first, apart):
        for extension in ("pdf", "docx", "zip"):
            client.get(f"/bulletins/{bulletin.number}.{extension}")
    return {
        "person": person,
        "contact": contact,
        "imports": [review, open_review, untouched],
        "bulletins": [first, apart],
    }


def test_person_is_erased_everywhere_at_once(
    client, editor, told_everywhere, settings, django_capture_on_commit_callbacks
):
    person = told_everywhere["person"]
    assert NAME in everything_stored()
    assert len({place.kind for place in appearances_of(person)}) >= 4
    with django_capture_on_commit_callbacks(execute=True):
        erasure = erase_everywhere(row=person, by=editor, reason=REASON)
    assert where_it_stands([NAME, "Vasseur"]) == []
    assert not Person.objects.filter(pk=person.pk).exists()
    assert Edition.objects.exclude(occulted_at=None).count() == 2
    assert not list((settings.MEDIA_ROOT / "bulletins").rglob("*.*"))
    for path in ("/bulletins/1/", "/bulletins/2/", "/bulletins/1.txt", "/initiatives.json", "/initiatives/?q=vasseur"):
        assert "Vasseur" not in client.get(path).content.decode().replace("q=vasseur", "")
    told = str(erasure)
    for words in (
        "documents importés vidés",
        "textes figés",
        "fiches supprimées",
        "les documents importés",
        "sauvegardes",
    ):
        assert words in told
    assert [lesson.words for lesson in Lesson.objects.all()] == ["Place du marché"]
    # The number is another record: it stays.
    assert Contact.objects.filter(value=NUMBER).exists()


def test_contact_is_erased_in_all_its_forms(client, editor, told_everywhere, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        erase_everywhere(row=told_everywhere["contact"], by=editor, reason=REASON)
    assert where_it_stands(FORMS_OF_NUMBER) == []
    assert "03 21 00 00 01" not in client.get("/bulletins/1.txt").content.decode().replace("\u00a0", " ")
    assert Person.objects.filter(name=NAME).exists()


def test_documents_that_tell_it_are_emptied_and_the_others_stay(
    client, editor, told_everywhere, settings, django_capture_on_commit_callbacks
):
    accepted, opened, untouched = told_everywhere["imports"]
    files = [settings.MEDIA_ROOT / one.document.content.name for one in (accepted, opened, untouched)]
    with django_capture_on_commit_callbacks(execute=True):
        erase_everywhere(row=told_everywhere["person"], by=editor, reason=REASON)
    assert [file.exists() for file in files] == [False, False, True]
    for one in (accepted, opened, untouched):
        one.refresh_from_db()
        one.document.refresh_from_db()
    assert [one.status for one in (accepted, opened, untouched)] == ["accepted", "undone", "review"]
    assert [bool(one.text) for one in (accepted, opened, untouched)] == [False, False, True]
    assert accepted.document.erased_by == editor
    assert untouched.document.erased_at is None
    page = client.get(reverse("admin:documents_documentimport_change", args=[accepted.pk])).content.decode()
    assert "ont été effacés le" in page
    assert client.get(reverse("admin:documents_documentimport_original", args=[accepted.pk])).status_code == 404
    with pytest.raises(DocumentErased):
        receive_document(data=RELEASE.encode(), filename="encore.txt", by=editor)
    again = client.post(reverse("admin:documents_documentimport_again", args=[accepted.document.pk]), follow=True)
    assert "a été effacé" in again.content.decode()


def test_journal_keeps_who_and_why_and_not_whom(editor, told_everywhere):
    person = told_everywhere["person"]
    erase_everywhere(row=person, by=editor, reason=REASON)
    line = LogEntry.objects.filter(object_id=person.pk, action_flag=3).get()
    assert (line.user, line.object_repr) == (editor, "personne (fiche supprimée)")
    assert REASON in line.change_message
    assert {edition.occultation_reason for edition in Edition.objects.exclude(occulted_at=None)} == {REASON}


def test_records_united_with_it_go_too(editor):
    kept, double = make_person("Odile Vasseur"), make_person("O. Vasseur-Lenoir")
    merge_persons(kept=kept, duplicate=double, by=editor)
    make_initiative("Couture", summary="O. Vasseur-Lenoir coud avec Odile Vasseur.")
    erase_everywhere(row=kept, by=editor, reason=REASON)
    assert not Person.objects.exists()
    assert where_it_stands(["Vasseur"]) == []


@pytest.mark.parametrize("reason", ["", "  ", f"À la demande de {NAME}"])
def test_erasure_needs_a_reason_that_does_not_tell(editor, reason):
    with pytest.raises(NotOccultable):
        erase_everywhere(row=make_person(NAME), by=editor, reason=reason)
    assert Person.objects.exists()


def test_erasure_that_would_leave_something_changes_nothing(editor, monkeypatch):
    """A room above that says it still holds it: all is as before."""
    person = make_person(NAME)
    initiative = make_initiative("Couture", summary=f"{NAME} coud.")
    held = elsewhere.Place(lambda *args: [], lambda choice: ["l’armoire"], "l’armoire")
    monkeypatch.setattr(elsewhere, "PLACES", [*elsewhere.PLACES, held])
    monkeypatch.setattr("bulletins.occulting.erasing.PLACES", elsewhere.PLACES)
    with pytest.raises(OccultationIncomplete, match="l’armoire"):
        erase_everywhere(row=person, by=editor, reason=REASON)
    initiative.refresh_from_db()
    assert NAME in initiative.summary
    assert Person.objects.filter(pk=person.pk).exists()


def test_who_signs_in_office_stays(editor):
    bulletin = make_published(editor, make_cited(), signatory_name=NAME)
    erase_everywhere(row=make_person(NAME), by=editor, reason=REASON)
    bulletin.refresh_from_db()
    assert bulletin.signatory_name == NAME


def test_constraints_of_erased_documents(editor):
    received(data=b"Arras : une chorale chante.", filename="autre.txt", by=editor)
    for wrong in ({"erased_by": editor}, {"erased_by": editor, "erased_at": "2026-05-04T08:00Z"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            SourceDocument.objects.update(**wrong)
    assert DocumentImport.objects.count() == Bulletin.objects.count() + 1
