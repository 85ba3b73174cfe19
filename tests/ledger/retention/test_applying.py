"""Agreeing, suspending, the night, its reports and mails, the command, the page."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from backoffice.access.proving import PROVED
from backoffice.journal.kinds import Kind
from backoffice.models import JournalLine
from documents.models import DocumentImport
from ledger.retention.kinds.all import RULES
from ledger.retention.models import Agreement, Removal
from ledger.retention.nightly import RetentionFailed, keep_nightly
from ledger.retention.refusals import NotAgreeable
from ledger.retention.services import Gone, agree, apply_rules, in_words, standings, suspend
from tests.builders import make_user
from tests.ledger.retention.rows import make_import, make_proof

NOW = datetime(2026, 11, 29, 3, 15, tzinfo=UTC)
OLD = NOW - timedelta(days=400)
GONE = "Au terme de leur durée de conservation, effacement\u00a0: "

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.DIRECTORY_INDEX_FILE = str(tmp_path / "directory")


@pytest.fixture
def administrator():
    return make_user("administration", group="administration", email="admin@exemple.fr")


def standing(kind):
    return next(one for one in standings() if one.rule.name == kind)


def test_what_people_wrote_waits_until_an_administrator_agrees(administrator, mailoutbox):
    make_import(at=OLD)
    assert keep_nightly(NOW) == (
        "Rien n’est arrivé au terme de sa durée. En attente d’un accord\u00a0: 1\u00a0relecture d’import laissée en "
        "cours, 180\u00a0jours après le dépôt du document."
    )
    assert DocumentImport.objects.exists()
    assert mailoutbox == []  # of what waits, once a month only
    agree(kind="reviews", days=180, by=administrator, note="avis du 3 novembre", now=NOW)
    assert keep_nightly(NOW).startswith(f"{GONE}1\u00a0relecture d’import laissée en cours. En attente")
    assert not DocumentImport.objects.exists()
    report = Removal.objects.get()
    assert (report.kind, report.days, report.count, report.at) == ("reviews", 180, 1, NOW)
    (mail,) = mailoutbox
    assert mail.to == ["admin@exemple.fr"]
    assert "1\u00a0relecture d’import laissée en cours\u00a0: effacement (180 jours)" in mail.body
    assert keep_nightly(NOW).startswith("Rien n’est arrivé au terme")  # twice is harmless
    assert len(mailoutbox) == 1


def test_what_waits_is_told_on_the_first_of_the_month(administrator, mailoutbox):
    make_import(at=OLD)
    keep_nightly(datetime(2026, 11, 30, 22, 59, tzinfo=UTC))
    assert mailoutbox == []
    keep_nightly(datetime(2026, 11, 30, 23, 30, tzinfo=UTC))  # the first of December in Paris
    assert "1\u00a0relecture d’import laissée en cours, 180\u00a0jours après le dépôt" in mailoutbox[0].body


def test_what_the_site_wrote_for_itself_leaves_without_a_mail(administrator, mailoutbox):
    Removal.objects.create(kind="sessions", days=1, count=1, at=NOW - timedelta(days=2000))
    assert keep_nightly(NOW) == f"{GONE}1\u00a0compte rendu de conservation."
    assert mailoutbox == []


def test_agreement_is_of_its_days(administrator, settings):
    agree(kind="reviews", days=180, by=administrator)
    assert standing("reviews").is_applied
    for days, is_applied in ((200, True), (179, False), (0, False)):
        settings.RETENTION_DAYS = {**settings.RETENTION_DAYS, "reviews": days}
        assert standing("reviews").is_applied is is_applied
    assert standing("reviews").is_kept
    assert not standing("reviews").is_waiting


def test_suspending_stops_it_and_keeps_who_agreed(administrator):
    make_import(at=OLD)
    agree(kind="reviews", days=180, by=administrator, now=OLD)
    suspend(kind="reviews", by=administrator, now=NOW)
    apply_rules(now=NOW)
    assert DocumentImport.objects.exists()
    kept = Agreement.objects.get()
    assert (kept.agreed_at, kept.ended_at, kept.ended_by) == (OLD, NOW, administrator)


def test_agreeing_anew_ends_the_former_agreement(administrator, settings):
    agree(kind="reviews", days=180, by=administrator)
    settings.RETENTION_DAYS = {**settings.RETENTION_DAYS, "reviews": 100}
    agree(kind="reviews", days=100, by=administrator)
    assert [one.days for one in Agreement.objects.standing()] == [100]


@pytest.mark.parametrize(
    ("kind", "days", "said"),
    [
        ("sessions", 1, "n’attendent l’accord de personne"),
        ("inconnu", 1, "n’attendent l’accord de personne"),
        ("reviews", 90, "La durée a changé"),
        ("reviews", 0, "La durée a changé"),
    ],
)
def test_agreeing_is_refused(administrator, kind, days, said):
    with pytest.raises(NotAgreeable, match=said):
        agree(kind=kind, days=days, by=administrator)
    assert not Agreement.objects.exists()


def test_suspending_what_nobody_agreed_to_is_refused(administrator):
    for kind in ("reviews", "inconnu"):
        with pytest.raises(NotAgreeable, match="Rien n’était accordé"):
            suspend(kind=kind, by=administrator)


@pytest.mark.parametrize(
    ("made", "name"),
    [
        (lambda by: Agreement.objects.create(kind="a", days=0, agreed_by=by), "days_given"),
        (lambda by: Agreement.objects.create(kind="a", days=1, agreed_by=by, ended_at=NOW), "ended_at_by_together"),
        (
            lambda by: [Agreement.objects.create(kind="a", days=1, agreed_by=by) for _ in range(2)],
            "one_standing",
        ),
        (lambda by: Removal.objects.create(kind="a", days=1, count=0, at=NOW), "something_went"),
    ],
)
def test_database_refuses(administrator, made, name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        made(administrator)


def test_rule_that_fails_stops_no_other_and_is_told(administrator, mailoutbox, settings, caplog):
    Removal.objects.create(kind="sessions", days=1, count=1, at=NOW - timedelta(days=2000))
    settings.RETENTION_DAYS = {**settings.RETENTION_DAYS, "results": 10**9}  # beyond what a date can tell
    with pytest.raises(RetentionFailed, match="results, OverflowError"):
        keep_nightly(NOW)
    assert not Removal.objects.filter(at__lt=NOW).exists()
    assert "Résultats du travail de fond" in mailoutbox[0].body


def test_command_tells_and_changes_nothing_unless_asked(administrator):
    make_import(at=OLD)
    agree(kind="reviews", days=180, by=administrator)
    told = StringIO()
    call_command("conservation", stdout=told)
    assert "1\u00a0relecture d’import laissée en cours" in told.getvalue()
    assert "180\u00a0jours après le dépôt du document\n" in told.getvalue()
    assert "(attend un accord)" in told.getvalue()
    assert DocumentImport.objects.exists()
    assert not Removal.objects.exists()
    told = StringIO()
    call_command("conservation", "--appliquer", stdout=told)
    assert told.getvalue() == f"{GONE}1\u00a0relecture d’import laissée en cours.\n"
    assert not DocumentImport.objects.exists()


def test_command_ends_badly_when_a_rule_fails(settings, caplog):
    settings.RETENTION_DAYS = {**settings.RETENTION_DAYS, "results": 10**9}
    with pytest.raises(CommandError, match="results"):
        call_command("conservation", "--appliquer", stdout=StringIO())


def test_page_tells_and_agrees(administrator, client):
    make_import(at=OLD)
    client.force_login(administrator)
    page = client.get(reverse("admin:retention")).content.decode()
    assert "1\u00a0relecture d’import laissée en cours" in page
    assert "Rien encore." in page
    sent = {"acte": "accorder", "nature": "reviews", "jours": "180", "note": "avis du 3 novembre"}
    agreed = client.post(reverse("admin:change_retention"), sent, follow=True).content.decode()
    assert "C’est accordé, la prochaine nuit l’applique\u00a0: relectures d’import laissées en cours." in agreed
    apply_rules(now=NOW)
    page = client.get(reverse("admin:retention")).content.decode()
    assert "(avis du 3 novembre)" in page
    assert "29 novembre 2026, 4 h 15\u00a0: 1\u00a0relecture d’import laissée en cours" in page
    sent = {"acte": "suspendre", "nature": "reviews"}
    assert (
        "C’est suspendu, rien ne part plus\u00a0: relectures"
        in client.post(reverse("admin:change_retention"), sent, follow=True).content.decode()
    )
    assert "Rien n’était accordé" in client.post(reverse("admin:change_retention"), sent, follow=True).content.decode()


def test_agreeing_asks_who_logged_in_a_while_ago_and_suspending_does_not(client):
    administrator = make_user(group="administration", password="un mot de passe de plus")
    agree(kind="proofs", days=365, by=administrator)
    client.force_login(administrator)
    session = client.session
    session[PROVED] -= 31 * 60
    session.save()
    url = reverse("admin:change_retention")
    asked = client.post(url, {"acte": "accorder", "nature": "reviews", "jours": "180", "note": "avis du 3 novembre"})
    assert asked.status_code == 401
    assert "avis du 3 novembre" in asked.content.decode()  # carried along
    assert not Agreement.objects.filter(kind="reviews").exists()
    assert client.post(url, {"acte": "suspendre", "nature": "proofs"}).status_code == 302
    assert not Agreement.objects.standing().exists()


def test_report_says_what_happened_to_each_kind():
    gone = [Gone(RULES["journal"], 59), Gone(RULES["sessions"], 0), Gone(RULES["reports"], 1)]
    told = in_words([*gone, Gone(RULES["unused_accounts"], 2)])
    assert told == (
        f"{GONE}59\u00a0lignes du journal et 1\u00a0compte rendu de "
        "conservation\u00a0; désactivation\u00a0: 2\u00a0comptes inutilisés."
    )


@pytest.mark.parametrize(
    "sent", [{}, {"acte": "accorder", "nature": "x"}, {"acte": "accorder", "nature": "reviews", "note": "\x00"}]
)
def test_page_refuses_what_it_did_not_offer(administrator, client, sent):
    client.force_login(administrator)
    assert client.post(reverse("admin:change_retention"), sent).status_code == 400


def test_page_costs_the_same_for_one_and_for_three(administrator, client, django_assert_num_queries):
    client.force_login(administrator)
    client.get(reverse("admin:retention"))
    for count in (1, 2):
        for _ in range(count):
            make_import(at=OLD)
        with django_assert_num_queries(28):
            client.get(reverse("admin:retention"))


def test_agreed_kinds_are_those_that_officers_wrote_or_gave():
    assert {name for name, rule in RULES.items() if not rule.waits} == {
        "journal", "admin_log",
        "sessions", "attempts", "results", "searches", "indexes", "unfinished", "reports",
    }  # fmt: skip


def test_account_that_serves_may_do_it(administrator):
    """Rows, histories and trigger rights of production: the worker owns no table."""
    with connection.cursor() as cursor:
        call_command("droits", role="solidaire_conserve", stdout=StringIO())
        agree(kind="reviews", days=180, by=administrator)
        agree(kind="proofs", days=365, by=administrator)
        make_import(at=OLD)
        cursor.execute("SET SESSION AUTHORIZATION solidaire_conserve")
        make_proof(expires_at=OLD)
        gone = {one.rule.name: one.count for one in apply_rules(now=NOW) if one.count}
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("RESET SESSION AUTHORIZATION")
    assert gone == {"reviews": 1, "proofs": 1}


def test_journal_tells_who_agreed_and_what_went(administrator):
    make_import(at=OLD)
    agree(kind="reviews", days=180, by=administrator, now=NOW)
    apply_rules(now=NOW)
    suspend(kind="reviews", by=administrator, now=NOW)
    apply_rules(now=NOW)  # nothing goes: nothing to tell
    agreed, gone, suspended = JournalLine.objects.order_by("pk")
    assert (agreed.kind, agreed.who) == (Kind.SETTINGS_CHANGED, "administration")
    assert agreed.told == "Conservation accordée\u00a0: relectures d’import laissées en cours, 180\u00a0jours."
    assert (gone.kind, gone.who) == (Kind.RETENTION_APPLIED, "machine")
    assert gone.told == f"{GONE}1\u00a0relecture d’import laissée en cours."
    assert suspended.told == "Conservation suspendue\u00a0: relectures d’import laissées en cours."


def test_handbook_tells_every_kind_with_its_days():
    told = (Path(__file__).resolve().parents[3] / "docs" / "exploitation.md").read_text(encoding="utf-8")
    for name, rule in RULES.items():
        waits = "oui" if rule.waits else "—"
        line = f"| `RETENTION_{name.upper()}_DAYS` | {settings.RETENTION_DAYS[name]} | {rule.since} | {waits} |"
        assert f"| {rule.many}" in told
        assert line in told
