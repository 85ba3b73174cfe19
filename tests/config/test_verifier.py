"""`manage.py verifier`: sound as the services leave it, and each check finds what a hand in the database did."""

from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command

from backoffice.journal.kinds import Kind
from backoffice.models import JournalLine
from config.nightly.verifying import verify_nightly
from documents.models import SourceDocument
from tests.bulletins.issues import make_cited, make_published
from tests.hands import by_hand

NOW = datetime(2026, 11, 29, 3, 0, tzinfo=UTC)


@pytest.fixture
def published(editor):
    return make_published(editor, make_cited("Des masques cousus"))


def verified() -> str:
    out = StringIO()
    try:
        call_command("verifier", stdout=out)
    except CommandError as wrong:
        return f"{out.getvalue()}{wrong}"
    return out.getvalue()


def test_what_the_services_leave_is_sound(published):
    assert verified().endswith("Tout est sain.\n")


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("""UPDATE bulletins_edition SET snapshot = jsonb_set(snapshot, '{title}', '"Autre"')""", "empreinte"),
        ("DELETE FROM bulletins_edition", "sans édition figée"),
        ("UPDATE bulletins_series SET last_number = 0", "compte jusqu’au"),
        ("UPDATE bulletins_citation SET wording = 'Autre chose.'", "ne cite pas ce que dit"),
        ("UPDATE initiatives_initiative SET title = 'Des visières imprimées'", "n’est pas trouvée"),
        ("ALTER TABLE bulletins_edition DISABLE TRIGGER bulletins_edition_frozen", "est désactivé"),
        ("DROP TRIGGER bulletins_edition_frozen ON bulletins_edition", "pourraient être récrites"),
        ("DROP TRIGGER initiatives_historicalplace_only_grows ON initiatives_historicalplace", "récrites ou effacées"),
        ("DROP TRIGGER bulletins_edition_never_emptied ON bulletins_edition", "pourrait être vidée"),
        ("ALTER TABLE bulletins_edition DROP CONSTRAINT bulletins_edition_unique_revision", "n’est pas dans la base"),
    ],
)
def test_what_a_hand_in_the_database_did_is_found(published, sql, said):
    by_hand(sql)
    told = verified()
    assert said in told
    assert "À VOIR" in told
    assert "1\u00a0vérification échoue." in told


def test_words_in_another_order_are_the_same_words(published):
    """The names of places are put together in any order; their weight tells where a word stood."""
    shifted = "ts_delete(setweight(to_tsvector('simple', 'zzz'), 'A') || search_vector, 'zzz')"
    by_hand(f"UPDATE initiatives_initiative SET search_vector = {shifted}")
    assert "Tout est sain" in verified()
    by_hand("UPDATE initiatives_initiative SET search_vector = setweight(search_vector, 'D')")
    assert "n’est pas trouvée" in verified()


def test_each_verification_is_a_line_of_the_journal(published):
    verified()
    by_hand("DELETE FROM bulletins_citation")
    verified()
    wrong, sound = JournalLine.objects.exclude(kind=Kind.PUBLISHED)
    assert (sound.kind, sound.who) == (Kind.VERIFIED, "machine")
    assert (wrong.kind, wrong.who) == (Kind.VERIFICATION_FAILED, "machine")
    assert wrong.told.startswith("citations du répertoire")


def test_journal_that_cannot_be_written_stops_no_verification(published):
    by_hand("ALTER TABLE backoffice_journalline RENAME TO elsewhere")
    told = verified()
    assert "ligne au journal" in told
    assert "bon     empreintes des éditions" in told


def make_original(editor, *, sha256: str) -> SourceDocument:
    document = SourceDocument(sha256=sha256, filename="n° 7.docx", size=5, received_by=editor)
    document.content.save("n° 7.docx", ContentFile(b"words"))
    return document


def test_original_that_is_gone_or_changed_is_found(editor, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    document = make_original(editor, sha256="7" * 64)
    assert "n’est plus celui qui avait été déposé" in verified()
    document.content.storage.delete(document.content.name)
    assert "n’est plus dans le dossier" in verified()


def test_administrators_are_written_to_when_something_is_off(published, administrator, editor, mailoutbox):
    administrator.email, editor.email = "administration@exemple.fr", "edition@exemple.fr"
    administrator.save()
    editor.save()
    assert verify_nightly(NOW) == "Tout est sain."
    assert mailoutbox == []
    by_hand("DELETE FROM bulletins_citation")
    assert "citations du répertoire" in verify_nightly(NOW)
    (mail,) = mailoutbox
    assert mail.to == ["administration@exemple.fr"]
    assert "ne cite pas ce que dit" in mail.body
