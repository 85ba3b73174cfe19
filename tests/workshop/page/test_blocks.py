"""Blocks: each text saved by itself, refused by itself when someone else wrote in it meanwhile."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.utils import timezone

from bulletins.composing import ComposingRefusal
from bulletins.models import Bulletin, BulletinLink, Entry
from tests.builders import make_bulletin, make_section, make_theme
from tests.hands import by_hand
from workshop.page.blocks import BlockGone, BlockRefused, StaleBlock, find_block, write_block


def _write(bulletin, key, text, opened, by, **options):
    return write_block(bulletin=bulletin, key=key, text=text, opened_on=opened, by=by, **options)


def _key(bulletin, field):
    return f"bulletin-{bulletin.pk}-{field}"


@pytest.mark.parametrize(
    ("field", "typed", "stored"),
    [
        ("title", " Un  titre\nen deux lignes ", "Un titre en deux lignes"),
        ("dated_on", "30/04/2020", date(2020, 4, 30)),
        ("place", "Arras", "Arras"),
        ("introduction", "Deux\r\nlignes", "Deux\r\nlignes"),
        ("closing", "Merci.", "Merci."),
        ("signatory_name", "Camille Exemple", "Camille Exemple"),
        ("signatory_function", "préfet", "préfet"),
    ],
)
def test_block_of_the_bulletin_is_saved(draft, officer, field, typed, stored):
    opened = find_block(draft, _key(draft, field)).text
    _write(draft, _key(draft, field), typed, opened, officer)
    draft.refresh_from_db()
    assert getattr(draft, field) == stored
    assert draft.version == 2


def test_blocks_of_parts_are_saved(draft, officer):
    section = draft.sections.first()
    entry = section.entries.first()
    link = BulletinLink.objects.create(bulletin=draft, url="https://exemple.fr/")
    _write(draft, f"section-{section.pk}-heading", "Se protéger", "Protéger", officer)
    _write(draft, f"section-{section.pk}-introduction", "Un chapeau.", "", officer)
    _write(draft, f"section-{section.pk}-theme", str(make_theme("jeunes").pk), str(section.theme_id), officer)
    _write(draft, f"entry-{entry.pk}-wording", "Le texte du jour.", "", officer)
    _write(draft, f"link-{link.pk}-label", "Aider", "", officer)
    _write(draft, f"link-{link.pk}-url", "exemple.org/aider", "https://exemple.fr/", officer)
    for row in (section, entry, link):
        row.refresh_from_db()
    assert (section.heading, section.introduction, section.theme.slug) == ("Se protéger", "Un chapeau.", "jeunes")
    assert entry.wording == "Le texte du jour."
    assert (link.label, link.url) == ("Aider", "https://exemple.org/aider")


def test_history_names_the_block_and_its_writer(draft, officer):
    entry = Entry.objects.get(initiative__title="Une")
    _write(draft, f"entry-{entry.pk}-wording", "Le texte du jour.", "", officer)
    for row, reason in ((draft, "Texte du jour, Une"), (entry, "Texte du jour")):
        change = row.history.first()
        assert (change.history_change_reason, change.history_user) == (reason, officer)


def test_stretch_of_writing_leaves_one_line_in_the_history(draft, officer, editor):
    key, before = _key(draft, "introduction"), draft.history.count()
    texts = ["Bonjour à tous.", "Bonjour", "Bonjour à toutes", "Bonjour à toutes et à tous."]
    for old, new in pairwise(texts):
        _write(draft, key, new, old, officer)
    assert draft.history.count() == before + 1
    assert draft.history.first().introduction == texts[-1]
    _write(draft, key, "Autre.", texts[-1], editor)
    assert draft.history.count() == before + 2
    _write(draft, _key(draft, "closing"), "Merci.", "", editor)
    assert draft.history.count() == before + 3
    _write(draft, _key(draft, "closing"), "Merci !", "Merci.", editor, now=timezone.now() + timedelta(minutes=11))
    assert draft.history.count() == before + 4


def test_stale_block_alone_is_refused(draft, officer, editor):
    intro, closing = _key(draft, "introduction"), _key(draft, "closing")
    _write(draft, intro, "Bonjour à toutes.", "Bonjour à tous.", editor)
    with pytest.raises(StaleBlock) as refused:
        _write(draft, intro, "Bonsoir à tous.", "Bonjour à tous.", officer)
    stale = refused.value
    assert (stale.block.text, stale.mine, stale.by) == ("Bonjour à toutes.", "Bonsoir à tous.", "editrice")
    assert {piece.kind for piece in stale.pieces} == {"same", "removed", "added"}
    # The other blocks of the person who was refused are saved as ever.
    _write(draft, closing, "Merci.", "", officer)
    draft.refresh_from_db()
    assert (draft.introduction, draft.closing) == ("Bonjour à toutes.", "Merci.")


def test_fields_that_one_did_not_touch_are_not_written(draft, officer):
    """The row in hand is old: only the named field reaches the database."""
    entry = Entry.objects.get(initiative__title="Une")
    old = Bulletin.objects.get(pk=draft.pk)
    Bulletin.objects.filter(pk=draft.pk).update(closing="Écrit par quelqu’un d’autre.", place="Lens")
    Entry.objects.filter(pk=entry.pk).update(position=7)
    _write(old, _key(old, "introduction"), "Nouvelle.", "Bonjour à tous.", officer)
    _write(old, f"entry-{entry.pk}-wording", "Nouveau.", "", officer)
    draft.refresh_from_db()
    entry.refresh_from_db()
    assert (draft.introduction, draft.closing, draft.place) == ("Nouvelle.", "Écrit par quelqu’un d’autre.", "Lens")
    assert (entry.wording, entry.position) == ("Nouveau.", 7)


def test_same_text_is_no_change_and_no_conflict(draft, officer, editor):
    key = _key(draft, "introduction")
    _write(draft, key, "Un texte\nsur deux lignes", "Bonjour à tous.", editor)
    _write(draft, key, "Un texte \r\nsur deux lignes ", "Bonjour à tous.", officer)
    draft.refresh_from_db()
    assert draft.version == 2


def test_text_of_the_record_is_no_wording_of_the_day(draft, officer):
    entry = Entry.objects.select_related("initiative").get(initiative__title="Une")
    key = f"entry-{entry.pk}-wording"
    _write(draft, key, f"{entry.initiative.summary}\n", "", officer)
    entry.refresh_from_db()
    assert entry.wording == ""
    _write(draft, key, "Autre chose.", "", officer)
    _write(draft, key, "", "Autre chose.", officer)
    entry.refresh_from_db()
    assert entry.wording == ""


def test_signatory_of_the_series_may_be_written_out(draft, officer):
    draft.series.signatory_name = "Camille Exemple"
    draft.series.save()
    block = find_block(draft, _key(draft, "signatory_name"))
    assert (block.text, block.own_text) == ("", "Camille Exemple")
    _write(draft, block.key, "Camille Exemple", "", officer)
    draft.refresh_from_db()
    assert draft.signatory_name == "Camille Exemple"


@pytest.mark.parametrize(
    ("field", "text", "words"),
    [
        ("title", "", "obligatoire"),
        ("title", "x" * 251, "250"),
        ("dated_on", "31/02/2020", "date valide"),
        ("introduction", "a\x00b", "nul"),
        ("introduction", "a\ud800b", "retapez-le"),
        ("introduction", "x" * 20_001, "20000"),
    ],
)
def test_text_that_cannot_be_saved_is_refused_in_french(draft, officer, field, text, words):
    with pytest.raises(BlockRefused, match=words):
        _write(draft, _key(draft, field), text, find_block(draft, _key(draft, field)).text, officer)
    draft.refresh_from_db()
    assert draft.version == 1


def test_link_must_be_an_address(draft, officer):
    link = BulletinLink.objects.create(bulletin=draft, url="https://exemple.fr/")
    for text in ("", "javascript:alert(1)", "deux mots"):
        with pytest.raises(BlockRefused):
            _write(draft, f"link-{link.pk}-url", text, "https://exemple.fr/", officer)


@pytest.mark.parametrize(
    "key",
    [
        "",
        "bulletin",
        "bulletin-{other}-title",
        "entry-{entry}-wording",
        "bulletin-{own}-status",
        "bulletin-{own}-number",
        "entry-999999-wording",
        "section-9999999999999999-heading",
    ],
)
def test_block_of_elsewhere_is_no_block_of_the_bulletin(draft, officer, key):
    other = make_bulletin("Un autre", series=draft.series)
    entry = make_section(other, draft.sections.first().entries.first().initiative).entries.get()
    key = key.format(other=other.pk, entry=entry.pk, own=draft.pk)
    with pytest.raises(BlockGone):
        _write(draft, key, "Mien", "", officer)


def test_withdrawn_bulletin_is_not_written(draft, officer, editor):
    by_hand("UPDATE bulletins_bulletin SET status = 'withdrawn', withdrawn_at = now(), withdrawn_by_id = %s", editor.pk)
    with pytest.raises(ComposingRefusal, match="retiré"):
        _write(draft, _key(draft, "closing"), "Merci.", "", officer)
