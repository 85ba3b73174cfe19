"""Two keys, what is decided of namesakes and of family names alone, and what is refused."""

from __future__ import annotations

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import IntegrityError, connection, transaction
from django.test import Client

from backoffice.journal.kinds import Kind
from backoffice.models import JournalLine, SecurityKey
from bulletins.models import Bulletin
from bulletins.occulting.acts import OccultationIncomplete
from bulletins.services import rectify_bulletin
from directory.changes import changes_since, position
from directory.models import VainSearch
from initiatives.models import Initiative
from ledger.erasing import places
from ledger.erasing.findings import findings_of
from ledger.erasing.refusals import (
    AlreadyAsked,
    ErasureRefusal,
    LastAdministrator,
    NotPending,
    Outdated,
    SameKey,
    TellsIt,
)
from ledger.erasing.services import ask_erasure, confirm_erasure, refuse_erasure
from ledger.models import Erasure
from organisations.models import Contact, Person
from tests.backoffice.access.authenticators import make_key
from tests.builders import make_contact, make_initiative, make_organisation, make_person, make_user
from tests.bulletins.issues import make_cited, make_published
from tests.bulletins.test_tampering import refused

pytestmark = pytest.mark.django_db

NAME = "Odile Vasseur"
INITIATIVE = Initiative._meta.label_lower


def asked(row, by, **fields):
    return ask_erasure(row=row, by=by, reason="asked", **{"seen": findings_of(row).seen, **fields})


def erased(row, first, second, **fields):
    return confirm_erasure(erasure=asked(row, first, **fields), by=second)


def test_one_asks_and_another_confirms(editor, second):
    person = make_person(NAME)
    initiative = make_initiative("Couture", summary=f"{NAME} coud.")
    erasure = asked(person, editor, note="Lettre du 3 mai")
    initiative.refresh_from_db()
    assert NAME in initiative.summary
    confirm_erasure(erasure=erasure, by=second)
    initiative.refresh_from_db()
    erasure.refresh_from_db()
    assert initiative.summary == "[nom retiré] coud."
    assert not Person.objects.exists()
    assert (erasure.asked_by, erasure.confirmed_by) == (editor, second)
    assert "chaque texte de chaque table de la base" in erasure.report["searched"]
    told = JournalLine.objects.order_by("pk").values_list("kind", "words")
    assert [*told] == [
        (Kind.ERASURE_ASKED, f"effacement n°\u00a0{erasure.pk}"),
        (Kind.ERASED, "personne (fiche supprimée)"),
    ]


def test_directory_in_memory_is_made_anew(editor, second, settings, tmp_path, django_capture_on_commit_callbacks):
    """Words that no text says any more would stay in it, and in its file, which every process reads as it starts."""
    settings.DIRECTORY_INDEX_FILE = str(tmp_path / "directory")
    for name in ("directory", "directory.412"):
        (tmp_path / name).write_bytes(b"vasseur")
    known = position()
    erasure = asked(make_person(NAME), editor)
    with django_capture_on_commit_callbacks(execute=True):
        confirm_erasure(erasure=erasure, by=second)
        assert (tmp_path / "directory").exists()  # until the transaction is sure
    assert not [*tmp_path.glob("directory*")]
    assert changes_since(known).initiatives is None


def test_special_edition_of_a_persons_name_loses_it_in_its_address_too(editor, second):
    person = make_person(NAME)
    told = make_published(editor, kind="special", title=f"Le carnet de {NAME}", dated_on="2020-04-30")
    other = make_published(editor, kind="special", title="Le carnet des écoles", dated_on="2020-04-30")
    other.introduction = f"Merci à {NAME}."
    other.save()
    former = told.get_absolute_url()
    assert "vasseur" in former
    erased(person, editor, second)
    for row in (told, other):
        row.refresh_from_db()
    assert (told.title, told.slug, other.slug) == (
        "Le carnet de [nom retiré]", f"hors-serie-{told.pk}", "le-carnet-des-ecoles",
    )  # fmt: skip
    assert told.editions.get().snapshot["slug"] == "hors-serie"
    assert other.introduction == "Merci à [nom retiré]."
    public = Client()
    assert (public.get(former).status_code, public.get(told.get_absolute_url()).status_code) == (404, 200)
    assert not [*Bulletin.history.filter(slug__contains="vasseur")]


def test_address_of_a_former_title_loses_the_name_too(editor, second):
    person = make_person(NAME)
    told = make_published(editor, kind="special", title=f"Le carnet de {NAME}", dated_on="2020-04-30")
    told.title = "Le carnet d’une voisine"
    told.save()
    rectify_bulletin(bulletin=told, by=editor, correction="Le titre.")
    erased(person, editor, second)
    told.refresh_from_db()
    assert (told.title, told.slug) == ("Le carnet d’une voisine", f"hors-serie-{told.pk}")
    assert not [*Bulletin.history.filter(slug__contains="vasseur")]
    for other in ("x", "hors-serie-0"):  # the control: no other address takes the place of a former one
        assert "ne se récrit pas" in refused(f"UPDATE bulletins_historicalbulletin SET slug = '{other}'")


def test_organisations_named_by_nothing_but_names_are_told_apart(editor, second):
    """One kind and one seat hold each name once: the second of two such could not be masked."""
    names = (NAME, "Camille Exemple")
    rows = [make_organisation(name, kind="entreprise") for name in names]
    for name in names:
        erased(make_person(name), editor, second, spared=())
    for row in rows:
        row.refresh_from_db()
    assert [row.name for row in rows] == ["[nom retiré]", f"[nom retiré] n°\u00a0{rows[1].pk}"]


def test_nobody_confirms_what_he_asked(editor, second):
    erasure = asked(make_person(NAME), editor)
    with pytest.raises(SameKey, match="une autre personne"):
        confirm_erasure(erasure=erasure, by=editor, alone_because="Pressé")
    assert Person.objects.exists()


def test_whoever_is_alone_writes_why(editor):
    erasure = asked(make_person(NAME), editor)
    with pytest.raises(SameKey, match="écrivez pourquoi"):
        confirm_erasure(erasure=erasure, by=editor)
    with pytest.raises(TellsIt):
        confirm_erasure(erasure=erasure, by=editor, alone_because=f"{NAME} insiste")
    confirm_erasure(erasure=erasure, by=editor, alone_because="Seule au service ce mois-ci")
    assert Erasure.objects.get().alone_because == "Seule au service ce mois-ci"


def test_accounts_that_may_not_confirm_leave_one_alone(editor, officer):
    make_user("parti", group="édition", is_active=False)
    erasure = asked(make_person(NAME), editor)
    confirm_erasure(erasure=erasure, by=editor, alone_because="Seule")
    assert not Person.objects.exists()


def test_database_wants_two_keys_or_a_reason(editor, second):
    erasure = asked(make_person(NAME), editor)
    assert "two_keys" in refused(
        "UPDATE ledger_erasure SET confirmed_at = now(), confirmed_by_id = asked_by_id WHERE id = %s", erasure.pk
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        Erasure.objects.filter(pk=erasure.pk).update(confirmed_by=second)
    with pytest.raises(IntegrityError), transaction.atomic():
        Erasure.objects.filter(pk=erasure.pk).update(refused_by=second)
    both = (
        "UPDATE ledger_erasure SET confirmed_at = now(), confirmed_by_id = %s, refused_at = now(), refused_by_id = %s"
    )
    assert "confirmed_or_refused" in refused(both, second.pk, second.pk)


def test_database_keeps_what_was_done(editor, second):
    erasure = erased(make_person(NAME), editor, second)
    assert "ne se récrit pas" in refused("UPDATE ledger_erasure SET confirmed_by_id = %s", editor.pk)
    assert "ne se récrit pas" in refused("DELETE FROM ledger_erasure")
    assert "ne se vide pas" in refused("TRUNCATE ledger_erasure")
    assert Erasure.objects.get() == erasure


def test_one_request_waits_for_a_record(editor):
    person = make_person(NAME)
    asked(person, editor)
    with pytest.raises(AlreadyAsked):
        asked(person, editor)
    asked(make_person("Jeanne Martin"), editor)


def test_refused_request_changes_nothing_and_may_be_asked_again(editor, second):
    person = make_person(NAME)
    erasure = asked(person, editor)
    with pytest.raises(ErasureRefusal, match="Dites pourquoi"):
        refuse_erasure(erasure=erasure, by=second, because=" ")
    with pytest.raises(TellsIt):
        refuse_erasure(erasure=erasure, by=second, because=f"{NAME} a changé d’avis")
    refuse_erasure(erasure=erasure, by=second, because="Elle a changé d’avis")
    with pytest.raises(NotPending):
        confirm_erasure(erasure=erasure, by=second)
    with pytest.raises(NotPending):
        refuse_erasure(erasure=erasure, by=second, because="Encore")
    assert Person.objects.get() == person
    erased(person, editor, second)


def test_note_does_not_tell(editor):
    with pytest.raises(TellsIt):
        asked(make_person(NAME), editor, note=f"Lettre de {NAME}")


def test_record_that_is_gone_meanwhile(editor, second):
    person = make_person(NAME)
    erasure = asked(person, editor)
    person.delete()
    with pytest.raises(NotPending, match="n’existe plus"):
        confirm_erasure(erasure=erasure, by=second)
    refuse_erasure(erasure=erasure, by=second, because="Sans objet")


def test_namesakes_are_shown_and_keep_their_texts(editor, second):
    person, other = make_person(NAME, capacity="couturière"), make_person(NAME, capacity="maire")
    own = make_initiative("Couture", summary=f"{NAME} coud.")
    own.persons.add(person)
    of_other = make_initiative("Mairie", summary=f"{NAME} ouvre la salle.")
    of_other.persons.add(other)
    unknown = make_initiative("Chorale", summary=f"Merci à {NAME}.")
    findings = findings_of(person)
    assert [place.owner for place in findings.sure] == [(INITIATIVE, own.pk)]
    assert {place.owner[1] for place in findings.to_decide} == {of_other.pk, unknown.pk}
    assert findings.namesakes == [other]
    spared = [(INITIATIVE, of_other.pk), ("organisations.person", other.pk)]
    erasure = erased(person, editor, second, spared=spared)
    for row in (own, of_other, unknown):
        row.refresh_from_db()
    assert own.summary == "[nom retiré] coud."
    assert unknown.summary == "Merci à [nom retiré]."
    assert of_other.summary == f"{NAME} ouvre la salle."
    assert list(Person.objects.all()) == [other]
    assert len(erasure.report["spared"]) == 2


def test_what_names_the_person_by_key_is_not_spared(editor, second):
    person = make_person(NAME, is_public=True)
    cited = make_cited(summary=f"{NAME} coud.")
    cited.persons.add(person)
    bulletin = make_published(editor, cited)
    erased(person, editor, second, spared=[(INITIATIVE, cited.pk), ("bulletins.bulletin", bulletin.pk)])
    cited.refresh_from_db()
    assert NAME not in cited.summary
    assert NAME not in str(bulletin.editions.get().snapshot)


def test_family_name_alone_goes_where_it_was_said(editor, second):
    person = make_person(NAME)
    own = make_initiative("Couture", summary=f"{NAME} coud. Appelez Vasseur.")
    own.persons.add(person)
    firm = make_initiative("Atelier", summary="Les établissements Vasseur donnent du tissu.")
    findings = findings_of(person)
    assert {place.owner[1] for place in findings.families} == {own.pk, firm.pk}
    assert findings.to_decide == []
    erased(person, editor, second, families=[(INITIATIVE, own.pk)])
    own.refresh_from_db()
    firm.refresh_from_db()
    assert own.summary == "[nom retiré] coud. Appelez [nom retiré]."
    assert firm.summary == "Les établissements Vasseur donnent du tissu."
    assert not own.history.filter(summary__contains="Vasseur").exists()


def test_texts_written_since_must_be_decided(editor, second):
    person = make_person(NAME)
    erasure = asked(person, editor)
    make_initiative("Chorale", summary=f"Merci à {NAME}.")
    with pytest.raises(Outdated, match="Chorale"):
        confirm_erasure(erasure=erasure, by=second)
    assert Person.objects.exists()


def test_contact_wants_no_decision(editor, second):
    contact = make_contact("+33611223344", kind="phone", is_personal=True, is_public=False)
    make_initiative("Couture", summary="Au 06 11 22 33 44.")
    assert findings_of(contact).to_decide == []
    erased(contact, editor, second)
    assert not Contact.objects.filter(pk=contact.pk).exists()
    assert "06 11" not in Initiative.objects.get().summary


def test_tables_that_are_nobodys_are_cleared(editor, second):
    person = make_person("Mélanie Désir")
    VainSearch.objects.create(words="mélanie désir", first_on="2020-04-30", last_on="2020-04-30")
    VainSearch.objects.create(words="desir", first_on="2020-04-30", last_on="2020-04-30")
    session = SessionStore()
    session["told"] = "« Mélanie Désir » semble appartenir à une personne."
    session.save()
    other = SessionStore()
    other["told"] = "Rien."
    other.save()
    line = LogEntry.objects.create(
        user=editor, object_id="7", object_repr="Couture", action_flag=2,
        change_message='[{"added": {"name": "personne", "object": "M\\u00e9lanie D\\u00e9sir"}}]',
    )  # fmt: skip
    make_key(editor, name="Téléphone de Mélanie Désir")
    erased(person, editor, second)
    assert SecurityKey.objects.get().name == "Téléphone de [nom retiré]"
    assert not VainSearch.objects.exists()
    assert list(Session.objects.values_list("pk", flat=True)) == [other.session_key]
    line.refresh_from_db()
    assert line.change_message == ""


def test_table_that_nobody_clears_stops_the_act(editor, second, monkeypatch):
    """The control of the last look: it needs not to know a table to read it."""
    person = make_person(NAME)
    make_initiative("Couture", summary=f"{NAME} coud.")
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE tomorrow (id serial, told jsonb)")
        cursor.execute("INSERT INTO tomorrow (told) VALUES (%s)", ['{"a": ["vu avec M. VASSEUR Odile"]}'])
    erasure = asked(person, editor)
    with pytest.raises(OccultationIncomplete, match=r"tomorrow, ligne 1 \(told\)"):
        confirm_erasure(erasure=erasure, by=second)
    assert Person.objects.exists()
    assert NAME in Initiative.objects.get().summary
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM tomorrow")
    confirm_erasure(erasure=erasure, by=second)


def test_session_that_nobody_closes_stops_the_act(editor, second, monkeypatch):
    session = SessionStore()
    session["told"] = NAME
    session.save()
    monkeypatch.setattr(places.Session.objects, "filter", lambda **_: Session.objects.none())
    with pytest.raises(OccultationIncomplete, match="session"):
        erased(make_person(NAME), editor, second)


def test_account_becomes_a_number(editor, administrator):
    account = make_user("j.martin", group="édition", first_name="Jeanne", last_name="Martin", email="j.martin@pref.fr")
    make_initiative("Couture", summary="Voir Jeanne Martin (j.martin@pref.fr).", created_by=account)
    JournalLine.objects.create(kind=Kind.LOGGED_IN, account=account, who="j.martin")
    make_key(account, name="Clé de Jeanne Martin")
    erased(account, administrator, make_user("regie-2", group="administration"))
    account.refresh_from_db()
    assert not SecurityKey.objects.exists()
    assert account.username == f"compte-{account.pk}-efface"
    assert (account.get_full_name(), account.email, account.is_active) == ("", "", False)
    assert not account.groups.exists()
    assert Initiative.objects.get().summary == "Voir [nom retiré] ([passage retiré]@pref.fr)."
    assert Initiative.objects.get().created_by == account
    assert "martin" not in str(list(JournalLine.objects.values()))


def test_last_administrator_stays(administrator):
    assert not User.objects.filter(is_superuser=True).exists()
    with pytest.raises(LastAdministrator):
        asked(administrator, administrator)
