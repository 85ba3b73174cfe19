"""What publication takes, freezes and refuses."""

from datetime import date

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from bulletins.checks import missing_for_publication
from bulletins.models import Bulletin, Edition
from bulletins.services import ChangedMeanwhile, NotPublishable, NumberTaken, publish_bulletin, withdraw_bulletin
from bulletins.snapshots import fingerprint
from initiatives.models import Initiative
from initiatives.services import withdraw_initiative
from initiatives.uniting.initiatives import merge_initiatives
from tests.builders import (
    NOW,
    make_bulletin,
    make_contact,
    make_initiative,
    make_organisation,
    make_section,
    make_series,
)
from tests.bulletins.issues import LATER, PUBLISHED_AT, make_cited, make_draft, make_published
from tests.hands import by_hand

pytestmark = pytest.mark.django_db


def test_publication_takes_the_next_number(editor):
    series = make_series(last_number=6)
    bulletin = publish_bulletin(bulletin=make_draft(series=series), by=editor, now=PUBLISHED_AT)
    series.refresh_from_db()
    assert (bulletin.number, bulletin.status, series.last_number) == (7, Bulletin.Status.PUBLISHED, 7)
    assert (bulletin.published_at, bulletin.published_by) == (PUBLISHED_AT, editor)


def test_archive_brings_its_own_number_and_leaves_holes(editor):
    first = make_published(editor, number=7)
    archive = make_published(editor, number=2)
    following = make_published(editor)
    assert (first.number, archive.number, following.number) == (7, 2, 8)


def test_number_is_never_used_again_after_withdrawal(editor):
    bulletin = make_published(editor)
    withdraw_bulletin(bulletin=bulletin, by=editor, reason="Erreur de numéro", now=LATER)
    assert make_published(editor).number == 2
    # Even with the counter set back by hand, the number of a withdrawn bulletin is not given again.
    by_hand("UPDATE bulletins_series SET last_number = 0")
    with pytest.raises(NumberTaken, match="retiré"):
        make_published(editor)


def test_number_held_by_a_draft_is_refused_with_a_way_out(editor):
    make_draft(number=1, dated_on=date(2020, 4, 6))
    draft = make_draft()
    with pytest.raises(NumberTaken) as refusal:
        publish_bulletin(bulletin=draft, by=editor)
    assert str(refusal.value) == (
        "Ce numéro existe déjà (n°\u00a01, 6\u00a0avril\u00a02020, brouillon). Votre texte est conservé\u00a0: "
        "choisissez un autre numéro ou laissez le champ vide."
    )
    draft.refresh_from_db()
    assert draft.status == Bulletin.Status.DRAFT


def test_special_takes_no_number(editor):
    bulletin = make_published(editor, kind=Bulletin.Kind.SPECIAL, title="Entreprises mobilisées", dated_on=None)
    assert (bulletin.number, bulletin.slug, bulletin.series.last_number) == (None, "entreprises-mobilisees", 0)


def test_publication_publishes_and_dates_the_initiatives(editor):
    draft, review = make_cited(), make_cited(status=Initiative.Status.REVIEW)
    dated = make_cited(started_on=date(2020, 4, 2))
    make_published(editor, draft, review, dated)
    for initiative in (draft, review, dated):
        initiative.refresh_from_db()
        assert initiative.is_published
        assert initiative.published_by == editor
    assert [i.started_on for i in (draft, review, dated)] == [date(2020, 4, 30), date(2020, 4, 30), date(2020, 4, 2)]


def test_edition_is_frozen_with_its_fingerprint_and_citations(editor):
    initiative = make_cited("Couture à Marck", summary="Des masques.")
    bulletin = make_published(editor, initiative)
    edition = bulletin.editions.get()
    assert edition.sha256 == fingerprint(edition.snapshot)
    assert edition.snapshot["sections"][0]["entries"][0]["wording"] == "Des masques."
    citation = bulletin.citations.get()
    assert (citation.initiative, citation.wording, citation.position) == (initiative, "Des masques.", 1)
    assert citation.heading == edition.snapshot["sections"][0]["heading"]


def test_wording_of_the_day_wins_over_the_initiative(editor):
    draft = make_draft()
    draft.sections.get().entries.update(wording="Les mots du jour.")
    assert publish_bulletin(bulletin=draft, by=editor).citations.get().wording == "Les mots du jour."


def test_snapshot_leaves_out_control_characters(editor):
    bulletin = make_published(editor, introduction="Avant\x0baprès\x1f.")
    assert bulletin.editions.get().snapshot["introduction"] == "Avant\naprès."


def test_failed_publication_leaves_everything_as_it_was(editor):
    """The number goes back when a later step fails: here an initiative that cannot be published."""
    good, bad = make_cited(), make_cited(summary=" ")
    draft = make_draft(good, bad)
    with pytest.raises(NotPublishable):
        publish_bulletin(bulletin=draft, by=editor)
    draft.refresh_from_db()
    draft.series.refresh_from_db()
    good.refresh_from_db()
    assert (draft.number, draft.status, draft.series.last_number) == (None, Bulletin.Status.DRAFT, 0)
    assert good.status == Initiative.Status.DRAFT
    assert not Edition.objects.exists()
    assert make_published(editor).number == 1


def test_rollback_of_the_caller_leaves_the_number_free(editor):
    draft = make_draft()
    with transaction.atomic():
        assert publish_bulletin(bulletin=draft, by=editor).number == 1
        transaction.set_rollback(True)
    assert make_published(editor).number == 1


def test_published_bulletin_is_not_published_again(editor):
    with pytest.raises(NotPublishable, match="déjà publié"):
        publish_bulletin(bulletin=make_published(editor), by=editor)


def test_withdrawn_bulletin_is_not_published_again(editor):
    bulletin = withdraw_bulletin(bulletin=make_published(editor), by=editor, reason="Doublon")
    with pytest.raises(NotPublishable, match="a été retiré"):
        publish_bulletin(bulletin=bulletin, by=editor)


def test_bulletin_changed_after_it_was_read_is_not_published(editor):
    draft = make_draft()
    Bulletin.objects.filter(pk=draft.pk).update(version=draft.version + 1)
    with pytest.raises(ChangedMeanwhile):
        publish_bulletin(bulletin=draft, by=editor, expected_version=draft.version)
    assert publish_bulletin(bulletin=draft, by=editor, expected_version=draft.version + 1).is_published


def _withdrawn(editor):
    return withdraw_initiative(initiative=make_initiative(), by=editor, reason="À la demande de l’association")


def _merged(editor):
    duplicate = make_initiative()
    merge_initiatives(kept=make_initiative(), duplicate=duplicate, by=editor)
    return duplicate


@pytest.mark.parametrize(
    ("draft", "sentence"),
    [
        (lambda editor: make_draft(title=" "), "n’a pas de titre"),
        (lambda editor: make_draft(dated_on=None), "n’a pas de date"),
        (lambda editor: make_bulletin(dated_on=date(2020, 4, 30)), "ne cite aucune initiative"),
        (lambda editor: make_draft(number=100_000), "trop grand"),
        (lambda editor: make_draft(make_cited(summary="")), "n’a pas de texte"),
        (lambda editor: make_draft(_withdrawn(editor)), "a été retirée"),
        (lambda editor: make_draft(_merged(editor)), "a été réunie"),
    ],
)
def test_incomplete_draft_is_refused(editor, draft, sentence):
    draft = draft(editor)
    with pytest.raises(NotPublishable, match=sentence) as refusal:
        publish_bulletin(bulletin=draft, by=editor)
    assert [problem.is_blocking for problem in refusal.value.problems] == [True]


def test_initiative_cited_twice_is_refused(editor):
    initiative = make_cited()
    draft = make_draft(initiative)
    make_section(draft, initiative, theme="soignants")
    with pytest.raises(NotPublishable, match="figure 2 fois"):
        publish_bulletin(bulletin=draft, by=editor)


def test_check_warns_without_blocking(editor):
    initiative = make_initiative("Couture", published=False, summary="Une voisine coud.")
    draft = make_draft(initiative, introduction="", signatory_name="", number=4)
    make_section(draft, theme="soignants", heading="Plus tard")
    problems = missing_for_publication(draft)
    assert not any(problem.is_blocking for problem in problems)
    told = " ".join(problem.message for problem in problems)
    for words in ("des numéros manqueront", "introduction", "ne signe", "est vide", "lieu", "contact"):
        assert words in told
    assert publish_bulletin(bulletin=draft, by=editor).is_published


def test_section_that_nobody_has_filled_does_not_appear(editor):
    draft = make_draft(make_cited("Couture"))
    make_section(draft, theme="soignants", heading="Resté vide")
    make_section(draft, theme="jeunes", heading="Seulement un mot", introduction="Bientôt ici.")
    remarks = [problem.message for problem in missing_for_publication(draft)]
    assert [one for one in remarks if "Resté vide" in one and one.endswith("elle ne paraîtra pas.")]
    assert [one for one in remarks if "Seulement un mot" in one and one.endswith("est vide.")]
    publish_bulletin(bulletin=draft, by=editor)
    headings = [section["heading"] for section in draft.editions.get().snapshot["sections"]]
    assert "Resté vide" not in headings
    assert "Seulement un mot" in headings


def test_check_of_a_complete_draft_says_nothing():
    assert missing_for_publication(make_draft()) == []


@pytest.mark.parametrize(
    ("introduction", "found"),
    [
        ("Brouillon à compléter : prendre des nouvelles.", "à compléter"),
        ("Lorem ipsum dolor.", "Lorem"),
        ("Appelez le xxx.", "xxx"),
        ("TODO écrire.", "TODO"),
        ("Merci à [ … ].", "[ … ]"),
    ],
)
def test_check_refuses_a_text_left_to_be_written(introduction, found):
    (problem,) = missing_for_publication(make_draft(introduction=introduction))
    assert problem.is_blocking
    assert f"L’introduction du bulletin contient «\u00a0{found}\u00a0»" in problem.message


PRIVATE = "Écrire au 06.12.34.56.78"


@pytest.mark.parametrize(
    ("draft", "where"),
    [
        (lambda: make_draft(introduction=PRIVATE), "Le bulletin"),
        (lambda: make_draft(closing=PRIVATE), "Le bulletin"),
        (lambda: make_draft(make_cited("Couture", summary=PRIVATE)), "« Couture »"),
        (lambda: _with(make_draft(), lambda one: one.sections.update(introduction=PRIVATE, heading="Ici")), "« Ici »"),
        (
            lambda: _with(make_draft(make_cited("Couture")), lambda one: _entries(one).update(wording=PRIVATE)),
            "Couture",
        ),
        (lambda: _with(make_draft(), lambda one: one.links.create(label=PRIVATE, url="https://e.fr")), "Le bulletin"),
    ],
)
def test_text_that_prints_a_private_number_is_refused(editor, draft, where):
    draft = draft()
    with pytest.raises(NotPublishable, match="sans accord noté") as refusal:
        publish_bulletin(bulletin=draft, by=editor)
    (problem,) = refusal.value.problems
    assert where in problem.message.replace("\u00a0", " ")
    assert "06\u00a012\u00a034\u00a056\u00a078" in problem.message


def test_contact_that_was_public_before_agreements_were_recorded_is_refused(editor):
    contact = make_contact("sophie.exemple@exemple.fr", is_personal=True, consent_means="earlier")
    with pytest.raises(NotPublishable, match="accord reste à vérifier"):
        publish_bulletin(bulletin=make_draft(make_cited(contacts=(contact,))), by=editor)
    contact.consent_means = "spoken"
    contact.save()
    assert missing_for_publication(make_draft(make_cited(contacts=(contact,)))) == []


def test_frozen_text_keeps_no_contact_that_is_not_public(editor):
    initiative = make_cited(summary="Écrire à bureau@exemple.fr.", contacts=(make_contact("accueil@exemple.fr"),))
    initiative.contacts.add(make_contact("bureau@exemple.fr", is_public=False))
    snapshot = publish_bulletin(bulletin=make_draft(initiative), by=editor).editions.get().snapshot
    assert "bureau@exemple.fr" not in str(snapshot)
    assert "[coordonnée retirée]" in str(snapshot)


def test_mark_of_what_was_taken_out_is_no_unfinished_text():
    draft = make_draft(introduction="Merci. [coordonnée retirée] [passage retiré] [nom retiré]")
    assert missing_for_publication(draft) == []


def _with(draft, change):
    change(draft)
    return draft


def _entries(bulletin):
    return bulletin.sections.get().entries


def test_returned_initiative_stops_its_bulletin(editor):
    returned = {"status": "returned", "returned_at": NOW, "returned_by": editor, "return_note": "Où\u00a0?"}
    bulletin = make_bulletin(dated_on=date(2020, 5, 7))
    make_section(bulletin, make_initiative("Des masques", published=False, **returned))
    with pytest.raises(NotPublishable, match="« Des masques » a été renvoyée à la rédaction"):
        publish_bulletin(bulletin=bulletin, by=editor)


def test_approved_initiative_goes_public_with_its_bulletin(editor):
    approved = {"status": "approved", "approved_at": NOW, "approved_by": editor}
    row = make_initiative(published=False, **approved)
    bulletin = make_bulletin(dated_on=date(2020, 5, 7))
    make_section(bulletin, row)
    publish_bulletin(bulletin=bulletin, by=editor, now=NOW)
    row.refresh_from_db()
    assert (row.status, row.approved_by, row.published_at) == ("published", editor, NOW)


@pytest.mark.parametrize("count", [2, 20])
def test_publishing_takes_as_many_queries_for_few_as_for_many(editor, count):
    """All are new, without a date, each with a place, a contact and an organisation: the most there is to write."""
    draft = make_draft(*[make_cited(organisations=(make_organisation(),)) for _ in range(count)])
    with CaptureQueriesContext(connection) as queries:
        publish_bulletin(bulletin=draft, by=editor, now=PUBLISHED_AT)
    assert len(queries) == 57  # one of them: which series the account keeps, which a page reads with the account


def test_history_tells_publication_and_dating_as_two_steps(editor):
    """Written together, each with its author, its reason, its version and what was attached then."""
    row = make_cited()
    make_published(editor, row)
    row.refresh_from_db()
    dated, published = row.history.all()[:2]
    assert (published.history_change_reason, published.version, published.started_on) == ("publiée", 2, None)
    assert dated.history_change_reason == "datée du bulletin n°\u00a01"
    assert (dated.version, dated.started_on, row.version) == (3, date(2020, 4, 30), 3)
    for step in (published, dated):
        assert (step.history_user, step.history_type) == (editor, "~")
        assert [link.contact for link in step.contacts.all()] == list(row.contacts.all())
