"""The account that serves does all that the site does, and nothing to the tables themselves."""

from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from bulletins.models import Bulletin
from bulletins.occulting.acts import occult_edition
from bulletins.services import rectify_bulletin, withdraw_bulletin
from config.serving.rights import RightsRefused, account_of, excess, rights_are_limited
from initiatives.models import Initiative
from organisations.models import Contact
from tests.builders import make_contact, make_person, make_user
from tests.bulletins.issues import make_cited, make_draft, make_published

pytestmark = pytest.mark.django_db

ROLE = "solidaire_essai"


def run(statement: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []


@pytest.fixture
def role() -> str:
    """Made inside the test's transaction: it is gone with it."""
    call_command("droits", role=ROLE, stdout=StringIO())
    return ROLE


@pytest.fixture
def serving(editor, role) -> Iterator[None]:
    """As a connection that the role has opened itself: its rights are asked, and no other's."""
    run(f"SET SESSION AUTHORIZATION {role}")
    yield
    run("SET CONSTRAINTS ALL IMMEDIATE")  # as that account too
    run("RESET SESSION AUTHORIZATION")


def test_account_that_serves_does_what_the_site_does(serving, client, editor):
    assert run("SELECT session_user") == [(ROLE,)]
    person, contact = make_person("Jeanne Martin", is_public=True), make_contact("jeanne@exemple.fr")
    cited = make_cited(summary="Merci à Jeanne Martin.")
    cited.persons.add(person)
    bulletin = make_published(editor, cited)
    Bulletin.objects.filter(pk=bulletin.pk).update(closing="À bientôt.")
    edition = rectify_bulletin(bulletin=bulletin, by=editor, correction="La fin.")
    occult_edition(edition=edition, by=editor, reason="Demande", persons=[person])
    assert client.get(reverse("bulletins:archive")).status_code == 200
    assert client.get(cited.get_absolute_url()).status_code == 200
    withdraw_bulletin(bulletin=bulletin, by=editor, reason="Erreur")
    contact.delete()  # with its history
    make_draft().delete()
    client.force_login(make_user("autre", group="édition"))
    assert client.get("/admin/").status_code == 200
    assert not Contact.history.filter(value="jeanne@exemple.fr").exists()
    assert Initiative.objects.published().exists()


@pytest.mark.parametrize(
    "statement",
    [
        "TRUNCATE directory_vainsearch",
        "ALTER TABLE bulletins_edition DISABLE TRIGGER ALL",
        "DROP TRIGGER bulletins_edition_frozen ON bulletins_edition",
        "ALTER TABLE bulletins_edition DROP CONSTRAINT bulletins_edition_unique_revision",
        "CREATE TABLE own (id integer)",
        "CREATE TRIGGER own BEFORE INSERT ON auth_user EXECUTE FUNCTION backoffice_refuse_emptying()",
        "CREATE OR REPLACE FUNCTION bulletins_refuse_edition_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN END'",
        "DROP TABLE bulletins_historicalbulletin",
        "DELETE FROM bulletins_edition",
        "DELETE FROM django_migrations",
        "SET session_replication_role = replica",
        "CREATE ROLE own SUPERUSER",
    ],
)
def test_account_that_serves_cannot_touch_the_tables(serving, statement):
    with pytest.raises(DatabaseError, match=r"permission denied|must be owner"), transaction.atomic():
        run(statement)


def test_rights_are_given_anew_after_a_migration_and_none_is_too_many(role, editor):
    run("CREATE TABLE later (id integer)")
    run(f"GRANT TRUNCATE ON bulletins_edition TO {role}")
    run(f"SET SESSION AUTHORIZATION {role}")
    assert [one for one in excess() if "TRUNCATE sur bulletins_edition" in one] == excess()
    run("RESET SESSION AUTHORIZATION")
    call_command("droits", role=role, stdout=StringIO())
    run(f"SET SESSION AUTHORIZATION {role}")
    assert run("SELECT * FROM later") == []
    assert excess() == []
    run("RESET SESSION AUTHORIZATION")


def test_production_says_that_the_site_uses_the_account_that_may_all(settings, editor):
    assert rights_are_limited() == []  # elsewhere the embedded database has one account
    settings.PRODUCTION = True
    assert "a tous les droits" in rights_are_limited()[0]


def test_owner_and_superusers_are_refused(editor):
    owner = run("SELECT current_user")[0][0]
    with pytest.raises(CommandError, match="possède les tables"):
        call_command("droits", role=owner)
    run("CREATE ROLE solidaire_tout SUPERUSER")
    with pytest.raises(CommandError, match="a tous les droits"):
        call_command("droits", role="solidaire_tout")


def test_account_is_read_from_the_address_of_the_site(settings, db):
    assert account_of("postgresql://site:a%2Fb@base:5432/solidaire") == ("site", "a/b")
    with pytest.raises(RightsRefused, match="ne nomme aucun compte"):
        account_of("postgresql:///solidaire")
    with pytest.raises(CommandError, match="Nommez le compte"):
        call_command("droits")
    settings.SERVING_DATABASE_URL = f"postgresql://{ROLE}:secret@base/solidaire"
    call_command("droits", stdout=StringIO())
    assert run(f"SELECT rolcanlogin, rolsuper, rolpassword IS NOT NULL FROM pg_authid WHERE rolname = '{ROLE}'") == [
        (True, False, True)
    ]
