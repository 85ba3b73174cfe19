"""Acts that are the save of a form, a reading from outside, or a command of the machine."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from backoffice.journal.kinds import Kind
from backoffice.models import JournalLine
from bulletins.scheduling.acts import plan_publication
from bulletins.scheduling.embargo import embargo_path
from communes.logo.services import keep_logo
from communes.models import Area
from config.backups.keeping import save_nightly
from config.backups.refusing import BackupRefused
from documents.services import receive_document
from tests.backoffice.forms import save
from tests.builders import make_area, make_person, make_territory, make_user
from tests.bulletins.issues import make_draft
from workshop.proof.outside import open_link, token_of


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def adele(client, db):
    account = make_user("adele", group="administration")
    client.force_login(account)
    return account


def told():
    lines = JournalLine.objects.order_by("pk").exclude(kind=Kind.LOGGED_IN)
    return [(line.kind, line.who, line.words, line.told) for line in lines]


def test_consent_of_a_person_is_told_when_it_changes(adele, client):
    person = make_person("Camille Exemple", is_public=False, consented_on=None, consent_means="")
    url = reverse("admin:organisations_person_change", args=[person.pk])
    save(client, url, "person_form", capacity="trésorière")
    assert told() == []
    given = {"is_public": "on", "consented_on": "30/04/2020", "consent_means": "email"}
    save(client, url, "person_form", **given)
    person.refresh_from_db()
    assert (person.is_public, person.consented_on) == (True, date(2020, 4, 30))
    ((kind, who, words, details),) = told()
    assert (kind, who, words) == (Kind.CONSENT_CHANGED, "adele", str(person))
    assert details.endswith("désormais public")


def test_deleted_person_is_named_nowhere(adele, client):
    person = make_person("Camille Exemple")
    save(client, reverse("admin:organisations_person_change", args=[person.pk]), "person_form", consent_note="Vu")
    client.post(reverse("admin:organisations_person_delete", args=[person.pk]), {"post": "yes"})
    assert [(kind, words) for kind, _, words, _ in told()] == [
        (Kind.CONSENT_CHANGED, "personne (fiche supprimée)"), (Kind.DELETED, "personne (fiche supprimée)"),
    ]  # fmt: skip


def test_settings_are_told_by_their_names(adele, client):
    territory = make_territory()
    territory.departments.add(make_area("Pas-de-Calais", kind=Area.Kind.DEPARTMENT, code="62"))
    url = reverse("admin:communes_territory_change", args=[territory.pk])
    assert save(client, url, "territory_form", tagline="Autre devise").status_code == 302
    save(client, url, "territory_form")  # nothing changes
    assert [(kind, details) for kind, _, _, details in told()] == [
        (Kind.SETTINGS_CHANGED, "ce que c’est, en une phrase")
    ]


def test_logo_is_one_of_the_settings(adele):
    files = [("jpeg", 480, 320, b"a"), ("avif", 480, 320, b"c")]
    keep_logo(territory=make_territory(), files=files, sha256="c" * 64, by=adele)
    assert [(kind, details) for kind, _, _, details in told()] == [(Kind.SETTINGS_CHANGED, "logo ajouté")]


def test_proof_read_from_outside_is_told_once_a_day(adele, client):
    link = open_link(bulletin=make_draft(), reader="Cabinet", days=3, by=adele)
    client.logout()
    for _ in range(2):
        assert client.get(reverse("proofs:proof", args=[token_of(link)])).status_code == 200
    lines = [(kind, who, details) for kind, who, _, details in told() if kind == Kind.PROOF_OPENED]
    assert lines == [(Kind.PROOF_OPENED, "non connecté", f"lien {link.pk}")]


def test_text_under_embargo_that_is_read_is_told(adele, client):
    tomorrow = timezone.now() + timedelta(days=1)
    schedule = plan_publication(bulletin=make_draft(), planned_for=tomorrow, has_embargo_link=True, by=adele)
    client.logout()
    for _ in range(2):
        assert client.get(embargo_path(schedule)).status_code == 200
    assert [kind for kind, *_ in told()].count(Kind.EMBARGO_READ) == 1


def test_original_that_is_downloaded_is_told(adele, client):
    review = receive_document(data=b"Arras : une chorale chante.", filename="note.txt", by=adele)
    response = client.get(reverse("admin:documents_documentimport_original", args=[review.pk]))
    assert response.status_code == 200
    assert b"".join(response.streaming_content) == b"Arras : une chorale chante."
    assert told() == [(Kind.EXPORTED, "adele", str(review), "original du document")]


def test_backup_that_fails_is_told(db, settings, tmp_path):
    (tmp_path / "file").write_bytes(b"x")
    settings.BACKUP_FOLDER = str(tmp_path / "file" / "folder")
    with pytest.raises(BackupRefused):
        save_nightly(timezone.now())
    ((kind, who, _, details),) = told()
    assert (kind, who) == (Kind.BACKUP_FAILED, "machine")
    assert details.startswith("Impossible d’écrire")


def test_rights_of_the_database_are_told(db):
    call_command("droits", role="solidaire_journal")
    ((kind, who, _, details),) = told()
    assert (kind, who) == (Kind.DATABASE_RIGHTS_GIVEN, "machine")
    assert "solidaire_journal" in details
