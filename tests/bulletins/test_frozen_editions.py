"""The database itself keeps a published edition as it was."""

import pytest
from django.db import DatabaseError, connection, transaction

from bulletins.models import Edition
from bulletins.occulting.acts import NotOccultable, occult_edition
from bulletins.services import publish_bulletin, rectify_bulletin
from bulletins.snapshots import fingerprint
from initiatives.models import Initiative
from organisations.models import Contact, Person
from tests.builders import make_contact, make_person
from tests.bulletins.issues import LATER, make_cited, make_draft, make_published

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE bulletins_edition SET snapshot = '{}'",
        "UPDATE bulletins_edition SET sha256 = 'x'",
        "UPDATE bulletins_edition SET revision = 9",
        "UPDATE bulletins_edition SET published_at = now()",
        "UPDATE bulletins_edition SET occulted_at = now(), occulted_by_id = published_by_id, revision = 9,"
        " occultation_reason = 'x'",
        "UPDATE bulletins_edition SET occulted_at = now(), occulted_by_id = published_by_id, occultation_reason = ''",
        "DELETE FROM bulletins_edition",
    ],
)
def test_edition_refuses_raw_sql(editor, statement):
    edition = make_published(editor).editions.get()
    with pytest.raises(DatabaseError, match="ne se modifie pas"), transaction.atomic():
        connection.cursor().execute(statement)
    unchanged = Edition.objects.get(pk=edition.pk)
    assert (unchanged.snapshot, unchanged.sha256, unchanged.revision) == (edition.snapshot, edition.sha256, 1)


def test_edition_refuses_the_orm(editor):
    edition = make_published(editor).editions.get()
    with pytest.raises(DatabaseError), transaction.atomic():
        Edition.objects.update(sha256="x")
    with pytest.raises(DatabaseError), transaction.atomic():
        edition.delete()
    assert Edition.objects.get(pk=edition.pk).sha256 == edition.sha256


def test_occultation_destroys_what_is_chosen(editor):
    bulletin = _with_personal_data(editor)
    edition = bulletin.editions.get()
    occult_edition(edition=edition, by=editor, reason="Demande d’effacement", now=LATER, **_personal())
    edition.refresh_from_db()
    stored = str(edition.snapshot)
    for secret in ("Jeanne", "Martin", "jeanne@exemple.fr", "06 12 34 56 78", "0612345678", "+33612345678"):
        assert secret not in stored
    assert "contact@exemple.fr" in stored
    assert edition.sha256 == fingerprint(edition.snapshot)
    assert (edition.occulted_at, edition.occulted_by, edition.occultation_reason) == (
        LATER,
        editor,
        "Demande d’effacement",
    )
    assert "[nom retiré]" in bulletin.citations.get().wording
    assert not Person.objects.public().exists()
    assert not Contact.objects.public().filter(is_personal=True).exists()
    assert Contact.objects.public().filter(value="contact@exemple.fr").exists()


def test_occultation_of_chosen_data_keeps_the_rest(editor):
    bulletin = _with_personal_data(editor)
    phone = Contact.objects.get(kind="phone")
    edition = bulletin.editions.get()
    occult_edition(edition=edition, by=editor, reason="Erreur", contacts=[phone], passages=["3 rue des Lilas"])
    edition.refresh_from_db()
    wording = bulletin.citations.get().wording
    assert wording == (
        "Jeanne Martin (alias jeanne@exemple.fr) coud au [passage retiré]. Elle répond au [coordonnée retirée]."
    )
    assert "Jeanne Martin" in str(edition.snapshot)


def test_occultation_of_an_old_revision_leaves_today_citations(editor):
    bulletin = _with_personal_data(editor)
    first = bulletin.editions.get()
    bulletin.sections.get().entries.update(wording="Des masques.")
    rectify_bulletin(bulletin=bulletin, by=editor, correction="Texte refait.")
    occult_edition(edition=first, by=editor, reason="Demande d’effacement", **_personal())
    assert bulletin.citations.get().wording == "Des masques."


def test_later_edition_does_not_bring_occulted_names_back(editor):
    bulletin = _with_personal_data(editor)
    occult_edition(edition=bulletin.editions.get(), by=editor, reason="Demande d’effacement", **_personal())
    bulletin.refresh_from_db()
    bulletin.introduction = "Introduction corrigée."
    bulletin.save()
    edition = rectify_bulletin(bulletin=bulletin, by=editor, correction="L’introduction est corrigée.")
    assert "Martin" not in str(edition.snapshot)
    assert "0612345678" not in str(edition.snapshot)


@pytest.mark.parametrize("reason", ["", "  "])
def test_occultation_without_reason_is_refused(editor, reason):
    edition = _with_personal_data(editor).editions.get()
    with pytest.raises(NotOccultable, match="motif"):
        occult_edition(edition=edition, by=editor, reason=reason, passages=["06 12 34 56 78"])


@pytest.mark.parametrize("passages", [[], ["", "  "]])
def test_occultation_of_no_choice_is_refused_and_never_means_all(editor, passages):
    edition = _with_personal_data(editor).editions.get()
    with pytest.raises(NotOccultable, match="Choisissez"):
        occult_edition(edition=edition, by=editor, reason="Par précaution", passages=passages)
    assert Edition.objects.get().sha256 == edition.sha256


def test_passage_that_stands_nowhere_is_named_and_nothing_is_destroyed(editor):
    edition = _with_personal_data(editor).editions.get()
    with pytest.raises(NotOccultable, match=r"3 rue des Lias.*rien à détruire"):
        occult_edition(edition=edition, by=editor, reason="Erreur", passages=["06 12 34 56 78", "3 rue des Lias"])
    assert "3 rue des Lilas" in str(Edition.objects.get().snapshot)
    assert "06 12 34 56 78" in str(Edition.objects.get().snapshot)


def test_name_or_contact_written_out_as_a_passage_does_not_come_back(editor):
    bulletin = _with_personal_data(editor)
    words = make_contact("chez Mme Voisine", kind="other")
    Initiative.objects.get().contacts.add(words)
    elsewhere = make_person("Autre Personne", is_public=True)
    passages = ["Jeanne Martin", "chez Mme Voisine"]
    rectify_bulletin(bulletin=bulletin, by=editor, correction="Un contact de plus.")
    occult_edition(edition=bulletin.editions.first(), by=editor, reason="Demande", passages=passages)
    assert list(Person.objects.public()) == [elsewhere]
    words.refresh_from_db()
    assert not words.is_public
    bulletin.refresh_from_db()
    bulletin.introduction = "Autre introduction."
    bulletin.save()
    edition = rectify_bulletin(bulletin=bulletin, by=editor, correction="L’introduction change.")
    assert not any(word in str(edition.snapshot) for word in ("Jeanne Martin", "Voisine"))


def test_reason_that_tells_what_is_destroyed_is_refused(editor):
    edition = _with_personal_data(editor).editions.get()
    with pytest.raises(NotOccultable, match="motif redit"):
        occult_edition(edition=edition, by=editor, reason="Retirer le 0612345678", passages=["06 12 34 56 78"])


def test_second_occultation_keeps_the_first_reason(editor):
    edition = _with_personal_data(editor).editions.get()
    occult_edition(edition=edition, by=editor, reason="Demande de mai", passages=["06 12 34 56 78"])
    occult_edition(edition=edition, by=editor, reason="Demande de juin", passages=["3 rue des Lilas"])
    edition.refresh_from_db()
    assert edition.occultation_reason == "Demande de mai ; Demande de juin"


def _personal():
    return {"persons": Person.objects.all(), "contacts": Contact.objects.filter(is_personal=True)}


def _with_personal_data(editor):
    email = make_contact("jeanne@exemple.fr", is_personal=True)
    phone = make_contact("+33612345678", kind="phone", is_personal=True)
    public = make_contact("contact@exemple.fr")
    initiative = make_cited(
        summary="Jeanne Martin (alias jeanne@exemple.fr) coud au 3 rue des Lilas. Elle répond au 06 12 34 56 78.",
        contacts=(email, phone, public),
    )
    initiative.persons.add(make_person("Jeanne Martin", capacity="habitante", is_public=True))
    return publish_bulletin(bulletin=make_draft(initiative), by=editor)
