"""What the database refuses to anyone who writes into it past the services, each with the act that is legitimate."""

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.db import DatabaseError, connection, transaction

from bulletins.models import Bulletin, Citation, Edition
from bulletins.occulting.acts import occult_edition
from bulletins.services import publish_bulletin, rectify_bulletin, withdraw_bulletin
from bulletins.snapshots import fingerprint
from tests.builders import make_bulletin, make_person
from tests.bulletins.issues import make_cited, make_draft, make_published

pytestmark = pytest.mark.django_db

OCCULTED = "occulted_at = now(), occulted_by_id = published_by_id, occultation_reason = 'x'"
OUT = "published_at = now(), published_by_id = (SELECT min(id) FROM auth_user)"


def refused(sql: str, *values: object) -> str:
    """What PostgreSQL answers, at once or at the end of the transaction; empty when it accepts."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(sql, values or None)
    except DatabaseError as refusal:
        return str(refusal)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    return ""


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("""snapshot = jsonb_set(snapshot, '{title}', '"Tout autre chose"')""", "ne se modifie pas"),
        ("""snapshot = jsonb_set(snapshot, '{title}', '"[nom retiré] et plus"')""", "ne se modifie pas"),
        ("snapshot = jsonb_set(snapshot, '{sections}', '[]')", "ne se modifie pas"),
        ("snapshot = snapshot - 'closing'", "ne se modifie pas"),
        ("""snapshot = jsonb_set(snapshot, '{slug}', '"ailleurs"')""", "ne se modifie pas"),
        ("""snapshot = jsonb_set(snapshot, '{sections,0,entries,0,id}', '7')""", "ne se modifie pas"),
        ("correction = 'Rien n’avait été dit.'", "ne se modifie pas"),
        ("sha256 = repeat('0', 64)", "n’est pas celle"),
        ("""snapshot = jsonb_set(snapshot, '{title}', '"[passage retiré]"')""", "n’est pas celle"),
    ],
)
def test_occultation_only_masks_and_bears_its_hash(editor, change, said):
    make_published(editor)
    assert said in refused(f"UPDATE bulletins_edition SET {change}, {OCCULTED}")


def test_control_occultation_that_masks_is_accepted(editor):
    person = make_person("Jeanne Martin", is_public=True)
    cited = make_cited(summary="Merci à Jeanne Martin, qui coud à 100 %.")
    cited.persons.add(person)
    bulletin = make_published(editor, cited)
    occult_edition(edition=bulletin.editions.get(), by=editor, reason="Demande", persons=[person])
    edition = bulletin.editions.get()
    assert "[nom retiré], qui coud à 100 %." in str(edition.snapshot)
    assert refused("SET CONSTRAINTS ALL IMMEDIATE") == ""


@pytest.mark.parametrize("text", ['é “œ” \\ " \n\t\x01\x7f % _ [', "🧵 \u2028", ""])
def test_postgresql_and_python_give_one_fingerprint(text):
    data = {"b": [1, None, True, {"é": text, "a": "x"}], "a": {}, "B": [], "aa": text}
    with connection.cursor() as cursor:
        cursor.execute("SELECT bulletins_fingerprint(%s)", [connection.ops.adapt_json_value(data, None)])
        assert cursor.fetchone() == (fingerprint(data),)


@pytest.mark.parametrize(
    ("former", "becomes", "is_masked"),
    [
        ("Merci à Jeanne.", "Merci à [nom retiré].", True),
        ("Merci à Jeanne et à Paul.", "Merci à [nom retiré] et à [nom retiré].", True),
        ("50_000 à 100 %", "50_000 à 100 %", True),
        ("50x000 à 100 % de plus", "50_000 à 100 %", False),
        ("Merci à Jeanne.", "Merci à [nom retiré]. Et à Paul.", False),
        ("Merci à Jeanne.", "Merci.", False),
    ],
)
def test_mask_stands_for_words_and_all_others_stay(former, becomes, is_masked):
    with connection.cursor() as cursor:
        cursor.execute("SELECT backoffice_masked(%s, %s)", [former, becomes])
        assert cursor.fetchone() == (is_masked,)


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("UPDATE bulletins_bulletin SET number = 9", "garde son numéro"),
        ("UPDATE bulletins_bulletin SET number = NULL", "garde son numéro"),
        (f"UPDATE bulletins_bulletin SET status = 'draft', {OUT}", "garde son numéro"),
        ("UPDATE bulletins_bulletin SET published_at = now()", "garde son numéro"),
        ("DELETE FROM bulletins_bulletin", "garde son numéro"),
        ("UPDATE bulletins_series SET last_number = last_number - 1", "ne recule pas"),
        ("UPDATE bulletins_citation SET wording = 'Autre chose.'", "ne se modifie pas"),
        ("DELETE FROM bulletins_citation", "la citation reste"),
        ("UPDATE bulletins_bulletin SET status = 'gone'", "violates check|garde son numéro"),
        ("UPDATE bulletins_bulletin SET kind = 'odd'", "violates check|garde son numéro"),
    ],
)
@pytest.mark.parametrize("is_withdrawn", [False, True])
def test_what_came_out_stays(editor, sql, said, is_withdrawn):
    bulletin = make_published(editor)
    if is_withdrawn:
        withdraw_bulletin(bulletin=bulletin, by=editor, reason="Erreur")
    assert any(words in refused(sql) for words in said.split("|"))


def test_withdrawn_bulletin_does_not_come_back(editor):
    withdraw_bulletin(bulletin=make_published(editor), by=editor, reason="Erreur")
    sql = "UPDATE bulletins_bulletin SET status = 'published', withdrawn_at = NULL, withdrawn_by_id = NULL"
    assert "garde son numéro" in refused(sql)


def test_bulletin_is_not_published_without_edition(editor):
    make_bulletin(created_by=editor)
    assert "édition figée" in refused(f"UPDATE bulletins_bulletin SET status = 'published', number = 1, {OUT}")
    assert "garde son numéro" in refused("UPDATE bulletins_bulletin SET status = 'withdrawn', withdrawn_at = now()")


def test_citation_that_no_edition_prints_is_refused(editor):
    bulletin, other = make_published(editor), make_cited("Autre")
    sql = "INSERT INTO bulletins_citation (bulletin_id, initiative_id, heading, wording, position) VALUES (%s, %s, "
    assert "dit ce que dit" in refused(f"{sql}'', 'Rien de tel.', 2)", bulletin.pk, other.pk)


@pytest.mark.parametrize("url", ["javascript:alert(1)", " JavaScript:x", "data:text/html,x", "java\tscript:x"])
def test_link_that_runs_something_is_refused(url):
    bulletin = make_bulletin()
    sql = "INSERT INTO bulletins_bulletinlink (bulletin_id, label, position, url) VALUES (%s, '', 1, %s)"
    assert "runs_nothing" in refused(sql, bulletin.pk, url)
    assert refused(sql, bulletin.pk, "aide exemple") == ""


def test_control_acts_of_editors_pass(editor):
    draft = make_draft(make_cited(), make_cited())
    draft.closing = "Merci."
    draft.save()
    bulletin = publish_bulletin(bulletin=draft, by=editor)
    Bulletin.objects.filter(pk=bulletin.pk).update(closing="À bientôt.")
    rectify_bulletin(bulletin=bulletin, by=editor, correction="La fin.")
    withdraw_bulletin(bulletin=bulletin, by=editor, reason="Erreur")
    make_bulletin("Brouillon", series=bulletin.series, number=40).delete()
    assert refused("SET CONSTRAINTS ALL IMMEDIATE") == ""
    assert (Edition.objects.count(), Citation.objects.count()) == (2, 2)


@pytest.mark.parametrize("table", ["bulletins_edition", "bulletins_citation", "django_admin_log",
                                   "bulletins_historicalbulletin", "initiatives_historicalinitiative"])  # fmt: skip
def test_what_came_out_is_not_emptied(table):
    assert "ne se vide pas" in refused(f"TRUNCATE {table}")
    assert "ne se vide pas" in refused("TRUNCATE bulletins_bulletin CASCADE")


def test_journal_is_not_rewritten(editor):
    LogEntry.objects.create(user=editor, object_repr="Jeanne Martin", action_flag=CHANGE, change_message="Jeanne")
    assert "ne se récrit pas" in refused("UPDATE django_admin_log SET object_repr = 'Paul Petit'")
    assert "ne se récrit pas" in refused("UPDATE django_admin_log SET action_time = now() - interval '1 day'")
    assert "ne s’efface pas" in refused("DELETE FROM django_admin_log")
    assert refused("UPDATE django_admin_log SET object_repr = '[nom retiré]', change_message = ''") == ""


def test_control_lines_of_the_journal_go_with_their_account(editor):
    LogEntry.objects.create(user=editor, object_repr="x", action_flag=CHANGE)
    editor.delete()
    assert refused("SET CONSTRAINTS ALL IMMEDIATE") == ""
    assert not LogEntry.objects.exists()
