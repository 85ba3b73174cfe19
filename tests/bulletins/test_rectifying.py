"""Rectifying and withdrawing what was published."""

import pytest

from bulletins.models import Bulletin
from bulletins.services import NotRectifiable, NotWithdrawable, rectify_bulletin, withdraw_bulletin
from tests.builders import make_contact, make_person, make_section
from tests.bulletins.issues import LATER, make_cited, make_draft, make_published

pytestmark = pytest.mark.django_db


def test_rectification_adds_a_revision_and_keeps_the_first(editor):
    bulletin = make_published(editor, make_cited(summary="1 000 masques."))
    first = bulletin.editions.get()
    bulletin.sections.get().entries.update(wording="1 200 masques.")
    edition = rectify_bulletin(bulletin=bulletin, by=editor, correction=" 1 200 masques au lieu de 1 000. ", now=LATER)
    assert (edition.revision, edition.published_at, edition.correction) == (2, LATER, "1 200 masques au lieu de 1 000.")
    first.refresh_from_db()
    assert "1 000 masques" in str(first.snapshot)
    assert bulletin.citations.get().wording == "1 200 masques."


def test_rectification_publishes_what_it_adds(editor):
    bulletin = make_published(editor)
    added = make_cited()
    make_section(bulletin, added, theme="soignants")
    rectify_bulletin(bulletin=bulletin, by=editor, correction="Une initiative oubliée.")
    added.refresh_from_db()
    assert added.is_published
    assert bulletin.citations.count() == 2


def test_rectification_that_changes_nothing_is_refused(editor):
    with pytest.raises(NotRectifiable, match="Rien n’a changé"):
        rectify_bulletin(bulletin=make_published(editor), by=editor, correction="Corrections.")


def test_rectification_says_what_changes(editor):
    with pytest.raises(NotRectifiable, match="ce que le rectificatif change"):
        rectify_bulletin(bulletin=make_published(editor), by=editor, correction=" ")


def test_draft_is_not_rectified(editor):
    with pytest.raises(NotRectifiable, match="n’est pas publié"):
        rectify_bulletin(bulletin=make_draft(), by=editor, correction="Corrections.")


def test_rectification_is_checked_like_a_publication(editor):
    bulletin = make_published(editor)
    bulletin.sections.all().delete()
    with pytest.raises(NotRectifiable, match="ne cite aucune initiative"):
        rectify_bulletin(bulletin=bulletin, by=editor, correction="Tout est retiré.")


def test_withdrawal_is_recorded_and_keeps_the_initiatives(editor):
    initiative = make_cited()
    bulletin = make_published(editor, initiative)
    bulletin = withdraw_bulletin(bulletin=bulletin, by=editor, reason=" Erreur ", now=LATER)
    assert bulletin.status == Bulletin.Status.WITHDRAWN
    assert (bulletin.withdrawn_at, bulletin.withdrawn_by, bulletin.withdrawal_reason) == (LATER, editor, "Erreur")
    initiative.refresh_from_db()
    assert initiative.is_published


def test_withdrawal_needs_a_reason(editor):
    with pytest.raises(NotWithdrawable, match="motif"):
        withdraw_bulletin(bulletin=make_published(editor), by=editor, reason=" ")


def test_draft_is_not_withdrawn(editor):
    with pytest.raises(NotWithdrawable, match="n’est pas publié"):
        withdraw_bulletin(bulletin=make_draft(), by=editor, reason="Erreur")


def test_withdrawn_bulletin_is_not_rectified(editor):
    bulletin = withdraw_bulletin(bulletin=make_published(editor), by=editor, reason="Erreur")
    with pytest.raises(NotRectifiable):
        rectify_bulletin(bulletin=bulletin, by=editor, correction="Corrections.")


@pytest.mark.parametrize(
    ("correction", "why"),
    [
        ("Le numéro de Jeanne Modèle est corrigé.", "nomme Jeanne Modèle"),
        ("Appelez le 06 39 98 12 34.", "sans accord noté"),
        ("Appelez le 03 21 00 00 09.", "contact non public"),
    ],
)
def test_note_that_gives_a_private_name_or_number_is_refused(editor, correction, why):
    cited = make_cited(summary="1 000 masques.")
    cited.persons.add(make_person("Jeanne Modèle"))
    cited.contacts.add(make_contact("+33321000009", kind="phone", is_public=False))
    bulletin = make_published(editor, cited)
    bulletin.sections.get().entries.update(wording="1 200 masques.")
    with pytest.raises(NotRectifiable, match=why):
        rectify_bulletin(bulletin=bulletin, by=editor, correction=correction)
    assert bulletin.editions.count() == 1
